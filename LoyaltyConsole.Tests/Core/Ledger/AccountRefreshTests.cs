using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

public sealed class AccountRefreshTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_runs_book_what_one_run_books()
    {
        await using var programme = await Programme.CreateAsync();
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100, validUntil: In(programme, days: 10));
        await programme.LotAsync(ada, 50, lockedUntil: In(programme, days: 5), validUntil: In(programme, days: 40));
        programme.Clock.Advance(Duration.FromDays(20));

        var first = await programme.Get<AccountRefresh>().RunAsync(Cancel);
        var entries = await Written(programme, ada);
        var second = await programme.Get<AccountRefresh>().RunAsync(Cancel);

        Assert.Equal(new RefreshReport(1, 1, 0), first);
        Assert.Equal(new RefreshReport(0, 0, 0), second);
        Assert.Equal(entries, await Written(programme, ada));
        Assert.Contains(entries, entry => entry.Kind == EntryKind.Expiry && entry.Points == Points.Whole(-100));
        await programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task Figures_are_the_same_before_and_after_the_job()
    {
        await using var programme = await Programme.CreateAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100, validUntil: In(programme, days: 10));
        await programme.LotAsync(ada, 70, lockedUntil: In(programme, days: 5));
        var owing = await programme.CustomerAsync("Bo Owing");
        await programme.Ledger.AdjustAsync(await programme.AdjustmentAsync(owing, AdjustmentDoor.DrawOff, Points.Whole(30)), programme.Manager);
        await programme.LotAsync(owing, 20, lockedUntil: In(programme, days: 3));
        programme.Clock.Advance(Duration.FromDays(15));
        var (before, owed) = (await programme.FiguresAsync(ada), await programme.FiguresAsync(owing));

        var report = await programme.Get<AccountRefresh>().RunAsync(Cancel);

        Assert.Equal(2, report.Processed);
        Assert.Equal(before, await programme.FiguresAsync(ada));
        Assert.Equal(owed, await programme.FiguresAsync(owing));
        await programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task A_run_that_was_ended_is_finished_by_the_next()
    {
        await using var half = await Programme.CreateAsync();
        await using var whole = await Programme.CreateAsync();
        foreach (var programme in (Programme[])[half, whole])
        {
            for (var number = 0; number < 450; number++)
            {
                var customer = await programme.CustomerAsync($"Customer {number}");
                await programme.LotAsync(customer, 10, validUntil: In(programme, days: 1 + (number % 9)));
            }

            programme.Clock.Advance(Duration.FromDays(30));
        }

        // Ended by the first account that changes, so after one step at the most.
        using var ending = new CancellationTokenSource();
        using var heard = half.Get<CustomerFeed>().Listen(new CustomerId(1), ending.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await half.Get<AccountRefresh>().RunAsync(ending.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token);
        });
        await half.Get<AccountRefresh>().RunAsync(Cancel);
        await whole.Get<AccountRefresh>().RunAsync(Cancel);

        Assert.Equal(Entries(whole), Entries(half));
        await half.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task One_broken_account_does_not_keep_the_others_stale()
    {
        await using var programme = await Programme.CreateAsync();
        var broken = await programme.CustomerAsync("Broken");
        var sound = await programme.CustomerAsync("Sound");
        await programme.LotAsync(broken, 10, validUntil: In(programme, days: 1));
        await programme.LotAsync(sound, 10, validUntil: In(programme, days: 2));
        programme.Execute($"UPDATE Accounts SET Expired = {long.MaxValue} WHERE CustomerId = {broken}");
        programme.Clock.Advance(Duration.FromDays(5));

        var report = await programme.Get<AccountRefresh>().RunAsync(Cancel);

        Assert.Equal(new RefreshReport(2, 1, 1), report);
        Assert.Single(await programme.EntriesAsync(broken));
        Assert.Equal(Points.Whole(10), (await programme.FiguresAsync(sound)).Expired);
    }

    [Fact]
    public async Task A_rule_broken_by_one_account_sends_its_neighbours_the_long_way_and_books_the_same()
    {
        await using var programme = await Programme.CreateAsync();
        var broken = await programme.CustomerAsync("Broken");
        var sound = await programme.CustomerAsync("Sound");
        var lot = await programme.LotAsync(broken, 10, validUntil: In(programme, days: 1));
        await programme.LotAsync(sound, 10, validUntil: In(programme, days: 2));
        var at = In(programme, days: 1).ToUnixTimeMilliseconds();
        programme.Execute($"""
            INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, LotId, EffectiveAt, CreatedAt, Actor)
            VALUES ({broken}, {broken}, 8, -1, 1, 0, 0, {lot}, {at}, {at}, 'somebody')
            """);
        programme.Clock.Advance(Duration.FromDays(5));

        var report = await programme.Get<AccountRefresh>().RunAsync(Cancel);

        Assert.Equal(new RefreshReport(2, 1, 1), report);
        Assert.Equal(Points.Whole(10), programme.Query("SELECT Expired FROM Accounts WHERE CustomerId = @0", row => new Points(row.GetInt64(0)), ("@0", sound.Value)).Single());
    }

    [Fact]
    public async Task The_short_way_and_the_long_way_book_the_same()
    {
        await using var quick = await Programme.CreateAsync();
        await using var slow = await Programme.CreateAsync();
        foreach (var programme in new[] { quick, slow })
        {
            var ada = await programme.CustomerAsync();
            await programme.LotAsync(ada, 10, validUntil: In(programme, days: 3));
            await programme.LotAsync(ada, 20, validUntil: In(programme, days: 1));
            await programme.LotAsync(ada, 30, validUntil: In(programme, days: 40));
            await programme.LotAsync(ada, 40);
            await programme.RedeemAsync(ada, 5);
        }

        // Debt that is long repaid sends an account the long way, and changes nothing else.
        slow.Execute("""
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor)
            VALUES (999, 1, 1, 6, -1, 2, 1, 0, 0, 0, 'somebody')
            """);
        foreach (var programme in new[] { quick, slow })
        {
            programme.Clock.Advance(Duration.FromDays(5));
            await programme.Get<AccountRefresh>().RunAsync(Cancel);
        }

        Assert.Equal(Entries(quick), Entries(slow).Where(entry => !entry.EndsWith(" 0", StringComparison.Ordinal)));
        foreach (var table in new[] { "Accounts", "Lots", "Allocations" })
        {
            Assert.Equal(Rows(quick, table), Rows(slow, table));
        }
    }

    // Without the ids of what was booked, which differ by the one entry more.
    private static IReadOnlyList<string> Rows(Programme programme, string table) => programme.Texts($"SELECT * FROM {table} ORDER BY 1, 2, 3", but: "DebitId");

    private static Instant In(Programme programme, int days) => programme.Clock.GetCurrentInstant() + Duration.FromDays(days);

    private static async Task<IReadOnlyList<(LedgerEntryId Id, EntryKind Kind, Points Points, Instant At)>> Written(Programme programme, CustomerId customer) =>
        [.. (await programme.EntriesAsync(customer)).Select(entry => (entry.Id, entry.Kind, entry.Points, entry.EffectiveAt))];

    private static IReadOnlyList<string> Entries(Programme programme) => programme.Query(
        "SELECT CustomerId || ' ' || Kind || ' ' || Points || ' ' || EffectiveAt FROM LedgerEntries ORDER BY CustomerId, EffectiveAt, Kind, Points",
        row => row.GetString(0));
}
