using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console;

public sealed class PickTests : BunitContext
{
    private static readonly Choice<int?>[] Rooms = [new(7, "Attic"), new(8, "Cellar"), new(9, "Hall")];

    private readonly List<int?> _told = [];

    [Fact]
    public async Task Shows_its_value_and_tells_what_else_was_chosen()
    {
        var pick = RenderPick(8);
        Assert.Equal(["Anywhere", "Attic", "Cellar", "Hall"], pick.FindAll("option").Select(option => option.TextContent));
        Assert.Equal("Cellar", pick.Find("select").Shown());

        await pick.Find("select").ChooseAsync("Hall");
        Assert.Equal([9], _told);

        pick.Render(parameters => parameters.Add(field => field.Value, 9));
        Assert.Equal("Hall", pick.Find("select").Shown());
    }

    [Fact]
    public async Task Goes_on_showing_its_value_where_another_is_refused()
    {
        var pick = RenderPick(8);

        await pick.Find("select").ChooseAsync("Attic");

        Assert.Equal("Cellar", pick.Find("select").Shown());
    }

    [Fact]
    public void Goes_on_showing_its_value_after_the_choices_have_changed()
    {
        var pick = RenderPick(8);

        pick.Render(parameters => parameters.Add(field => field.Choices, [.. Rooms.Reverse(), new(10, "Shed"), new(11, "Yard")]));
        Assert.Equal("Cellar", pick.Find("select").Shown());

        pick.Render(parameters => parameters.Add(field => field.Choices, [Rooms[1]]));
        Assert.Equal("Cellar", pick.Find("select").Shown());
    }

    [Fact]
    public async Task None_stands_first_and_can_be_chosen_again()
    {
        var pick = RenderPick(null);
        Assert.Equal("Anywhere", pick.Find("select").Shown());

        pick.Render(parameters => parameters.Add(field => field.Value, 7));
        Assert.Equal("Attic", pick.Find("select").Shown());

        await pick.Find("select").ChooseAsync("Anywhere");
        Assert.Equal([null], _told);
    }

    [Fact]
    public void A_value_that_is_none_of_the_choices_is_not_shown_as_the_first()
    {
        var pick = RenderPick(12);

        Assert.Equal("", pick.Find("select").Shown());
    }

    [Fact]
    public async Task A_choice_that_has_gone_meanwhile_is_not_taken()
    {
        var pick = RenderPick(8);

        pick.Render(parameters => parameters.Add(field => field.Choices, [Rooms[1]]));
        await pick.Find("select").ChangeAsync("2");

        Assert.Empty(_told);
        Assert.Equal("Cellar", pick.Find("select").Shown());
    }

    private IRenderedComponent<Pick<int?>> RenderPick(int? value) => Render<Pick<int?>>(pick => pick
        .Add(field => field.Value, value)
        .Add(field => field.ValueChanged, _told.Add)
        .Add(field => field.Choices, Rooms)
        .Add(field => field.None, "Anywhere"));
}
