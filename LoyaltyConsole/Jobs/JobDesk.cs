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
    private readonly Lock _moving = new();
    private Task _moved = Task.CompletedTask;
    private string? _zone;

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
        programme.SettingsChange += Follow;
        _zone = (await programme.SettingsAsync(cancellationToken)).ZoneId;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(_zone);
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var (job, times) in Schedule.Times)
        {
            var detail = JobBuilder.Create<ScheduledJob>().WithIdentity(job.ToString()).Build();
            await scheduler.ScheduleJob(detail, Trigger(job, zone), cancellationToken: cancellationToken);

            // Whatever should have run while the console was off is made up for by one run now.
            if (latest.TryGetValue(job, out var last) && IsMissed(job, zone, last.ToDateTimeOffset()))
            {
                await scheduler.TriggerJob(detail.Key, cancellationToken: cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        programme.SettingsChange -= Follow;
        await _stopping.CancelAsync();
        await Task.WhenAll([_moved, .. _byHand.Values]).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    /// <summary>Runs a job in the scheduler's name, to its end or to the console's; null where it is known that there is nothing to do.</summary>
    internal async Task<Result<JobRun>?> RunAsync(Job job, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        if (!await book.HasWorkAsync(job, stop.Token))
        {
            return null;
        }

        return await book.RunAsync(job, Scheduler, onStarted: null, stop.Token);
    }

    private ITrigger Trigger(Job job, TimeZoneInfo zone) => TriggerBuilder.Create(new ClockTime(clock))
        .WithIdentity(job.ToString())
        .WithCronSchedule(Schedule.Times[job], cron => cron.InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
        .Build();

    private bool IsMissed(Job job, TimeZoneInfo zone, DateTimeOffset last) =>
        new CronExpression(Schedule.Times[job], zone).GetNextValidTimeAfter(last) <= clock.GetCurrentInstant().ToDateTimeOffset();

    // The programme's midnight may have become another one. One change after the other, so that the last one holds.
    private void Follow(object? sender, EventArgs change)
    {
        lock (_moving)
        {
            _moved = FinishAsync(MoveAsync(_moved));
        }
    }

    private async Task MoveAsync(Task before)
    {
        await before;
        var zoneId = (await programme.SettingsAsync(_stopping.Token)).ZoneId;
        if (string.Equals(zoneId, _zone, StringComparison.Ordinal))
        {
            return;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var scheduler = await schedulers.GetScheduler(_stopping.Token);
        foreach (var job in Schedule.Times.Keys)
        {
            var key = new TriggerKey(job.ToString());
            var old = await scheduler.GetTrigger(key, _stopping.Token);
            await scheduler.RescheduleJob(key, Trigger(job, zone), _stopping.Token);

            // Eastward the hour may be over already on the new clock.
            if (old is not null && IsMissed(job, zone, old.PreviousFireTimeUtc ?? old.StartTimeUtc))
            {
                await scheduler.TriggerJob(new JobKey(job.ToString()), cancellationToken: _stopping.Token);
            }
        }

        _zone = zoneId;
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
