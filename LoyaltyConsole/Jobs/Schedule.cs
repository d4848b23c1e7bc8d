using LoyaltyConsole.Core.Jobs;
using NodaTime;
using Quartz;

namespace LoyaltyConsole.Jobs;

/// <summary>What the console does by itself, and when, in the programme's zone.</summary>
internal static class Schedule
{
    /// <summary>When each job runs, as cron expressions.</summary>
    public static IReadOnlyDictionary<Job, string> Times { get; } = new Dictionary<Job, string>
    {
        [Job.Reservations] = "0 * * * * ?",
        [Job.Accounts] = "30 * * * * ?",

        [Job.Outbox] = "0/5 * * * * ?",
        [Job.Connections] = "2/5 * * * * ?",

        // Before the expiry of the same midnight (rule 5.5.10).
        [Job.Tiers] = "0 2 0 * * ?",
        [Job.Expiry] = "0 5 0 * * ?",
        [Job.Birthdays] = "0 15 0 * * ?",
        [Job.Merges] = "45 * * * * ?",

        // The day before is over by then, for the morning's lists.
        [Job.Segments] = "0 0 1 * * ?",
        [Job.LedgerCheck] = "0 0 3 * * ?",
    };

    public static IServiceCollection AddSchedule(this IServiceCollection services, IClock clock) => services
        .AddQuartz(quartz => quartz.UseTimeProvider(new ClockTime(clock)))
        .AddQuartzHostedService(options => options.WaitForJobsToComplete = true)
        .AddSingleton<JobDesk>()
        .AddHostedService(provider => provider.GetRequiredService<JobDesk>());
}

/// <summary>The programme's clock as the scheduler wants it: a demonstration has nights of its own.</summary>
internal sealed class ClockTime(IClock clock) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
}
