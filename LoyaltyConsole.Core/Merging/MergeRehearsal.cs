using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>A field of the profile that the main account may take over where its own is empty (rule 5.7).</summary>
public enum MergeField
{
    /// <summary>First and last name.</summary>
    Name,

    /// <summary>The e-mail address; personal data of the account that goes, hence not proposed.</summary>
    Email,

    /// <summary>The phone number; personal data of the account that goes, hence not proposed.</summary>
    Phone,

    /// <summary>The company.</summary>
    Company,

    /// <summary>How the customer is addressed.</summary>
    Salutation,

    /// <summary>The day of birth.</summary>
    Birthday,

    /// <summary>"Holiday".</summary>
    NameDay,

    /// <summary>The customer group that the shop keeps.</summary>
    Group,
}

/// <summary>What was found in both accounts (X4).</summary>
public enum MergeDoubleKind
{
    /// <summary>Points for enrolment.</summary>
    Enrolment,

    /// <summary>Points for a birthday in the same year.</summary>
    Birthday,

    /// <summary>Points or a coupon of the same campaign.</summary>
    Campaign,

    /// <summary>The same order, sent by two integrations.</summary>
    Order,
}

/// <summary>Which one of them.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The credit of the account to be integrated; for an order, its id.</param>
public readonly record struct MergeDoubleId(MergeDoubleKind Kind, long Id);

/// <summary>Something that both accounts have, and of which the account to be integrated may lose its own.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Name">The campaign's name, or the order's reference; null where there is none.</param>
/// <param name="Entries">The credits that would be reversed.</param>
/// <param name="Points">How many points that would take.</param>
/// <param name="IsProposed">Whether dropping it is proposed; it is never done by itself.</param>
public sealed record MergeDouble(MergeDoubleId Id, string? Name, IReadOnlyList<LedgerEntryId> Entries, Points Points, bool IsProposed);

/// <summary>One of the two accounts, or the one that results.</summary>
/// <param name="Customer">The customer's fields.</param>
/// <param name="Integration">The integration the customer came from.</param>
/// <param name="Tier">The level.</param>
/// <param name="Figures">The points account.</param>
/// <param name="Orders">How many orders and credit notes there are.</param>
/// <param name="Address">The latest billing address in one line; null where there is none.</param>
public sealed record MergeSide(Customer Customer, string Integration, Tier Tier, Figures Figures, long Orders, string? Address);

/// <summary>What a merge moves (rule 5.7).</summary>
/// <param name="Orders">Orders and credit notes.</param>
/// <param name="Entries">Movements of points.</param>
/// <param name="Lots">Credits of which something is left.</param>
/// <param name="Coupons">Coupons.</param>
/// <param name="Rewards">Rewards.</param>
/// <param name="Referrals">Visits and conversions.</param>
/// <param name="Notes">Notes of staff.</param>
public sealed record MergeMoves(long Orders, long Entries, long Lots, long Coupons, long Rewards, long Referrals, long Notes);

/// <summary>What the two accounts differ in, so that they may belong to two people (L-091).</summary>
[Flags]
public enum MergeDifferences
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The names.</summary>
    Names = 1,

    /// <summary>The phone numbers.</summary>
    Phones = 2,

    /// <summary>The addresses of the latest orders.</summary>
    Addresses = 4,
}

/// <summary>What the manager decides on while approving (X4).</summary>
public sealed record MergeChoices
{
    /// <summary>The fields to take over; those that cannot be are ignored.</summary>
    public IReadOnlyList<MergeField> TakeOver { get; init; } = [];

    /// <summary>What was found twice and is to be dropped.</summary>
    public IReadOnlyList<MergeDoubleId> Drop { get; init; } = [];

    /// <summary>Whether the higher level of the two is kept; otherwise the main account's is.</summary>
    public bool KeepsHigherTier { get; init; }

    /// <summary>Whether the lock of the integrated account's level is taken over, where the main account has none.</summary>
    public bool TakesTierLock { get; init; }

    /// <summary>Whether the second e-mail address has confirmed, as the manager has seen (L-091).</summary>
    public bool IsConfirmed { get; init; }
}

/// <summary>The state of both accounts that an operator saw; handed back with the approval.</summary>
/// <param name="Main">The main account's version.</param>
/// <param name="MainModifiedAt">When the main account's profile was last changed.</param>
/// <param name="Integrated">The other account's version.</param>
/// <param name="IntegratedModifiedAt">When its profile was last changed.</param>
public readonly record struct MergeVersions(long Main, Instant MainModifiedAt, long Integrated, Instant IntegratedModifiedAt);

/// <summary>Both accounts, and exactly what a merge would make of them (X4).</summary>
/// <param name="Request">The request.</param>
/// <param name="Integration">The shop it came through; null where staff entered it.</param>
/// <param name="Main">The main account now.</param>
/// <param name="Integrated">The account to be integrated now.</param>
/// <param name="Result">The main account afterwards.</param>
/// <param name="Doubles">What was found in both.</param>
/// <param name="Fillable">The fields that are empty in the main account only.</param>
/// <param name="Differences">What they differ in.</param>
/// <param name="Moves">What moves.</param>
/// <param name="Versions">What to hand back with the approval.</param>
/// <param name="IsOwn">Whether whoever asks submitted the request, and so may not approve it.</param>
public sealed record MergeRehearsal(
    MergeRequest Request, string? Integration, MergeSide Main, MergeSide Integrated, MergeSide Result,
    IReadOnlyList<MergeDouble> Doubles, IReadOnlyList<MergeField> Fillable, MergeDifferences Differences, MergeMoves Moves, MergeVersions Versions,
    bool IsOwn)
{
    /// <summary>The choices that are proposed: drop what one customer is never given twice, fill what is empty but for addresses.</summary>
    public MergeChoices Proposal => Proposed(Doubles, Fillable);

    internal static MergeChoices Proposed(IReadOnlyList<MergeDouble> doubles, IReadOnlyList<MergeField> fillable) => new()
    {
        Drop = [.. doubles.Where(found => found.IsProposed).Select(found => found.Id)],
        TakeOver = [.. fillable.Except([MergeField.Email, MergeField.Phone])],
    };
}

/// <summary>The approval of a merge request (L-095).</summary>
/// <param name="Key">The key that the dialog made when it opened; the same approval twice merges once.</param>
/// <param name="Request">The request.</param>
/// <param name="Seen">What the operator saw.</param>
/// <param name="Choices">What they decided on.</param>
/// <param name="Remarks">"Remarks" (L-086, L-093); null for none.</param>
public sealed record MergeApproval(Guid Key, MergeRequestId Request, MergeVersions Seen, MergeChoices Choices, string? Remarks);
