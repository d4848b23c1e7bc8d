using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Jobs;

/// <summary>Which runs a list shows.</summary>
/// <param name="Job">Only those of this job.</param>
/// <param name="IsEventful">Only those that found something to do, or did not end well.</param>
public sealed record JobRunQuery(Job? Job = null, bool IsEventful = false);

/// <summary>A job as it stands.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Latest">Its latest run; null where it has never run.</param>
public sealed record JobStanding(Job Job, JobRun? Latest)
{
    /// <summary>Whether it is at work.</summary>
    public bool IsRunning => Latest?.State == JobRunState.Running;

    /// <summary>The feature that it belongs to, where that is switched off: the job then does not run.</summary>
    public Feature? Off { get; init; }
}

/// <summary>Runs the jobs, and keeps a record of each run: who started it, what it did, what was wrong.</summary>
public sealed class JobBook
{
    /// <summary>In whose name the scheduler runs jobs.</summary>
    public const string Scheduler = "schedule";

    // Of the runs that had nothing to do, a job that runs each minute leaves hundreds a day.
    private const int IdleRunsKept = 100;

    private const int DaysKept = 90;

    // Faults are for reading, not for storing dumps.
    private const int LongestFault = 2_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Several heartbeats: a writer may have to wait for its turn.
    private static readonly Duration Silence = Duration.FromMinutes(2);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly IReadOnlyDictionary<Job, JobWork> _work;
    private readonly ConcurrentDictionary<Job, Running> _running = new();
    private ImmutableList<Listener> _listeners = [];

    internal JobBook(LoyaltyStore store, IClock clock, IReadOnlyDictionary<Job, JobWork> work) =>
        (_store, _clock, _work, Jobs) = (store, clock, work, [.. work.Keys.Order()]);

    /// <summary>All jobs in their order.</summary>
    public IReadOnlyList<Job> Jobs { get; }

    /// <summary>Calls back whenever a run begins, goes on or ends in this process, until disposed.</summary>
    public IDisposable Listen(Action<Job> onMoved) => new Listener(this, onMoved);

    /// <summary>
    /// Whether the job may find anything to do; one of a feature that is switched off never does. Only one that runs every few
    /// seconds is asked beforehand, so that its runs without work are not recorded.
    /// </summary>
    public Task<bool> HasWorkAsync(Job job, CancellationToken cancellationToken) =>
        OffOf(job) is not null ? Task.FromResult(false) : job switch
        {
            Job.Outbox => OutboxSender.IsDueAsync(_store, _clock, cancellationToken),
            Job.Connections => ConnectionLine.IsDueAsync(_store, _clock, cancellationToken),
            _ => Task.FromResult(true),
        };

