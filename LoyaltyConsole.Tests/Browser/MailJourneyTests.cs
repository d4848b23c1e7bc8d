using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A guest's PIN is reset and sent, what left is read again, and what cannot leave is dealt with: by keys alone, without barriers.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class MailJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task E_053_and_R_028_a_pin_is_reset_and_sent_and_its_mail_is_seen_on_the_profile()
    {
        SetDefaultExpectTimeout(30_000);
        var guest = await AddAsync("gus.journey@example.org");
        var page = await running.OpenSignedInAsync($"/customers/{guest}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show PIN" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hide PIN" })).ToBeFocusedAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("The customer gets another PIN by e-mail to gus.journey@example.org.")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await page.Locator("#lc-reset-pin").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reset and send" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("The PIN was reset and is on its way to gus.journey@example.org.")).ToBeVisibleAsync();

        await page.GotoAsync($"/customers/{guest}?tab=communications");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Sent", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show message" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("is ••••. You need it to redeem your points.")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        Assert.Contains(
            Directory.GetFiles(running.Console.Folder.MailFolder).Select(ReceivedMail.Of),
            mail => mail.Field("To").Single().Contains("gus.journey@example.org", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_dead_letter_is_found_from_the_bell_tried_again_and_taken_back()
    {
        SetDefaultExpectTimeout(30_000);
        var guest = await AddAsync("no address at all");
        await using (var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString))
        {
            await services.GetRequiredService<CustomerPins>().ResetAsync(
                Guid.CreateVersion7(), guest, Actor.Console("test"));
        }

        var page = await running.OpenSignedInAsync("/messages?kind=failed");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"Customer {guest}" });
        await Expect(row).ToContainTextAsync("The e-mail address is not valid");
        await row.GetByRole(AriaRole.Button, new() { Name = "Show message" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("is ••••. You need it to redeem your points.")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GotoAsync("/notifications");
        await page.GetByRole(AriaRole.Link, new() { Name = "could not be delivered" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Messages" })).ToBeFocusedAsync();

        await ChooseAsync("Send again");
        await Expect(page.GetByText("is sent again.")).ToBeVisibleAsync();

        // What is on its way cannot be taken back: until it has come back the list may still show how it failed before.
        await UntilDeadAsync(guest);
        await Expect(row).ToContainTextAsync("The e-mail address is not valid");
        await ChooseAsync("Take back");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take back" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("was taken back.")).ToBeVisibleAsync();
        await Expect(row).ToHaveCountAsync(0);
        await Axe.AssertNoneInBothThemes(page);
        await page.Context.CloseAsync();

        async Task ChooseAsync(string deed)
        {
            await row.Locator("[aria-haspopup=menu]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Menuitem, new() { Name = deed }).ClickAsync();
        }
    }

    private async Task UntilDeadAsync(CustomerId guest)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var messages = services.GetRequiredService<MessageBook>();
        for (var tries = 0; ; tries++)
        {
            var page = (await messages.OfCustomerAsync(guest, new MessageQuery(), new Window(0, 10), Actor.Console("test"), TestContext.Current.CancellationToken)).OrThrow();
            if (page.Rows.Single().State == MessageState.Failed)
            {
                return;
            }

            Assert.True(tries < 300, "The message has not failed within 30 seconds.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> AddAsync(string email)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        return await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Gus Journey", email, registered: false);
    }
}
