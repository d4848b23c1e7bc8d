using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>
/// Discards redemptions whose coupon code was not used in time (L-069), by the rule that refreshes every account. In
/// every figure they are void from that instant on, whether this has run or not (rule 5.3.2).
/// </summary>
internal sealed class LapsedReservations(LoyaltyStore store, IClock clock)
{
    private const int Chunk = 200;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Discards all that have lapsed by now.</summary>
    public async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        var until = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var done = new JobReport(0, 0, 0);
        var reached = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = (await store.WriteStepAsync(writing => Task.FromResult<Result<Step>>(Discard(writing, reached, until)))).OrThrow();
            if (step.Report.Processed == 0)
            {
                return done;
            }

            reached = step.Reached;
            done = new JobReport(
                done.Processed + step.Report.Processed, done.Changed + step.Report.Changed, done.Errors + step.Report.Errors);
            report(done);
        }
    }

    // The cursor is what leaves failed accounts behind.
    private static Step Discard(Writing writing, long reached, long until)
    {
        var started = Stopwatch.GetTimestamp();
        var lapsed = ((Reads)writing.Connection).Query(
            $"""
            SELECT DISTINCT CustomerId FROM Redemptions
            WHERE State = {(int)RedemptionState.Reserved} AND ReservedUntil <= @1 AND CustomerId > @0 ORDER BY CustomerId LIMIT {Chunk}
            """,
            row => new CustomerId(row.GetInt64(0)),
            reached, until);
        var step = new Step(new JobReport(0, 0, 0), reached);
        foreach (var customer in lapsed)
        {
            var changed = AccountRefresh.TryOne(writing, customer);
            step = new Step(
                new JobReport(
                    step.Report.Processed + 1, step.Report.Changed + (changed is true ? 1 : 0), step.Report.Errors + (changed is null ? 1 : 0)),
                customer.Value);
            if (Stopwatch.GetElapsedTime(started) >= StepTime)
            {
                break;
            }
        }

        return step;
    }

    private sealed record Step(JobReport Report, long Reached);
}
