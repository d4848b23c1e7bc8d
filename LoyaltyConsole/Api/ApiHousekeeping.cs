using System.Data.Common;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Hosting;

namespace LoyaltyConsole.Api;

/// <summary>Writes the figures of calls down every few seconds, and forgets answers that are old.</summary>
internal sealed class ApiHousekeeping(CallLog log, IntegrationCalls calls, FaultLog faults) : BackgroundService
{
    private static readonly TimeSpan BetweenWritings = TimeSpan.FromSeconds(2);

    // Once an hour.
    private const int WritingsBetweenForgetting = 1_800;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(log.WriteAsync);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenWritings);
        for (var writing = 1; await timer.WaitForNextTickAsync(stoppingToken); writing++)
        {
            await TryAsync(log.WriteAsync);
            if (writing % WritingsBetweenForgetting == 0)
            {
                await TryAsync(() => calls.ForgetAsync(stoppingToken));
            }
        }
    }

    // A full disk today is no reason to stop for good.
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DbException fault)
        {
            faults.Record(fault);
        }
    }
}
