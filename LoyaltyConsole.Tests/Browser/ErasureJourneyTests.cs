using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A manager deletes a customer from the list, without barriers, and nobody finds them any more.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ErasureJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task L_027_a_customer_is_deleted_by_keys_alone_and_the_certificate_says_so()
    {
        var customer = await AddAsync();
        var page = await running.OpenSignedInAsync("/customers?q=Zyxander");
        await page.GetByRole(AriaRole.Button, new() { Name = "more: Zyxander Loesch" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Attention: Deleted or merged user accounts cannot be restored or separated again!")).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "more: Zyxander Loesch" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await page.GetByLabel("Type the customer's ID").FillAsync($"{customer}");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Certificate of erasure" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.GotoAsync($"/customers/{customer}");
        await Expect(page.GetByText($"Customer {customer} is deleted")).ToBeVisibleAsync();
        await page.GotoAsync($"/customers?q={customer}&status=deleted");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Deleted customer" }).First).ToBeVisibleAsync();
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> AddAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        return await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Zyxander Loesch");
    }
}
