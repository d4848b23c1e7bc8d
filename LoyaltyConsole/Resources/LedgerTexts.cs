using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Resources;

/// <summary>The words of customers, orders and points that every feature shares: kinds, reasons, statuses, figures.</summary>
public sealed class LedgerTexts;

/// <summary>Turns the ledger's values into words.</summary>
public static class LedgerWords
{
    /// <summary>The word for a choice, for instance a kind, a reason or a status.</summary>
    public static string Word<T>(this IStringLocalizer<LedgerTexts> texts, T choice)
        where T : struct, Enum => texts[$"{typeof(T).Name}_{choice}"];
}
