using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Features.Profile.Activities;

/// <summary>Activities in words, and their instants in the manual's form (R-016, D15).</summary>
public sealed class ActivityWords(Display display, IStringLocalizer<ActivityTexts> texts, IStringLocalizer<ProfileTexts> profile)
{
    /// <summary>For instance "50 points credited".</summary>
    public string What(Activity activity) => activity switch
    {
        { Kind: ActivityKind.TierChanged } => texts["TierChanged", activity.FromTier!, activity.ToTier!],
        { Kind: ActivityKind.TierNoted, Cause: TierCause.ByHand or TierCause.GraceBegun or TierCause.GraceKept or TierCause.LockLapsed } =>
            texts[$"Tier_{activity.Cause}", activity.ToTier!],
        { Kind: ActivityKind.TierNoted } => texts["Tier_Other", activity.ToTier!],
        { Kind: ActivityKind.Redeemed, Reference: not null, Points: { } spent } => texts["CouponFor", Amount(spent)],
        { Kind: ActivityKind.Reversed, Points: { } moved } => texts["Reversed", PointsWords.Change(moved, display, profile)],
        { Points: { } points } => texts[activity.Kind.ToString(), Amount(points)],
        _ => texts[activity.Kind.ToString()],
    };

    /// <summary>For instance "Jan 23 2022 3:43:19PM"; in German "23. Jan. 2022 15:43:19".</summary>
    public string When(Instant at)
    {
        var local = display.Settings.Time.Local(at);
        return string.Equals(CultureInfo.CurrentCulture.TwoLetterISOLanguageName, "de", StringComparison.Ordinal)
            ? local.ToString("d. MMM yyyy HH:mm:ss", CultureInfo.CurrentCulture)
            : local.ToString("MMM d yyyy h:mm:sstt", CultureInfo.InvariantCulture);
    }

    // The words say already which way they went.
    private string Amount(Points points) => PointsWords.Of(points < Points.Zero ? -points : points, display, profile);
}
