using System.Collections.Immutable;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Tells open screens that something of a customer was written, as soon as it is durable.</summary>
public sealed class CustomerFeed
{
    private ImmutableList<Listener> _listeners = [];

    /// <summary>Calls back after each change of the customer, until disposed.</summary>
    public IDisposable Listen(CustomerId customerId, Action onChanged)
    {
        var listener = new Listener(this, customerId, onChanged);
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        return listener;
    }

    internal void Announce(IReadOnlyCollection<CustomerId> customers)
    {
        if (customers.Count == 0)
        {
            return;
        }

        foreach (var listener in _listeners.Where(listener => customers.Contains(listener.CustomerId)))
        {
            // Never on the writer's back: a slow screen must not keep others from writing.
            ThreadPool.UnsafeQueueUserWorkItem(static heard => heard.Tell(), listener, preferLocal: false);
        }
    }

    private sealed class Listener(CustomerFeed feed, CustomerId customerId, Action onChanged) : IDisposable
    {
        private readonly Action _onChanged = HeardHere.Wrap(onChanged);

        public CustomerId CustomerId { get; } = customerId;

        public void Tell() => _onChanged();

        public void Dispose() => ImmutableInterlocked.Update(ref feed._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
