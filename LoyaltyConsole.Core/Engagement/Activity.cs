using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>What kind of thing happened with a customer .</summary>
public enum ActivityKind
{
    /// <summary>The customer joined.</summary>
    SignedUp,

    /// <summary>An order.</summary>
    Transaction,

    /// <summary>A credit note.</summary>
    CreditNote,

    /// <summary>A credit by hand.</summary>
    Credited,

    /// <summary>A deduction by hand.</summary>
    Deducted,

    /// <summary>Points were spent.</summary>
    Redeemed,

    /// <summary>Points were spent, which was discarded since.</summary>
    RedemptionDiscarded,

    /// <summary>Points expired.</summary>
    Expired,

    /// <summary>Points for the enrolment.</summary>
    EnrolmentPoints,

    /// <summary>Points for a birthday.</summary>
    BirthdayPoints,

    /// <summary>Points of a campaign, granted by hand.</summary>
    CampaignPoints,

    /// <summary>Points for a used coupon.</summary>
    CouponPoints,

    /// <summary>Spent points were given back because the order was returned.</summary>
    GivenBack,

    /// <summary>A movement of points was reversed.</summary>
    Reversed,

    /// <summary>The level changed.</summary>
    TierChanged,

    /// <summary>The level stayed, but its grace period or its lock changed.</summary>
    TierNoted,

    /// <summary>The customer takes part again.</summary>
    Activated,

    /// <summary>The customer takes part no longer for the time being.</summary>
    Deactivated,

    /// <summary>Redemption was locked.</summary>
    RedemptionLocked,

    /// <summary>Redemption was unlocked.</summary>
    RedemptionUnlocked,

    /// <summary>The personal details were edited.</summary>
    DetailsEdited,

    /// <summary>A note was written.</summary>
    NoteWritten,

    /// <summary>A coupon of a campaign was given.</summary>
    CouponGiven,

    /// <summary>A coupon of a campaign was used.</summary>
    CouponUsed,

    /// <summary>A coupon of a campaign was withdrawn.</summary>
    CouponWithdrawn,

    /// <summary>A reward was used.</summary>
    RewardUsed,

    /// <summary>A reward was removed.</summary>
    RewardRemoved,

    /// <summary>Somebody asked to merge the account.</summary>
    MergeRequested,

    /// <summary>Another account was merged into this one.</summary>
    AccountsMerged,

    /// <summary>Somebody followed the referral code.</summary>
    Referred,
}

/// <summary>Something that happened with a customer.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When it acts.</param>
/// <param name="Points">How many points it moved, signed; null where it moved none.</param>
/// <param name="Reference">The order, credit note or coupon code that it is about, where there is one.</param>
/// <param name="FromTier">The level before, for one that changed.</param>
/// <param name="ToTier">The level after.</param>
/// <param name="Cause">Why, for a level.</param>
/// <param name="Actor">Who did it; null where the customer or the programme did.</param>
public sealed record Activity(
    ActivityKind Kind, Instant At, Points? Points, string? Reference, string? FromTier, string? ToTier, TierCause? Cause, string? Actor);
