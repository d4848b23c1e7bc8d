using System.Text.Json.Serialization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The front doors of a manual adjustment; behind them is one service (D1).</summary>
public enum AdjustmentDoor
{
    /// <summary>"Top Up Points": a positive number is credited (L-072).</summary>
    TopUp,

    /// <summary>"Draw Off Points": a positive number is deducted (L-073).</summary>
    DrawOff,

    /// <summary>"Adjust balance": a signed number (S-015, S-016).</summary>
    AddOrSubtract,

    /// <summary>"Actual Account Balance": what the balance should be (E-045).</summary>
    ActualBalance,
}

/// <summary>A manual credit or deduction, as a dialog puts it.</summary>
/// <param name="Key">The key that the dialog made when it opened, time-ordered; the same adjustment twice is booked once.</param>
/// <param name="Customer">Whose points.</param>
/// <param name="SeenVersion">The version of the account that the operator sees.</param>
/// <param name="SeenBalance">The balance that the operator sees, for telling what changed.</param>
/// <param name="Door">How the points are meant.</param>
/// <param name="Points">The points as typed into that door.</param>
public sealed record Adjustment(
    Guid Key, CustomerId Customer, long SeenVersion, Points SeenBalance, AdjustmentDoor Door, Points Points)
{
    /// <summary>The version of an adjustment by somebody who has not looked at the account.</summary>
    internal const long Unseen = -1;

    /// <summary>An adjustment by a shop: signed points, for which it has not looked at the account.</summary>
    public static Adjustment OfShop(Guid key, CustomerId customer, Points points, IntegrationId? integration) =>
        new(key, customer, Unseen, Points.Zero, AdjustmentDoor.AddOrSubtract, points) { Integration = integration };

    /// <summary>The integration through which it comes; null for people.</summary>
    public IntegrationId? Integration { get; internal init; }

    // The import of which it is a row; no command of its own.
    internal ImportId? Import { get; init; }

    /// <summary>The exact instant until which a credit is locked, where no date is chosen.</summary>
    public Instant? LockedUntil { get; init; }

    /// <summary>The exact instant at which a credit runs out, where no date is chosen.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>"Redeemable After" (L-076): a credit is locked until this date, at the current time of day.</summary>
    public LocalDate? RedeemableAfter { get; init; }

    /// <summary>"Valid Up To" (L-077): a credit runs out on this date, at the current time of day.</summary>
    public LocalDate? ValidUpTo { get; init; }

    /// <summary>The kind of reason.</summary>
    public ReasonKind Reason { get; init; } = ReasonKind.Goodwill;

    /// <summary>"Points reason (internal only)" (S-019).</summary>
    public string? InternalReason { get; init; }

    /// <summary>"Customer facing comment" (S-020); null for the default "Manual adjustments" (S-021).</summary>
    public string? CustomerText { get; init; }
}

/// <summary>Points spent by a customer.</summary>
/// <param name="Key">The key of the command, time-ordered; the same redemption twice is booked once.</param>
/// <param name="Customer">Whose points.</param>
/// <param name="Points">How many, positive.</param>
/// <param name="CouponCode">The coupon code that was made for it.</param>
/// <param name="CustomerText">What the customer reads.</param>
public sealed record Redemption(Guid Key, CustomerId Customer, Points Points, string? CouponCode = null, string? CustomerText = null)
{
    /// <summary>Why, for staff.</summary>
    public string? InternalReason { get; init; }

    /// <summary>The one-time code that the customer says, where the programme asks for one .</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

/// <summary>Points that a customer wants to spend in a shop.</summary>
/// <param name="Key">The key of the command; the same reservation twice is booked once.</param>
/// <param name="Customer">Whose points.</param>
/// <param name="Points">How many, positive.</param>
public sealed record Reservation(Guid Key, CustomerId Customer, Points Points)
{
    /// <summary>The name of the integration that asks.</summary>
    public string? Integration { get; init; }

    /// <summary>What the customer reads.</summary>
    public string? CustomerText { get; init; }

    /// <summary>Whether the PIN, or a person, has shown that it is the customer; needed for guests (E-051).</summary>
    public bool HolderVerified { get; init; }
}

/// <summary>A redemption with its coupon code, as it stands.</summary>
/// <param name="Id">The redemption's entry.</param>
/// <param name="Customer">Whose points.</param>
/// <param name="CouponCode">The coupon code (L-064).</param>
/// <param name="Points">How many, positive.</param>
/// <param name="State">How far it has come.</param>
/// <param name="ReservedUntil">Void from this instant on unless confirmed; null for a redemption that never waited.</param>
public sealed record Reserved(
    LedgerEntryId Id, CustomerId Customer, string CouponCode, Points Points, RedemptionState State, Instant? ReservedUntil);

/// <summary>An entry that is to be reversed.</summary>
/// <param name="Key">The key that the dialog made when it opened.</param>
/// <param name="Entry">Which entry.</param>
/// <param name="Reason">Why, for staff.</param>
public sealed record EntryReversal(Guid Key, LedgerEntryId Entry, string Reason);

/// <summary>What a reversal would do, before it is booked (X2).</summary>
/// <param name="Entry">The entry that would be reversed.</param>
/// <param name="Now">The figures now.</param>
/// <param name="After">The figures afterwards.</param>
public sealed record ReversalPreview(LedgerEntry Entry, Figures Now, Figures After)
{
    /// <summary>Why it would have to be approved by somebody else; null where it would not (X6).</summary>
    public ApprovalNeeded? Needs { get; init; }
}

/// <summary>What an adjustment would do, before it is saved (X2).</summary>
/// <param name="Now">The figures now.</param>
/// <param name="After">The figures afterwards.</param>
/// <param name="Difference">What would be booked, signed.</param>
/// <param name="Uses">Which lots would be used, in order.</param>
/// <param name="RepaysDebt">How much debt the credit would repay.</param>
/// <param name="LockedUntil">The exact instant until which the credit would be locked.</param>
/// <param name="ValidUntil">The exact instant at which the credit would run out.</param>
public sealed record AdjustmentPreview(
    Figures Now,
    Figures After,
    Points Difference,
    IReadOnlyList<LotUse> Uses,
    Points RepaysDebt,
    Instant? LockedUntil,
    Instant? ValidUntil)
{
    /// <summary>Why it would have to be approved by somebody else; null where it would not (X6).</summary>
    public ApprovalNeeded? Needs { get; init; }
}

/// <summary>What a deduction takes from one lot.</summary>
/// <param name="EntryId">The entry that credited the lot.</param>
/// <param name="Kind">What the credit was for.</param>
/// <param name="Points">How much is taken.</param>
/// <param name="ValidUntil">When the lot runs out.</param>
/// <param name="IsLocked">Whether it is a locked lot.</param>
public sealed record LotUse(LedgerEntryId EntryId, EntryKind Kind, Points Points, Instant? ValidUntil, bool IsLocked);

/// <summary>A points account as a screen shows it.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Version">The version to hand back with a command.</param>
public sealed record AccountView(Figures Figures, long Version);
