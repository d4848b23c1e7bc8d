using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>A customer who never lived, and what happened to them in the order in which it happened.</summary>
/// <param name="Integration">The name of the integration they came from.</param>
/// <param name="EnrolledAt">When they joined.</param>
/// <param name="Events">What happened, the earliest first.</param>
public sealed record MadeUpCustomer(string Integration, Instant EnrolledAt, IReadOnlyList<MadeUpEvent> Events)
{
    /// <summary>Their reference there; null for a guest.</summary>
    public string? RefId { get; init; }

    /// <summary>First and last name.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The phone number, as they spelt it.</summary>
    public string? Phone { get; init; }

    /// <summary>The day of birth.</summary>
    public LocalDate? Birthday { get; init; }

    /// <summary>Whether they have an account with the shop.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Whether they are locked for redemption now.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether they take part now.</summary>
    public CustomerStatus Status { get; init; } = CustomerStatus.Active;
}

/// <summary>Something that happened to a made-up customer.</summary>
/// <param name="At">When.</param>
public abstract record MadeUpEvent(Instant At);

/// <summary>They ordered.</summary>
/// <param name="At">When.</param>
/// <param name="RefId">The order's reference in the customer's integration.</param>
/// <param name="Positions">What was bought; at least one.</param>
public sealed record MadeUpOrder(Instant At, string RefId, IReadOnlyList<NewPosition> Positions) : MadeUpEvent(At)
{
    /// <summary>The salutation of the billing address.</summary>
    public string? Salutation { get; init; }

    /// <summary>The billing address.</summary>
    public Address Billing { get; init; } = Address.None;

    /// <summary>The delivery address.</summary>
    public Address Delivery { get; init; } = Address.None;

    /// <summary>Shipping, which earns nothing.</summary>
    public decimal Shipping { get; init; }
}

/// <summary>They sent something back.</summary>
/// <param name="At">When.</param>
/// <param name="RefId">The credit note's reference.</param>
/// <param name="Amount">The goods' value that was given back, positive.</param>
/// <param name="OrderRefId">The earlier order that it takes back; null for a credit note that names none.</param>
public sealed record MadeUpCreditNote(Instant At, string RefId, decimal Amount, string? OrderRefId) : MadeUpEvent(At);

/// <summary>Staff credited or deducted points by hand. A deduction takes what is there at the most.</summary>
/// <param name="At">When.</param>
/// <param name="Points">How many, signed.</param>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Actor">Who did it.</param>
public sealed record MadeUpAdjustment(Instant At, Points Points, ReasonKind Reason, string Actor) : MadeUpEvent(At)
{
    /// <summary>A credit is locked until this instant.</summary>
    public Instant? LockedUntil { get; init; }

    /// <summary>A credit runs out at this instant.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>Why, for staff.</summary>
    public string? InternalReason { get; init; }

    /// <summary>What the customer reads.</summary>
    public string? CustomerText { get; init; }
}

/// <summary>They spent points for a coupon: whatever is redeemable, but not more than they wanted.</summary>
/// <param name="At">When.</param>
/// <param name="Most">The most that they wanted to spend.</param>
/// <param name="CouponCode">The coupon's code, unique among this customer's.</param>
public sealed record MadeUpRedemption(Instant At, Points Most, string CouponCode) : MadeUpEvent(At)
{
    /// <summary>The earlier order that the coupon was used for.</summary>
    public string? OrderRefId { get; init; }
}

/// <summary>A coupon was given back before it was used.</summary>
/// <param name="At">When.</param>
/// <param name="CouponCode">The code of the redemption.</param>
public sealed record MadeUpDiscard(Instant At, string CouponCode) : MadeUpEvent(At);

/// <summary>They spent points on a reward at the desk, if they had enough.</summary>
/// <param name="At">When.</param>
/// <param name="Reward">The reward's name.</param>
/// <param name="CouponCode">The coupon code that they got for it, unique among all coupons.</param>
/// <param name="Actor">Who booked it for them.</param>
public sealed record MadeUpSpend(Instant At, string Reward, string CouponCode, string Actor) : MadeUpEvent(At)
{
    /// <summary>When they used the reward; null while it is outstanding.</summary>
    public Instant? UsedAt { get; init; }
}

/// <summary>They were given a coupon of the campaign.</summary>
/// <param name="At">When.</param>
/// <param name="CouponCode">Its code, unique among all coupons.</param>
/// <param name="Actor">Who gave it.</param>
public sealed record MadeUpCoupon(Instant At, string CouponCode, string Actor) : MadeUpEvent(At);

/// <summary>They used a coupon that they had been given.</summary>
/// <param name="At">When.</param>
/// <param name="CouponCode">Its code.</param>
/// <param name="OrderRefId">The order on which they used it.</param>
public sealed record MadeUpCouponUse(Instant At, string CouponCode, string OrderRefId) : MadeUpEvent(At);
