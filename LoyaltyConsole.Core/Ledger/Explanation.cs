using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Which figure is to be explained, and how much of it is shown at once.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="At">The instant at which it is explained; null for now, a later one foresees it as far as nothing is booked until then.</param>
/// <param name="Lots">Which page of the lots.</param>
/// <param name="Movements">Which page of the movements.</param>
public sealed record ExplanationQuery(Figure Figure, Instant? At, Window Lots, Window Movements);

/// <summary>
/// Why a figure is the number that it is (X3). The terms add up to it; and so does what is counted of all lots and
/// movements together, over all their pages.
/// </summary>
/// <param name="Figure">The figure.</param>
/// <param name="Figures">All figures at the instant, among them the explained one.</param>
/// <param name="Now">When it was asked.</param>
/// <param name="Terms">What was added and taken away, in a few terms.</param>
/// <param name="Lots">The credits behind it.</param>
/// <param name="Movements">What took from them or gave back, the latest first; for the debt, what is or was owed.</param>
/// <param name="Dates">When it changes next by time alone: unlocks for locked and redeemable points, ends of validity for expiring ones; at most three.</param>
/// <param name="HasMoreDates">Whether more such dates follow.</param>
/// <param name="Discarded">Movements that affect nothing any more (L-068), the latest first; at most three.</param>
/// <param name="DiscardedCount">How many of those there are in all.</param>
public sealed record Explanation(
    Figure Figure,
    Figures Figures,
    Instant Now,
    IReadOnlyList<Term> Terms,
    Page<LotPart> Lots,
    Page<MovementPart> Movements,
    IReadOnlyList<DatedPoints> Dates,
    bool HasMoreDates,
    IReadOnlyList<DiscardedMovement> Discarded,
    int DiscardedCount)
{
    /// <summary>The explained number.</summary>
    public Points Points => Figures.Of(Figure);

    /// <summary>Whether the instant lies in the future, so that it holds as far as nothing is booked until then.</summary>
    public bool IsForeseen => Figures.At > Now;
}

/// <summary>What a term of a derivation stands for.</summary>
public enum TermKind
{
    /// <summary>Points that were credited.</summary>
    Credited,

    /// <summary>Points that something took.</summary>
    Taken,

    /// <summary>Points that repaid debt (rule 5.4.7).</summary>
    RepaidDebt,

    /// <summary>Points that were given back to the credits they came from.</summary>
    GivenBack,

    /// <summary>Points that are there, but locked.</summary>
    Locked,

    /// <summary>Points that were deducted beyond the balance.</summary>
    Owed,

    /// <summary>Points that were deducted from the balance and touch no credit until one expires (rule 5.1.7).</summary>
    Unallocated,
}

/// <summary>One term of a derivation.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Entry">The kind of the credits or movements in it; the four kinds of an order's points count as one. Null for locked points.</param>
/// <param name="Points">What it adds, negative where it takes away.</param>
/// <param name="Count">How many orders, credits or movements are in it.</param>
/// <param name="First">When the first of them acted; for locked points, when the first unlock.</param>
/// <param name="Last">When the last of them acted; for locked points, when the last unlock.</param>
public sealed record Term(TermKind Kind, EntryKind? Entry, Points Points, int Count, Instant First, Instant Last);

/// <summary>Points and when they change.</summary>
public sealed record DatedPoints(Instant At, Points Points);

/// <summary>Where a movement of points comes from, as people know it.</summary>
/// <param name="Kind">Why points moved.</param>
/// <param name="OrderId">The order or credit note.</param>
/// <param name="OrderRef">Its reference.</param>
/// <param name="Campaign">The campaign's id.</param>
/// <param name="CampaignName">The campaign's name.</param>
/// <param name="CouponCode">The coupon code.</param>
/// <param name="Reason">The kind of reason of a manual entry.</param>
public sealed record Source(
    EntryKind Kind, OrderId? OrderId, string? OrderRef, CampaignId? Campaign, string? CampaignName, string? CouponCode, ReasonKind? Reason);

