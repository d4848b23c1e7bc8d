using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LoyaltyConsole.Core.Programme;

/// <summary>Makes customers up while others are being booked.</summary>
internal static class MadeUpQueue
{
    /// <summary>How many are handed to the bookings at a time.</summary>
    public const int Batch = 256;

    /// <summary>The same sequence, worked through on a thread of its own and a few ahead.</summary>
    public static async IAsyncEnumerable<MadeUpCustomer> AheadAsync(
        IEnumerable<MadeUpCustomer> lives, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<MadeUpCustomer>(4 * Batch);
        var making = Task.Run(
            async () =>
            {
                foreach (var life in lives)
                {
                    await channel.Writer.WriteAsync(life, stopping.Token);
                }

                channel.Writer.Complete();
            },
            CancellationToken.None);
        _ = making.ContinueWith(
            made => channel.Writer.TryComplete(made.Exception?.InnerException),
            CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);
        try
        {
            await foreach (var life in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return life;
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
