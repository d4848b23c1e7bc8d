using System.Collections.Immutable;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Tells open screens that something of a customer was written, as soon as it is durable.</summary>
public sealed class CustomerFeed
{
    private ImmutableList<Listening> _listeners = [];

    /// <summary>What is done when somebody begins to listen.</summary>
    internal Action? OnListening { get; set; }

    /// <summary>Calls back after each change of the customer, until disposed.</summary>
    public Listening Listen(CustomerId customerId, Action onChanged)
    {
        var listener = new Listening(this, customerId, onChanged);
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        OnListening?.Invoke();
        return listener;
    }

    internal void Announce(IReadOnlyCollection<CustomerId> customers)
    {
        if (customers.Count == 0)
        {
            return;
        }

        Tell(_listeners.Where(listener => customers.Contains(listener.CustomerId)));
    }

    /// <summary>Tells everybody, where nobody knows what was written.</summary>
    internal void AnnounceAll() => Tell(_listeners);

    private static void Tell(IEnumerable<Listening> listeners)
    {
        foreach (var listener in listeners)
        {
            listener.HasChanged = true;

            // Never on the writer's back: a slow screen must not keep others from writing.
            ThreadPool.UnsafeQueueUserWorkItem(static heard => heard.Tell(), listener, preferLocal: false);
        }
    }

    /// <summary>Somebody who is told of one customer, until disposed.</summary>
    public sealed class Listening : IDisposable
    {
        private readonly CustomerFeed _feed;
        private readonly Action _onChanged;
        private volatile bool _hasChanged;

        internal Listening(CustomerFeed feed, CustomerId customerId, Action onChanged) =>
            (_feed, CustomerId, _onChanged) = (feed, customerId, HeardHere.Wrap(onChanged));

        /// <summary>Whether something was written since, known before whoever wrote it goes on.</summary>
        public bool HasChanged
        {
            get => _hasChanged;
            internal set => _hasChanged = value;
        }

        internal CustomerId CustomerId { get; }

        internal void Tell() => _onChanged();

        /// <inheritdoc />
        public void Dispose() => ImmutableInterlocked.Update(ref _feed._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
