using Quartz;

namespace LoyaltyConsole.Jobs;

/// <summary>What the console does by itself, and when.</summary>
internal static class Schedule
{
    public static IServiceCollection AddSchedule(this IServiceCollection services) => services
        .AddQuartz(quartz => quartz.ScheduleJob<AccountsJob>(trigger => trigger
            .WithIdentity("accounts")
            .StartNow()
            .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever())))
        .AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
}
