using System.Text;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>How a file is written: what was found, or what the operator named because it was found wrongly.</summary>
/// <param name="Delimiter">What stands between two cells.</param>
/// <param name="Encoding">The encoding of the text.</param>
/// <param name="Compressed">Whether the file is a gzip of the text.</param>
public sealed record CsvDialect(CsvDelimiter Delimiter, Encoding Encoding, bool Compressed);

/// <summary>What the operator insists on; a null is detected.</summary>
/// <param name="Delimiter">Use when the detected delimiter is wrong (<c>--delimiter</c>).</param>
/// <param name="Encoding">Use when umlauts look wrong (<c>--encoding</c>); see <see cref="TextEncodings.Named"/>.</param>
public sealed record CsvChoices(CsvDelimiter? Delimiter = null, Encoding? Encoding = null)
{
    /// <summary>Everything is detected.</summary>
    public static CsvChoices Automatic { get; } = new();
}

/// <summary>What stands between two cells.</summary>
public enum CsvDelimiter
{
    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary>A tab.</summary>
    Tab,

    /// <summary><c>|</c></summary>
    Pipe,

    /// <summary>Runs of blanks and tabs, as in files whose columns are padded; quotes are ordinary text there.</summary>
    Blank,
}

/// <summary>The delimiters as the command line and a saved mapping write them.</summary>
public static class CsvDelimiters
{
    /// <summary>The character between two cells; for <see cref="CsvDelimiter.Blank"/> one blank.</summary>
    public static char Character(this CsvDelimiter delimiter) => delimiter switch
    {
        CsvDelimiter.Comma => ',',
        CsvDelimiter.Semicolon => ';',
        CsvDelimiter.Tab => '\t',
        CsvDelimiter.Pipe => '|',
        CsvDelimiter.Blank => ' ',
        _ => throw new ArgumentOutOfRangeException(nameof(delimiter)),
    };

    /// <summary>
    /// Reads <c>,</c> <c>;</c> <c>|</c> <c>tab</c> <c>blank</c>; null for <c>auto</c> and for anything else.
    /// </summary>
    public static CsvDelimiter? Named(string text) => text switch
    {
        "," or "comma" => CsvDelimiter.Comma,
        ";" or "semicolon" => CsvDelimiter.Semicolon,
        "\t" or "\\t" or "tab" => CsvDelimiter.Tab,
        "|" or "pipe" => CsvDelimiter.Pipe,
        "blank" => CsvDelimiter.Blank,
        _ => null,
    };
}
