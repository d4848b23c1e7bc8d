using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace LoyaltyConsole.Sessions;

/// <summary>
/// Lets a person's events in one after the other, as many a second as somebody can raise by hand (S6). What is more waits
/// on its line, so that the network slows the sender down and nobody else.
/// </summary>
internal sealed class EventGate(OpenTabs tabs, SessionSettings settings) : IHubFilter, IAsyncDisposable
{
    // A page that opens raises some dozens at once by itself.
    private const int SecondsOfBurst = 3;

    private readonly PartitionedRateLimiter<string> _events = PartitionedRateLimiter.Create<string, string>(person =>
        RateLimitPartition.GetTokenBucketLimiter(person, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = SecondsOfBurst * settings.EventsPerSecond,
            TokensPerPeriod = Math.Max(1, settings.EventsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / 10,

            // Each line waits with one event, and the lines are counted.
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var line = invocationContext.Context;
        var person = OpenTab.PersonOf(line.User);
        if (string.Equals(invocationContext.HubMethodName, "StartCircuit", StringComparison.Ordinal) && tabs.IsFlooding(person))
        {
            line.Abort();
            return null;
        }

        RateLimitLease place;
        try
        {
            place = await _events.AcquireAsync(person, cancellationToken: line.ConnectionAborted);
        }
        catch (OperationCanceledException) when (line.ConnectionAborted.IsCancellationRequested)
        {
            // Whoever closed the tab hears no answer.
            return null;
        }

        using (place)
        {
            return await next(invocationContext);
        }
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
