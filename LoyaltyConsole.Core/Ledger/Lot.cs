using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>What is left of one credit, and from when to when it can be redeemed (rule 5.1.3).</summary>
internal sealed class Lot
{
    /// <summary>Whose points.</summary>
    public CustomerId CustomerId { get; set; }

    /// <summary>The crediting entry.</summary>
    public LedgerEntryId EntryId { get; set; }

    /// <summary>What was credited.</summary>
    public Points Amount { get; init; }

    /// <summary>What no allocation has taken yet ("Available Points", L-063).</summary>
    public Points Remaining { get; set; }

    /// <summary>
    /// What credit notes have taken back of this credit, wherever the points came from; so that no order ever
    /// gives back more than it earned (rule 5.4.3).
    /// </summary>
    public Points TakenBack { get; set; }

    /// <summary>What expiry entries have taken of it; credit notes do not take that again (rule 5.4.4).</summary>
    public Points Expired { get; set; }

    /// <summary>Redeemable from this instant on; null for at once.</summary>
    public Instant? LockedUntil { get; init; }

    /// <summary>No longer redeemable from this instant on; null for never.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>When the credit acts; older lots are used first where validity is the same.</summary>
    public Instant EarnedAt { get; init; }

    /// <summary>The order that earned it.</summary>
    public OrderId? OrderId { get; set; }

    /// <summary>What the credit was for.</summary>
    public EntryKind Kind { get; init; }

    // The entry that is being booked together with this lot and has no id yet.
    internal LedgerEntry? NewEntry { get; init; }

    public bool IsLockedAt(Instant at) => LockedUntil is { } until && at < until;

    public bool IsExpiredAt(Instant at) => ValidUntil is { } until && until <= at;

    public bool IsRedeemableAt(Instant at) => !IsLockedAt(at) && !IsExpiredAt(at);
}
