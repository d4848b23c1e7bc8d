using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A programme that waits before it merges and asks for codes before it spends, worked with the keyboard.</summary>
public sealed class CarefulProgrammeTests : IAsyncLifetime
{
    // A console of its own, because others spend and merge at once.
    private readonly ConsoleFixture _running = new();

    public async ValueTask InitializeAsync()
    {
        await _running.InitializeAsync();
        await using var services = Services();
        (await services.GetRequiredService<LoyaltyStore>().WriteAsync<Done>(async writing =>
        {
            var settings = await writing.Db.Settings.SingleAsync();
            (settings.MergeDelayMinutes, settings.SpendingNeedsCode) = (60, true);
            return default(Done);
        })).OrThrow();
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task L_096_an_approved_merge_that_waits_is_cancelled_with_the_keyboard()
    {
        await using (var services = Services())
        {
            var store = services.GetRequiredService<LoyaltyStore>();
            await store.AddCustomerAsync("Mira Klein", "mira@example.org");
            await store.AddCustomerAsync("Mira Klein", "mira-too@example.org");
            (await services.GetRequiredService<MergeRequests>().SubmitAsync(
                new NewMergeRequest(Guid.CreateVersion7(), "mira@example.org", "mira-too@example.org", IsConfirmed: true), Actor.Person("Eva Brandt", StaffRole.Agent))).OrThrow();
        }

        var page = await _running.OpenSignedInAsync("/merge-requests");
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge, request" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes - Merge Account" }).PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Axe.AssertNoneInBothThemes(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel merge of request" }).PressAsync("Enter");
        await Expect(dialog.GetByLabel("Remarks")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByLabel("Remarks").FillAsync("The caller is not sure");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel merge" }).PressAsync("Enter");

        await Expect(page.GetByText("The merge of request 1 is cancelled.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Merge, request" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task R_030_spending_asks_for_a_code_without_barriers()
    {
        long customer;
        await using (var services = Services())
        {
            customer = (await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Cleo Code", "cleo@example.org")).Value;
            var adjustment = new Adjustment(Guid.CreateVersion7(), new(customer), 0, Points.Zero, AdjustmentDoor.TopUp, Points.Whole(50));
            (await services.GetRequiredService<PointsLedger>().AdjustAsync(adjustment, Actor.Console("test"))).OrThrow();
            (await services.GetRequiredService<RewardBook>().SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(10)), Actor.Console("test"))).OrThrow();
        }

        var page = await _running.OpenSignedInAsync($"/customers/{customer}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Spend balance" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        var reward = dialog.GetByLabel("Reward", new() { Exact = true });
        await Expect(reward).ToBeEnabledAsync();
        await reward.SelectOptionAsync(new SelectOptionValue { Label = "Mug 10" });
        await Expect(dialog.GetByRole(AriaRole.Row, new() { Name = "Total Redeemable Points" })).ToContainTextAsync("40");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send code" }).PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Status).GetByText("good until")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByLabel("One-time code").FillAsync("000000");
        await dialog.GetByLabel("One-time code").PressAsync("Enter");

        await Expect(dialog.Locator("#spend-code-error")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }

    // Beside the console, as another process of the programme would.
    private ServiceProvider Services() => ProgrammeServices.Over(_running.Console.Folder.ConnectionString);
}
