using LoyaltyConsole.Core.Ledger;
using Quartz;

namespace LoyaltyConsole.Jobs;

/// <summary>Brings accounts up to date that went stale by time alone.</summary>
[DisallowConcurrentExecution]
internal sealed partial class AccountsJob(AccountRefresh refresh, ILogger<AccountsJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var report = await refresh.RunAsync(cancellationToken);
        if (report.Errors > 0)
        {
            LogErrors(log, report.Errors, report.Processed);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Errors} of {Processed} accounts could not be brought up to date; the verb check names what is wrong with them")]
    private static partial void LogErrors(ILogger log, long errors, long processed);
}
