using System.IO.Compression;
using System.Text;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class CsvRefusalTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(" \r\n\r\n")]
    public void Refuses_an_empty_file(string text) => Assert.Equal(new FileIsEmpty(), CsvTestFiles.Refused(text));

    [Fact]
    public void Refuses_a_workbook() =>
        Assert.Equal(new FileIsBinary("zip/xlsx"), CsvTestFiles.Refused([(byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0]));

    [Fact]
    public void Refuses_a_workbook_within_gzip()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write([(byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0]);
        }

        Assert.Equal(new FileIsBinary("zip/xlsx"), CsvTestFiles.Refused(stream.ToArray()));
    }

    [Fact]
    public void Refuses_zeros_that_are_no_utf16() => Assert.Equal(new FileIsBinary("binary"), CsvTestFiles.Refused("a,b\n1,\0x\n"));

    [Fact]
    public void Refuses_half_a_gzip()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"{i},{i * i}\n"))));
        }

        Assert.Equal(new FileIsDamaged(), CsvTestFiles.Refused(stream.ToArray()[..5_000]));
    }

    [Fact]
    public void Refuses_a_file_that_unpacks_beyond_the_limit()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 100_000))));
        }

        var limits = new CsvLimits { FileBytes = 200_000 };

        Assert.Equal(new FileTooLarge(200_000), CsvTestFiles.Refused(stream.ToArray(), limits: limits));
    }

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", "1")]
    [InlineData("ada,ada@example.com\ngrace,grace@example.com\n", "ada@example.com")]
    [InlineData("order,2024-01-31 10:20\nx,y\n", "2024-01-31 10:20")]
    public void Refuses_data_in_place_of_names(string text, string cell) =>
        Assert.Equal(new FileHasNoHeader(1, cell), CsvTestFiles.Refused(text));

    [Fact]
    public void Refuses_a_column_without_a_name() =>
        Assert.Equal(new ColumnWithoutName(2), CsvTestFiles.Refused("a, ,c\n1,2,3\n"));

    [Fact]
    public void Refuses_two_columns_of_one_name() =>
        Assert.Equal(new ColumnNamedTwice("A"), CsvTestFiles.Refused("a,b,A\n1,2,3\n"));

    [Theory]
    [InlineData(501)]
    [InlineData(200_000)]
    public void Refuses_too_many_columns(int columns) => Assert.Equal(
        new TooManyColumns(columns, 500),
        CsvTestFiles.Refused(string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i % 10}"))));

    [Fact]
    public void Names_the_line_of_a_quote_that_is_open_at_the_end()
    {
        using var file = CsvTestFiles.Open("a,b,c\n1,2,3\n1,\"x\ny\",\"z\n2,3,4\n5,6,7\n");

        Assert.Equal(["2: 1|2|3"], file.Rows());
        Assert.Equal(new QuoteNeverClosed(4), file.Stopped);
        Assert.False(file.Read());
    }

    [Fact]
    public void Names_the_line_of_a_quote_that_would_swallow_the_file()
    {
        var text = "a,b,c\n1,2,3\n1,\"x\ny\",\"z\n" + string.Concat(Enumerable.Repeat("2,3,4\n", 1_000_000));

        using var file = CsvTestFiles.Open(text);

        Assert.Equal(["2: 1|2|3"], file.Rows());
        Assert.Equal(new QuoteNeverClosed(4), file.Stopped);
    }

    [Fact]
    public void Refuses_an_open_quote_in_the_header() =>
        Assert.Equal(new QuoteNeverClosed(1), CsvTestFiles.Refused("a,\"b\n1,2\n"));

    [Fact]
    public void Refuses_a_line_of_200_megabytes_without_keeping_it()
    {
        using var endless = new RepeatedByte("a,b\n1,2\n3,"u8.ToArray(), (byte)'x', 200_000_000);
        using var file = CsvFile.Open(endless).OrThrow();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var rows = file.Rows();

        Assert.Equal(["2: 1|2"], rows);
        Assert.Equal(new LineTooLong(3, 1024 * 1024), file.Stopped);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Refuses_a_record_just_over_the_limit_however_it_is_buffered()
    {
        var limits = new CsvLimits { RecordBytes = 1_000 };
        using var file = CsvTestFiles.Open($"a,b\n{new string('x', 998)},2\n{new string('x', 999)},2\n", limits: limits);

        Assert.True(file.Read());
        Assert.False(file.Read());
        Assert.Equal(new LineTooLong(3, 1_000), file.Stopped);
    }

    /// <summary>A start and then one byte over and over, kept nowhere.</summary>
    private sealed class RepeatedByte(byte[] start, byte filling, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, length - Position);
            for (var i = 0; i < read; i++, Position++)
            {
                buffer[i] = Position < start.Length ? start[Position] : filling;
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
