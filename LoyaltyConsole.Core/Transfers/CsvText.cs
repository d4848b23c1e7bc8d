using System.Globalization;
using CsvHelper;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Writes CSV that a spreadsheet opens without running anything in it (5.10.3, S4, T24): text cells that it would take
/// for a formula get an apostrophe in front, numbers stay numbers.
/// </summary>
/// <remarks>
/// The escape loses nothing: one apostrophe goes in front of every text that, after any apostrophes and after blanks and
/// control characters, starts with = + - @ or a full-width form of them, or that starts with a tab, CR or LF. Taking one
/// apostrophe off a text of that form gives the text back (<see cref="Unescape"/>). A NUL, which no spreadsheet keeps,
/// is written as its picture U+2400.
/// </remarks>
public sealed class CsvText : IDisposable
{
    private readonly CsvWriter _writer;

    /// <summary>Writes UTF-8 with a byte order mark, by which spreadsheets know it, and CRLF.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="delimiter">What stands between two cells; blanks are written as commas.</param>
    public CsvText(Stream stream, CsvDelimiter delimiter)
    {
        var separator = delimiter is CsvDelimiter.Blank ? ',' : delimiter.Character();
        _writer = CsvWriter.Create(
            stream,
            new CsvWriterOptions
            {
                Separator = separator,
                Quoting = CsvQuoting.WhenNeededOrWhitespace,
                WriteByteOrderMark = true,
                ValidateFieldCount = false,
            },
            leaveOpen: true);
    }

    /// <summary>Writes a text, escaped where it must be; null as an empty cell.</summary>
    public void Text(string? value) => _writer.WriteField(Escape(value ?? string.Empty));

    /// <summary>Writes a number with a period.</summary>
    public void Number(decimal value) => _writer.WriteField(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        _writer.WriteField(digits[..length]);
    }

    /// <summary>Writes a whole number; null as an empty cell.</summary>
    public void Number(long? value)
    {
        if (value is { } number)
        {
            Number(number);
            return;
        }

        _writer.WriteField(string.Empty);
    }

    /// <summary>Writes points as a number; null as an empty cell.</summary>
    public void Amount(Points? value)
    {
        if (value is { } points && points.Hundredths % 100 != 0)
        {
            Number(points.Value);
            return;
        }

        Number(value?.Hundredths / 100);
    }

    /// <summary>Writes yes or no.</summary>
    public void YesOrNo(bool value) => _writer.WriteField(value ? "yes" : "no");

    /// <summary>
    /// Writes a phone number of a plus sign and digits alone, which is a number to a spreadsheet and nothing that runs; an
    /// apostrophe in front of it would be refused by whoever dials it. Null as an empty cell.
    /// </summary>
    public void Dialled(string? phone)
    {
        if (phone is not null && (phone is not ['+', ..] || phone.AsSpan(1).ContainsAnyExceptInRange('0', '9')))
        {
            throw new ArgumentException("A phone number in a file for others is a plus sign and digits.", nameof(phone));
        }

        _writer.WriteField(phone ?? string.Empty);
    }

    /// <summary>Writes an instant in UTC, ISO 8601; null as an empty cell.</summary>
    public void Moment(Instant? value)
    {
        if (value is not { } instant)
        {
            _writer.WriteField(string.Empty);
            return;
        }

        // What the database keeps are whole milliseconds of a common year; the pattern takes as long as all else of a row.
        var milliseconds = instant.ToUnixTimeMilliseconds();
        if (milliseconds is < 0 or >= 253_402_300_800_000 || Instant.FromUnixTimeMilliseconds(milliseconds) != instant)
        {
            _writer.WriteField(InstantPattern.ExtendedIso.Format(instant));
            return;
        }

        Span<char> text = stackalloc char[24];
        DateTime.UnixEpoch.AddMilliseconds(milliseconds).TryFormat(text, out var length, "s", CultureInfo.InvariantCulture);
        if (milliseconds % 1_000 is > 0 and var part)
        {
            text[length++] = '.';
            for (var unit = 100; part > 0; part %= unit, unit /= 10)
            {
                text[length++] = (char)('0' + (part / unit));
            }
        }

        text[length++] = 'Z';
        _writer.WriteField(text[..length]);
    }

    /// <summary>Writes a cell of an imported file back: what is a plain number stays one, anything else is a text.</summary>
    public void AsRead(string value)
    {
        if (CellValues.IsPlainNumber(value))
        {
            _writer.WriteField(value);
            return;
        }

        // A text that was escaped when it was read is written as it was.
        _writer.WriteField(IsEscaped(value) ? value : Escape(value));
    }

    /// <summary>Ends the row.</summary>
    public void EndRow() => _writer.EndRecord();

    /// <summary>Hands everything written so far to the stream.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken).AsTask();

    /// <summary>Hands the rest to the stream, which stays open.</summary>
    public void Dispose() => _writer.Dispose();

    /// <summary>The text as a text cell holds it.</summary>
    public static string Escape(string text)
    {
        var visible = text.Replace('\0', '\u2400');
        return IsActive(visible) ? "'" + visible : visible;
    }

    /// <summary>The text that <see cref="Escape"/> was given.</summary>
    public static string Unescape(string cell) => IsEscaped(cell) ? cell[1..] : cell;

    internal static bool IsEscaped(ReadOnlySpan<char> cell) => cell.Length > 1 && cell[0] == '\'' && IsActive(cell[1..]);

    private static bool IsActive(ReadOnlySpan<char> text)
    {
        var bare = text.TrimStart('\'');
        if (bare.IsEmpty)
        {
            return false;
        }

        if (bare[0] is '\t' or '\r' or '\n')
        {
            return true;
        }

        var start = 0;
        while (start < bare.Length && IsSkipped(bare[start]))
        {
            start++;
        }

        return start < bare.Length
            && bare[start] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
    }

    private static bool IsSkipped(char character) =>
        char.IsWhiteSpace(character)
        || char.IsControl(character)
        || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format;
}
