using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Which points a deduction uses, in one sentence.</summary>
internal static class LotWords
{
    // More would not be read; the sentence says how many there are.
    private const int Named = 3;

    /// <summary>For instance "Takes 180 from entry 12 (Points for revenue), valid until 2 Dec 2025 24:00."</summary>
    public static string Takes(
        IReadOnlyList<LotUse> uses, Display display, IStringLocalizer<ProfileTexts> texts, IStringLocalizer<LedgerTexts> words) =>
        texts["Takes", string.Join(texts["Then"], Parts(uses, display, texts, words))];

    private static IEnumerable<string> Parts(
        IReadOnlyList<LotUse> uses, Display display, IStringLocalizer<ProfileTexts> texts, IStringLocalizer<LedgerTexts> words)
    {
        foreach (var lot in uses.Take(Named))
        {
            yield return texts[
                lot.IsLocked ? "LotLocked" : lot.ValidUntil is null ? "LotForEver" : "LotUntil",
                display.Points(lot.Points), words.Word(lot.Kind), lot.EntryId, display.End(lot.ValidUntil)];
        }

        if (uses.Count > Named)
        {
            yield return texts["MoreLots", display.Count(uses.Count - Named)];
        }
    }
}
