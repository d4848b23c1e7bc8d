using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A campaign is made, listed and ended (L-045).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class CampaignJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task L_045_a_campaign_is_made_is_listed_as_running_and_is_ended()
    {
        SetDefaultExpectTimeout(30_000);
        var page = await running.OpenSignedInAsync("/campaigns", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "New campaign" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Name")).ToBeFocusedAsync();
        await dialog.GetByLabel("Pays for").SelectOptionAsync("Manual grant");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create campaign" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await dialog.GetByLabel("Name").FillAsync("Journey apology");
        await dialog.GetByLabel("Points for each grant").FillAsync("50");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create campaign" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Journey apology" });
        await Expect(row).ToContainTextAsync("Running");
        await Axe.AssertNoneInBothThemes(page);

        await row.Locator("[aria-haspopup=menu]").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "End campaign" }).ClickAsync();
        await Expect(dialog.GetByText("From this second on it pays no more.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(row).ToContainTextAsync("Ended");
    }
}
