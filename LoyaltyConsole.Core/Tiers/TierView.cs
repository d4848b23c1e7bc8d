using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Where a customer stands now, and what will become of it.</summary>
/// <param name="Customer">Whose level.</param>
/// <param name="Level">The level.</param>
/// <param name="Since">Since when.</param>
/// <param name="DueAt">When it is evaluated next; null on the base level (rule 5.6.3).</param>
/// <param name="KeptUntil">The end of the grace period in which a missed level is kept (rule 5.6.5).</param>
/// <param name="Lock">What holds it against automatic change (rule 5.6.6).</param>
/// <param name="LockedUntil">When that lock ends; null for never.</param>
/// <param name="Forecast">What will become of it (X10).</param>
/// <param name="Version">The version to hand back with a change.</param>
public sealed record TierView(
    CustomerId Customer, Tier Level, Instant Since, Instant? DueAt, Instant? KeptUntil, TierLock Lock, Instant? LockedUntil,
    TierForecast Forecast, long Version)
{
    /// <summary>Who set the lock.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Why, for staff.</summary>
    public string? LockReason { get; init; }

    /// <summary>All levels from the lowest.</summary>
    public IReadOnlyList<Tier> Levels { get; init; } = [];

    /// <summary>What was given on entry, the latest first.</summary>
    public IReadOnlyList<TierGift> Gifts { get; init; } = [];
}

/// <summary>What a booking that is not made yet would make of a level (X2).</summary>
/// <param name="Now">The level now.</param>
/// <param name="After">The level afterwards; the same where it stays.</param>
/// <param name="Gift">The points that would be given on entry.</param>
public sealed record TierAfter(Tier Now, Tier After, Points Gift);

/// <summary>What a level gave on entry (rule 5.6.7).</summary>
/// <param name="Level">What the level is called; null where it is gone.</param>
/// <param name="At">When.</param>
/// <param name="Points">How many points.</param>
/// <param name="IsLeft">Whether the customer has lost that level since; what was given stays (rule 5.4.9).</param>
public sealed record TierGift(string? Level, Instant At, Points Points, bool IsLeft);

/// <summary>A change of level that a person makes (S-028 to S-033, E-048, E-050).</summary>
/// <param name="Key">The key that the dialog made when it opened; the same change twice is made once.</param>
/// <param name="Customer">Whose level.</param>
/// <param name="SeenVersion">The version that the operator sees.</param>
/// <param name="To">The new level; the present one where only the lock changes.</param>
public sealed record TierOrder(Guid Key, CustomerId Customer, long SeenVersion, TierId To)
{
    /// <summary>"Internal notes" (S-031).</summary>
    public string? Note { get; init; }

    /// <summary>"trigger tier rewards" (S-032): give what the level gives on entry, unless it was given in this cycle.</summary>
    public bool GivesRewards { get; init; }

    /// <summary>The lock afterwards.</summary>
    public TierLock Lock { get; init; }

    /// <summary>The last day of that lock; null for no end.</summary>
    public LocalDate? LockUntil { get; init; }
}

/// <summary>What a change of level would do, before it is made (X2).</summary>
/// <param name="Now">Where the customer stands.</param>
/// <param name="After">Where the customer would stand.</param>
/// <param name="Rewards">The points that would be given on entry.</param>
public sealed record TierPreview(TierView Now, TierView After, Points Rewards)
{
    /// <summary>Why it would have to be approved by somebody else; null where it would not (X6).</summary>
    public ApprovalNeeded? Needs { get; init; }
}
