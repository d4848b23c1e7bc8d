using LoyaltyConsole.Core;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Components.Ui;

/// <summary>The words beside the page numbers of a table.</summary>
public static class PagingSummary
{
    /// <summary>For instance "1–25 of 1,204", or "1–25 of more than 10,000".</summary>
    public static string Of<T>(IStringLocalizer<ShellTexts> texts, Page<T> page, Window window)
    {
        if (page.Rows.Count == 0)
        {
            return "";
        }

        var first = window.Skip + 1;
        var last = window.Skip + page.Rows.Count;
        return texts[page.CountIsCapped ? "PagingSummaryCapped" : "PagingSummary", first, last, page.Count];
    }

    /// <summary>For instance "1,204", or "10,000+".</summary>
    public static string Count<T>(IStringLocalizer<ShellTexts> texts, Page<T> page) =>
        texts[page.CountIsCapped ? "CountCapped" : "Count", page.Count];
}
