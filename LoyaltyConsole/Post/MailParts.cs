using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace LoyaltyConsole.Post;

/// <summary>
/// What of other people's words may stand in the head of an e-mail. What somebody typed as a name or an address must never
/// become a line of its own there, or a second recipient.
/// </summary>
internal static class MailParts
{
    private const int LongestLine = 200;

    /// <summary>The address, if the text is one and nothing else; null where no mail server could be given it.</summary>
    public static MailAddress? Address(string text) =>
        MailAddress.TryCreate(text, out var address) && string.Equals(address.Address, text, StringComparison.Ordinal) && address.DisplayName.Length == 0
            && address.User.All(char.IsAscii) && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            ? address
            : null;

    /// <summary>The text on one line, without what steers terminals and mail programs, and not without end.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.SpaceSeparator:
                    if (line.Length > 0 && line[^1] != ' ')
                    {
                        line.Append(' ');
                    }

                    break;

                // What stands for no letter, and never will, is not even taken as an argument.
                case UnicodeCategory.OtherNotAssigned when (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF:
                    break;

                default:
                    line.Append(rune);
                    break;
            }

            if (line.Length >= LongestLine)
            {
                break;
            }
        }

        return line.ToString().TrimEnd();
    }
}
