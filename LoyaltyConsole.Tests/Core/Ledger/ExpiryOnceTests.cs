using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Each lot expires once, at its own instant, however the nightly job is run (rule 5.5, T11, target R7).</summary>
public sealed class ExpiryOnceTests : LedgerTest
{
    private static readonly DateTimeZone _berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    // Both changes of the clocks, ends of short and long months, 28 and 29 February, the turn of the year.
    private static readonly LocalDate[] _lastDays =
    [
        new(2026, 2, 28), new(2026, 3, 28), new(2026, 3, 29), new(2026, 4, 30), new(2026, 10, 24), new(2026, 10, 25), new(2026, 12, 31),
        new(2027, 2, 28), new(2027, 3, 28), new(2027, 10, 31), new(2028, 2, 28), new(2028, 2, 29), new(2028, 3, 25), new(2028, 3, 26),
    ];

    [Fact]
    public async Task R7_run_twice_and_skipped_for_a_week_across_clock_changes_and_29_february_each_lot_expires_once()
    {
        await MakeLotsAsync();
        for (var day = new LocalDate(2026, 2, 27); day < new LocalDate(2028, 4, 2); day = day.PlusDays(1))
        {
            // A week without the job, in which the clocks change; and most of the days on which nothing can happen.
            var skipped = day >= new LocalDate(2026, 10, 22) && day < new LocalDate(2026, 10, 29);
            if (skipped || (day.Day != 15 && !_lastDays.Any(last => last <= day && day <= last.PlusDays(1))))
            {
                continue;
            }

            Programme.Clock.Set((day + new LocalTime(0, 5)).InZoneLeniently(_berlin).ToInstant());
            await RunAsync();
            await RunAsync();
            AssertNoneEarlyNoneMissed();
        }

        Assert.Equal(
            Programme.Query("SELECT EntryId, ValidUntil, Amount FROM Lots ORDER BY EntryId", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))),
            Programme.Query(
                "SELECT LotId, EffectiveAt, -Points FROM LedgerEntries WHERE Kind = 8 ORDER BY LotId",
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
    }

    [Fact]
    public async Task R7_two_jobs_at_once_expire_each_lot_once()
    {
        await MakeLotsAsync();
        Programme.Clock.Set(Programme.Berlin(2028, 4, 2));

        var reports = await Task.WhenAll(RunAsync(), RunAsync(), RunAsync());

        Assert.Equal(0, reports.Sum(report => report.Errors));
        AssertNoneEarlyNoneMissed();
        Assert.Equal(
            Programme.Query("SELECT COUNT(*) FROM Lots", row => row.GetInt64(0)),
            Programme.Query("SELECT COUNT(*) FROM LedgerEntries WHERE Kind = 8", row => row.GetInt64(0)));
    }

    // Customers of every kind: plain ones, some with locked lots, some with a coupon code that waits.
    private async Task MakeLotsAsync()
    {
        Programme.Clock.Set(Programme.Berlin(2026, 2, 1));
        for (var number = 0; number < 40; number++)
        {
            var customer = await Programme.CustomerAsync($"Customer {number}");
            foreach (var last in _lastDays.Where((_, index) => (index + number) % 3 != 0))
            {
                var end = _berlin.AtStartOfDay(last.PlusDays(1)).ToInstant();
                await Programme.LotAsync(customer, 1 + number, end, number % 5 == 0 ? end - Duration.FromHours(1) : null);
            }

            if (number % 5 == 1)
            {
                await Programme.ReserveAsync(customer, 1);
            }
        }
    }

    private Task<RefreshReport> RunAsync() => Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

    private void AssertNoneEarlyNoneMissed()
    {
        var now = Programme.Clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        Assert.Empty(Programme.Query("SELECT Id FROM LedgerEntries WHERE Kind = 8 AND EffectiveAt > @0", row => row.GetInt64(0), ("@0", now)));
        Assert.Empty(Programme.Query("SELECT EntryId FROM Lots WHERE ValidUntil <= @0 AND Remaining > 0", row => row.GetInt64(0), ("@0", now)));
    }
}
