using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>Somebody is added, comes in by their link, gets another role and is disabled.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class StaffJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task Somebody_is_added_comes_in_by_their_link_and_is_disabled()
    {
        SetDefaultExpectTimeout(30_000);
        var page = await running.OpenSignedInAsync("/staff", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Journey Person");
        await dialog.GetByLabel("E-mail").FillAsync("journey@staff.example");
        await dialog.GetByLabel("Role").SelectOptionAsync("Marketing");
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();

        var link = await dialog.Locator("#staff-link").InputValueAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByText("The link has not been copied.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have handed it on" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Journey Person" });
        await Expect(row).ToContainTextAsync("No password yet");
        await Axe.AssertNoneInBothThemes(page);

        var guest = await running.OpenAsync(new Uri(link).PathAndQuery);
        await Axe.AssertNoneInBothThemes(guest);
        await guest.GetByLabel("Password").FillAsync("quite long enough");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Set password and sign in" }).ClickAsync();
        await guest.WaitForURLAsync(address => !address.Contains("/join", StringComparison.Ordinal));
        await Expect(guest.GetByText("Journey Person").First).ToBeVisibleAsync();
        await guest.GotoAsync(new Uri(link).PathAndQuery);
        await Expect(guest.GetByText("This link leads nowhere any more")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(row).ToContainTextAsync("Active");
        await row.Locator("[aria-haspopup=menu]").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(row).ToContainTextAsync("Disabled");
        await guest.Context.CloseAsync();
        await page.Context.CloseAsync();
    }
}
