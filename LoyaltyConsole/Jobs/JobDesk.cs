using System.Collections.Concurrent;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using NodaTime;
using Quartz;

namespace LoyaltyConsole.Jobs;

/// <summary>Puts the jobs on the schedule, catches up on what was missed, and runs them at once where somebody asks for it.</summary>
public sealed class JobDesk(JobBook book, ProgrammeBook programme, ISchedulerFactory schedulers, FaultLog faults, IClock clock)
    : IHostedService, IDisposable
{
    private static readonly Actor Scheduler = Actor.Console(JobBook.Scheduler);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Job, Task> _byHand = new();

    /// <summary>Starts a job now, and comes back once it is under way; a closed browser stops nothing.</summary>
    /// <returns>Nothing; or what <see cref="JobBook.RunAsync"/> refuses.</returns>
    public async Task<Result<Done>> RunNowAsync(Job job, Actor actor)
    {
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Task.Run(() => book.RunAsync(job, actor, underWay.SetResult, _stopping.Token));
        await Task.WhenAny(underWay.Task, running);
        if (running.IsCompletedSuccessfully && !(await running).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        _byHand[job] = FinishAsync(running);
        return default(Done);
    }

    /// <summary>When the scheduler runs the job next; null where it does not.</summary>
    public async Task<Instant?> NextAsync(Job job, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var trigger = await scheduler.GetTrigger(new TriggerKey(job.ToString()), cancellationToken);
        return trigger?.NextFireTimeUtc is { } next ? Instant.FromDateTimeOffset(next) : null;
    }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var latest = await book.TidyAsync(cancellationToken);
        var zone = TimeZoneInfo.FindSystemTimeZoneById((await programme.SettingsAsync(cancellationToken)).ZoneId);
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var (job, times) in Schedule.Times)
        {
            var detail = JobBuilder.Create<ScheduledJob>().WithIdentity(job.ToString()).Build();
            var trigger = TriggerBuilder.Create(new ClockTime(clock))
                .WithIdentity(job.ToString())
                .WithCronSchedule(times, cron => cron.InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                .Build();
            await scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellationToken);

            // Whatever should have run while the console was off is made up for by one run now.
            if (latest.TryGetValue(job, out var last) && new CronExpression(times, zone).GetNextValidTimeAfter(last.ToDateTimeOffset()) <= clock.GetCurrentInstant().ToDateTimeOffset())
            {
                await scheduler.TriggerJob(detail.Key, cancellationToken: cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_byHand.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    /// <summary>Runs a job in the scheduler's name, to its end or to the console's.</summary>
    internal async Task<Result<JobRun>> RunAsync(Job job, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        return await book.RunAsync(job, Scheduler, onStarted: null, stop.Token);
    }

    // The record of the run says what happened; the log has the whole of a fault.
    private async Task FinishAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.Exception?.InnerException is { } fault)
        {
            faults.Record(fault);
        }
    }
}
