using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A job is run by hand, and its run appears (5.7).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class JobJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task A_job_is_run_now_and_its_run_appears_by_itself()
    {
        SetDefaultExpectTimeout(30_000);
        var page = await running.OpenSignedInAsync("/jobs?idle=true&kind=LedgerCheck");
        var ours = page.GetByRole(AriaRole.Table, new() { Name = "Runs", Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Ledger check" }).Filter(new() { HasNotText = "Schedule" });
        await Expect(ours).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Ledger check" }).ClickAsync();

        await Expect(ours).ToHaveCountAsync(1);
        await Expect(ours).ToContainTextAsync("Done");
        await Axe.AssertNoneInBothThemes(page);
    }
}
