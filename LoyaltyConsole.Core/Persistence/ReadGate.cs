using System.Threading.RateLimiting;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// How many reads run at once, in all and of one lane (S6), and how a read that nobody waits for any more is ended: SQLite
/// itself does not look at cancellation.
/// </summary>
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

    /// <summary>Ends what a connection reads as soon as nobody waits for it.</summary>
    /// <exception cref="OperationCanceledException">Nobody waited any more.</exception>
    public static async Task<T> InterruptibleAsync<T>(SqliteConnection connection, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        // Taken back before the connection goes to the next reader. A statement that is interrupted while it is prepared ends
        // in whatever SQLite was about to say of it, so the error's number tells nothing.
        await using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        try
        {
            return await read();
        }
        catch (SqliteException ended) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Nobody waits for this read any more.", ended, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    private static ConcurrencyLimiterOptions Limit(int most) =>
        new() { PermitLimit = most, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
}
