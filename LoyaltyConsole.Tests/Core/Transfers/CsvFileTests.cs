using System.IO.Compression;
using System.Text;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", CsvDelimiter.Comma)]
    [InlineData("a;b\n1,5;2\n", CsvDelimiter.Semicolon)]
    [InlineData("a\tb\n1,5\t2\n", CsvDelimiter.Tab)]
    [InlineData("a|b\n1|2\n", CsvDelimiter.Pipe)]
    [InlineData(" a  b\n 1   2\n", CsvDelimiter.Blank)]
    [InlineData("Full name\nAda Lovelace\nGrace Hopper\n", CsvDelimiter.Comma)]
    [InlineData("name;\"note, long, with, commas\"\nAda;\"x,y\"\n", CsvDelimiter.Semicolon)]
    [InlineData("sep=;\r\na,x;b\r\n1;2\r\n", CsvDelimiter.Semicolon)]
    public void Finds_the_delimiter(string text, CsvDelimiter expected)
    {
        using var file = CsvTestFiles.Open(text);

        Assert.Equal(expected, file.Dialect.Delimiter);
    }

    [Fact]
    public void Takes_the_delimiter_that_was_named()
    {
        using var file = CsvTestFiles.Open("a,b;c\n1,2;3\n", new CsvChoices(CsvDelimiters.Named(";")));

        Assert.Equal(["a,b", "c"], file.Header);
        Assert.Equal(["2: 1,2|3"], file.Rows());
    }

    [Theory]
    [InlineData("a,b\n1,2\n\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r\r3,4")]
    public void Passes_over_empty_lines_and_knows_every_line_end(string text)
    {
        using var file = CsvTestFiles.Open(text);

        Assert.Equal(["2: 1|2", "4: 3|4"], file.Rows());
    }

    [Fact]
    public void Names_the_line_on_which_a_row_starts()
    {
        using var file = CsvTestFiles.Open("a,b\n1,\"x\ny\nz\"\n3,4\n");

        Assert.Equal(["2: 1|x\ny\nz", "5: 3|4"], file.Rows());
    }

    [Fact]
    public void Passes_over_the_hint_of_a_spreadsheet()
    {
        using var file = CsvTestFiles.Open("sep=;\r\na;b\r\n1;2\r\n");

        Assert.Equal(["a", "b"], file.Header);
        Assert.Equal(["3: 1|2"], file.Rows());
    }

    [Fact]
    public void Yields_flawed_rows_and_reads_on()
    {
        using var file = CsvTestFiles.Open("a,b\n1\n1,2,3\n1,x \"y\" z\n1,\"x\"y\n1,ok\n");

        Assert.Equal(
            [
                "2: 1 !TooFewCells",
                "3: 1|2|3 !TooManyCells",
                "4: 1|x \"y\" z !StrayQuote",
                "5: 1|xy !TextAfterQuote",
                "6: 1|ok",
            ],
            file.Rows());
        Assert.Null(file.Stopped);
    }

    [Fact]
    public void Yields_a_cell_that_is_too_long_as_a_flaw()
    {
        using var file = CsvTestFiles.Open($"a,b\n1,{new string('x', 32_769)}\n1,{new string('x', 32_768)}\n");

        Assert.True(file.Read());
        Assert.Equal(RowFlaw.CellTooLong, file.Current.Flaw);
        Assert.True(file.Read());
        Assert.Equal(RowFlaw.None, file.Current.Flaw);
    }

    [Fact]
    public void Reads_cells_without_strings()
    {
        using var file = CsvTestFiles.Open("a,b\n\"x \"\"y\"\"\",Käse\n");

        Assert.True(file.Read());
        Assert.Equal("x \"y\"", file.Current[0].ToString());
        Assert.Equal("Käse", file.Current[1].ToString());
        Assert.True(file.Current[2].IsEmpty);
    }

    [Fact]
    public void Reads_gzip_as_it_is()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("a;b\r\n1;ä\r\n"u8);
        }

        using var file = CsvTestFiles.Open(stream.ToArray());

        Assert.True(file.Dialect.Compressed);
        Assert.Equal(["2: 1|ä"], file.Rows());
        Assert.Equal(1, file.Progress);
    }

    [Fact]
    public void Blanks_and_tabs_in_runs_are_one_delimiter()
    {
        using var file = CsvTestFiles.Open(" id  date \n 01   2 \t 3 \n\n 02  4\n", new CsvChoices(CsvDelimiter.Blank));

        Assert.Equal(["id", "date"], file.Header);
        Assert.Equal(["2: 01|2|3 !TooManyCells", "4: 02|4"], file.Rows());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Blanks_are_one_delimiter_however_the_bytes_arrive(int chunk)
    {
        var text = Encoding.UTF8.GetBytes(" a  b\r\n 1   2  \r\n");
        using var squeezed = new BlankRuns(new MemoryStream(text));
        var bytes = new List<byte>();
        var buffer = new byte[chunk + 1];
        for (var read = squeezed.Read(buffer); read > 0; read = squeezed.Read(buffer))
        {
            bytes.AddRange(buffer[..read]);
        }

        Assert.Equal("a\u001Fb\r\n1\u001F2\r\n", Encoding.UTF8.GetString([.. bytes]));
    }
}
