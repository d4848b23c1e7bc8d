using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>A campaign as a form puts it.</summary>
/// <param name="Name">What staff call it.</param>
/// <param name="Kind">What it pays for; what it was created for stays.</param>
/// <param name="Rate">How much, as <see cref="Campaign.Rate"/> counts.</param>
public sealed record CampaignDraft(string Name, CampaignKind Kind, Points Rate)
{
    /// <summary>The category that a category campaign pays for.</summary>
    public string? Category { get; init; }

    /// <summary>The article that an item campaign pays for.</summary>
    public string? Sku { get; init; }

    /// <summary>The variant of that article; null for every variant.</summary>
    public string? Variant { get; init; }

    /// <summary>What a coupon is good for.</summary>
    public string? CouponText { get; init; }

    /// <summary>Days during which what it pays stays locked; 0 for none.</summary>
    public int LockDays { get; init; }

    /// <summary>Months after which what it pays expires; null for never.</summary>
    public int? ValidityMonths { get; init; }

    /// <summary>The first local day on which it pays; null for at once.</summary>
    public LocalDate? StartsOn { get; init; }

    /// <summary>The last local day on which it pays; null for no end.</summary>
    public LocalDate? EndsOn { get; init; }

    /// <summary>A campaign as a form shows it.</summary>
    public static CampaignDraft Of(Campaign campaign, ProgrammeTime time) => new(campaign.Name, campaign.Kind, campaign.Rate)
    {
        Category = campaign.Category,
        Sku = campaign.Sku,
        Variant = campaign.Variant,
        CouponText = campaign.CouponText,
        LockDays = campaign.LockDays,
        ValidityMonths = campaign.ValidityMonths,
        StartsOn = campaign.StartsAt is { } starts ? time.Today(starts) : null,
        EndsOn = campaign.EndsAt is { } ends ? LastDay(ends, time) : null,
    };

    /// <summary>The last local day before an exclusive end.</summary>
    internal static LocalDate LastDay(Instant end, ProgrammeTime time) => time.Today(end - Duration.Epsilon);

    /// <summary>The same without blanks around its texts and without what its kind has no use for.</summary>
    internal CampaignDraft Tidy() => this with
    {
        Name = Name.Trim(),
        Category = Kind == CampaignKind.Category ? Text(Category) : null,
        Sku = Kind == CampaignKind.Item ? Text(Sku) : null,
        Variant = Kind == CampaignKind.Item ? Text(Variant) : null,
        CouponText = Kind == CampaignKind.Coupon ? Text(CouponText) : null,
    };

    /// <summary>What is wrong with it, whatever the time and the programme; null where nothing is.</summary>
    internal Refusal? Flaw(int decimals)
    {
        if (Name.Length == 0)
        {
            return new CampaignNameMissing();
        }

        foreach (var (text, most) in new[]
        {
            (Name, Campaign.NameLength), (Category, Campaign.CategoryLength), (Sku, Campaign.SkuLength), (Variant, Campaign.SkuLength),
            (CouponText, Campaign.CouponTextLength),
        })
        {
            if (text?.Length > most)
            {
                return new TextTooLong(most);
            }
        }

        if (Rate > Points.MostInOneEntry || Rate < Points.Zero || (Rate.IsZero && Kind != CampaignKind.Coupon))
        {
            return new CampaignRateOutOfRange(Points.MostInOneEntry);
        }

        // What is paid for an amount of money is rounded; what is paid for an occasion is booked as it stands.
        if (Kind is not (CampaignKind.Revenue or CampaignKind.Category or CampaignKind.Item) && decimal.Round(Rate.Value, decimals) != Rate.Value)
        {
            return new TooManyDecimals(decimals);
        }

        if (Kind == CampaignKind.Category && Category is null)
        {
            return new CampaignCategoryMissing();
        }

        if (Kind == CampaignKind.Item && Sku is null)
        {
            return new CampaignSkuMissing();
        }

        if (Kind == CampaignKind.Coupon && CouponText is null)
        {
            return new CampaignCouponTextMissing();
        }

        if (LockDays is < 0 or > Campaign.MostLockDays)
        {
            return new CampaignLockOutOfRange(Campaign.MostLockDays);
        }

        if (ValidityMonths is < 1 or > Campaign.MostValidityMonths)
        {
            return new CampaignValidityOutOfRange(Campaign.MostValidityMonths);
        }

        // Whenever they were earned, points must be redeemable between their unlocking and their end.
        return ValidityMonths is { } months && FewestDays(months) is var fewest && LockDays >= fewest ? new CampaignLockedBeyondValidity(fewest - 1) : null;
    }

    // Months differ: the shortest run of so many of them, whichever day of a leap cycle it begins with.
    private static int FewestDays(int months)
    {
        var first = new LocalDate(2024, 1, 1);
        return Enumerable.Range(0, 4 * 366).Select(first.PlusDays).Min(day => Period.DaysBetween(day, day.PlusMonths(months)));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