/// <summary>A credit in a derivation.</summary>
/// <param name="Id">The crediting entry.</param>
/// <param name="Source">What it was for.</param>
/// <param name="EarnedAt">When it acts.</param>
/// <param name="Amount">What was credited.</param>
/// <param name="Left">What is left of it at the instant.</param>
/// <param name="Counted">What of it is part of the explained figure.</param>
/// <param name="IsLocked">Whether it is locked at the instant.</param>
/// <param name="LockedUntil">Redeemable from then on; null for at once.</param>
/// <param name="ValidUntil">No longer redeemable from then on; null for never.</param>
/// <param name="Uses">What took from it or gave back, in the order of time; at most <see cref="MostUses"/>.</param>
/// <param name="UseCount">How many of those there are in all.</param>
/// <param name="OtherUses">What those that are not listed took together.</param>
public sealed record LotPart(
    LedgerEntryId Id, Source Source, Instant EarnedAt, Points Amount, Points Left, Points Counted, bool IsLocked,
    Instant? LockedUntil, Instant? ValidUntil, IReadOnlyList<LotUsed> Uses, int UseCount, Points OtherUses)
{
    /// <summary>How many uses of one credit are listed.</summary>
    public const int MostUses = 20;
}

/// <summary>What one movement took from one credit.</summary>
/// <param name="Id">The movement; null where time has done it and no job has written it down yet.</param>
/// <param name="Source">What it was.</param>
/// <param name="IsDebt">Whether it repaid debt.</param>
/// <param name="Points">What it took; negative where it gave back.</param>
/// <param name="At">When.</param>
/// <param name="ReservedUntil">Until when it waits for its coupon code; null where it does not (L-069).</param>
public sealed record LotUsed(LedgerEntryId? Id, Source Source, bool IsDebt, Points Points, Instant At, Instant? ReservedUntil);

/// <summary>A movement in a derivation: what took from credits, gave back to them, or went beyond them.</summary>
/// <param name="Id">The entry; null where time has done it and no job has written it down yet.</param>
/// <param name="Source">What it was.</param>
/// <param name="Points">Its points, a deduction negative.</param>
/// <param name="IsDebt">Whether it went beyond the balance.</param>
/// <param name="At">When it acts.</param>
/// <param name="Counted">What of it is part of the explained figure.</param>
/// <param name="Open">What of it no credit has covered yet.</param>
/// <param name="ReservedUntil">Until when it waits for its coupon code; null where it does not (L-069).</param>
/// <param name="From">From which credits it took, or to which it gave back; at most <see cref="MostLots"/>.</param>
/// <param name="FromCount">How many of those there are in all.</param>
public sealed record MovementPart(
    LedgerEntryId? Id, Source Source, Points Points, bool IsDebt, Instant At, Points Counted, Points Open,
    Instant? ReservedUntil, IReadOnlyList<TakenFrom> From, int FromCount)
{
    /// <summary>How many credits of one movement are listed.</summary>
    public const int MostLots = 20;
}

/// <summary>From which credit a movement took.</summary>
/// <param name="Lot">The crediting entry.</param>
/// <param name="Source">What the credit was for.</param>
/// <param name="Points">What was taken; negative where it was given back.</param>
/// <param name="At">When.</param>
public sealed record TakenFrom(LedgerEntryId Lot, Source Source, Points Points, Instant At);

/// <summary>A movement that affects nothing any more (L-068).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Source">What it was.</param>
/// <param name="Points">What it would have moved.</param>
/// <param name="At">When it acted.</param>
/// <param name="DiscardedAt">When it was discarded, where that is known.</param>
/// <param name="IsLapsed">Whether it is void because its coupon code was not used in time (L-069).</param>
public sealed record DiscardedMovement(
    LedgerEntryId Id, Source Source, Points Points, Instant At, Instant? DiscardedAt, bool IsLapsed);
