using LoyaltyConsole.Core.Jobs;
using Quartz;

namespace LoyaltyConsole.Jobs;

/// <summary>Runs the job that it is named after.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledJob(JobDesk desk, ILogger<ScheduledJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // Refused only where somebody runs it by hand at this moment, which serves as well.
        var run = await desk.RunAsync(Enum.Parse<Job>(context.JobDetail.Key.Name), cancellationToken);
        if (run is { } known && known.Succeeded(out var ended, out _) && ended.Report.Errors > 0)
        {
            LogErrors(log, ended.Job, ended.Report.Errors, ended.Report.Processed);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Job}: {Errors} errors among {Processed}; the page Jobs names them, or the verb check does")]
    private static partial void LogErrors(ILogger log, Job job, long errors, long processed);
}
