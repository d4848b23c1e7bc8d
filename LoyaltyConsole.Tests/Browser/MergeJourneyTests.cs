using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A manager's daily job: approve a merge, with the keyboard alone and without barriers.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class MergeJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task L_090_to_L_096_a_merge_is_looked_at_and_approved_with_the_keyboard()
    {
        var (main, gone) = await AskAsync("merle");
        var page = await running.OpenSignedInAsync("/merge-requests?q=merle");
        await Expect(page.GetByText("merle-main@example.org")).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Merge, request" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Table)).ToContainTextAsync("merle-gone@example.org");
        await Axe.AssertNone(page);
        await dialog.GetByLabel("Remarks").FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Confirmed by phone");
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByText("This is not saved yet.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep editing" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes - Merge Account" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText($"Account {gone} is merged into {main}.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Confirmed by phone" })).ToBeVisibleAsync();
        await page.GotoAsync($"/customers/{gone}");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/customers/{main}(\\?|$)"));
    }

    [Fact]
    public async Task L_081_what_waits_is_told_without_barriers()
    {
        await AskAsync("warten");
        var page = await running.OpenSignedInAsync("/notifications");

        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "wait" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    // Beside the console, as another process of the programme would.
    private async Task<(long Main, long Gone)> AskAsync(string name)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var store = services.GetRequiredService<LoyaltyStore>();
        var main = await store.AddCustomerAsync($"{name} Klein", $"{name}-main@example.org");
        var gone = await store.AddCustomerAsync($"{name} Klein", $"{name}-gone@example.org");
        (await services.GetRequiredService<MergeRequests>().SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), $"{name}-main@example.org", $"{name}-gone@example.org", IsConfirmed: true),
            Actor.Person("Eva Brandt", StaffRole.Agent))).OrThrow();
        return (main.Value, gone.Value);
    }
}
