using System.Collections.Immutable;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Features.Profile.Presence;

/// <summary>What somebody is doing with a customer, from the least to what concerns others most.</summary>
public enum Doing
{
    /// <summary>Has the profile open.</summary>
    Looking,

    /// <summary>Edits the details.</summary>
    Editing,

    /// <summary>Changes the tier.</summary>
    ChangingTier,

    /// <summary>Books points.</summary>
    AdjustingPoints,
}

/// <summary>Somebody who is with a customer now.</summary>
/// <param name="Key">Who, whatever they are called.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Doing">What they are doing.</param>
public sealed record Present(string Key, string Name, Doing Doing);

/// <summary>Who is with which customer at this moment (X8). It lives as long as the screens do, and nothing of it is kept.</summary>
public sealed class PresenceBoard
{
    private ImmutableList<Stay> _stays = [];

    /// <summary>Tells that somebody is with the customer, until disposed.</summary>
    public IDisposable Enter(CustomerId customer, Present present)
    {
        var stay = new Stay(this, customer, present, OnChanged: null);
        ImmutableInterlocked.Update(ref _stays, stays => stays.Add(stay));
        Tell(customer);
        return stay;
    }

    /// <summary>Calls back when somebody comes, goes or begins something else, until disposed.</summary>
    public IDisposable Listen(CustomerId customer, Action onChanged)
    {
        var stay = new Stay(this, customer, Present: null, HeardHere.Wrap(onChanged));
        ImmutableInterlocked.Update(ref _stays, stays => stays.Add(stay));
        return stay;
    }

    /// <summary>The others who are with the customer, each once with what concerns one most.</summary>
    public IReadOnlyList<Present> Others(CustomerId customer, string key) =>
    [
        .. _stays.Where(stay => stay.Customer == customer && stay.Present is { } present && !string.Equals(present.Key, key, StringComparison.Ordinal))
            .Select(stay => stay.Present!)
            .GroupBy(present => present.Key, (_, same) => same.MaxBy(present => present.Doing)!, StringComparer.Ordinal)
            .OrderByDescending(present => present.Doing).ThenBy(present => present.Name, StringComparer.CurrentCulture),
    ];

    private void Leave(Stay stay)
    {
        ImmutableInterlocked.Update(ref _stays, (stays, gone) => stays.Remove(gone), stay);
        if (stay.Present is not null)
        {
            Tell(stay.Customer);
        }
    }

    private void Tell(CustomerId customer)
    {
        foreach (var stay in _stays.Where(stay => stay.Customer == customer))
        {
            stay.OnChanged?.Invoke();
        }
    }

    // By reference: the same person may be there several times.
    private sealed record Stay(PresenceBoard Board, CustomerId Customer, Present? Present, Action? OnChanged) : IDisposable
    {
        public void Dispose() => Board.Leave(this);

        public bool Equals(Stay? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
