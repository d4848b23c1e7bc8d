using System.Buffers;
using System.Globalization;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Reads the values of an import from their cells, blanks around them ignored. Dates: <see cref="DateFormats"/>.
/// </summary>
public static class CellValues
{
    // Money keeps ten-thousandths in 63 bits.
    private const decimal LargestAmount = 900_000_000_000_000m;

    private static readonly SearchValues<char> _numerals = SearchValues.Create("0123456789.,+-' \u00A0\u202F");

    /// <summary>
    /// Reads an amount with a period, such as <c>1250.5</c> or <c>-24</c>. A comma is refused rather than guessed at
    /// (5.10.1). Checks <see cref="CellFault.Empty"/>, <see cref="CellFault.CommaInNumber"/>,
    /// <see cref="CellFault.NotANumber"/>, <see cref="CellFault.OutOfRange"/>, <see cref="CellFault.TooManyDecimals"/>.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="decimals">The most decimals that count; zeros behind them do no harm. Money keeps 4.</param>
    /// <param name="amount">The amount; zero with a fault.</param>
    public static CellFault Amount(ReadOnlySpan<char> cell, int decimals, out decimal amount)
    {
        amount = 0;
        var text = Unescaped(cell.Trim());
        if (text.IsEmpty)
        {
            return CellFault.Empty;
        }

        if (text.Contains(',') && !text.ContainsAnyExcept(_numerals))
        {
            return CellFault.CommaInNumber;
        }

        if (!IsPlainNumber(text))
        {
            return CellFault.NotANumber;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value)
            || decimal.Abs(value) > LargestAmount)
        {
            return CellFault.OutOfRange;
        }

        if (decimal.Round(value, decimals) != value)
        {
            return CellFault.TooManyDecimals;
        }

        amount = value;
        return CellFault.None;
    }

    /// <summary>
    /// Reads a whole number; <c>6.0</c> is 6. Checks as <see cref="Amount"/>, then <see cref="CellFault.NotWhole"/>.
    /// </summary>
    public static CellFault Whole(ReadOnlySpan<char> cell, out long number)
    {
        number = 0;
        var fault = Amount(cell, 28, out var amount);
        if (fault is not CellFault.None)
        {
            return fault;
        }

        if (decimal.Truncate(amount) != amount)
        {
            return CellFault.NotWhole;
        }

        number = decimal.ToInt64(amount);
        return CellFault.None;
    }

    /// <summary>
    /// Reads an id. <c>17850.0</c>, which tools write that take ids for numbers, is 17850; <c>00001</c> stays as it is.
    /// Checks <see cref="CellFault.Empty"/>, <see cref="CellFault.IdLostDigits"/>, <see cref="CellFault.TooLong"/>.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="id">A part of the cell; empty with a fault.</param>
    public static CellFault Id(ReadOnlySpan<char> cell, int longest, out ReadOnlySpan<char> id)
    {
        id = default;
        var text = Unescaped(cell.Trim());
        if (text.IsEmpty)
        {
            return CellFault.Empty;
        }

        if (LostDigits(text))
        {
            return CellFault.IdLostDigits;
        }

        var point = text.IndexOf('.');
        var isFloat = point > 0 && point < text.Length - 1 && text[0] != '0'
            && !text[..point].ContainsAnyExceptInRange('0', '9') && !text[(point + 1)..].ContainsAnyExcept('0');
        text = isFloat ? text[..point] : text;
        if (text.Length > longest)
        {
            return CellFault.TooLong;
        }

        id = text;
        return CellFault.None;
    }

    /// <summary>
    /// Reads text, taking back the apostrophe of <see cref="CsvText.Escape"/>. Checks <see cref="CellFault.Empty"/>,
    /// <see cref="CellFault.TooLong"/>.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="text">A part of the cell; empty with a fault.</param>
    public static CellFault Text(ReadOnlySpan<char> cell, int longest, out ReadOnlySpan<char> text)
    {
        text = default;
        var trimmed = Unescaped(cell.Trim());
        if (trimmed.IsEmpty)
        {
            return CellFault.Empty;
        }

        if (trimmed.Length > longest)
        {
            return CellFault.TooLong;
        }

        text = trimmed;
        return CellFault.None;
    }

    /// <summary>Whether a text is digits with at most a sign and a period, so that a spreadsheet reads a number.</summary>
    internal static bool IsPlainNumber(ReadOnlySpan<char> text)
    {
        var digits = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        return whole.Length + fraction.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9')
            && !fraction.ContainsAnyExceptInRange('0', '9');
    }

    private static ReadOnlySpan<char> Unescaped(ReadOnlySpan<char> text) => CsvText.IsEscaped(text) ? text[1..] : text;

    // 1.2E+10 or 1,2E+10; an article number such as 12E+3 has no mantissa.
    private static bool LostDigits(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        var mantissa = exponent > 2 ? text[..exponent] : default;
        var mark = mantissa.IndexOfAny('.', ',');
        return mark > 0
            && exponent + 2 < text.Length
            && !text[(exponent + 2)..].ContainsAnyExceptInRange('0', '9')
            && !mantissa[..mark].ContainsAnyExceptInRange('0', '9')
            && !mantissa[(mark + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
