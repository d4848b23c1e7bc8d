using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Campaigns;

/// <summary>Says what a campaign pays.</summary>
internal static class CampaignWords
{
    /// <summary>What it pays for.</summary>
    public static string Kind(this IStringLocalizer<CampaignTexts> texts, CampaignKind kind) => texts[$"Kind_{kind}"];

    /// <summary>The label of what is typed, for instance "Stamps for each order"; the unit's name begins it.</summary>
    public static string Rate(this IStringLocalizer<CampaignTexts> texts, CampaignKind kind, Display display)
    {
        string label = texts[$"Rate_{kind}", display.Settings.Currency, display.Units];
        return char.ToUpper(label[0], CultureInfo.CurrentCulture) + label[1..];
    }

    /// <summary>For instance "1 point for each 1.00 EUR of the goods".</summary>
    public static string Pays(this IStringLocalizer<CampaignTexts> texts, CampaignKind kind, CampaignTerms terms, Display display) => kind switch
    {
        CampaignKind.Coupon when terms.Rate.IsZero => texts["Pays_Nothing"],
        CampaignKind.Category => texts["Pays_Category", display.Rate(terms.Rate), display.Settings.Currency, terms.Category ?? ""],
        CampaignKind.Item when terms.Variant is not null => texts["Pays_Variant", display.Rate(terms.Rate), terms.Sku ?? "", terms.Variant],
        CampaignKind.Item => texts["Pays_Item", display.Rate(terms.Rate), terms.Sku ?? ""],
        _ => texts[$"Pays_{kind}", display.Rate(terms.Rate), display.Settings.Currency],
    };

    /// <summary>For instance "locked for 14 days, valid for 24 months".</summary>
    public static string Conditions(this IStringLocalizer<CampaignTexts> texts, CampaignTerms terms) => string.Join(", ",
    [
        .. terms.LockDays > 0 ? [texts["LockedFor", terms.LockDays].Value] : Array.Empty<string>(),
        terms.ValidityMonths is { } months ? texts["ValidFor", months] : texts["ValidForEver"],
    ]);

    /// <summary>The dot before a state.</summary>
    public static string Dot(CampaignState state) => state switch
    {
        CampaignState.Running => "active",
        CampaignState.Planned => "inactive",
        _ => "discarded",
    };
}
