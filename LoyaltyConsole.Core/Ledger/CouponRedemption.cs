using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>How far a redemption has come (rule 5.3).</summary>
public enum RedemptionState
{
    /// <summary>The coupon code is made; its points are spent unless the time runs out (L-069).</summary>
    Reserved = 1,

    /// <summary>The coupon code was used, or the points were spent at the desk.</summary>
    Confirmed = 2,

    /// <summary>The coupon code was not used in time.</summary>
    Lapsed = 3,

    /// <summary>The redemption was discarded on purpose.</summary>
    Cancelled = 4,
}

/// <summary>The coupon that a redemption made, and what became of it.</summary>
internal sealed class CouponRedemption
{
    /// <summary>The redemption's movement of points.</summary>
    public LedgerEntryId EntryId { get; init; }

    public CustomerId CustomerId { get; set; }

    public string? CouponCode { get; init; }

    public IntegrationId? IntegrationId { get; init; }

    public RedemptionState State { get; set; }

    /// <summary>Void from this instant on, unless confirmed; null for a redemption that never waited.</summary>
    public Instant? ReservedUntil { get; init; }

    /// <summary>When it was confirmed, lapsed or was cancelled.</summary>
    public Instant? SettledAt { get; set; }

    /// <summary>The order on which the coupon was used, as the shop names it; it may be sent later.</summary>
    public string? OrderRefId { get; set; }

    /// <summary>The order on which it was used, once it is recorded.</summary>
    public OrderId? OrderId { get; set; }
}
