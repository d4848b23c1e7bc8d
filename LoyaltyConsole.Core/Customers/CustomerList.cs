using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The columns by which the overview can be sorted (L-009); each has an index.</summary>
public enum CustomerSort
{
    /// <summary>By id, so by when they came.</summary>
    Id,

    /// <summary>By reference id.</summary>
    RefId,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By e-mail address.</summary>
    Email,

    /// <summary>By phone number.</summary>
    Phone,

    /// <summary>By the integration's name.</summary>
    Integration,

    /// <summary>By balance.</summary>
    Points,

    /// <summary>By level.</summary>
    Tier,

    /// <summary>By enrolment.</summary>
    Enrolled,

    /// <summary>By birthday.</summary>
    Birthday,

    /// <summary>By gender.</summary>
    Gender,

    /// <summary>By the lock on redemption.</summary>
    Locked,

    /// <summary>By status.</summary>
    Status,

    /// <summary>By when they were last changed.</summary>
    Modified,

    /// <summary>By segment, in the order of the model; those without one last.</summary>
    Segment,
}

/// <summary>Which customers the overview shows; everything given must hold (E-013).</summary>
public sealed record CustomerFilter
{
    /// <summary>Part of a name, e-mail, reference id or phone number however it is typed; an id; a receipt; a coupon code (L-008, E-008, R-004, T25).</summary>
    public string? Text { get; init; }

    /// <summary>One of these; empty for any.</summary>
    public IReadOnlyList<CustomerStatus> Statuses { get; init; } = [];

    /// <summary>Locked for redemption, or not.</summary>
    public bool? IsLocked { get; init; }

    /// <summary>Registered, or anonymous, that is a guest (E-010, S-002, D14).</summary>
    public bool? IsRegistered { get; init; }

    /// <summary>One of these; empty for any.</summary>
    public IReadOnlyList<IntegrationId> Integrations { get; init; } = [];

    /// <summary>One of these; empty for any (E-009).</summary>
    public IReadOnlyList<TierId> Tiers { get; init; } = [];

    /// <summary>The analytical model whose segments are shown (E-011); null for that of the segments asked for, or else the chosen one.</summary>
    public SegmentModelId? SegmentModel { get; init; }

    /// <summary>One of these segments of that model; empty for any (E-012).</summary>
    public IReadOnlyList<SegmentId> Segments { get; init; } = [];

    /// <summary>The feature without which the list would not be what was asked for; null for none.</summary>
    internal Feature? Needs(CustomerSort sort = CustomerSort.Id) => Segments.Count > 0 || sort == CustomerSort.Segment ? Feature.Segments : null;

    /// <summary>Enrolled on this local date or later.</summary>
    public LocalDate? EnrolledFrom { get; init; }

    /// <summary>Enrolled on this local date or earlier.</summary>
    public LocalDate? EnrolledTo { get; init; }

    /// <summary>Enrolled on one of the last so many local days, today included, whenever that is read.</summary>
    public int? EnrolledWithinDays { get; init; }

    /// <summary>Last modified on one of the last so many local days, today included.</summary>
    public int? ModifiedWithinDays { get; init; }

    /// <summary>With points that run out within so many days of 24 hours from now, as the figure of 30 reckons them (L-039).</summary>
    public int? ExpiringWithinDays { get; init; }

    /// <summary>A balance of at least this.</summary>
    public Points? BalanceFrom { get; init; }

    /// <summary>A balance of at most this.</summary>
    public Points? BalanceTo { get; init; }

    /// <summary>Whether everybody is shown.</summary>
    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Text) && Statuses.Count == 0 && IsLocked is null && IsRegistered is null && Integrations.Count == 0
        && Tiers.Count == 0 && Segments.Count == 0 && EnrolledFrom is null && EnrolledTo is null && EnrolledWithinDays is null && ModifiedWithinDays is null
        && ExpiringWithinDays is null && BalanceFrom is null && BalanceTo is null;
}

/// <summary>A customer as the overview shows them: the union of the four products' columns.</summary>
/// <param name="Id">"ID" (L-011).</param>
/// <param name="RefId">"Ref ID" (L-012).</param>
/// <param name="Name">"Name" (L-013); null for a guest without one.</param>
/// <param name="Email">"E-Mail" (L-014).</param>
/// <param name="Phone">"Telefon" (L-015).</param>
/// <param name="Integration">"Integration" (L-016).</param>
/// <param name="Balance">"Points" (E-003): total points less debt, now.</param>
/// <param name="Tier">"Customer group" (E-006).</param>
/// <param name="TierRank">The level's place, from 0.</param>
/// <param name="EnrolledAt">"Loyalty Program Enrollment Date" (L-017).</param>
/// <param name="Birthday">"Birthday" (L-018).</param>
/// <param name="Gender">"Gender" (L-019).</param>
/// <param name="IsLocked">"Locked" (L-020).</param>
/// <param name="Status">"Status" (L-022).</param>
/// <param name="IsRegistered">Whether the customer has an account with the shop (D14).</param>
/// <param name="ModifiedAt">"Last modified" (E-005).</param>
/// <param name="IsTierLocked">Whether the level is locked against automatic change (E-050).</param>
/// <param name="HasLeft">Whether the customer has left the programme (S-009).</param>
/// <param name="Segment">"Segment" (E-007); null before the first run, and for whoever came since the last one.</param>
public sealed record CustomerRow(
    CustomerId Id, string? RefId, string? Name, string? Email, string? Phone, string Integration, Points Balance, string Tier,
    int TierRank, Instant EnrolledAt, LocalDate? Birthday, Gender? Gender, bool IsLocked, CustomerStatus Status, bool IsRegistered,
    Instant ModifiedAt, bool IsTierLocked, bool HasLeft, string? Segment);
