using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The id of a campaign.</summary>
public readonly record struct CampaignId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => $"C-{Value}";
}

/// <summary>What a campaign pays for (L-048 to L-051, L-058). The numbers are stored; never reuse one.</summary>
public enum CampaignKind
{
    /// <summary>Base points for an order as such.</summary>
    Order = 1,

    /// <summary>Points for the order's goods total.</summary>
    Revenue = 2,

    /// <summary>Extra points for positions of a category.</summary>
    Category = 3,

    /// <summary>Extra points for pieces of an item or variant.</summary>
    Item = 4,

    /// <summary>Points for joining the programme.</summary>
    Enrolment = 5,

    /// <summary>Points on the customer's birthday.</summary>
    Birthday = 6,

    /// <summary>Extra points that staff grant by hand.</summary>
    Manual = 7,

    /// <summary>A coupon that staff give to a customer.</summary>
    Coupon = 8,
}

/// <summary>
/// A rule by which customers earn points, in force from its start to its end. What it paid stays as it was paid,
/// whatever becomes of the rule (rule 5.1.9).
/// </summary>
public sealed class Campaign
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 200;

    /// <summary>The longest category.</summary>
    public const int CategoryLength = 500;

    /// <summary>The longest article number and variant.</summary>
    public const int SkuLength = 200;

    /// <summary>The longest text about a coupon.</summary>
    public const int CouponTextLength = 1_000;

    /// <summary>The longest lock: ten years.</summary>
    public const int MostLockDays = 3_650;

    /// <summary>The longest validity: fifty years.</summary>
    public const int MostValidityMonths = 600;

    /// <summary>The campaign's id.</summary>
    public CampaignId Id { get; internal set; }

    /// <summary>What staff call it.</summary>
    public required string Name { get; set; }

    /// <summary>What it pays for.</summary>
    public CampaignKind Kind { get; internal set; }

    /// <summary>
    /// Points for each 1.00 of the goods (revenue) or of the category's positions (category), for each piece (item),
    /// or for each occasion: order, enrolment, birthday, grant, used coupon. A coupon may pay nothing.
    /// </summary>
    public Points Rate { get; set; }

    /// <summary>The category that a category campaign pays for, without regard to case.</summary>
    public string? Category { get; set; }

    /// <summary>The article number that an item campaign pays for, without regard to case.</summary>
    public string? Sku { get; set; }

    /// <summary>The variant of that article; null for every variant.</summary>
    public string? Variant { get; set; }

    /// <summary>What a coupon of the campaign is good for, in words that customers read.</summary>
    public string? CouponText { get; set; }

    /// <summary>Days during which what it pays stays locked; 0 for none.</summary>
    public int LockDays { get; set; }

    /// <summary>
    /// Months after which what it pays expires, or a coupon of it is no longer valid, at the end of the local day;
    /// null for never.
    /// </summary>
    public int? ValidityMonths { get; set; }

    /// <summary>The first instant at which it pays; null for always.</summary>
    public Instant? StartsAt { get; set; }

    /// <summary>The instant from which it pays no more; null for never.</summary>
    public Instant? EndsAt { get; set; }

    /// <summary>Counts the changes, so that a form can tell that another came in between.</summary>
    public long Version { get; internal set; } = 1;

    // The key of the command that created it.
    internal Guid? CommandKey { get; init; }

    /// <summary>Until when what it pays at an instant stays locked; null for not at all.</summary>
    internal Instant? LockedUntil(Instant at) => LockDays == 0 ? null : at + Duration.FromDays(LockDays);

    /// <summary>Whether it pays for what happened at the instant (half-open).</summary>
    public bool IsInForceAt(Instant at) =>
        (StartsAt is null || StartsAt <= at) && (EndsAt is null || at < EndsAt);

    /// <summary>How it stands at the instant.</summary>
    public CampaignState StateAt(Instant at) =>
        EndsAt <= at || EndsAt <= StartsAt ? CampaignState.Ended
        : StartsAt > at ? CampaignState.Planned
        : CampaignState.Running;

    /// <summary>What it pays and under which conditions.</summary>
    public CampaignTerms Terms
    {
        get => new(Rate, Category, Sku, Variant, LockDays, ValidityMonths);
        internal set => (Rate, Category, Sku, Variant, LockDays, ValidityMonths) =
            (value.Rate, value.Category, value.Sku, value.Variant, value.LockDays, value.ValidityMonths);
    }
}

/// <summary>How a campaign stands.</summary>
public enum CampaignState
{
    /// <summary>It pays.</summary>
    Running,

    /// <summary>It will pay.</summary>
    Planned,

    /// <summary>It pays no more.</summary>
    Ended,
}

/// <summary>What a campaign pays and under which conditions.</summary>
/// <param name="Rate">How much, as <see cref="Campaign.Rate"/> counts.</param>
/// <param name="Category">For which category.</param>
/// <param name="Sku">For which article.</param>
/// <param name="Variant">For which variant of it.</param>
/// <param name="LockDays">For how many days it stays locked.</param>
/// <param name="ValidityMonths">For how many months it is valid; null for ever.</param>
public sealed record CampaignTerms(Points Rate, string? Category, string? Sku, string? Variant, int LockDays, int? ValidityMonths);
