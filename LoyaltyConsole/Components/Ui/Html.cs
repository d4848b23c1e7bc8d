using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Components.Ui;

/// <summary>
/// Markup in one piece, for what stands on a page many times: an open tab then holds one entry for it, not one for each of its
/// elements, attributes and texts (P9).
/// </summary>
internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The markup; whatever is put into its holes is text, unless it is markup from here itself.</summary>
    public static MarkupString Of(FormattableString markup) => new(string.Format(
        CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(hole => (object)Encoded(hole))]));

    /// <summary>The same as the content of a cell.</summary>
    public static RenderFragment Cell(FormattableString markup) => builder => builder.AddContent(0, Of(markup));

    /// <summary>Several pieces one after another.</summary>
    public static MarkupString Join(IEnumerable<MarkupString> pieces) => new(string.Concat(pieces.Select(piece => piece.Value)));

    private static string Encoded(object? hole) => hole switch
    {
        MarkupString markup => markup.Value,
        null => "",
        _ => Encoder.Encode(Convert.ToString(hole, CultureInfo.InvariantCulture) ?? ""),
    };
}
