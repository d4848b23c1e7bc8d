using System.Globalization;
using System.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>How names and phone numbers are spelt for searching and sorting.</summary>
internal static class SearchKeys
{
    /// <summary>Lower case, without diacritics, single spaces.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        // Most texts are e-mails and references, which have nothing to fold; files ask for millions of them.
        var trimmed = text.Trim();
        if (Ascii.IsValid(trimmed) && !trimmed.AsSpan().ContainsAny("\t\n\v\f\r") && !trimmed.Contains("  ", StringComparison.Ordinal))
        {
            return trimmed.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var character in Whole(trimmed).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }

                continue;
            }

            folded.Append(char.ToLowerInvariant(character));
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>A phone number's digits with its country's calling code, however it was typed (T25).</summary>
    public static string Digits(string? phone, string callingCode)
    {
        var digits = OnlyDigits(phone);
        if (digits.Length == 0)
        {
            return "";
        }

        if (phone!.TrimStart().StartsWith('+'))
        {
            return digits;
        }

        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            return digits.TrimStart('0');
        }

        return digits[0] == '0' ? callingCode + digits.TrimStart('0') : digits;
    }

    /// <summary>
    /// The digits to look for, when what was typed can only be a phone number: part of what
    /// <see cref="Digits"/> keeps. Null when it has letters or fewer than three digits.
    /// </summary>
    public static string? SoughtDigits(string text)
    {
        if (text.Any(character => !char.IsAsciiDigit(character) && !" +-()/.".Contains(character)))
        {
            return null;
        }

        // A trunk zero stands in no stored number, and neither does the zero in brackets of "+49 (0)30".
        var digits = OnlyDigits(text.Replace("(0)", "", StringComparison.Ordinal)).TrimStart('0');
        return digits.Length < 3 ? null : digits;
    }

    /// <summary>Half characters and code points that no character has cannot be normalised; nobody searches for them either.</summary>
    public static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF ? Rune.ReplacementChar : rune);
        }

        return whole.ToString();
    }

    private static string OnlyDigits(string? text) =>
        text is null ? "" : string.Concat(text.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
}
