using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A shop gets a key, which is shown once, and loses it again (5.10).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class IntegrationJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task A_key_is_made_is_shown_once_and_is_revoked()
    {
        SetDefaultExpectTimeout(30_000);
        var page = await running.OpenSignedInAsync("/integrations", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Integration").FillAsync("Journey till");
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        var key = await dialog.Locator("#new-key").InputValueAsync();
        Assert.StartsWith("lc_", key, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByText("The key has not been copied.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have stored it" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Journey till" });
        await Expect(row).ToContainTextAsync("Active");
        Assert.DoesNotContain(key, await page.ContentAsync(), StringComparison.Ordinal);
        await Axe.AssertNoneInBothThemes(page);

        await row.Locator("[aria-haspopup=menu]").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Revoke key" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(row).ToContainTextAsync("Revoked");
    }

    [Fact]
    public async Task A_shop_is_connected_paused_and_deleted_again()
    {
        SetDefaultExpectTimeout(30_000);
        var page = await running.OpenSignedInAsync("/integrations/connections", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add connection" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Service").SelectOptionAsync("Webhook");
        await Expect(dialog.GetByLabel("Signing secret")).Not.ToHaveValueAsync("");
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByLabel("Name").FillAsync("Journey shop");
        await dialog.GetByLabel("Address").FillAsync("http://shop.invalid/hook");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("https://");
        await dialog.GetByLabel("Address").FillAsync("https://shop.invalid/hook");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Journey shop" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.Locator("main [aria-haspopup=menu]").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();

        await page.Locator("main [aria-haspopup=menu]").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mailing services and shops" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Journey shop" })).ToHaveCountAsync(0);
    }
}
