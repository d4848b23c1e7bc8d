using System.Data.Common;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Features.Profile;

/// <summary>
/// Reads something of a customer while what comes before it is still shown, so that one takes the other's place in one step.
/// What takes longer than a moment, or fails, is read by whoever shows it.
/// </summary>
/// <param name="feed">Tells of changes.</param>
/// <param name="time">Tells when the moment is over.</param>
/// <typeparam name="T">What is read.</typeparam>
public sealed class Ahead<T>(CustomerFeed feed, TimeProvider time) : IDisposable
    where T : struct
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(60);

    private Reading? _last;

    /// <summary>Reads it, in the place of what was read before.</summary>
    /// <param name="customer">Whose it is.</param>
    /// <param name="readAsync">Reads it.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public async Task ReadAsync(CustomerId customer, Func<CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        using var moment = new CancellationTokenSource(Moment, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, moment.Token);
        Forget();
        var reading = _last = new Reading(customer, feed.Listen(customer, static () => { }));
        try
        {
            reading.Read = await readAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever shows it reads it, or nobody wants it any more.
        }
        catch (DbException)
        {
            // Whoever shows it reads it and tells of the fault.
        }
    }

    /// <summary>What was read of this customer, once, unless it has changed since.</summary>
    public T? Take(CustomerId customer)
    {
        var read = _last is { HasChanged: false } last && last.Customer == customer ? last.Read : null;
        Forget();
        return read;
    }

    /// <summary>Gives up what was read.</summary>
    public void Forget()
    {
        _last?.Dispose();
        _last = null;
    }

    /// <inheritdoc />
    public void Dispose() => Forget();

    private sealed class Reading(CustomerId customer, CustomerFeed.Listening listening) : IDisposable
    {
        public bool HasChanged => listening.HasChanged;

        public CustomerId Customer { get; } = customer;

        public T? Read { get; set; }

        public void Dispose() => listening.Dispose();
    }
}
