using System.Data.Common;
using System.Diagnostics;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>
/// Applies models to all customers and keeps what came out as a snapshot (X11): every night for the current day, and for
/// any day when somebody asks. A run that was interrupted leaves nothing that anybody sees.
/// </summary>
public sealed partial class SegmentRunner : IDisposable
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(60);

    // Another process may be at one; longer than this none takes.
    private static readonly Duration Abandoned = Duration.FromHours(1);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    // Each takes memory for every customer.
    private readonly SemaphoreSlim _gate = new(1);

    internal SegmentRunner(LoyaltyStore store, IClock clock, ProgrammeBook programme) => (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>Runs one model as of a day. The latest day becomes what the overview shows; a run of the same day is replaced.</summary>
    /// <param name="order">Which, and as of when.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="onStep">Is told how many rows are written, of how many; may be null.</param>
    /// <returns>The run; or, in this order, <see cref="NotAllowed"/>, <see cref="SegmentDateAhead"/>, <see cref="SegmentModelNotFound"/>.</returns>
    public async Task<Result<SegmentRun>> RunAsync(SegmentRunOrder order, Actor actor, Action<long, long>? onStep = null)
    {
        if (_store.Refuses(actor, Capability.ManageSegments) is { } refused)
        {
            return refused;
        }

        var settings = await _programme.SettingsAsync(CancellationToken.None);
        var today = settings.Time.Today(_clock.GetCurrentInstant());
        if (order.On > today)
        {
            return new SegmentDateAhead(today);
        }

        await _gate.WaitAsync();
        try
        {
            var (model, done) = await _store.ReadAsync(
                connection => (
                    SegmentReader.Models(connection).Find(model => model.Id == order.Model),
                    connection.Query(
                        "SELECT Id FROM SegmentRuns WHERE CommandKey = @0 AND State IN (2, 3)", row => new SegmentRunId(row.GetInt64(0)), ("@0", Stored(order.Key)))
                        .Select(id => SegmentReader.Run(connection, id)).FirstOrDefault()),
                CancellationToken.None);
            if (done is not null)
            {
                return done;
            }

            if (model is null)
            {
                return new SegmentModelNotFound();
            }

            var on = order.On ?? today;
            var population = await PopulationAsync(settings, model.Method.Window, on, CancellationToken.None);
            var run = await RunAsync(model, on, population, settings, new Author(actor, order.Key), onStep ?? ((_, _) => { }), CancellationToken.None);
            await TidyAsync(settings, today, CancellationToken.None);
            return run;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    /// <summary>Runs every model as of today.</summary>
    internal async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var settings = await _programme.SettingsAsync(cancellationToken);
            var today = settings.Time.Today(_clock.GetCurrentInstant());
            var models = await _store.ReadAsync(connection => SegmentReader.Models(connection), cancellationToken);
            var (so, author) = (new JobReport(0, 0, 0) { Particulars = [("models", models.Count)] }, new Author(Actor.Console(JobBook.Scheduler), Key: null));

            // Those with the same window share what is read.
            foreach (var alike in models.GroupBy(model => model.Method.Window))
            {
                var population = await PopulationAsync(settings, alike.Key, today, cancellationToken);
                foreach (var model in alike)
                {
                    var run = await RunAsync(model, today, population, settings, author, (_, _) => report(so), cancellationToken);
                    so = so with { Processed = so.Processed + population.Members.Count, Changed = so.Changed + run.Changed };
                    report(so);
                }
            }

            await TidyAsync(settings, today, cancellationToken);
            return so;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task<SegmentPopulation> PopulationAsync(ProgrammeSettings settings, SegmentWindow window, LocalDate on, CancellationToken cancellationToken)
    {
        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync(connection => SegmentPopulation.Read(connection, settings, window, on, now), cancellationToken);
    }

    private async Task<SegmentRun> RunAsync(
        SegmentModel model, LocalDate on, SegmentPopulation population, ProgrammeSettings settings, Author author, Action<long, long> onStep,
        CancellationToken cancellationToken)
    {
        var scoring = new SegmentScoring(
            model.Method, [.. model.Segments.Where(segment => segment.Kind == SegmentKind.Rule).Select(segment => segment.Rule)], population, settings.Currency);
        var isCurrent = model.CurrentRun is not { } current
            || await _store.ReadAsync(connection => SegmentReader.Run(connection, current), cancellationToken) is not { } latest || latest.AnalysedOn <= on;
        var changes = isCurrent
            ? await _store.ReadAsync(connection => Changes(connection, model, population, scoring), cancellationToken)
            : [];
        var run = await BeginAsync(model, on, scoring.Facts, author);
        var (all, written) = (scoring.Scores.Count + changes.Count, 0L);

        using var scored = scoring.Scored().GetEnumerator();
        await WriteAllAsync(
            connection =>
            {
                if (!scored.MoveNext())
                {
                    return false;
                }

                var (customer, values, scores, place) = scored.Current;
                connection
                    .Prepare(
                        """
                        INSERT INTO SegmentScores (RunId, CustomerId, Recency, Frequency, Monetary, R, F, M, SegmentId)
                        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
                        """)
                    .Run(
                        run.Value, customer, values.Recency, values.Frequency, values.Monetary, scores.Recency, scores.Frequency, scores.Monetary,
                        model.Segments[place].Id.Value);
                return true;
            },
            rows => onStep(written += rows, all),
            cancellationToken);

        var since = (on - new LocalDate(1970, 1, 1)).Days;
        using var changed = changes.GetEnumerator();
        await WriteAllAsync(
            connection =>
            {
                if (!changed.MoveNext())
                {
                    return false;
                }

                connection
                    .Prepare(
                        """
                        INSERT INTO CustomerSegments (ModelId, CustomerId, SegmentId, PreviousId, Since)
                        VALUES (@0, @1, @2, NULL, @3)
                        ON CONFLICT (ModelId, CustomerId) DO UPDATE SET PreviousId = CustomerSegments.SegmentId, SegmentId = excluded.SegmentId, Since = excluded.Since
                        """)
                    .Run(model.Id.Value, changed.Current.Customer, changed.Current.Segment, since);
                return true;
            },
            rows => onStep(written += rows, all),
            cancellationToken);

        return await EndAsync(model, on, population, run, scoring, changes.Count, isCurrent);
    }

    // Everybody who is in another segment than the overview shows, in the order of their ids.
    private static List<(long Customer, long Segment)> Changes(DbConnection connection, SegmentModel model, SegmentPopulation population, SegmentScoring scoring)
    {
        var (changes, next) = (new List<(long, long)>(), 0);
        connection.Query(
            "SELECT CustomerId, SegmentId FROM CustomerSegments WHERE ModelId = @0 ORDER BY CustomerId",
            row =>
            {
                var (customer, known) = (row.GetInt64(0), row.GetInt64(1));
                for (; next < population.Members.Count && population.Members[next].Customer < customer; next++)
                {
                    changes.Add((population.Members[next].Customer, SegmentOf(next)));
                }

                if (next < population.Members.Count && population.Members[next].Customer == customer)
                {
                    if (SegmentOf(next) != known)
                    {
                        changes.Add((customer, SegmentOf(next)));
                    }

                    next++;
                }

                return default(Done);
            },
            ("@0", model.Id.Value));
        for (; next < population.Members.Count; next++)
        {
            changes.Add((population.Members[next].Customer, SegmentOf(next)));
        }

        return changes;

        long SegmentOf(int member) => model.Segments[scoring.Places[member]].Id.Value;
    }

    private async Task<SegmentRunId> BeginAsync(SegmentModel model, LocalDate on, SegmentFacts facts, Author author) =>
        new((await _store.WriteStepAsync(writing =>
        {
            if (author.Key is { } key)
            {
                // The same order, whose first try was interrupted.
                writing.Connection.Prepare("UPDATE SegmentRuns SET CommandKey = NULL WHERE CommandKey = @0").Run(Stored(key));
                writing.Audit(author.Actor, "RunSegments", customer: null, before: null, $"{model.Name}, {SegmentReader.Iso(on)}");
            }

            return Task.FromResult<Result<long>>((long)writing.Connection
                .Prepare(
                    """
                    INSERT INTO SegmentRuns (ModelId, AnalysedOn, RanAt, RanBy, CommandKey, State, Method, Facts, Changed)
                    VALUES (@0, @1, @2, @3, @4, 1, @5, @6, 0) RETURNING Id
                    """)
                .Run(
                    model.Id.Value, SegmentReader.Iso(on), writing.Now.ToUnixTimeMilliseconds(), author.Actor.Name, author.Key is { } own ? Stored(own) : null,
                    SegmentReader.Stored(model.Method), facts.Stored)!);
        })).OrThrow());

    private async Task<SegmentRun> EndAsync(
        SegmentModel model, LocalDate on, SegmentPopulation population, SegmentRunId run, SegmentScoring scoring, long changed, bool isCurrent) =>
        (await _store.WriteStepAsync(writing =>
        {
            var connection = writing.Connection;
            for (var place = 0; place < scoring.Sizes.Count; place++)
            {
                var size = scoring.Sizes[place];
                connection.Prepare("INSERT INTO SegmentSizes (RunId, SegmentId, Place, Customers, Revenue, Points) VALUES (@0, @1, @2, @3, @4, @5)")
                    .Run(run.Value, model.Segments[place].Id.Value, place, size.Customers, size.Revenue, size.Points);
            }

            // Whoever was erased since everybody was looked at.
            foreach (var (table, of, id) in new[] { ("SegmentScores", "RunId", run.Value), ("CustomerSegments", "ModelId", model.Id.Value) })
            {
                connection.Prepare($"DELETE FROM {table} WHERE {of} = @0 AND CustomerId IN (SELECT Id FROM Customers WHERE ModifiedAt >= @1 AND +Status = 3)")
                    .Run(id, population.ReadAt.ToUnixTimeMilliseconds());
            }

            connection.Prepare("UPDATE SegmentRuns SET State = 4, CommandKey = NULL WHERE ModelId = @0 AND AnalysedOn = @1 AND State IN (2, 3)")
                .Run(model.Id.Value, SegmentReader.Iso(on));
            connection.Prepare("UPDATE SegmentRuns SET State = 2, Changed = @1 WHERE Id = @0").Run(run.Value, changed);
            if (isCurrent)
            {
                connection.Prepare("UPDATE SegmentModels SET CurrentRun = @1 WHERE Id = @0").Run(model.Id.Value, run.Value);
            }

            return Task.FromResult<Result<SegmentRun>>(SegmentReader.Run(connection, run)!);
        })).OrThrow();

    // In steps that leave others their turn; looks at the time now and then only.
    private async Task WriteAllAsync(Func<WriteConnection, bool> writeOne, Action<int> onStep, CancellationToken cancellationToken)
    {
        for (var isDone = false; !isDone;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = (await _store.WriteStepAsync(writing =>
            {
                var (started, count) = (Stopwatch.GetTimestamp(), 0);
                while (count % 64 != 0 || count == 0 || Stopwatch.GetElapsedTime(started) < StepTime)
                {
                    if (!writeOne(writing.Connection))
                    {
                        isDone = true;
                        break;
                    }

                    count++;
                }

                return Task.FromResult<Result<int>>(count);
            })).OrThrow();
            onStep(rows);
        }
    }

    private static string Stored(Guid key) => key.ToString("D").ToUpperInvariant();

    private sealed record Author(Actor Actor, Guid? Key);
}
