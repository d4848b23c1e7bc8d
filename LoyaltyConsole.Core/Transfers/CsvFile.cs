using System.Text;
using CsvHelper;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// A CSV file, plain or gzipped, as its header and one row of text after the other, within bounds (5.10.1, S5).
/// Nothing is kept of a row when the next is read.
/// </summary>
/// <remarks>
/// <code>
/// using var file = …CsvFile.Open(stream)…;
/// while (file.Read())
/// {
///     file.Current …
/// }
///
/// if (file.Stopped is { } refusal) …   // the rest could not be read: nothing of the file may be kept
/// </code>
/// </remarks>
public sealed class CsvFile : IDisposable
{
    private readonly Stream _source;
    private readonly CsvReader _reader;
    private readonly RecentBytes _recent;
    private readonly CsvLimits _limits;
    private char[] _characters = new char[1024];
    private int[] _ends = new int[32];
    private CsvMalformedRecord? _malformed;

    private CsvFile(Stream source, CsvDialect dialect, int bomBytes, CsvLimits limits)
    {
        _source = source;
        _limits = limits;
        Dialect = dialect;
        _recent = new RecentBytes(Utf8Of(source, dialect, bomBytes), (2 * limits.RecordBytes) + (256 * 1024));
        _reader = CsvReader.Create(_recent, new CsvReaderOptions
        {
            // The first record is read as a row, so that its own flaws are seen.
            HasHeader = false,
            Separator = dialect.Delimiter is CsvDelimiter.Blank ? BlankRuns.Separator : dialect.Delimiter.Character(),
            Mode = dialect.Delimiter is CsvDelimiter.Blank ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Encoding = Encoding.UTF8,
            MaxRecordSize = limits.RecordBytes,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            OnMalformedRecord = record => _malformed = record,
            IncludeValuesInExceptions = false,
            PoolStrings = true,
        });
    }

    /// <summary>How the file is written, as it was detected or named.</summary>
    public CsvDialect Dialect { get; }

    /// <summary>The names of the columns, in the file's order, without blanks around them.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Why reading ended before the end of the file; null while it goes on and when it reached the end.</summary>
    public Refusal? Stopped { get; private set; }

    /// <summary>The row that <see cref="Read"/> moved to; valid until the next call.</summary>
    public CsvRecord Current => new(this);

    /// <summary>How far reading has come, from 0 to 1, in bytes of the file as it is stored.</summary>
    public double Progress => _source.Length == 0 ? 1 : (double)_source.Position / _source.Length;

    internal long Line => _reader.LineNumber;

    internal RowFlaw Flaw { get; private set; }

    internal int Count => _reader.FieldCount;

    /// <summary>
    /// Looks over the whole file once for its encoding and size, and reads its header. Refuses <see cref="FileIsEmpty"/>,
    /// <see cref="FileIsBinary"/>, <see cref="FileIsDamaged"/>, <see cref="FileTooLarge"/>,
    /// <see cref="EncodingDoesNotFit"/>, <see cref="QuoteNeverClosed"/> or <see cref="LineTooLong"/> (in the header),
    /// <see cref="TooManyColumns"/>, <see cref="FileHasNoHeader"/>, <see cref="ColumnWithoutName"/>,
    /// <see cref="ColumnNamedTwice"/>, in this order.
    /// </summary>
    /// <param name="stream">The file from its position on; it can seek, and stays open when this is disposed.</param>
    /// <param name="choices">What the operator named; null detects everything.</param>
    /// <param name="limits">Null for <see cref="CsvLimits.Default"/>.</param>
    public static Result<CsvFile> Open(Stream stream, CsvChoices? choices = null, CsvLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The file is looked over before it is read: it must seek.", nameof(stream));
        }

        limits ??= CsvLimits.Default;
        if (!FileSurvey.Of(stream, choices?.Encoding, limits).Succeeded(out var survey, out var refusal))
        {
            return refusal;
        }

        // The sample may end within a character, which is of no concern to the delimiter.
        var sample = Encoding.GetEncoding(survey.Encoding.CodePage).GetString(survey.Sample.AsSpan(survey.BomBytes));
        var delimiter = choices?.Delimiter ?? DelimiterGuess.Of(sample);
        var dialect = new CsvDialect(delimiter, survey.Encoding, survey.Compressed);
        var file = new CsvFile(stream, dialect, survey.BomBytes, limits);
        if (file.ReadHeader() is { } no)
        {
            file.Dispose();
            return no;
        }

