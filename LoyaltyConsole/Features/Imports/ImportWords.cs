using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The words for how far an import has come.</summary>
internal static class ImportWords
{
    /// <summary>The word for a status; a commit on which nobody works is an interrupted one.</summary>
    public static string Status(this IStringLocalizer<ImportTexts> texts, ImportStatus status, bool isRunning = false) =>
        status is ImportStatus.Committing && !isRunning ? texts["Status_Interrupted"] : texts[$"Status_{status}"];

    /// <summary>The name of a field.</summary>
    public static string Field(this IStringLocalizer<ImportTexts> texts, string field) => texts[$"Field_{field}"];
}
