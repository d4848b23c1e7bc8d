using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Features.Profile;

/// <summary>Tells a screen when it should look at its customer again: after a change, and as time goes by.</summary>
/// <param name="feed">Tells of changes.</param>
/// <param name="time">Tells of time.</param>
public sealed class CustomerWatch(CustomerFeed feed, TimeProvider time)
{
    // Locks and validities end by themselves, without a word from the feed.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    /// <summary>Calls back, from any thread, until disposed.</summary>
    public IDisposable Watch(CustomerId customer, Action onChanged) => new Watching(
        feed.Listen(customer, onChanged), time.CreateTimer(_ => onChanged(), null, Pace, Pace));

    private sealed class Watching(IDisposable listening, IDisposable timing) : IDisposable
    {
        public void Dispose()
        {
            listening.Dispose();
            timing.Dispose();
        }
    }
}
