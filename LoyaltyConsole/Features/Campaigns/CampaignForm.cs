using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Features.Campaigns;

/// <summary>A campaign as it is typed.</summary>
public sealed class CampaignForm
{
    /// <summary>An empty form.</summary>
    public CampaignForm()
    {
    }

    /// <summary>A form filled in from a campaign.</summary>
    public CampaignForm(CampaignDraft draft)
    {
        (Name, Kind, Rate) = (draft.Name, draft.Kind, draft.Rate.ToString());
        (Category, Sku, Variant, CouponText) = (draft.Category, draft.Sku, draft.Variant, draft.CouponText);
        LockDays = draft.LockDays == 0 ? null : draft.LockDays.ToString(CultureInfo.InvariantCulture);
        ValidityMonths = draft.ValidityMonths?.ToString(CultureInfo.InvariantCulture);
        (StartsOn, EndsOn) = (draft.StartsOn?.ToDateOnly(), draft.EndsOn?.ToDateOnly());
    }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>What it pays for.</summary>
    public CampaignKind Kind { get; set; } = CampaignKind.Revenue;

    /// <summary>How much.</summary>
    public string? Rate { get; set; }

    /// <summary>The category.</summary>
    public string? Category { get; set; }

    /// <summary>The article number.</summary>
    public string? Sku { get; set; }

    /// <summary>The variant.</summary>
    public string? Variant { get; set; }

    /// <summary>What a coupon is good for.</summary>
    public string? CouponText { get; set; }

    /// <summary>Days of lock; empty for none.</summary>
    public string? LockDays { get; set; }

    /// <summary>Months of validity; empty for ever.</summary>
    public string? ValidityMonths { get; set; } = "24";

    /// <summary>The first day; empty for at once.</summary>
    public DateOnly? StartsOn { get; set; }

    /// <summary>The last day; empty for no end.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>Reads it.</summary>
    /// <returns>
    /// The draft; or, in this order, what <see cref="PointsText.Read"/> refuses, <see cref="CampaignLockOutOfRange"/>,
    /// <see cref="CampaignValidityOutOfRange"/>.
    /// </returns>
    public Result<CampaignDraft> Read()
    {
        // A coupon may pay nothing, and then nothing has to be typed.
        var rate = Kind == CampaignKind.Coupon && string.IsNullOrWhiteSpace(Rate) ? "0" : Rate;
        if (!PointsText.Read(rate, decimals: 2).Succeeded(out var points, out var refusal))
        {
            return refusal;
        }

        if (Number(LockDays) is not { } days)
        {
            return new CampaignLockOutOfRange(Campaign.MostLockDays);
        }

        if (Number(ValidityMonths) is not { } months)
        {
            return new CampaignValidityOutOfRange(Campaign.MostValidityMonths);
        }

        return new CampaignDraft(Name ?? "", Kind, points)
        {
            Category = Category,
            Sku = Sku,
            Variant = Variant,
            CouponText = CouponText,
            LockDays = days,
            ValidityMonths = string.IsNullOrWhiteSpace(ValidityMonths) ? null : months,
            StartsOn = StartsOn is { } starts ? LocalDate.FromDateOnly(starts) : null,
            EndsOn = EndsOn is { } ends ? LocalDate.FromDateOnly(ends) : null,
        };
    }

    private static int? Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
