using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Jobs;

/// <summary>Each run of a job leaves a record, however it ends.</summary>
public sealed class JobBookTests : LedgerTest
{
    private static readonly Actor Scheduler = Actor.Console(JobBook.Scheduler);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private JobBook Book => Programme.Get<JobBook>();

    [Fact]
    public async Task L_069_the_job_discards_what_was_not_used_in_time_and_leaves_the_rest_alone()
    {
        var (ada, bo, cy) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"), await Programme.CustomerAsync("Cy"));
        foreach (var customer in (LoyaltyConsole.Core.Customers.CustomerId[])[ada, bo, cy])
        {
            await Programme.LotAsync(customer, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromMinutes(20));
        }

        var lapsed = await Programme.ReserveAsync(ada, 30);
        Programme.Clock.Advance(Duration.FromMinutes(10));
        var waiting = await Programme.ReserveAsync(bo, 30);
        Programme.Clock.Advance(Duration.FromMinutes(6));

        var run = (await Book.RunAsync(Job.Reservations, Scheduler, onStarted: null, Cancel)).OrThrow();
        var again = (await Book.RunAsync(Job.Reservations, Scheduler, onStarted: null, Cancel)).OrThrow();

        Assert.Equal(new JobReport(1, 1, 0), run.Report, Counts);
        Assert.Equal(new JobReport(0, 0, 0), again.Report, Counts);
        Assert.Equal([3, 1], Programme.Query("SELECT State FROM Redemptions ORDER BY EntryId", row => row.GetInt32(0)));
        Assert.Equal(EntryStatus.Discarded, (await Programme.EntriesAsync(ada)).Single(entry => entry.Id == lapsed.Id).Status);
        Assert.Equal(EntryStatus.Active, (await Programme.EntriesAsync(bo)).Single(entry => entry.Id == waiting.Id).Status);
    }

    [Fact]
    public async Task T11_expiry_books_each_lot_once_and_says_how_many_accounts_it_changed()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        await Programme.CustomerAsync("Bo");
        Programme.Clock.Advance(Duration.FromDays(8));

