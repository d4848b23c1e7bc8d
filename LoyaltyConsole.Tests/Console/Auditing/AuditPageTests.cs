using AngleSharp.Dom;
using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Auditing;
using LoyaltyConsole.Features.Exports;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Auditing;

/// <summary>"Audit log".</summary>
public sealed class AuditPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
    }

    [Theory]
    [InlineData("en", "28 Nov 2025 14:37|Eva Brandt|Edited personal details|Ada Lovelace|group → group VIP")]
    [InlineData("de", "28.11.2025 14:37|Eva Brandt|Persönliche Angaben bearbeitet|Ada Lovelace|group → group VIP")]
    public async Task Each_deed_says_in_words_who_when_on_whom_and_only_what_changed(string language, string cells)
    {
        Read(language);
        var ada = await EditedAsync();

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(cells.Split('|'), Rows(page).Single()));
        Assert.Equal($"/customers/{ada}", page.Find(".rz-data-row a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_filters_stand_in_the_address_and_go_with_the_export()
    {
        var ada = await EditedAsync();
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow();

        var page = Open("?person=Eva+Brandt");
        page.WaitForAssertion(() => Assert.Single(Rows(page)));
        Assert.Equal("person=Eva%20Brandt", page.FindComponent<ExportButton>().Instance.Filter);

        await page.InvokeAsync(() => page.Find("input[aria-label='Customer ID']").Change("99"));
        page.WaitForAssertion(() => Assert.Contains("No deed matches", page.Markup, StringComparison.Ordinal));
        Assert.EndsWith("/audit?person=Eva%20Brandt&customer=99", Services.GetRequiredService<NavigationManager>().Uri.Replace('+', ' ').Replace(" ", "%20", StringComparison.Ordinal), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll("button").Single(button => Text(button) is "Clear filters" or "Clear all filters").Click());
        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count));
    }

    [Fact]
    public async Task A_day_that_no_calendar_has_filters_nothing()
    {
        await EditedAsync();

        var page = Open("?from=2025-02-30&to=9999-12-31&customer=x");

        page.WaitForAssertion(() => Assert.Single(Rows(page)));
    }

    [Fact]
    public async Task A_deleted_customer_is_nobody_to_open()
    {
        await EditedAsync();
        Programme.Execute("UPDATE Customers SET Status = 3, Name = NULL");

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal("deleted customer 1", Rows(page).Single()[3]));
        Assert.Empty(page.FindAll(".rz-data-row a"));
    }

    [Fact]
    public void An_agent_finds_a_closed_door()
    {
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Open();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".lc-empty")));
        Assert.Empty(page.FindAll(".lc-grid, a[download]"));
    }

    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static IReadOnlyList<IReadOnlyList<string>> Rows(IRenderedComponent<AuditPage> page) =>
        [.. page.FindAll(".lc-grid .rz-data-row").Select(row => (IReadOnlyList<string>)[.. row.QuerySelectorAll("td").Select(Text)])];

    private async Task<CustomerId> EditedAsync()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Get<CustomerBook>().EditAsync(ada, new ProfileEdit { Group = "VIP" }, Programme.Agent)).OrThrow();
        return ada;
    }

    private IRenderedComponent<AuditPage> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/audit{query}");
        return Render<AuditPage>();
    }
}
