using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Jobs;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Jobs;

/// <summary>The real scheduler, on the programme's clock.</summary>
public sealed class JobDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R7_a_console_that_was_off_for_a_week_runs_what_it_missed_once_and_at_once()
    {
        await using var programme = await Programme.CreateAsync();
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100, validUntil: programme.Clock.GetCurrentInstant() + Duration.FromDays(2));
        await programme.Get<JobBook>().RunAsync(Job.Expiry, Actor.Console(JobBook.Scheduler), onStarted: null, Cancel);
        programme.Clock.Advance(Duration.FromDays(7));

        await using var console = await StartAsync(programme);
        await UntilAsync(() => Task.FromResult(Runs(programme, Job.Expiry).Count == 2));
        await Task.Delay(TimeSpan.FromMilliseconds(500), Cancel);

        Assert.Equal([0L, 1L], Runs(programme, Job.Expiry));
        Assert.Single(await programme.EntriesAsync(ada), entry => entry.Kind == EntryKind.Expiry);
        Assert.Empty(Runs(programme, Job.LedgerCheck));
    }

    [Fact]
    public async Task R7_the_expiry_is_due_at_five_past_midnight_in_the_programmes_zone_on_either_side_of_daylight_saving()
    {
        await using var programme = await Programme.CreateAsync();
        programme.Clock.Set(Programme.Berlin(2026, 3, 28, 12));
        await using var winter = await StartAsync(programme);
        var before = await winter.Desk.NextAsync(Job.Expiry, Cancel);

        programme.Clock.Set(Programme.Berlin(2026, 3, 29, 12));
        await using var summer = await StartAsync(programme);
        var after = await summer.Desk.NextAsync(Job.Expiry, Cancel);

        Assert.Equal(Programme.Berlin(2026, 3, 29, 0, 5), before);
        Assert.Equal(Programme.Berlin(2026, 3, 30, 0, 5), after);
        Assert.Equal(Duration.FromHours(23), after - before);
    }

    [Fact]
    public async Task R7_the_schedule_follows_when_the_programme_moves_to_another_zone()
    {
        await using var programme = await Programme.CreateAsync();
        programme.Clock.Set(Programme.Berlin(2025, 11, 29, 10));
        await using var console = await StartAsync(programme);
        await NextAsync(console, Job.Expiry, Programme.Berlin(2025, 11, 30, 0, 5));

        await MoveAsync(programme, "America/New_York");
        await NextAsync(console, Job.Expiry, Programme.Berlin(2025, 11, 30, 6, 5));
        Assert.Empty(Runs(programme, Job.Expiry));

        // Eastward the new day has begun already, at 11:00 of the old clock.
        programme.Clock.Advance(Duration.FromHours(2));
        await MoveAsync(programme, "Pacific/Kiritimati");
        await NextAsync(console, Job.Expiry, Programme.Berlin(2025, 11, 30, 11, 5));
        await UntilAsync(() => Task.FromResult(Runs(programme, Job.Expiry).Count == 1));
        Assert.Empty(Runs(programme, Job.LedgerCheck));
    }

    [Fact]
    public void Every_job_is_on_the_schedule() =>
        Assert.Equal(Enum.GetValues<Job>().Order(), Schedule.Times.Keys.Order());

    [Fact]
    public async Task Whoever_may_not_run_jobs_is_refused()
    {
        await using var programme = await Programme.CreateAsync();
        await using var console = await StartAsync(programme);

        var refused = await console.Desk.RunNowAsync(Job.LedgerCheck, programme.Agent);

        Assert.False(refused.Succeeded(out _, out var refusal));
        Assert.Equal(new NotAllowed(Capability.RunJobs), refusal);
        Assert.Empty(Runs(programme, Job.LedgerCheck));
    }

    private static async Task MoveAsync(Programme programme, string zone)
    {
        var seen = ProgrammeRules.Of(programme.Get<ProgrammeBook>().Settings());
        (await programme.Get<ProgrammeBook>().ChangeAsync(seen, seen with { ZoneId = zone }, Actor.Person("Ines Roth", StaffRole.Administrator))).OrThrow();
    }

    private static Task NextAsync(Running console, Job job, Instant expected) =>
        UntilAsync(async () => await console.Desk.NextAsync(job, Cancel) == expected);

    private static async Task<Running> StartAsync(Programme programme)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<FaultLog>()
            .AddSingleton(programme.Get<JobBook>())
            .AddSingleton(programme.Get<ProgrammeBook>())
            .AddSingleton<IClock>(programme.Clock)
            .AddSingleton<IHostApplicationLifetime, NoLifetime>()
            .AddSchedule(programme.Clock)
            .BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancel);
        }

        return new Running(services);
    }

    private static IReadOnlyList<long> Runs(Programme programme, Job job) => programme.Query(
        "SELECT Processed FROM JobRuns WHERE Job = @0 AND State = 2 ORDER BY Id", row => row.GetInt64(0), ("@0", (int)job));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private sealed class Running(ServiceProvider services) : IAsyncDisposable
    {
        public JobDesk Desk => services.GetRequiredService<JobDesk>();

        public async ValueTask DisposeAsync()
        {
            foreach (var hosted in services.GetServices<IHostedService>().Reverse())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
