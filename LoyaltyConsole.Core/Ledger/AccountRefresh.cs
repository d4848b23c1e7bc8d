using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>What a refresh did.</summary>
/// <param name="Processed">Accounts that had gone stale.</param>
/// <param name="Changed">Those on which something was booked: points that ran out, debt that unlocked points repaid.</param>
/// <param name="Errors">Those that could not be refreshed; they stay stale.</param>
public sealed record RefreshReport(long Processed, long Changed, long Errors);

/// <summary>
/// Brings accounts up to date that went stale by time alone: unlocks points, lets them repay debt, and books what ran
/// out, each at the instant at which it happened. No figure on a screen depends on when it runs; running it twice, or
/// half, books nothing twice.
/// </summary>
public sealed class AccountRefresh
{
    private const int Chunk = 200;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal AccountRefresh(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Refreshes every account that is stale now.</summary>
    /// <param name="cancellationToken">Ends it between two steps; the rest is left for the next run.</param>
    public async Task<RefreshReport> RunAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var report = new RefreshReport(0, 0, 0);
        var reached = (NextChangeAt: long.MinValue, Customer: 0L);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = (await _store.WriteStepAsync(writing => Task.FromResult<Result<Step>>(Refresh(writing, reached, until)))).OrThrow();
            report = new RefreshReport(report.Processed + step.Processed, report.Changed + step.Changed, report.Errors + step.Errors);
            if (step.Processed == 0)
            {
                return report;
            }

            reached = step.Reached;
        }
    }

    // Refreshed accounts leave the range by themselves; the cursor is what leaves failed ones behind.
    private static Step Refresh(Writing writing, (long NextChangeAt, long Customer) reached, long until)
    {
        var started = Stopwatch.GetTimestamp();
        var stale = writing.Connection.Sqlite.Query(
            $"""
            SELECT NextChangeAt, CustomerId FROM Accounts
            WHERE NextChangeAt <= @2 AND (NextChangeAt, CustomerId) > (@0, @1)
            ORDER BY NextChangeAt, CustomerId LIMIT {Chunk}
            """,
            row => (NextChangeAt: row.GetInt64(0), Customer: row.GetInt64(1)),
            ("@0", reached.NextChangeAt), ("@1", reached.Customer), ("@2", until));
        var step = new Step(0, 0, 0, reached);
        foreach (var account in stale)
        {
            var (changed, failed) = Refresh(writing, new CustomerId(account.Customer));
            step = new Step(step.Processed + 1, step.Changed + changed, step.Errors + failed, account);
            if (Stopwatch.GetElapsedTime(started) >= StepTime)
            {
                break;
            }
        }

        return step;
    }

    private static (int Changed, int Failed) Refresh(Writing writing, CustomerId customer)
    {
        var connection = writing.Connection;
        connection.Execute("SAVEPOINT account");
        try
        {
            var account = AccountReader.Read(connection, customer);
            account.AdvanceTo(writing.Now, writing.Now);
            var changed = account.HasChanged ? 1 : 0;
            writing.Ledger.Append(account, writing.Now);
            connection.Execute("RELEASE account");
            writing.Touch(customer);
            return (changed, 0);
        }
        catch (OverflowException)
        {
            return GiveUp(connection);
        }
        catch (SqliteException broken) when (broken.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            return GiveUp(connection);
        }
    }

    // One account that breaks a rule must not keep all others stale; the ledger check names it.
    private static (int Changed, int Failed) GiveUp(WriteConnection connection)
    {
        connection.Execute("ROLLBACK TO account");
        connection.Execute("RELEASE account");
        return (0, 1);
    }

    private sealed record Step(int Processed, int Changed, int Errors, (long NextChangeAt, long Customer) Reached);
}
