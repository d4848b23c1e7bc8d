using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>Points are spent on a reward, and a mistake costs a key (S-022 to S-027, X9).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class SpendingJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task S_022_spends_on_a_reward_sees_it_outstanding_and_undoes_it_by_keys()
    {
        var customer = await CustomerAsync("Grace Hopper", 500);
        var page = await OpenAsync($"/customers/{customer}?tab=rewards");
        var account = page.GetByRole(AriaRole.Region, new() { Name = "Points account" });
        var balance = account.Locator(".key dd");
        await Expect(balance).ToHaveTextAsync("500");

        await page.Keyboard.PressAsync("s");
        var dialog = page.GetByRole(AriaRole.Dialog);
        var reward = dialog.GetByLabel("Reward", new() { Exact = true });
        await Expect(dialog.GetByRole(AriaRole.Option, new() { Name = "Journey machine 900 400 missing, use Adjust balance first", Disabled = true, IncludeHidden = true })).ToHaveCountAsync(1);
        await reward.ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeVisibleAsync();
        await reward.SelectOptionAsync(new SelectOptionValue { Label = "Journey mug 300" });
        await Expect(dialog.GetByText("Remaining balance 200")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Spend 300 points" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(balance).ToHaveTextAsync("200");
        var row = page.Locator(".lc-grid .rz-data-row");
        await Expect(row).ToContainTextAsync("Outstanding");
        await Expect(page.Locator(".lc-snack")).ToContainTextAsync("300 points spent on Journey mug for Grace Hopper");
        await Axe.AssertNone(page);

        await page.Keyboard.PressAsync("u");

        await Expect(page.Locator(".lc-snack")).ToContainTextAsync("Undone: 300 points given back to Grace Hopper");
        await Expect(row).ToContainTextAsync("Removed");
        await Expect(balance).ToHaveTextAsync("500");
        var check = await running.Console.Folder.RunAsync("check", "--json", "--db", running.Console.Folder.ConnectionString);
        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public async Task Reversing_coupons_and_the_catalogue_are_without_barriers()
    {
        var customer = await CustomerAsync("Barbara Liskov", 500);
        var page = await OpenAsync($"/customers/{customer}?tab=history", 1024);
        var dialog = page.GetByRole(AriaRole.Dialog);

        // The account was made beside the console, which draws the list anew when it hears of it: that closes a menu.
        var reverse = page.GetByRole(AriaRole.Menuitem, new() { Name = "Reverse…" });
        for (var attempt = 0; attempt < 5 && !await reverse.IsVisibleAsync(); attempt++)
        {
            await page.Locator(".lc-grid [aria-haspopup=menu]").ClickAsync();
            await page.WaitForTimeoutAsync(1_000);
        }

        await reverse.ClickAsync();
        await dialog.GetByLabel("Reason (internal only)").FillAsync("Wrong customer");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Reverse: −500 points" })).ToBeEnabledAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reverse: −500 points" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^reversed by") })).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Customer Coupons" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create Coupon" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GotoAsync("/rewards?q=Journey");
        await Expect(page.Locator(".lc-grid .rz-data-row").First).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "New reward" }).ClickAsync();
        await Expect(dialog.GetByLabel("Name")).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create reward" }).ClickAsync();
        await Expect(dialog.GetByText("Give the reward a name.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    // People of its own for each test, since the console is shared.
    private async Task<CustomerId> CustomerAsync(string name, int points)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var manager = Actor.Person("Petra Lang", StaffRole.Manager);
        var rewards = services.GetRequiredService<RewardBook>();
        (await rewards.SaveAsync(null, new RewardDraft("Journey mug", null, Points.Whole(300)), manager)).OrThrow();
        (await rewards.SaveAsync(null, new RewardDraft("Journey machine", null, Points.Whole(900)), manager)).OrThrow();
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync(name);
        var adjustment = new Adjustment(Guid.CreateVersion7(), customer, SeenVersion: 0, Points.Zero, AdjustmentDoor.TopUp, Points.Whole(points));
        (await services.GetRequiredService<PointsLedger>().AdjustAsync(adjustment, manager)).OrThrow();
        return customer;
    }

    private async Task<IPage> OpenAsync(string address, int width = 1440)
    {
        var page = await running.OpenSignedInAsync(address, new() { ViewportSize = new() { Width = width, Height = 900 } });
        page.SetDefaultTimeout(60_000);
        SetDefaultExpectTimeout(60_000);
        await page.Locator(".lc-grid[aria-busy=false]").WaitForAsync();
        return page;
    }
}
