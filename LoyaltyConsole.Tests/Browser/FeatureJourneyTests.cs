using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A console whose installation does without some of its features (E-016).</summary>
public sealed class FeatureJourneyTests
{
    [Fact]
    public async Task E_016_what_is_switched_off_is_neither_offered_nor_reached()
    {
        Chromium.SkipIfMissing();
        SetDefaultExpectTimeout(30_000);
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(
            folder, [.. ConsoleFixture.FirstAdministrator, ("Features:Imports", "false"), ("Features:Segments", "false"), ("Features:Merging", "false")]);
        await using var services = ProgrammeServices.Over(folder.ConnectionString);
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Olga Off");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync("/sign-in");
        await ConsoleFixture.SignInAsync(page);

        await page.GotoAsync("/customers");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Olga Off" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Exports" })).ToBeVisibleAsync();
        foreach (var gone in new[] { "Segments", "Imports and exports", "Account Merge Requests" })
        {
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = gone })).ToHaveCountAsync(0);
        }

        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Segment" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Adjust all" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Olga Off" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Referral" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Segments" })).ToHaveCountAsync(0);

        // A tab that the address still names is not another one by its place.
        await page.GotoAsync($"/customers/{customer}?tab=segments");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Selected = true })).ToHaveAccessibleNameAsync("Order/Credit notes");

        await page.GotoAsync("/imports/new?kind=points");
        await Expect(page.GetByText("Switched off in this installation")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.GotoAsync("/dashboard");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Points expiring, by month" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Segments" })).ToHaveCountAsync(0);

        await page.GotoAsync("/jobs");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Divides all customers into segments" })).ToContainTextAsync("Switched off");
        await Axe.AssertNone(page);

        await page.GotoAsync("/settings");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Features of this installation" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }
}
