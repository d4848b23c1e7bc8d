using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>The list as a tool: found, kept as a view, gone through, adjusted as a whole, and taken out as a file (S-003, S13, X1).</summary>
public sealed class ListJourneyTests
{
    [Fact]
    public async Task S_003_a_list_is_kept_gone_through_adjusted_and_exported_with_a_reason()
    {
        Chromium.SkipIfMissing();
        SetDefaultExpectTimeout(30_000);

        // A console of its own, so that the list is what this test says.
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder, ConsoleFixture.FirstAdministrator);
        await using var services = ProgrammeServices.Over(folder.ConnectionString);
        foreach (var name in new[] { "Ada List", "Bob List", "Cy List" })
        {
            var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync(name, $"{name[..2]}@example.org");
            (await services.GetRequiredService<CustomerProfiles>().SetLockedAsync(customer, locked: true, Actor.Console("test"))).OrThrow();
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1280, Height = 800 } });
        await page.GotoAsync("/sign-in");
        await ConsoleFixture.SignInAsync(page);

        await page.GotoAsync("/customers?locked=yes&sort=name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Locked by name");
        await Axe.AssertNoneInBothThemes(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Locked by name 3" })).ToHaveAttributeAsync("aria-current", "page");
        await Axe.AssertNoneInBothThemes(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Ada List" }).ClickAsync();
        await Expect(page.GetByText("1 of 3")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Bob List" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.GotoAsync("/customers?locked=yes&sort=name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        await page.GetByLabel("For", new() { Exact = true }).SelectOptionAsync("Brevo");
        await page.GetByLabel("Reason").FillAsync("for the newsletter");
        await Axe.AssertNoneInBothThemes(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".lc-dlg-foot button[type=submit]").ClickAsync());
        Assert.Matches("^customers_brevo_.*locked-yes\\.csv$", download.SuggestedFilename);
        Assert.Equal(4, (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length);

        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust all" }).ClickAsync();
        await page.GetByLabel("Points", new() { Exact = true }).FillAsync("25");
        await page.GetByLabel("Reason (internal only)").FillAsync("for the delay");
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Commit 3 rows" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo import" })).ToBeVisibleAsync();

        await page.GotoAsync("/customers?locked=yes&sort=name");
        await page.GetByRole(AriaRole.Button, new() { Name = "For all in this list" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Change tier or lock" }).ClickAsync();
        await page.GetByLabel("New tier").SelectOptionAsync("Gold");
        await page.GetByLabel("Locked: no automatic change").CheckAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Commit 3 rows" }).ClickAsync();
        await Expect(page.GetByText("3 customers are raised, 0 lowered; 3 tiers are locked")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(page.GetByText("3 taken back.")).ToBeVisibleAsync();

        await page.GotoAsync("/exports");
        await Expect(page.GetByText("for the newsletter")).ToBeVisibleAsync();
        await Expect(page.GetByText("complete")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }
}
