using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Rewards;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Rewards;

/// <summary>The catalogue (S-024): what points are spent on.</summary>
public sealed class RewardsPageTests : ConsoleContext
{
    private RewardBook Rewards => Programme.Get<RewardBook>();

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task Shows_every_reward_with_its_cost_its_time_and_what_became_of_it()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var mug = await SaveAsync("Mug", 300);
        await SaveAsync("Tea", 50, starts: Programme.Berlin(2025, 12, 1));
        await SaveAsync("Sticker", 20, ends: now);
        await SpentAsync(mug);

        var screen = Open();

        Assert.Equal(
            [["Sticker", "20", "Ended", "", "0"], ["Tea", "50", "Upcoming", "1 Dec 2025", "0"], ["Mug", "300", "Available", "", "1"]],
            Rows(screen).Select(row => new[] { row[0], row[1], row[2], row[3], row[5] }));
        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "New reward"));
        Assert.Empty(screen.FindAll(".lc-grid [aria-haspopup=menu]"));
    }

    [Fact]
    public async Task Search_status_and_order_live_in_the_address()
    {
        await SaveAsync("Mug", 300);
        await SaveAsync("Big mug", 500);
        await SaveAsync("Tea", 50);
        var screen = Open("?sort=-cost");
        Assert.Equal(["Big mug", "Mug", "Tea"], Rows(screen).Select(row => row[0]));

        await screen.InvokeAsync(() => screen.Find(".lc-bar input[type=search]").Input("mug"));

        screen.WaitForAssertion(() => Assert.Equal(["Big mug", "Mug"], Rows(screen).Select(row => row[0])));
        Assert.EndsWith("/rewards?sort=-cost&q=mug", Address, StringComparison.Ordinal);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/rewards?kind=ended");
        screen.WaitForAssertion(() => Assert.Contains("Nothing found", Text(screen.Find(".lc-empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_reward_can_be_had_from_the_first_to_the_end_of_the_last_day()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);
        var screen = Open();
        Assert.Contains("There are no rewards at present", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);

        await ClickAsync(screen, "New reward");
        screen.WaitForElement("#reward-name");
        await FillAsync(screen, ("#reward-name", "Mug"), ("#reward-description", "White"), ("#reward-cost", "300"), ("#reward-from", "2025-12-01"), ("#reward-until", "2025-12-31"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal(["Mug White", "300", "Upcoming", "1 Dec 2025", "31 Dec 2025 24:00"], Rows(screen).Single().Take(5)));
        var saved = (await Rewards.CatalogueAsync(Programme.Agent, Cancel)).OrThrow().Single().Reward;
        Assert.Equal((Programme.Berlin(2025, 12, 1), Programme.Berlin(2026, 1, 1)), (saved.StartsAt, saved.EndsAt));
    }

    [Fact]
    public async Task What_is_refused_is_said_beside_its_field()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);
        var screen = Open();
        await ClickAsync(screen, "New reward");
        screen.WaitForElement("#reward-name");

        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Equal("Give the reward a name.", Text(screen.Find("#reward-name-error"))));
        await FillAsync(screen, ("#reward-name", "Mug"), ("#reward-cost", "1.5"));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Contains("decimals", Text(screen.Find("#reward-cost-error")), StringComparison.Ordinal));
        await FillAsync(screen, ("#reward-cost", "0"));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Contains("costs more than nothing", Text(screen.Find("#reward-cost-error")), StringComparison.Ordinal));
        await FillAsync(screen, ("#reward-cost", "300"), ("#reward-from", "2025-12-31"), ("#reward-until", "2025-12-01"));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Contains("ends before it starts", Text(screen.Find("#reward-until-error")), StringComparison.Ordinal));
        Assert.Empty((await Rewards.CatalogueAsync(Programme.Agent, Cancel)).OrThrow());
    }

    [Fact]
    public async Task Editing_keeps_what_was_not_touched_and_refuses_a_stale_form()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);
        var ends = Programme.Berlin(2025, 12, 24, 18);
        var mug = await SaveAsync("Mug", 300, ends: ends);
        var screen = Open();
        await ChooseAsync(screen, "Mug", "Edit");
        screen.WaitForElement("#reward-name");
        await FillAsync(screen, ("#reward-cost", "350"));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Equal("350", Rows(screen).Single()[1]));
        Assert.Equal(ends, (await Rewards.CatalogueAsync(Programme.Agent, Cancel)).OrThrow().Single().Reward.EndsAt);

        await ChooseAsync(screen, "Mug", "Edit");
        screen.WaitForElement("#reward-name");
        (await Rewards.SaveAsync((mug.Id, 2), new RewardDraft("Mug", null, Points.Whole(400)), Programme.Manager)).OrThrow();
        await FillAsync(screen, ("#reward-cost", "360"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("Somebody changed “Mug”", Text(screen.Find(".lc-formerr")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ending_says_who_keeps_it()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        await SpentAsync(await SaveAsync("Mug", 300));
        var screen = Open();

        await ChooseAsync(screen, "Mug", "End…");
        Assert.Contains("1 customer has it outstanding and keeps it.", Text(screen.WaitForElement(".lc-deed")), StringComparison.Ordinal);
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Ended", Rows(screen).Single()[2]));
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_without_asking()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);
        var screen = Open();
        await ClickAsync(screen, "New reward");
        screen.WaitForElement("#reward-name");
        await FillAsync(screen, ("#reward-name", "Mug"));

        await ClickAsync(screen, "Cancel");

        Assert.Contains("This is not saved yet.", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        await ClickAsync(screen, "Discard it");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
    }

    private IRenderedComponent<ContainerFragment> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/rewards{query}");
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<RewardsPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-grid")));
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }

    private async Task<Reward> SaveAsync(string name, int cost, Instant? starts = null, Instant? ends = null) =>
        (await Rewards.SaveAsync(null, new RewardDraft(name, null, Points.Whole(cost), starts, ends), Programme.Manager)).OrThrow();

    private async Task SpentAsync(Reward reward)
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1_000);
        var account = await Programme.AccountAsync(ada);
        (await Rewards.SpendAsync(new RewardSpend(Guid.CreateVersion7(), ada, reward.Id, account.Version, account.Figures.Balance), Programme.Agent)).OrThrow();
    }

    private static Task ClickAsync(IRenderedComponent<ContainerFragment> screen, string text) =>
        screen.InvokeAsync(() => screen.FindAll("button").First(button => Says(button, text)).Click());

    private static async Task ChooseAsync(IRenderedComponent<ContainerFragment> screen, string row, string entry)
    {
        await screen.InvokeAsync(() => screen.Find($"button[aria-label='more: {row}']").Click());
        screen.WaitForElement(".lc-menu");
        await screen.InvokeAsync(() => screen.FindAll(".lc-menu .rz-navigation-item-link").Single(item => Says(item, entry)).Click());
    }

    private static async Task FillAsync(IRenderedComponent<ContainerFragment> screen, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
        {
            await screen.InvokeAsync(() => screen.Find(field).Input(text));
        }
    }

    private static Task SubmitAsync(IRenderedComponent<ContainerFragment> screen) => screen.InvokeAsync(() => screen.Find("form.lc-dlg").Submit());

    private static IReadOnlyList<IReadOnlyList<string>> Rows(IRenderedComponent<ContainerFragment> screen) =>
        [.. screen.FindAll(".lc-grid .rz-data-row").Select(row => (IReadOnlyList<string>)[.. row.QuerySelectorAll("td").Select(Text)])];

    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool Says(IElement element, string text) => string.Equals(Text(element), text, StringComparison.Ordinal);
}
