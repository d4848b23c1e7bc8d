using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Features.Tiers;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Tiers;

/// <summary>The page of the levels, and the rehearsal on it (S-029, X10).</summary>
public sealed class TiersPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(Programme.Get<TierBook>()).AddSingleton(Programme.Get<TierRecalculation>());
    }

    [Fact]
    public async Task Lists_the_levels_with_whoever_stands_on_them()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync(), 600m);
        await Programme.CustomerAsync("Bo");

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(
            ["Member 0 1", "Silver 500 1", "Gold 2,000 0", "Platinum 10,000 0"], Levels(page).Select(row => row.Replace(" more", "", StringComparison.Ordinal))));
        Assert.Equal("/customers?tier=2", page.Find("a[aria-label='1 customers on Silver']").GetAttribute("href"));
        Assert.Contains("a tier is evaluated 12 months after it was reached", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Whoever misses it goes down one tier. There is no grace period.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_029_a_new_level_appears_in_its_place()
    {
        var page = Open();
        await ClickAsync(page, "New tier");
        page.WaitForElement("#level-name");

        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("Enter", Text(page.Find("#level-threshold-error")), StringComparison.Ordinal));
        await TypeAsync(page, "#level-name", "silver");
        await TypeAsync(page, "#level-threshold", "1000");
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("There is a tier named silver already.", Text(page.Find("#level-name-error")), StringComparison.Ordinal));
        await TypeAsync(page, "#level-name", "Silver plus");
        await TypeAsync(page, "#level-entry", "50");
        await TypeAsync(page, "#level-months", "6");
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.Equal("Silver plus 1,000 50 points, valid for 6 months 0 more", Levels(page)[2]));
        Assert.Empty(page.FindAll("form.lc-dlg"));
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_without_asking()
    {
        var page = Open();
        await ClickAsync(page, "New tier");
        page.WaitForElement("#level-name");
        await TypeAsync(page, "#level-name", "Bronze");

        await ClickAsync(page, "Cancel");
        Assert.Contains("This is not saved yet.", Text(page.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        await ClickAsync(page, "Discard it");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("form.lc-dlg")));
        Assert.Equal(4, Levels(page).Count);
    }

    [Fact]
    public async Task Renames_and_deletes_and_says_why_a_level_in_use_stays()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync(), 600m);
        var page = Open();

        await MenuAsync(page, "Gold", "Edit");
        page.WaitForElement("#level-name");
        await TypeAsync(page, "#level-name", "Golden");
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.StartsWith("Golden", Levels(page)[2], StringComparison.Ordinal));

        await MenuAsync(page, "Golden", "Delete");
        page.WaitForAssertion(() => Assert.Contains("Nobody can reach Golden any more.", page.Markup, StringComparison.Ordinal));
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Equal(3, Levels(page).Count));

        await MenuAsync(page, "Silver", "Delete");
        page.WaitForElement("form.lc-dlg");
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("There are customers on Silver: 1.", Text(page.Find(".lc-formerr")), StringComparison.Ordinal));
    }

    [Fact]
    public void Agents_see_the_levels_and_change_none()
    {
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(4, Levels(page).Count));
        Assert.DoesNotContain(page.FindAll("button"), button => Text(button) is "New tier" or "more");
    }

    [Fact]
    public async Task X10_lists_who_would_move_by_the_address()
    {
        var (ada, bo) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        await Programme.OrderAsync(ada, 600m);
        await Programme.LotAsync(bo, 700, lockedUntil: Programme.Berlin(2026, 1, 12));
        var page = Open("?on=2026-11-29");

        page.WaitForAssertion(() => Assert.Equal(
            ["Bo Member Silver 12 Jan 2026 700 of 500", "Ada Lovelace Silver Member 29 Nov 2026 0 of 500 500"], page.FindAll(".rz-data-row").Select(Row)));
        Assert.Equal(["All2", "Down1", "Up1", "Grace0"], page.FindAll(".lc-views a").Select(Text));
        Assert.EndsWith("/tiers?on=2026-11-29&move=down", page.FindAll(".lc-views a")[1].GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal($"/customers/{ada}?tab=tiers", page.FindAll("a.lc-name")[1].GetAttribute("href"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/tiers?on=2026-11-29&move=down");
        page.WaitForAssertion(() => Assert.StartsWith("Ada", Row(Assert.Single(page.FindAll(".rz-data-row"))), StringComparison.Ordinal));
        Assert.Equal(("Silver", "Member"), (Programme.StoredTier(ada), Programme.StoredTier(bo)));
    }

    [Fact]
    public async Task X10_says_so_when_nobody_moves()
    {
        await Programme.CustomerAsync();
        var page = Open();
        Assert.Empty(page.FindAll(".lc-grid"));

        await DoAsync(page, () => page.Find("#rehearsal-on").Input("2026-01-01"));
        await DoAsync(page, () => page.Find(".lc-rehearsal form").Submit());

        page.WaitForAssertion(() => Assert.Contains("Up to 1 Jan 2026 every tier stays as it is.", page.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<ContainerFragment> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/tiers{query}");
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<TiersPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-levels tbody tr")));
        return screen;
    }

    private static async Task MenuAsync(IRenderedComponent<ContainerFragment> page, string level, string deed)
    {
        await DoAsync(page, () => page.Find($"button[aria-label='more: {level}']").Click());
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".lc-menu .rz-navigation-item-text"), item => string.Equals(Text(item), deed, StringComparison.Ordinal)));
        await DoAsync(page, () => page.FindAll(".lc-menu .rz-navigation-item").First(item => Text(item).EndsWith(deed, StringComparison.Ordinal)).Click());
    }

    private static IReadOnlyList<string> Levels(IRenderedComponent<ContainerFragment> page) => [.. page.FindAll(".lc-levels tbody tr").Select(Text)];

    private static string Row(IElement row) => string.Join(' ', row.QuerySelectorAll("td").Select(Text).Where(text => text.Length > 0));

    private static Task ClickAsync(IRenderedComponent<ContainerFragment> page, string button) =>
        DoAsync(page, () => page.FindAll("button").First(candidate => string.Equals(Text(candidate), button, StringComparison.Ordinal)).Click());

    private static Task TypeAsync(IRenderedComponent<ContainerFragment> page, string field, string text) =>
        DoAsync(page, () => page.Find(field).Input(text));

    private static Task SubmitAsync(IRenderedComponent<ContainerFragment> page) => DoAsync(page, () => page.Find("form.lc-dlg").Submit());

    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
