using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core;

/// <summary>Texts that have broken other programs go in and come out of names and reasons as they are.</summary>
public sealed class UnharmedTextTests : LedgerTest
{
    private static readonly string[] _spectrum =
        ["comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"];

    [Fact]
    public async Task Names_come_out_of_an_import_as_they_went_in()
    {
        var texts = Texts().Where(text => text.Trim().Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var file = new StringBuilder("order_ref,customer_ref,name,placed_at,total\n");
        for (var index = 0; index < texts.Count; index++)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"{index},{index},\"{texts[index].Replace("\"", "\"\"", StringComparison.Ordinal)}\",2025-11-01,10\n");
        }

        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, file.ToString(), TestContext.Current.CancellationToken);
        var imports = Programme.Get<FileImports>();
        var staged = (await imports.StageAsync(path, "names.csv", new ImportOptions(), Programme.Manager, CancellationToken.None)).OrThrow();
        var done = (await imports.CommitAsync(staged.Id, Programme.Manager, CancellationToken.None)).OrThrow();
        File.Delete(path);

        Assert.Equal((texts.Count, 0), (done.Counts.Orders, done.Counts.Rejected));
        var names = Programme.Query("SELECT RefId, Name FROM Customers", row => (int.Parse(row.GetString(0), System.Globalization.CultureInfo.InvariantCulture), row.GetString(1)))
            .ToDictionary(row => row.Item1, row => row.Item2);
        for (var index = 0; index < texts.Count; index++)
        {
            // Blanks around a cell are not part of it, and the apostrophe before a formula is taken back, as documented.
            Assert.Equal(CellText(texts[index]), names[index]);
        }
    }

    [Fact]
    public async Task Reasons_and_comments_come_out_of_the_history_as_they_went_in()
    {
        var ada = await Programme.CustomerAsync();
        var history = Programme.Get<PointsHistory>();
        foreach (var text in Texts().Where(text => text.Trim().Length is > 0 and <= LedgerEntry.TextLength).Distinct(StringComparer.Ordinal))
        {
            var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(1)) with { InternalReason = text, CustomerText = text };
            (await Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)).OrThrow();

            var row = (await history.ListAsync(ada, new HistoryQuery(), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows[0];
            Assert.Equal((text, text), (row.InternalReason, row.CustomerText));

            // And none of them can break the search.
            (await history.ListAsync(ada, new HistoryQuery(Text: text), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow();
            (await Programme.Customers.ListAsync(
                new CustomerFilter { Text = text }, CustomerSort.Name, descending: false, new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow();
        }
    }

    private static string CellText(string text)
    {
        CellValues.Text(text, Customer.NameLength, out var cell);
        return cell.ToString();
    }

    private static IEnumerable<string> Texts()
    {
        var naughty = JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Path("naughty_strings/blns.json")))!;
        var cells = _spectrum.SelectMany(name => JsonSerializer
            .Deserialize<Dictionary<string, string>[]>(File.ReadAllText(SharedData.Path($"csv_spectrum/json/{name}.json")))!
            .SelectMany(row => row.Values));
        return naughty.Concat(cells).Where(text => !text.Contains('\0', StringComparison.Ordinal));
    }
}
