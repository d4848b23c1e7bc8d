using System.Text.RegularExpressions;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>An order is found, and one of nobody is given to somebody (L-004, L-102).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class OrderJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task L_102_an_order_of_nobody_is_assigned_and_then_found_by_its_reference()
    {
        SetDefaultExpectTimeout(30_000);
        var customer = await KeepAsync();
        var page = await running.OpenSignedInAsync("/orders", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        await page.GetByRole(AriaRole.Link, new() { Name = "Unmatched" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "JRN-2" })).ToContainTextAsync("No customer “K-4711”");
        await Axe.AssertNoneInBothThemes(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Assign JRN-2" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Customer").FillAsync("Zuse Journey");
        await Expect(dialog.GetByRole(AriaRole.Radio)).ToBeCheckedAsync();
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Assign and book" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText("JRN-2", new() { Exact = true })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "All orders" }).ClickAsync();
        var integration = page.GetByRole(AriaRole.Combobox, new() { Name = "Integration" });
        await integration.SelectOptionAsync(new SelectOptionValue { Label = "Shop" });
        await Expect(page).ToHaveURLAsync(new Regex(@"/orders\?integration="));
        await page.ReloadAsync();
        await Expect(integration.Locator("option:checked")).ToHaveTextAsync("Shop");
        await page.GetByPlaceholder("Reference, ID, customer").FillAsync("JRN-2");
        var row = page.GetByRole(AriaRole.Table, new() { Name = "Orders", Exact = true }).Locator(".rz-data-row");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row.GetByRole(AriaRole.Link, new() { Name = "Zuse Journey" })).ToHaveAttributeAsync("href", $"/customers/{customer}");
        await Axe.AssertNoneInBothThemes(page);
        await row.GetByRole(AriaRole.Button, new() { Name = "JRN-2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Order JRN-2" })).ToContainTextAsync("80.00 EUR");
    }

    // One order of hers, and one that nobody could be found for.
    private async Task<CustomerId> KeepAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var shop = Actor.Person("Petra Lang", StaffRole.Manager);
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Zuse Journey");
        var now = SystemClock.Instance.GetCurrentInstant();
        await services.GetRequiredService<OrderBook>().RecordAsync(new NewOrder(customer, "Shop", "JRN-1", now, [new NewPosition("A", "A", 1, 20m)]), shop);
        await services.GetRequiredService<UnmatchedOrders>().KeepAsync(
            new NewOrder(default, "Shop", "JRN-2", now, [new NewPosition("A", "A", 2, 40m)]), "K-4711", shop);
        return customer;
    }
}
