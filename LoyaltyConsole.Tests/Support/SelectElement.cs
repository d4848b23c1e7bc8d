using AngleSharp.Dom;
using Bunit;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A select as somebody at a browser sees and uses it.</summary>
internal static class SelectElement
{
    /// <summary>What it shows; null where it shows nothing.</summary>
    public static string? Shown(this IElement select) => select.Options()
        .SingleOrDefault(option => string.Equals(option.GetAttribute("value"), select.GetAttribute("value") ?? "", StringComparison.Ordinal))?.TextContent;

    /// <summary>Chooses what says this.</summary>
    public static Task ChooseAsync(this IElement select, string text) =>
        select.ChangeAsync(select.Options().Single(option => string.Equals(option.TextContent, text, StringComparison.Ordinal)).GetAttribute("value")!);

    private static IEnumerable<IElement> Options(this IElement select) => select.QuerySelectorAll("option");
}
