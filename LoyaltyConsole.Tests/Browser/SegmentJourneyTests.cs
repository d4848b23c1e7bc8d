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

/// <summary>A model is run, its segment leads to its customers, and the profile says why, without barriers (E-011, E-033, X11).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class SegmentJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task X11_from_the_model_to_a_segment_to_a_customer_and_why()
    {
        var customer = await AddAsync();
        var page = await running.OpenSignedInAsync("/segments?model=2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run for a day" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Day of the analysis")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run the model" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Champions" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "more: RFM quintiles" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await Expect(page.GetByText("Nothing was written.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GotoAsync($"/customers/{customer}?tab=segments");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "RFM quintiles" })).ToContainTextAsync("segment");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Development of metrics" }).First).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GotoAsync("/customers?model=2&sort=segment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(page.GetByLabel("Analytical model")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> AddAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Sina Segment");
        (await services.GetRequiredService<OrderBook>().RecordAsync(
            new NewOrder(customer, "Shop", $"SEG-{customer}", SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(3), [new NewPosition("A", "A", 1, 25m)]),
            Actor.Console("test"))).OrThrow();
        return customer;
    }
}
