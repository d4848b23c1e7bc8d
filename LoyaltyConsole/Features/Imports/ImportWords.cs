using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The words for how far an import has come.</summary>
internal static class ImportWords
{
    /// <summary>A sentence about rows, which reads otherwise where there is one.</summary>
    public static string Rows(this IStringLocalizer<ImportTexts> texts, string name, int rows, string? more = null) =>
        texts[rows == 1 ? $"{name}_1" : name, rows, more ?? ""];

    /// <summary>The word for a status; a commit on which nobody works is an interrupted one.</summary>
    public static string Status(this IStringLocalizer<ImportTexts> texts, ImportStatus status, bool isRunning = false) =>
        status is ImportStatus.Committing or ImportStatus.Undoing && !isRunning ? texts["Status_Interrupted"] : texts[$"Status_{status}"];

    /// <summary>The name of a field; what a kind of file means otherwise is called otherwise.</summary>
    public static string Field(this IStringLocalizer<ImportTexts> texts, ImportKind kind, string field) =>
        texts[$"Field_{kind.ToString().ToLowerInvariant()}_{field}"] is { ResourceNotFound: false } own ? own : texts[$"Field_{field}"];
}
