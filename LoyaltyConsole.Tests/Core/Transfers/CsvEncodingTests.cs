using System.Text;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class CsvEncodingTests
{
    private const string Text = "Name;Straße\r\nJürgen Größer;Öhringer Weg – 5 €\r\nŁukasz;x\r\n";
    private const string Western = "Name;Straße\r\nJürgen Größer;Öhringer Weg – 5\r\nZoë;Café\r\n";

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void Reads_unicode_with_and_without_a_mark(string name, bool marked)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)];

        using var file = CsvTestFiles.Open(bytes);

        Assert.Equal(["Name", "Straße"], file.Header);
        Assert.Equal(["2: Jürgen Größer|Öhringer Weg – 5 €", "3: Łukasz|x"], file.Rows());
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("macintosh")]
    public void Tells_the_old_encodings_of_windows_and_the_mac_apart(string name)
    {
        var encoding = TextEncodings.Named(name)!;

        using var file = CsvTestFiles.Open(encoding.GetBytes(Western));

        Assert.Equal(encoding.WebName, file.Dialect.Encoding.WebName);
        Assert.Equal(["2: Jürgen Größer|Öhringer Weg – 5", "3: Zoë|Café"], file.Rows());
    }

    [Fact]
    public void Sees_an_old_encoding_that_shows_only_megabytes_into_the_file()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 100_000; i++)
        {
            text.Append("1234567,abcdefgh\n");
        }

        text.Append("1,Jürgen Müller\n");

        using var file = CsvTestFiles.Open(TextEncodings.Named("windows-1252")!.GetBytes(text.ToString()));

        Assert.Equal("100002: 1|Jürgen Müller", file.Rows()[^1]);
    }

    [Fact]
    public void Reads_utf8_whose_characters_lie_across_chunks()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Repeat("1,€ä𝄞x\n", 50_000));

        using var file = CsvTestFiles.Open(text);

        Assert.Equal("utf-8", file.Dialect.Encoding.WebName);
        Assert.All(file.Rows(), row => Assert.EndsWith(": 1|€ä𝄞x", row, StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_the_encoding_that_was_named()
    {
        var bytes = TextEncodings.Named("windows-1250")!.GetBytes("a,b\n1,Łukasz\n");

        using var file = CsvTestFiles.Open(bytes, new CsvChoices(Encoding: TextEncodings.Named("windows-1250")));

        Assert.Equal(["2: 1|Łukasz"], file.Rows());
    }

    [Fact]
    public void Refuses_a_named_encoding_that_the_bytes_are_not()
    {
        var bytes = TextEncodings.Named("windows-1252")!.GetBytes(Western);

        var refusal = CsvTestFiles.Refused(bytes, new CsvChoices(Encoding: TextEncodings.Named("UTF-8")));

        Assert.Equal(new EncodingDoesNotFit("utf-8"), refusal);
    }

    [Fact]
    public void Knows_no_encoding_of_a_made_up_name() => Assert.Null(TextEncodings.Named("utf-9"));
}
