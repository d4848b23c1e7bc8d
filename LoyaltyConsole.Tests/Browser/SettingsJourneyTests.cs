using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A programme of points becomes one of stamps (S-014 to S-019).</summary>
public sealed class SettingsJourneyTests
{
    [Fact]
    public async Task S_014_the_unit_is_named_and_a_profile_reads_cards_and_stamps()
    {
        Chromium.SkipIfMissing();
        SetDefaultExpectTimeout(30_000);

        // A console of its own: the unit is in every text of the one that the other tests share.
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder, ConsoleFixture.FirstAdministrator);
        await using var services = ProgrammeServices.Over(folder.ConnectionString);
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Ada Stamp");
        var adjustment = new Adjustment(Guid.CreateVersion7(), customer, SeenVersion: 0, Points.Zero, AdjustmentDoor.TopUp, Points.Whole(24));
        (await services.GetRequiredService<PointsLedger>().AdjustAsync(adjustment, Actor.Person("Petra Lang", StaffRole.Manager))).OrThrow();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GotoAsync("/sign-in");
        await ConsoleFixture.SignInAsync(page);

        await page.GotoAsync("/settings");
        await page.GetByLabel("English, one").FillAsync("stamp");
        await page.GetByLabel("English, several").FillAsync("stamps");
        await page.GetByLabel("Stamps per card").FillAsync("ten");
        await Expect(page.GetByText("“ten” is no whole number.")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByLabel("Stamps per card").FillAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.GetByText("The settings are saved.")).ToBeVisibleAsync();

        await page.GotoAsync($"/customers/{customer}");
        await Expect(page.GetByText("2 full cards and 4 stamps towards the next")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Top Up Stamps" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }
}
