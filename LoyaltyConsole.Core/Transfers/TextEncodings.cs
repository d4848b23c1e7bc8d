using System.Buffers;
using System.Text;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>The encodings in which spreadsheets and shops write their files.</summary>
public static class TextEncodings
{
    private static readonly Encoding _utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding _utf16Little = new UnicodeEncoding(false, false, throwOnInvalidBytes: true);
    private static readonly Encoding _utf16Big = new UnicodeEncoding(true, false, throwOnInvalidBytes: true);

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>UTF-8, refusing bytes that are not.</summary>
    public static Encoding Utf8 => _utf8;

    internal static Encoding Utf16Little => _utf16Little;

    internal static Encoding Utf16Big => _utf16Big;

    internal static Encoding Windows1252 => Strict("windows-1252");

    internal static Encoding Macintosh => Strict("macintosh");

    /// <summary>
    /// The encoding of a name such as <c>utf-8</c>, <c>windows-1252</c>, <c>iso-8859-1</c>, <c>macintosh</c>; null when
    /// there is none of that name, and for <c>auto</c>.
    /// </summary>
    public static Encoding? Named(string name)
    {
        switch (name.Trim().ToUpperInvariant())
        {
            case "AUTO" or "":
                return null;
            case "UTF-8" or "UTF8":
                return _utf8;
            case "UTF-16" or "UTF-16LE" or "UNICODE":
                return _utf16Little;
            case "UTF-16BE":
                return _utf16Big;
        }

        try
        {
            return Strict(name.Trim());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Single bytes above 0x7F: umlauts are C4 D6 DC DF E4 F6 FC in Windows-1252, but 80 85 86 A7 8A 9A 9F in Mac Roman,
    // where Windows has quotation marks and dashes, which stand beside blanks rather than between letters.
    private static readonly SearchValues<byte> _macLetters =
        SearchValues.Create([0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8D, 0x8E, 0x8F, 0x96, 0x9A, 0x9C, 0x9D, 0x9F]);

    /// <summary>The likelier of the two single-byte encodings, by what stands between letters.</summary>
    internal static Encoding SingleByte(ReadOnlySpan<byte> sample)
    {
        var windows = 0;
        var macintosh = 0;
        for (var i = 1; i < sample.Length - 1; i++)
        {
            var besideLetter = char.IsAsciiLetter((char)sample[i - 1]) || char.IsAsciiLetter((char)sample[i + 1]);
            if (sample[i] >= 0x80 && besideLetter)
            {
                windows += sample[i] >= 0xC0 ? 1 : 0;
                macintosh += _macLetters.Contains(sample[i]) ? 1 : 0;
            }
        }

        return macintosh > windows ? Macintosh : Windows1252;
    }

    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
