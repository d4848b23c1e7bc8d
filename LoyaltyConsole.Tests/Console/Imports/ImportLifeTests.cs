using Bunit;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Imports;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>Work that outlives its page, and what becomes of it.</summary>
public sealed class ImportLifeTests : ImportContext
{
    private const string Broken = "CREATE TRIGGER Broken BEFORE INSERT ON Orders BEGIN SELECT RAISE(ABORT, 'broken'); END";

    [Fact]
    public async Task An_interrupted_commit_is_resumed_and_books_nothing_twice()
    {
        var id = await RehearsedAsync(ManyOrders(600));
        await InterruptAsync(id);
        var page = Open(id);
        Expect(page, "of 600 orders. What is booked stays booked.");

        await Button(page, "Resume").ClickAsync(new());

        Expect(page, "600 rows committed at");
        Assert.Equal([600L], Programme.Query("SELECT COUNT(*) FROM Orders", row => row.GetInt64(0)));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task A_fault_in_the_background_shows_its_reference_and_can_be_resumed()
    {
        var id = await RehearsedAsync(ManyOrders(5));
        Programme.Execute(Broken);
        var page = Open(id);
        page.WaitForElement(".lc-actions button");

        await Button(page, "Commit 5 rows").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Matches("The (commit|rehearsal) has stopped because of a fault.* Reference [0-9A-F]{4}-[0-9A-F]{4}", Text(page.Find(".lc-formerr"))));

        Programme.Execute("DROP TRIGGER Broken");
        await page.FindAll(".lc-actions button").Single(button => !Text(button).StartsWith("Discard", StringComparison.Ordinal)).ClickAsync(new());

        Expect(page, "5 rows committed at");
        Assert.Empty(page.FindAll(".lc-formerr"));
    }

    [Fact]
    public async Task A_commit_shows_on_every_screen_without_a_reload()
    {
        var id = await RehearsedAsync(ManyOrders(300));
        var list = Render<ImportsPage>();
        list.WaitForAssertion(() => Assert.Contains("Rehearsed, not booked", Assert.Single(Rows(list)), StringComparison.Ordinal));
        var other = Open(id);

        await Desk.CommitAsync(id, Programme.Manager);

        Expect(other, "300 rows committed at");
        list.WaitForAssertion(() => Assert.Contains("Committed", Assert.Single(Rows(list)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_shows_the_latest_first()
    {
        await RehearsedAsync();
        await RehearsedAsync(ManyOrders(3));

        var list = Render<ImportsPage>();

        list.WaitForAssertion(
            () => Assert.Equal(
                [
                    "2 given.csv Orders Rehearsed, not booked 3 3 0 0 30 Petra Lang 28 Nov 2025 14:37",
                    "1 given.csv Orders Rehearsed, not booked 8 4 3 1 117 Petra Lang 28 Nov 2025 14:37",
                ],
                Rows(list)));
    }

    [Fact]
    public async Task What_a_stopped_process_left_half_staged_is_discarded_when_the_console_starts()
    {
        var id = await RehearsedAsync();
        Programme.Execute("UPDATE Imports SET Status = 1");

        await Desk.StartAsync(Cancel);

        Expect(Open(id), "Discarded on 28 Nov 2025 14:37. Nothing was booked.");
    }

    [Fact]
    public async Task Agents_have_no_business_here()
    {
        var id = await RehearsedAsync();
        SignIn("Eva Brandt", StaffRole.Agent);

        var pages = new[] { Render<ImportsPage>().Markup, Render<NewImportPage>().Markup, Open(id).Markup };

        Assert.All(pages, page => Assert.Contains("Your role does not allow this page", page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("given.csv", page, StringComparison.Ordinal));
    }

    [Fact]
    public void An_import_that_is_not_there_says_so() => Expect(Open(new(99)), "There is no import 99.");
}
