using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Where a customer stands: the level, and what will become of it by time.</summary>
internal sealed record TierStanding(CustomerId Customer, TierId Tier, Instant EnrolledAt, CustomerStatus Status)
{
    /// <summary>Since when on this level.</summary>
    public Instant Since { get; init; }

    /// <summary>When the level is evaluated next; null on the base level (rule 5.6.3).</summary>
    public Instant? DueAt { get; init; }

    /// <summary>The end of the grace period, in which a missed level is kept (rule 5.6.5).</summary>
    public Instant? KeptUntil { get; init; }

    public TierLock Lock { get; init; }

    /// <summary>When the lock ends; null for never.</summary>
    public Instant? LockedUntil { get; init; }

    /// <summary>
    /// The qualifying points with which a person set the level: until the next evaluation only points beyond what they
    /// deserved raise it, so that a level that was lowered by hand is not raised by the next order (rule 5.6.6).
    /// </summary>
    public Points? HeldAt { get; init; }

    /// <summary>The last instant at which the level was due and evaluated; what time did before it has been looked at.</summary>
    public Instant? LastEvaluatedAt { get; init; }

    /// <summary>When an evaluation can take place next: not before a full lock ends.</summary>
    public Instant? EvaluatedAt => Lock != TierLock.Full ? DueAt
        : DueAt is { } due && LockedUntil is { } until ? Instant.Max(due, until)
        : null;
}

/// <summary>Points that qualify from an instant on; negative where staff took some.</summary>
/// <param name="At">From when on.</param>
/// <param name="Points">How many.</param>
/// <param name="Unlocks">Whether they were booked before they qualify.</param>
internal readonly record struct QualifyingPoints(Instant At, Points Points, bool Unlocks = false)
{
    /// <summary>When they were booked, where that is known; what was booked later raised nobody before.</summary>
    public Instant? BookedAt { get; init; }
}

/// <summary>Something that happened to the level.</summary>
internal sealed record TierStep(Instant At, TierCause Cause, Tier From, Tier To, Points Qualifying, Points Threshold, TierLock Lock, Instant? Until);
