using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>What a refresh did.</summary>
/// <param name="Processed">Accounts that had gone stale.</param>
/// <param name="Changed">Those on which something was booked: points that ran out, debt that unlocked points repaid.</param>
/// <param name="Errors">Those that could not be refreshed; they stay stale.</param>
public sealed record RefreshReport(long Processed, long Changed, long Errors);

/// <summary>
/// Brings accounts up to date that went stale by time alone: voids reservations, unlocks points, lets them repay debt,
/// and books what ran out, each at the instant at which it happened. No figure on a screen depends on when it runs;
/// running it twice, or half, books nothing twice.
/// </summary>
public sealed class AccountRefresh
{
    private const int FirstStep = 500;
    private const int LargestStep = 4_000;

    // A step should leave the write lock after this time, so that people get their turn.
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(60);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal AccountRefresh(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Refreshes every account that is stale now.</summary>
    /// <param name="cancellationToken">Ends it between two steps; the rest is left for the next run.</param>
    public async Task<RefreshReport> RunAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var stale = await _store.ReadAsync(
            connection => connection.Query("SELECT CustomerId FROM Accounts WHERE NextChangeAt <= @until", row => row.GetInt64(0), ("@until", until)),
            cancellationToken);
        stale.Sort();
        var report = new RefreshReport(0, 0, 0);
        var failed = new HashSet<long>();
        for (var (next, size) = (0, FirstStep); next < stale.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Math.Min(next + size, stale.Count) - 1;
            var range = (From: stale[next], To: stale[last]);
            var step = (await _store.WriteStepAsync(writing => Task.FromResult<Result<Step>>(Refresh(writing, range.From, range.To, until, failed)))).OrThrow();
            report = new RefreshReport(report.Processed + step.Processed, report.Changed + step.Changed, report.Errors + step.Errors);
            next = step.Finished ? last + 1 : next;
            size = (int)Math.Clamp(size * (StepTime / step.Took), Math.Max(size / 2, 1), Math.Min(size * 2, LargestStep));
        }

        return report;
    }

    private static Step Refresh(Writing writing, long from, long to, long until, HashSet<long> failed)
    {
        var started = Stopwatch.GetTimestamp();
        var plain = writing.Connection.Attempt(() => PlainExpiry.Book(writing, from, to), 0);
        var (processed, changed, errors) = ((long)plain, (long)plain, 0L);
        var rest = ((Reads)writing.Connection).Query(
            "SELECT CustomerId FROM Accounts WHERE CustomerId BETWEEN @0 AND @1 AND NextChangeAt <= @2",
            row => row.GetInt64(0), from, to, until);
        foreach (var customer in rest.Where(customer => !failed.Contains(customer)))
        {
            if (Stopwatch.GetElapsedTime(started) >= StepTime)
            {
                return new Step(processed, changed, errors, false, Stopwatch.GetElapsedTime(started));
            }

            processed++;
            switch (TryOne(writing, new CustomerId(customer)))
            {
                case true: changed++; break;
                case false: break;
                case null: errors++; failed.Add(customer); break;
            }
        }

        return new Step(processed, changed, errors, true, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Refreshes one account.</summary>
    /// <returns>Whether something was booked on it; null where it breaks a rule, and nothing of it is kept.</returns>
    internal static bool? TryOne(Writing writing, CustomerId customer) =>
        writing.Connection.Attempt(() => Refresh(writing, customer), (bool?)null);

    private static bool? Refresh(Writing writing, CustomerId customer)
    {
        var account = AccountReader.Read(writing.Connection, customer);
        account.AdvanceTo(writing.Now, writing.Now);
        var changed = account.HasChanged;
        writing.Ledger.Append(account, writing.Now);
        writing.Touch(customer);
        return changed;
    }

    private sealed record Step(long Processed, long Changed, long Errors, bool Finished, TimeSpan Took);
}