    /// <summary>Runs a job to its end, and records the run at its start and at its end.</summary>
    /// <param name="job">Which job.</param>
    /// <param name="actor">Who starts it.</param>
    /// <param name="onStarted">Is called once the run is recorded and under way; may be null.</param>
    /// <param name="cancellationToken">Ends it between two steps; the record then says that it was interrupted.</param>
    /// <returns>The run; or, in this order, <see cref="NotAllowed"/>, <see cref="FeatureOff"/>, <see cref="JobIsRunning"/>.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<Result<JobRun>> RunAsync(Job job, Actor actor, Action? onStarted, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return new NotAllowed(Capability.RunJobs);
        }

        if (OffOf(job) is { } feature)
        {
            return new FeatureOff(feature);
        }

        var running = new Running();
        if (!_running.TryAdd(job, running))
        {
            return new JobIsRunning(job);
        }

        try
        {
            return await RunAsync(job, running, actor, onStarted, cancellationToken);
        }
        finally
        {
            _running.TryRemove(job, out _);
            Tell(job);
        }
    }

    /// <summary>Every job with its latest run.</summary>
    /// <returns>The jobs in their order; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<JobStanding>>> StandingsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return new NotAllowed(Capability.RunJobs);
        }

        var latest = await _store.ReadAsync(
            connection => connection.Query($"SELECT {Columns} FROM JobRuns WHERE Id IN (SELECT MAX(Id) FROM JobRuns GROUP BY Job)", RunOf),
            cancellationToken);
        return Jobs
            .Select(job => new JobStanding(job, latest.Find(run => run.Job == job)) { Off = OffOf(job) })
            .ToList();
    }

    /// <summary>One page of all runs, the latest first.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<JobRun>>> ListAsync(JobRunQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return Task.FromResult<Result<Page<JobRun>>>(new NotAllowed(Capability.RunJobs));
        }

        var page = window.Bounded();
        var where = "WHERE (CAST(@job AS BIGINT) IS NULL OR Job = @job)" + (query.IsEventful ? $" AND NOT {IsIdle}" : "");
        (string, object?)[] values = [("@job", (int?)query.Job)];
        return _store.ReadAsync<Result<Page<JobRun>>>(
            connection => new Page<JobRun>(
                connection.Query($"SELECT {Columns} FROM JobRuns {where} ORDER BY Id DESC LIMIT {page.Take} OFFSET {page.Skip}", RunOf, values),
                (int)connection.Number($"SELECT COUNT(*) FROM JobRuns {where}", values)),
            cancellationToken);
    }

    /// <summary>
    /// When each job last began, however it ended: what a scheduler that has just started has missed since. Runs that
    /// an earlier process of the console left open count as interrupted from now on.
    /// </summary>
    public async Task<IReadOnlyDictionary<Job, Instant>> TidyAsync(CancellationToken cancellationToken)
    {
        await _store.WriteStepAsync<Done>(writing =>
        {
            writing.Connection.Prepare("UPDATE JobRuns SET State = 4 WHERE State = 1").Run();
            return Task.FromResult<Result<Done>>(default(Done));
        });
        return await _store.ReadAsync(
            connection => connection.Query(
                "SELECT Job, StartedAt FROM JobRuns WHERE Id IN (SELECT MAX(Id) FROM JobRuns WHERE State IN (2, 3) GROUP BY Job)",
                row => (Job: (Job)row.GetInt32(0), At: Instant.FromUnixTimeMilliseconds(row.GetInt64(1)))).ToDictionary(run => run.Job, run => run.At),
            cancellationToken);
    }

    private Feature? OffOf(Job job) => FeatureSet.Of(job) is { } feature && !_store.Features.Has(feature) ? feature : null;

    private async Task<JobRun> RunAsync(Job job, Running running, Actor actor, Action? onStarted, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var id = running.Id = await BeginAsync(job, actor);
        Tell(job);
        onStarted?.Invoke();

        var work = Task.Run(
            () => _work[job](
                report =>
                {
                    running.Report = report;
                    Tell(job);
                },
                cancellationToken),
            CancellationToken.None);
        await WaitAsync(work);
        while (!work.IsCompleted)
        {
            await _store.WriteStepAsync<Done>(writing => Recorded(() => writing.Connection
                .Prepare("UPDATE JobRuns SET SeenAt = @1, Processed = @2, Changed = @3, Errors = @4 WHERE Id = @0")
                .Run(id.Value, writing.Now.ToUnixTimeMilliseconds(), running.Report.Processed, running.Report.Changed, running.Report.Errors)));
            await WaitAsync(work);
        }

        var state = work.IsCompletedSuccessfully ? JobRunState.Done : work.IsCanceled ? JobRunState.Interrupted : JobRunState.Failed;
        var took = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began));
        await EndAsync(job, id, state, took, work.IsCompletedSuccessfully ? await work : running.Report, work.Exception?.InnerException);
        var report = await work;
        var run = (await _store.ReadAsync(
            connection => connection.Query($"SELECT {Columns} FROM JobRuns WHERE Id = @0", RunOf, ("@0", id.Value)), CancellationToken.None)).Single();
        return run with { Report = report };
    }

    private async Task<JobRunId> BeginAsync(Job job, Actor actor)
    {
        var began = await _store.WriteStepAsync<Began>(writing =>
        {
            var now = writing.Now.ToUnixTimeMilliseconds();
            var id = (long)writing.Connection
                .Prepare(
                    """
                    INSERT INTO JobRuns (Job, State, StartedBy, StartedAt, SeenAt, Processed, Changed, Errors)
                    VALUES (@0, 1, @1, @2, @2, 0, 0, 0) RETURNING Id
                    """)
                .Run((int)job, actor.Name, now)!;
            if (!string.Equals(actor.Name, Scheduler, StringComparison.Ordinal))
            {
                writing.Audit(actor, "RunJob", null, null, $"{job}, run {id}");
            }

            return Task.FromResult<Result<Began>>(new Began(new JobRunId(id)));
        });
        return began.OrThrow().Id;
    }

    // The end is dated by how long it took, because a demonstration's clock may stand still.
    private async Task EndAsync(Job job, JobRunId id, JobRunState state, Duration took, JobReport report, Exception? fault)
    {
        var text = fault is null ? null : $"{fault.GetType().Name}: {fault.Message}";
        await _store.WriteStepAsync<Done>(writing => Recorded(() =>
        {
            var connection = writing.Connection;
            connection.Prepare(
                """
                UPDATE JobRuns SET State = @1, EndedAt = StartedAt + @2, Processed = @3, Changed = @4, Errors = @5, Findings = @6, Fault = @7
                WHERE Id = @0
                """)
                .Run(
                    id.Value, (int)state, (long)took.TotalMilliseconds, report.Processed, report.Changed, report.Errors,
                    report.Findings.Count == 0 ? null : JsonSerializer.Serialize(report.Findings.Select(finding => new StoredFinding(finding.Customer?.Value, finding.Text))),
                    text?[..Math.Min(text.Length, LongestFault)]);
            connection.Prepare("DELETE FROM JobRuns WHERE StartedAt < @0").Run((writing.Now - Duration.FromDays(DaysKept)).ToUnixTimeMilliseconds());
            connection.Prepare(
                $"""
                DELETE FROM JobRuns WHERE {IsIdle} AND Job = @0
                    AND Id <= (SELECT Id FROM JobRuns WHERE {IsIdle} AND Job = @0 ORDER BY Id DESC LIMIT 1 OFFSET {IdleRunsKept})
                """).Run((int)job);
        }));
    }

    private JobRun RunOf(StoredRow row)
    {
        var state = (JobRunState)row.GetInt32(2);
        var (id, job) = (new JobRunId(row.GetInt64(0)), (Job)row.GetInt32(1));
        var report = new JobReport(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9))
        {
            Findings = row.TextOrNull(10) is { } findings
                ? [.. JsonSerializer.Deserialize<StoredFinding[]>(findings)!.Select(finding => new JobFinding(
                    finding.Customer is { } customer ? new CustomerId(customer) : null, finding.Text))]
                : [],
        };
        if (state == JobRunState.Running)
        {
            // At work here, or in another process that has been heard of lately.
            var here = _running.TryGetValue(job, out var running) && running.Id == id ? running : null;
            var isAlive = here is not null || Instant.FromUnixTimeMilliseconds(row.GetInt64(5)) + Silence >= _clock.GetCurrentInstant();
            (state, report) = (isAlive ? state : JobRunState.Interrupted, here?.Report ?? report);
        }

        return new JobRun(
            id, job, state, row.GetString(3), Instant.FromUnixTimeMilliseconds(row.GetInt64(4)),
            row.LongOrNull(6).ToInstant(), report, row.TextOrNull(11));
    }

    private const string Columns = "Id, Job, State, StartedBy, StartedAt, SeenAt, EndedAt, Processed, Changed, Errors, Findings, Fault";

    private const string IsIdle = "(Processed = 0 AND State = 2)";

    // However it ends; that is looked at afterwards.
    private static async Task WaitAsync(Task work) =>
        await work.WaitAsync(Heartbeat).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static Task<Result<Done>> Recorded(Action record)
    {
        record();
        return Task.FromResult<Result<Done>>(default(Done));
    }

    private void Tell(Job job) => _listeners.ForEach(listener => listener.OnMoved(job));

    private sealed class Running
    {
        public JobRunId Id { get; set; }

        public JobReport Report { get; set; } = new(0, 0, 0);
    }

    private sealed record Began(JobRunId Id);

    private sealed record StoredFinding(long? Customer, string Text);

    private sealed class Listener : IDisposable
    {
        private readonly JobBook _book;

        public Listener(JobBook book, Action<Job> onMoved)
        {
            (_book, OnMoved) = (book, onMoved);
            ImmutableInterlocked.Update(ref _book._listeners, (listeners, added) => listeners.Add(added), this);
        }

        public Action<Job> OnMoved { get; }

        public void Dispose() =>
            ImmutableInterlocked.Update(ref _book._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
