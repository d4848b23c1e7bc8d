using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// What one look over the whole file says before a row is read. The whole, not its start: a file may be plain ASCII for
/// megabytes before the first umlaut shows what it is, and guessing then would corrupt names silently.
/// </summary>
internal sealed record FileSurvey(bool Compressed, Encoding Encoding, int BomBytes, byte[] Sample)
{
    private const int SampleBytes = 64 * 1024;

    /// <summary>Refuses <see cref="FileIsEmpty"/>, <see cref="FileIsBinary"/>, <see cref="FileIsDamaged"/>,
    /// <see cref="FileTooLarge"/>, <see cref="EncodingDoesNotFit"/>, in this order.</summary>
    public static Result<FileSurvey> Of(Stream stream, Encoding? named, CsvLimits limits)
    {
        var start = stream.Position;
        var compressed = IsGzip(stream);
        stream.Position = start;
        try
        {
            using var text = Opened(stream, compressed);
            var survey = Of(text, compressed, named, limits, out var total);
            return compressed && survey.Succeeded(out _, out _) && !EndsWhole(stream, total) ? new FileIsDamaged() : survey;
        }
        catch (InvalidDataException)
        {
            return new FileIsDamaged();
        }
        finally
        {
            stream.Position = start;
        }
    }

    /// <summary>The text's bytes; disposing them leaves <paramref name="stream"/> open.</summary>
    public static Stream Opened(Stream stream, bool compressed) => compressed
        ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true)
        : new UnownedStream(stream);

    private static Result<FileSurvey> Of(
        Stream text, bool compressed, Encoding? named, CsvLimits limits, out long total)
    {
        total = 0;
        var buffer = new byte[SampleBytes];
        var sample = buffer[..text.ReadAtLeast(buffer, SampleBytes, throwOnEndOfStream: false)];
        if (sample.AsSpan().TrimStart(" \t\r\n\uFEFF"u8).IsEmpty)
        {
            return new FileIsEmpty();
        }

        if (Magic(sample) is { } kind)
        {
            return new FileIsBinary(kind);
        }

        var (marked, bom) = ByteOrderMark(sample);
        var encoding = named ?? marked ?? Utf16WithoutMark(sample);
        var check = new TextCheck(encoding);
        for (var chunk = sample.AsSpan(); !chunk.IsEmpty; chunk = buffer.AsSpan(0, text.Read(buffer)))
        {
            total += chunk.Length;
            if (total > limits.FileBytes)
            {
                return new FileTooLarge(limits.FileBytes);
            }

            check.Add(chunk);
            if (check.HasNul)
            {
                return new FileIsBinary("binary");
            }
        }

        check.Finish();
        if (encoding is not null && !check.Fits)
        {
            return (named ?? marked) is null ? new FileIsBinary("binary") : new EncodingDoesNotFit(encoding.WebName);
        }

        encoding ??= check.Fits ? TextEncodings.Utf8 : TextEncodings.SingleByte(check.HighBytes(sample));
        return new FileSurvey(compressed, encoding, marked?.CodePage == encoding.CodePage ? bom : 0, sample);
    }

    // A gzip that was cut off ends for GZipStream like a whole one, which would lose the last customers silently; its last
    // four bytes say how long the text is.
    private static bool EndsWhole(Stream stream, long total)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        stream.Seek(-length.Length, SeekOrigin.End);
        stream.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length) == unchecked((uint)total);
    }

    private static bool IsGzip(Stream stream) => stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;

    private static string? Magic(ReadOnlySpan<byte> sample) => sample switch
    {
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "zip/xlsx",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "xls",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "pdf",
        [0x1F, 0x8B, ..] => "gzip",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
        _ => null,
    };

    private static (Encoding? Encoding, int Bytes) ByteOrderMark(ReadOnlySpan<byte> sample) => sample switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (TextEncodings.Utf8, 3),
        [0xFF, 0xFE, ..] => (TextEncodings.Utf16Little, 2),
        [0xFE, 0xFF, ..] => (TextEncodings.Utf16Big, 2),
        _ => (null, 0),
    };

    // Western text in UTF-16 has a zero in nearly every second byte, and none in the other half.
    private static Encoding? Utf16WithoutMark(ReadOnlySpan<byte> sample)
    {
        var zeros = (Even: 0, Odd: 0);
        for (var i = 0; i + 1 < sample.Length; i += 2)
        {
            zeros.Even += sample[i] == 0 ? 1 : 0;
            zeros.Odd += sample[i + 1] == 0 ? 1 : 0;
        }

        var half = sample.Length / 2;
        return zeros switch
        {
            { Even: 0, Odd: > 0 } when zeros.Odd * 3 > half => TextEncodings.Utf16Little,
            { Odd: 0, Even: > 0 } when zeros.Even * 3 > half => TextEncodings.Utf16Big,
            _ => null,
        };
    }
}

/// <summary>Whether bytes that come in chunks are text of an encoding; UTF-8 when none is given.</summary>
internal sealed class TextCheck(Encoding? encoding)
{
    private readonly Decoder? _decoder = encoding is null or UTF8Encoding ? null : encoding.GetDecoder();
    private readonly bool _wide = encoding is UnicodeEncoding;
    private readonly ArrayBufferWriter<byte> _high = new();
    private readonly char[] _characters = new char[64 * 1024 + 16];
    private readonly byte[] _joined = new byte[64 * 1024 + 4];
    private int _carried;

    public bool Fits { get; private set; } = true;

    public bool HasNul { get; private set; }

    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (!_wide)
        {
            HasNul |= chunk.Contains((byte)0);
        }

        if (_decoder is not null)
        {
            Decode(chunk, flush: false);
            return;
        }

        if (Fits)
        {
            Validate(chunk);
            return;
        }

        Remember(chunk);
    }

    public void Finish()
    {
        if (_decoder is not null)
        {
            Decode([], flush: true);
            return;
        }

        Fits &= _carried == 0;
    }

    /// <summary>The first stretch that was not UTF-8, or else the sample, for telling single-byte encodings apart.</summary>
    public ReadOnlySpan<byte> HighBytes(byte[] sample) => _high.WrittenCount > 0 ? _high.WrittenSpan : sample;

    private void Decode(ReadOnlySpan<byte> chunk, bool flush)
    {
        try
        {
            var count = Fits ? _decoder!.GetChars(chunk, _characters, flush) : 0;
            HasNul |= _wide && _characters.AsSpan(0, count).Contains('\0');
        }
        catch (DecoderFallbackException)
        {
            Fits = false;
        }
    }

    private void Validate(ReadOnlySpan<byte> chunk)
    {
        chunk.CopyTo(_joined.AsSpan(_carried));
        var all = _joined.AsSpan(0, _carried + chunk.Length);
        var incomplete = IncompleteTail(all);
        if (!Utf8.IsValid(all[..^incomplete]))
        {
            Fits = false;
            Remember(all);
            return;
        }

        all[^incomplete..].CopyTo(_joined);
        _carried = incomplete;
    }

    private void Remember(ReadOnlySpan<byte> chunk)
    {
        if (_high.WrittenCount < 256 * 1024)
        {
            _high.Write(chunk);
        }
    }

    private static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead >= 0xC0)
            {
                var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }

            if (lead < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }
}
