using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The consecutive id of a movement of points (L-057).</summary>
public readonly record struct LedgerEntryId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Why points moved. The numbers are stored; never reuse one.</summary>
public enum EntryKind
{
    /// <summary>Points for order: base points (L-048).</summary>
    OrderBase = 1,

    /// <summary>Points for revenue (L-049).</summary>
    Revenue = 2,

    /// <summary>Points for category (L-050).</summary>
    Category = 3,

    /// <summary>Item points (L-051).</summary>
    Item = 4,

    /// <summary>A credit by hand (L-072).</summary>
    ManualCredit = 5,

    /// <summary>A deduction by hand (L-073).</summary>
    ManualDebit = 6,

    /// <summary>Points spent (L-052).</summary>
    Redemption = 7,

    /// <summary>What a lot still held when its validity ended (rule 5.5.5).</summary>
    Expiry = 8,

    /// <summary>What a credit note took back of an order's points (rule 5.4).</summary>
    Clawback = 9,

    /// <summary>Points for enrolment.</summary>
    Enrolment = 10,

    /// <summary>Points for a birthday.</summary>
    Birthday = 11,

    /// <summary>Extra points of a campaign that staff granted by hand.</summary>
    Campaign = 12,

    /// <summary>Points for a used coupon of a campaign.</summary>
    Coupon = 13,

    /// <summary>Spent points given back to their lots because the order was returned (rule 5.4.8).</summary>
    Restored = 14,

    /// <summary>The compensating movement that reverses another; a credit or a deduction, against the reversed one (X9).</summary>
    Reversal = 15,
}

/// <summary>Whether a movement counts (L-067, L-068).</summary>
public enum EntryStatus
{
    /// <summary>It counts.</summary>
    Active = 1,

    /// <summary>It affects neither balances nor statistics.</summary>
    Discarded = 2,
}

/// <summary>What kind of reason a manual entry has; it decides whether the entry qualifies for tiers (rule 5.6.1).</summary>
public enum ReasonKind
{
    /// <summary>Something given for something done.</summary>
    Reward = 1,

    /// <summary>Something given to make good.</summary>
    Goodwill = 2,

    /// <summary>What should have been earned, or should not.</summary>
    CorrectionOfEarning = 3,

    /// <summary>Points back for something that was spent.</summary>
    ReturnOfRedemption = 4,

    /// <summary>Points that are taken because they are no longer valid.</summary>
    ManualExpiry = 5,
}

/// <summary>One movement of points, and why. Never edited; a correction is another movement.</summary>
public sealed class LedgerEntry
{
    /// <summary>The longest internal reason and customer text.</summary>
    public const int TextLength = 2_000;

    /// <summary>The consecutive id (L-057).</summary>
    public LedgerEntryId Id { get; internal set; }

    /// <summary>Whose points.</summary>
    public CustomerId CustomerId { get; internal set; }

    /// <summary>Whose points they were before a merge; the same as the customer when there was none.</summary>
    public CustomerId OriginalCustomerId { get; internal set; }

    /// <summary>Why points moved.</summary>
    public EntryKind Kind { get; internal init; }

    /// <summary>How many, signed: a deduction is negative (L-062).</summary>
    public Points Points { get; internal init; }

    /// <summary>Whether the movement counts.</summary>
    public EntryStatus Status { get; internal set; } = EntryStatus.Active;

    /// <summary>Whether the deduction was booked beyond the balance (rule 5.4.6).</summary>
    public bool IsDebt { get; internal init; }

    /// <summary>Whether the deduction touches no lot until one expires (rule 5.1.7).</summary>
    public bool IsUnallocated { get; internal init; }

    /// <summary>
    /// The movement that this one reverses or gives points back from; for an expiry, the one that gave back what ran
    /// out meanwhile.
    /// </summary>
    public LedgerEntryId? CorrectsId { get; internal set; }

    /// <summary>For a clawback, which of the order's points it takes back (rule 5.4.2).</summary>
    public EntryKind? TakesBack { get; internal init; }

    /// <summary>The campaign that paid (L-058).</summary>
    public CampaignId? CampaignId { get; internal init; }

    /// <summary>The integration it came through (L-059).</summary>
    public IntegrationId? IntegrationId { get; internal init; }

    /// <summary>The order or credit note it belongs to (L-060).</summary>
    public OrderId? OrderId { get; internal set; }

    /// <summary>The lot that expired, for an expiry.</summary>
    public LedgerEntryId? LotId { get; internal set; }

    // The lot behind LotId, which may have no id before both are written.
    internal Lot? ExpiredLot { get; init; }

    // The movement that gave back what expired at once, written before this one.
    internal LedgerEntry? Cause { get; init; }

    // Until when a redemption waits for its coupon code, and the order that the shop names for it; kept beside the entry.
    internal Instant? ReservedUntil { get; init; }

    internal string? OrderRefId { get; init; }

    // The lines of the order that a category's or an item's points come from, written beside the entry.
    internal IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>The coupon code of a redemption (L-064).</summary>
    public string? CouponCode { get; internal init; }

    /// <summary>When the movement acts.</summary>
    public Instant EffectiveAt { get; internal init; }

    /// <summary>When it was booked (L-070).</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>Who booked it.</summary>
    public required string Actor { get; init; }

    /// <summary>The kind of reason of a manual entry.</summary>
    public ReasonKind? Reason { get; internal init; }

    /// <summary>Why, for staff only (S-019).</summary>
    public string? InternalReason { get; internal init; }

    /// <summary>What the customer reads (S-020); null for the default text (S-021).</summary>
    public string? CustomerText { get; internal init; }

    /// <summary>The import it came with.</summary>
    public ImportId? ImportId { get; internal init; }

    /// <summary>The key of the command that booked it; one command books its first entry once.</summary>
    public Guid? CommandKey { get; internal init; }
}
