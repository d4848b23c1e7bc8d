using System.Threading.RateLimiting;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>How many reads run at once, in all and of one lane (S6).</summary>
internal sealed class ReadGate : IAsyncDisposable
{
    // A page reads its rows and their count beside each other. A third read of the same person is one too heavy.
    private const int MostOfOneLane = 2;
    private const int MostAtOnce = 16;

    // A read within a read has its place already; waiting for another could wait for itself.
    private static readonly AsyncLocal<bool> IsInside = new();

    private readonly PartitionedRateLimiter<string?> _gate = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string?, string>(lane => lane is null
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetConcurrencyLimiter(lane, _ => Limit(MostOfOneLane))),
        PartitionedRateLimiter.Create<string?, string>(_ => RateLimitPartition.GetConcurrencyLimiter("", _ => Limit(MostAtOnce))));

    /// <summary>Reads on a thread of its own when it is its lane's turn.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            if (IsInside.Value)
            {
                return await read();
            }

            using var place = await _gate.AcquireAsync(ReadLane.Current, cancellationToken: cancellationToken);
            IsInside.Value = true;
            return await read();
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    private static ConcurrencyLimiterOptions Limit(int most) =>
        new() { PermitLimit = most, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
}
