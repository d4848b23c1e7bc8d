using Bunit;
using LoyaltyConsole.Components.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console;

public sealed class SearchBoxTests : BunitContext
{
    private readonly List<string> _told = [];

    public SearchBoxTests() => Services.AddLocalization();

    [Fact]
    public void Tells_the_text_once_the_typing_pauses()
    {
        var box = RenderBox(value: null);

        box.Find("input").Input("Ad");
        box.Find("input").Input("Ada");

        box.WaitForAssertion(() => Assert.Equal(["Ada"], _told));
    }

    [Fact]
    public async Task Tells_the_text_at_once_on_enter()
    {
        var box = RenderBox(value: null);

        box.Find("input").Input("Ada");
        await box.Find("input").ChangeAsync("Ada");

        Assert.Equal(["Ada"], _told);
    }

    [Fact]
    public void Shows_what_is_searched_for_and_keeps_silent_about_it()
    {
        var box = RenderBox("Ada");

        box.Find("input").Change("Ada");

        Assert.Equal("Ada", box.Find("[role=search] input").GetAttribute("value"));
        Assert.Empty(_told);
    }

    private IRenderedComponent<SearchBox> RenderBox(string? value) => Render<SearchBox>(box => box
        .Add(search => search.Value, value)
        .Add(search => search.ValueChanged, _told.Add));
}
