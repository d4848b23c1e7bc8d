using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A manager's daily job: let happen what an agent does not do alone, with the keyboard and without barriers (X6).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ApprovalJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task X6_a_request_is_looked_at_and_approved_with_the_keyboard()
    {
        var customer = await SubmitAsync("Gesine Vierauge");
        var page = await running.OpenSignedInAsync($"/customers/{customer}");
        await Expect(page.GetByText("1 change waits for approval")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.GetByText("1 change waits for approval").Locator("..").GetByRole(AriaRole.Link).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Approvals" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Late parcel" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide on request" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Late parcel")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText("was approved and is done")).ToBeVisibleAsync();
        await page.GotoAsync($"/customers/{customer}?tab=history");
        await Expect(page.GetByText("changes wait for approval").Or(page.GetByText("1 change waits"))).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "40", Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task X6_whoever_signed_in_is_noticed_in_front_of_an_account_with_their_address()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var own = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Private Person", ConsoleFixture.Administrator);
        var page = await running.OpenSignedInAsync($"/customers/{own}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust balance" }).ClickAsync();
        await page.GetByLabel("Points adjustment").FillAsync("5");

        await Expect(page.GetByText("This account looks like your own, so a colleague has to approve it.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit for approval" })).ToBeEnabledAsync();
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> SubmitAsync(string name)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync(name, "vierauge@example.org");
        var agent = Actor.Person("Eva Vierauge", StaffRole.Agent) with { Email = "vierauge@example.org" };
        var adjustment = new Adjustment(Guid.CreateVersion7(), customer, 0, Points.Zero, AdjustmentDoor.TopUp, Points.Whole(40)) { InternalReason = "Late parcel" };
        (await services.GetRequiredService<ApprovalRequests>().SubmitAsync(ApprovalOrder.Of(adjustment), agent)).OrThrow();
        return customer;
    }
}
