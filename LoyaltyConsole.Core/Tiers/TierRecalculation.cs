using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>What a recalculation did.</summary>
/// <param name="Processed">Customers who were looked at.</param>
/// <param name="Changed">Those whose level, lock or grace period changed.</param>
/// <param name="Errors">Those who could not be dealt with; they stay as they are.</param>
/// <param name="Raised">Those on a higher level now.</param>
/// <param name="Dropped">Those on a lower level now.</param>
public sealed record TierReport(long Processed, long Changed, long Errors, long Raised, long Dropped)
{
    internal static readonly TierReport Nothing = new(0, 0, 0, 0, 0);

    internal TierReport Plus(TierReport other) => new(
        Processed + other.Processed, Changed + other.Changed, Errors + other.Errors, Raised + other.Raised, Dropped + other.Dropped);
}

/// <summary>
/// Evaluates the levels that are due and raises whoever has come to qualify without a booking (rule 5.6.8). It is a
/// scribe: an evaluation acts at the instant at which it was due, whenever it is carried out; running it twice, or half,
/// changes nothing twice.
/// </summary>
public sealed partial class TierRecalculation : IDisposable
{
    private const int FirstChunk = 250;
    private const int SmallestChunk = 50;
    private const int LargestChunk = 4_000;

    // What a step is meant to take, and where it stops in any case.
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(120);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal TierRecalculation(LoyaltyStore store, IClock clock, ProgrammeBook programme) =>
        (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>Carries out what is due now.</summary>
    /// <param name="cancellationToken">Ends it between two steps; the rest is left for the next run.</param>
    public Task<TierReport> RunAsync(CancellationToken cancellationToken) => RunAsync(_ => { }, cancellationToken);

    /// <summary>The same, telling after each step how far it has come.</summary>
    public async Task<TierReport> RunAsync(Action<TierReport> onStep, CancellationToken cancellationToken)
    {
        var now = Now();
        var settings = await _programme.SettingsAsync(cancellationToken);
        var (candidates, stamp) = await _store.ReadAsync(
            connection =>
            {
                var rules = new TierRules(settings, TierRules.Read(connection));
                return (TierCandidates.Find(connection, rules, now), rules.Stamp);
            },
            cancellationToken);
        var report = TierReport.Nothing;
        if (candidates is { Customers.Count: 0, IsWhole: false })
        {
            return report;
        }

        var run = await WriteAsync("INSERT INTO TierRuns (At, Rules) VALUES (@0, @1) RETURNING Id", now.ToUnixTimeMilliseconds(), stamp);
        var customers = candidates.Customers;
        for (var (reached, size) = (0, FirstChunk); reached < customers.Count;)
        {
            var left = customers.GetRange(reached, Math.Min(size, customers.Count - reached));
            reached += left.Count;
            while (left.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chunk = left;
                var step = (await _store.WriteStepAsync(writing => Task.FromResult<Result<Step>>(Pass(writing, chunk, run)))).OrThrow();
                report = report.Plus(step.Report);
                onStep(report);
                left = step.Left;
                size = Math.Clamp((int)((chunk.Count - left.Count) * (StepTime / step.Took)), SmallestChunk, LargestChunk);
            }
        }

        await WriteAsync("UPDATE TierRuns SET EndedAt = @1 WHERE Id = @0 RETURNING Id", run, Now().ToUnixTimeMilliseconds());
        return report;
    }

    /// <inheritdoc />
    public void Dispose() => _rehearsing.Dispose();

    private Instant Now() => _clock.GetCurrentInstant().TruncatedToMilliseconds();

    private async Task<long> WriteAsync(string sql, params object[] values) => (await _store.WriteStepAsync(
        writing => Task.FromResult<Result<long>>((long)writing.Connection.Prepare(sql).Run(values)!))).OrThrow();

    private static Step Pass(Writing writing, List<CustomerId> customers, long run)
    {
        var started = Stopwatch.GetTimestamp();
        var (report, rest) = writing.Connection.Attempt(() => PlainEvaluations.Pass(writing, customers, run), (TierReport.Nothing, customers));
        var passed = 0;
        foreach (var course in TierReader.Courses(writing.Connection, writing.Tiers, rest, writing.Now))
        {
            report = report.Plus(Pass(writing, course, run));
            passed = rest.IndexOf(course.Standing.Customer, passed) + 1;
            if (Stopwatch.GetElapsedTime(started) > LongestStep)
            {
                return new Step(report, rest[passed..], Stopwatch.GetElapsedTime(started));
            }
        }

        return new Step(report, [], Stopwatch.GetElapsedTime(started));
    }

    private static TierReport Pass(Writing writing, TierCourse course, long run)
    {
        var (before, level) = (course.Standing, course.Level);
        course.CatchUp(writing.Now);
        if (course.Steps.Count == 0)
        {
            TierWriter.Write(writing, writing.Tiers, before, course, run);
            return new TierReport(1, 0, 0, 0, 0);
        }

        return writing.Connection.Attempt(
            () =>
            {
                TierWriter.Write(writing, writing.Tiers, before, course, run);
                var rise = course.Level.Rank.CompareTo(level.Rank);
                return new TierReport(1, 1, 0, rise > 0 ? 1 : 0, rise < 0 ? 1 : 0);
            },
            new TierReport(1, 0, 1, 0, 0));
    }

    // Left are those for whom there was no time any more.
    private sealed record Step(TierReport Report, List<CustomerId> Left, TimeSpan Took);
}