        var first = (await Book.RunAsync(Job.Expiry, Scheduler, onStarted: null, Cancel)).OrThrow();
        var second = (await Book.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel)).OrThrow();

        Assert.Equal((1L, 1L, 0L), (first.Report.Processed, first.Report.Changed, second.Report.Processed));
        Assert.Single(await Programme.EntriesAsync(ada), entry => entry.Kind == EntryKind.Expiry);
    }

    [Fact]
    public async Task The_ledger_check_names_what_is_wrong_and_with_whom()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var sound = (await Book.RunAsync(Job.LedgerCheck, Scheduler, onStarted: null, Cancel)).OrThrow();
        Programme.Execute("UPDATE Accounts SET Collected = Collected + 1");

        var run = (await Book.RunAsync(Job.LedgerCheck, Scheduler, onStarted: null, Cancel)).OrThrow();
        Programme.Execute("UPDATE Accounts SET Collected = Collected - 1");

        Assert.Equal((JobRunState.Done, 1L, 0L), (sound.State, sound.Report.Processed, sound.Report.Errors));
        var finding = Assert.Single(run.Report.Findings);
        Assert.Equal((1L, ada), (run.Report.Errors, finding.Customer));
        Assert.Contains("Collected is what was credited", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outbox_has_work_only_while_something_is_due_and_every_other_job_always_may()
    {
        Assert.False(await Book.HasWorkAsync(Job.Outbox, Cancel));
        Assert.True(await Book.HasWorkAsync(Job.Accounts, Cancel));

        var guest = await Programme.CustomerAsync(email: "gus@example.org", registered: false);
        await Programme.OrderAsync(guest, 10m);
        Assert.True(await Book.HasWorkAsync(Job.Outbox, Cancel));
        Programme.Clock.Set(Programme.Clock.GetCurrentInstant() - Duration.FromMilliseconds(1));
        Assert.False(await Book.HasWorkAsync(Job.Outbox, Cancel));
    }

    [Fact]
    public async Task A_run_says_who_started_it_and_a_persons_run_is_audited()
    {
        await Book.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel);
        await Book.RunAsync(Job.Expiry, Programme.Manager, onStarted: null, Cancel);

        var runs = (await Book.ListAsync(new JobRunQuery(), new Window(0, 10), Programme.Manager, Cancel)).OrThrow();

        Assert.Equal(["Petra Lang", JobBook.Scheduler], runs.Rows.Select(run => run.StartedBy));
        Assert.All(runs.Rows, run => Assert.NotNull(run.EndedAt));
        Assert.Equal(["Petra Lang"], Programme.Query("SELECT Actor FROM AuditEntries WHERE Deed = 'RunJob'", row => row.GetString(0)));
    }

    [Fact]
    public async Task Only_managers_and_administrators_see_and_run_jobs()
    {
        var refusal = new NotAllowed(Capability.RunJobs);

        AssertRefused(refusal, await Book.RunAsync(Job.Accounts, Programme.Agent, onStarted: null, Cancel));
        AssertRefused(refusal, await Book.ListAsync(new JobRunQuery(), new Window(0, 10), Programme.Agent, Cancel));
        AssertRefused(refusal, await Book.StandingsAsync(Actor.Person("Mia", StaffRole.Marketing), Cancel));
        Assert.Empty(Programme.Query("SELECT Id FROM JobRuns", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task A_fault_is_recorded_with_what_was_done_until_then_and_told_to_whoever_runs_it()
    {
        var book = Doing((report, _) =>
        {
            report(new JobReport(7, 3, 0));
            throw new InvalidOperationException("The disk is gone.");
        });

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => book.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel));

        var run = await LatestAsync(book);
        Assert.Equal("The disk is gone.", fault.Message);
        Assert.Equal((JobRunState.Failed, 7L, 3L), (run.State, run.Report.Processed, run.Report.Changed));
        Assert.Equal("InvalidOperationException: The disk is gone.", run.Fault);
    }

    [Fact]
    public async Task A_run_that_is_stopped_counts_as_interrupted()
    {
        using var stop = new CancellationTokenSource();
        var book = Doing(async (_, stopping) =>
        {
            await stop.CancelAsync();
            stopping.ThrowIfCancellationRequested();
            return new JobReport(0, 0, 0);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => book.RunAsync(Job.Accounts, Scheduler, onStarted: null, stop.Token));

        Assert.Equal(JobRunState.Interrupted, (await LatestAsync(book)).State);
    }

    [Fact]
    public async Task A_job_runs_once_at_a_time_and_is_seen_running()
    {
        var goOn = new TaskCompletionSource();
        var book = Doing(async (report, _) =>
        {
            report(new JobReport(5, 2, 0));
            await goOn.Task;
            return new JobReport(9, 4, 0);
        });
        var underWay = new TaskCompletionSource();
        var first = book.RunAsync(Job.Accounts, Scheduler, underWay.SetResult, Cancel);
        await underWay.Task;

        AssertRefused(new JobIsRunning(Job.Accounts), await book.RunAsync(Job.Accounts, Programme.Manager, onStarted: null, Cancel));
        var seen = await LatestAsync(book);
        Programme.Clock.Advance(Duration.FromHours(1));
        var stillSeen = await LatestAsync(book);
        goOn.SetResult();
        var ended = (await first).OrThrow();

        Assert.Equal((JobRunState.Running, JobRunState.Running, JobRunState.Done), (seen.State, stillSeen.State, ended.State));
        Assert.Equal(9, ended.Report.Processed);
        Assert.True((await book.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task A_run_that_a_kill_left_open_is_shown_as_interrupted()
    {
        LeaveOpen();

        // Another process may be at work on it, until it has been silent for a while.
        Assert.Equal(JobRunState.Running, (await LatestAsync(Book)).State);
        Programme.Clock.Advance(Duration.FromMinutes(3));
        Assert.Equal(JobRunState.Interrupted, (await LatestAsync(Book)).State);
    }

    [Fact]
    public async Task A_console_that_starts_knows_that_what_is_open_was_interrupted_and_when_each_job_last_ran()
    {
        await Book.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel);
        var ran = Programme.Clock.GetCurrentInstant();
        Programme.Clock.Advance(Duration.FromHours(1));
        LeaveOpen();

        var latest = await Book.TidyAsync(Cancel);

        Assert.Equal(JobRunState.Interrupted, (await LatestAsync(Book)).State);
        Assert.Equal([KeyValuePair.Create(Job.Accounts, ran)], latest);
    }

    [Fact]
    public async Task Runs_without_work_are_left_out_unless_asked_for_and_do_not_pile_up()
    {
        var idle = Doing((_, _) => Task.FromResult(new JobReport(0, 0, 0)));
        var busy = Doing((_, _) => Task.FromResult(new JobReport(1, 0, 0)));
        await busy.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel);
        for (var run = 0; run < 105; run++)
        {
            await idle.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel);
        }

        var all = (await idle.ListAsync(new JobRunQuery(Job.Accounts), new Window(0, 10), Scheduler, Cancel)).OrThrow();
        var eventful = (await idle.ListAsync(new JobRunQuery(IsEventful: true), new Window(0, 10), Scheduler, Cancel)).OrThrow();
        var others = (await idle.ListAsync(new JobRunQuery(Job.Expiry), new Window(0, 10), Scheduler, Cancel)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(91));
        await idle.RunAsync(Job.Accounts, Scheduler, onStarted: null, Cancel);
        var late = (await idle.ListAsync(new JobRunQuery(), new Window(0, 10), Scheduler, Cancel)).OrThrow();

        Assert.Equal((101, 10), (all.Count, all.Rows.Count));
        Assert.Equal([1L], eventful.Rows.Select(run => run.Report.Processed));
        Assert.Equal(0, others.Count);
        Assert.Equal(1, late.Count);
    }

    [Fact]
    public async Task Every_job_stands_with_its_latest_run()
    {
        await Book.RunAsync(Job.Expiry, Scheduler, onStarted: null, Cancel);
        Programme.Clock.Advance(Duration.FromHours(1));
        await Book.RunAsync(Job.Expiry, Programme.Manager, onStarted: null, Cancel);

        var standings = (await Book.StandingsAsync(Programme.Manager, Cancel)).OrThrow();

        Assert.Equal(Book.Jobs, standings.Select(standing => standing.Job));
        Assert.Equal("Petra Lang", standings.Single(standing => standing.Latest is not null).Latest!.StartedBy);
    }

    private static bool Counts(JobReport left, JobReport right) =>
        (left.Processed, left.Changed, left.Errors) == (right.Processed, right.Changed, right.Errors);

    private static async Task<JobRun> LatestAsync(JobBook book) =>
        (await book.ListAsync(new JobRunQuery(), new Window(0, 1), Scheduler, Cancel)).OrThrow().Rows[0];

    private JobBook Doing(JobWork work) => new(Programme.Store, Programme.Clock, new Dictionary<Job, JobWork> { [Job.Accounts] = work });

    private void LeaveOpen()
    {
        var now = Programme.Clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        Programme.Execute(
            $"INSERT INTO JobRuns (Job, State, StartedBy, StartedAt, SeenAt, Processed, Changed, Errors) VALUES (3, 1, 'schedule', {now}, {now}, 0, 0, 0)");
    }
}