        return file;
    }

    /// <summary>
    /// Moves to the next row; empty lines are passed over. A row that is flawed by itself is a row with a
    /// <see cref="CsvRecord.Flaw"/>. False at the end, and when <see cref="Stopped"/> says why the rest cannot be read:
    /// <see cref="QuoteNeverClosed"/> or <see cref="LineTooLong"/>.
    /// </summary>
    public bool Read()
    {
        while (Stopped is null && Advance())
        {
            Decode();
            if (Count > 1 || !_characters.AsSpan(0, _ends[0]).IsWhiteSpace())
            {
                Flaw = FindFlaw();
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc />
    public void Dispose() => _reader.Dispose();

    internal ReadOnlySpan<char> Cell(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (index >= Count)
        {
            return default;
        }

        var start = index == 0 ? 0 : _ends[index - 1];
        return _characters.AsSpan(start, _ends[index] - start);
    }

    internal string Text(int index) => index < Count ? _reader.GetString(index) : string.Empty;

    private static Stream Utf8Of(Stream source, CsvDialect dialect, int bomBytes)
    {
        var bytes = FileSurvey.Opened(source, dialect.Compressed);
        bytes.ReadExactly(new byte[bomBytes]);
        var utf8 = dialect.Encoding is UTF8Encoding
            ? bytes
            : Encoding.CreateTranscodingStream(bytes, dialect.Encoding, TextEncodings.Utf8);
        return dialect.Delimiter is CsvDelimiter.Blank ? new BlankRuns(utf8) : utf8;
    }

    private Refusal? ReadHeader()
    {
        if (!Read())
        {
            return Stopped ?? new FileIsEmpty();
        }

        if (Count <= 2 && Cell(0).StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && !Read())
        {
            return Stopped ?? new FileIsEmpty();
        }

        Header = Count > _limits.Columns
            ? [.. Enumerable.Repeat(string.Empty, Count)]
            : [.. Current.ToArray().Select(name => name.Trim())];
        return CsvHeader.Refuses(Header, Line, _limits);
    }

    private bool Advance()
    {
        _malformed = null;
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException tooLong)
        {
            Stopped = TooLong(_recent.Since(tooLong.ByteOffset), tooLong.LineNumber);
            return false;
        }

        if (_malformed?.Reason is CsvMalformedReason.UnterminatedQuote)
        {
            Stopped = TooLong(_reader.RawRecord, Line);
            return false;
        }

        if (_reader.RawRecord.Length > _limits.RecordBytes)
        {
            Stopped = new LineTooLong(Line, _limits.RecordBytes);
            return false;
        }

        return true;
    }

    private Refusal TooLong(ReadOnlySpan<byte> record, long line) =>
        Dialect.Delimiter is not CsvDelimiter.Blank && OpenQuote(record, (byte)Dialect.Delimiter.Character()) is { } lines
            ? new QuoteNeverClosed(line + lines)
            : new LineTooLong(line, _limits.RecordBytes);

    // The lines between the start of a record and the quote that is open at its end.
    private static int? OpenQuote(ReadOnlySpan<byte> record, byte delimiter)
    {
        int? opened = null;
        var lines = 0;
        var cellStarts = true;
        for (var i = 0; i < record.Length; i++)
        {
            var value = record[i];
            lines += value == '\n' || (value == '\r' && (i + 1 == record.Length || record[i + 1] != '\n')) ? 1 : 0;
            if (opened is not null && value == '"')
            {
                if (i + 1 < record.Length && record[i + 1] == '"')
                {
                    i++;
                    continue;
                }

                opened = null;
            }
            else if (opened is null && value == '"' && cellStarts)
            {
                opened = lines;
            }

            cellStarts = opened is null && value == delimiter;
        }

        return opened;
    }

    private void Decode()
    {
        var bytes = _reader.RawRecord.Length;
        if (_characters.Length < bytes)
        {
            _characters = new char[Math.Max(bytes, 2 * _characters.Length)];
        }

        if (_ends.Length < Count)
        {
            _ends = new int[Math.Max(Count, 2 * _ends.Length)];
        }

        var end = 0;
        for (var i = 0; i < Count; i++)
        {
            end += _reader.GetChars(i, _characters.AsSpan(end));
            _ends[i] = end;
        }
    }

    private RowFlaw FindFlaw()
    {
        if (_malformed is { } malformed)
        {
            return malformed.Reason is CsvMalformedReason.StrayQuote ? RowFlaw.StrayQuote : RowFlaw.TextAfterQuote;
        }

        if (Header.Count > 0 && Count != Header.Count)
        {
            return Count < Header.Count ? RowFlaw.TooFewCells : RowFlaw.TooManyCells;
        }

        for (var i = 0; _reader.RawRecord.Length > _limits.CellCharacters && i < Count; i++)
        {
            if (Cell(i).Length > _limits.CellCharacters)
            {
                return RowFlaw.CellTooLong;
            }
        }

        return RowFlaw.None;
    }
}
