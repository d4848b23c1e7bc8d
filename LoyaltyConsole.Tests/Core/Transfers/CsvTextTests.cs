using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class CsvTextTests
{
    // T24.
    [Fact]
    public void Numbers_stay_numbers_and_notes_run_nothing()
    {
        var text = Written(csv =>
        {
            csv.Number(-24);
            csv.Number(-1250.5m);
            csv.Text("=1+1");
            csv.Text("-24");
            csv.Text("plain, with \"quotes\"");
            csv.Text(null);
            csv.Moment(Instant.FromUtc(2026, 3, 10, 12, 0));
            csv.EndRow();
        });

        Assert.Equal("-24,-1250.5,'=1+1,'-24,\"plain, with \"\"quotes\"\"\",,2026-03-10T12:00:00Z\r\n", text);
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("+49 170")]
    [InlineData("-x")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData("  =1")]
    [InlineData("\u200B=1")]
    [InlineData("'=1")]
    [InlineData("''=1")]
    public void What_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(string text)
    {
        var escaped = CsvText.Escape(text);

        Assert.Equal("'" + text, escaped);
        Assert.Equal(text, CsvText.Unescape(escaped));
    }

    [Theory]
    [InlineData("Ada")]
    [InlineData("'n Sync")]
    [InlineData("1-2")]
    [InlineData("'")]
    [InlineData("")]
    [InlineData("a=b")]
    public void Other_text_is_left_alone(string text)
    {
        Assert.Equal(text, CsvText.Escape(text));
        Assert.Equal(text, CsvText.Unescape(text));
    }

    [Fact]
    public void A_zero_is_written_as_its_picture() => Assert.Equal("a\u2400b", CsvText.Escape("a\0b"));

    [Fact]
    public void Naughty_strings_come_back_as_they_went()
    {
        var json = File.ReadAllText(SharedData.Path("naughty_strings", "blns.json"));
        var strings = JsonSerializer.Deserialize<List<string>>(json)!;
        Assert.NotEmpty(strings);

        Assert.Equal(strings.Select(text => text.Replace('\0', '\u2400')), RoundTrip(strings));
    }

    // S4: every mark, behind and before what could hide it.
    [Fact]
    public void Ten_thousand_hostile_cells_are_inactive_and_come_back()
    {
        var random = new Random(20260310);
        string[] parts = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "\"", ",", ";", "'", " ", "1", "x", "cmd|' /C calc'!A0"];
        var cells = Enumerable.Range(0, 10_000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Length)])))
            .ToList();

        var escaped = cells.Select(CsvText.Escape).ToList();

        Assert.DoesNotContain(escaped, cell => cell.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]);
        Assert.DoesNotContain(escaped, cell => cell is ['\t' or '\r' or '\n' or '\0', ..]);
        Assert.Equal(cells.Select(cell => cell.Replace('\0', '\u2400')), RoundTrip(cells));
    }

    [Fact]
    public void The_error_file_is_the_same_file_with_a_reason()
    {
        using var stream = new MemoryStream();
        using (var errors = new ErrorFile(stream, CsvDelimiter.Semicolon, ["ref", "quantity", "note"]))
        {
            errors.Write(["1", "-5", "=1+1"], "No such customer.");
            errors.Write(["2"], "Too few cells; 3 are needed.");
            errors.Write(["3", "4", "5", "6"], "Too many cells.");
        }

        Assert.Equal(
            "\uFEFFref;quantity;note;reason\r\n1;-5;'=1+1;No such customer.\r\n2;;;\"Too few cells; 3 are needed.\"\r\n"
            + "3;4;5;Too many cells.;6\r\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_corrected_error_file_that_fails_again_has_one_reason()
    {
        using var stream = new MemoryStream();
        using (var errors = new ErrorFile(stream, CsvDelimiter.Comma, ["ref", "note", "reason"]))
        {
            errors.Write(["1", "'=1+1", "The old reason."], "The new reason.");
        }

        Assert.Equal("\uFEFFref,note,reason\r\n1,'=1+1,The new reason.\r\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Written(Action<CsvText> write)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvText(stream, CsvDelimiter.Comma))
        {
            write(csv);
        }

        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF');
    }

    private static List<string> RoundTrip(IReadOnlyList<string> texts)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvText(stream, CsvDelimiter.Comma))
        {
            csv.Text("line");
            csv.Text("text");
            csv.EndRow();
            foreach (var text in texts)
            {
                csv.Text("x");
                csv.Text(text);
                csv.EndRow();
            }
        }

        stream.Position = 0;
        using var file = CsvFile.Open(stream, new CsvChoices(CsvDelimiter.Comma)).OrThrow();
        var back = new List<string>();
        while (file.Read())
        {
            Assert.Equal(RowFlaw.None, file.Current.Flaw);
            back.Add(CsvText.Unescape(file.Current.Text(1)));
        }

        Assert.Null(file.Stopped);
        return back;
    }
}
