using System.Globalization;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Tests.Core.Segments;

/// <summary>
/// Real orders through import and job, against what is worked out here from the same file: the thresholds from sorted
/// values, as R's package rfm sets them, and each customer's score by looking for its bin.
/// </summary>
[Trait("Size", "Large")]
public sealed class RealOrdersTests : IAsyncLifetime
{
    private Programme Programme { get; set; } = null!;

    public async ValueTask InitializeAsync() => Programme = await Programme.CreateAsync(inMemory: true);

    public ValueTask DisposeAsync() => Programme.DisposeAsync();

    [Fact]
    public async Task Cdnow_on_the_first_of_july_1998_is_scored_as_in_R()
    {
        var path = SharedData.Path("cdnow/CDNOW_master.txt");
        var orders = File.ReadLines(path).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(cells => new Bought(
            cells[0], LocalDatePattern.CreateWithInvariantCulture("yyyyMMdd").Parse(cells[1]).Value, IsOrder: true, decimal.Parse(cells[3], CultureInfo.InvariantCulture)));
        await ImportAsync(path, new ImportOptions
        {
            Map = "customer_id=customer_ref,date=placed_at,dollar_value=total",
            Integration = "CDNOW",
            EachRowIsAnOrder = true,
        });

        await CompareAsync([.. orders], new LocalDate(1998, 7, 1));
    }

    [Fact]
    public async Task Online_retail_on_the_tenth_of_december_2011_is_scored_as_in_R()
    {
        var path = SharedData.Path("online_retail/online_retail.csv.gz");
        Programme.Clock.Set(Instant.FromUtc(2011, 12, 10, 12, 0));
        await ImportAsync(path, new ImportOptions
        {
            Map = "InvoiceNo=order_ref,StockCode=sku,Description=item_name,Quantity=quantity,InvoiceDate=placed_at,UnitPrice=unit_price,CustomerID=ref_id",
            CreditNotePrefix = "C",
            Integration = "Online Retail",
        });

        await CompareAsync(OnlineRetail(path), new LocalDate(2011, 12, 10));
    }

    private async Task CompareAsync(IReadOnlyList<Bought> bought, LocalDate on)
    {
        var order = new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(4), on);
        var run = (await Programme.Get<SegmentRunner>().RunAsync(order, Programme.Manager)).OrThrow();

        var values = bought.GroupBy(one => one.Customer, StringComparer.Ordinal).Where(ones => ones.Any(one => one.IsOrder)).ToDictionary(
            ones => ones.Key,
            ones => (
                Recency: (decimal)Period.DaysBetween(ones.Where(one => one.IsOrder).Max(one => one.On), on),
                Frequency: (decimal)ones.Count(one => one.IsOrder),
                Monetary: ones.Sum(one => one.Amount)),
            StringComparer.Ordinal);
        var (recency, frequency, monetary) = (
            Thresholds(values.Values.Select(value => value.Recency)), Thresholds(values.Values.Select(value => value.Frequency)),
            Thresholds(values.Values.Select(value => value.Monetary)));
        Assert.Equal(values.Count, run.Facts.Scored);
        Assert.Equal(recency, run.Facts.Recency.Thresholds);
        Assert.Equal(frequency, run.Facts.Frequency.Thresholds);
        Assert.Equal(monetary, run.Facts.Monetary.Thresholds.Select(threshold => threshold / 10_000));

        var scored = Programme.Query(
            "SELECT c.RefId, s.R, s.F, s.M FROM SegmentScores s JOIN Customers c ON c.Id = s.CustomerId WHERE s.RunId = @0",
            row => (Ref: row.GetString(0), Score: (100 * row.GetInt32(1)) + (10 * row.GetInt32(2)) + row.GetInt32(3)), ("@0", run.Id.Value));
        Assert.Equal(
            values.Select(value => (value.Key, (100 * (6 - Bin(recency, value.Value.Recency))) + (10 * Bin(frequency, value.Value.Frequency)) + Bin(monetary, value.Value.Monetary))).Order(),
            scored.Order());
    }

    // Type 7 at 20, 40, 60 and 80 percent, plus 1; the least, and the most plus 1, at the ends.
    private static decimal[] Thresholds(IEnumerable<decimal> values)
    {
        decimal[] sorted = [.. values.Order()];
        return
        [
            sorted[0],
            .. Enumerable.Range(1, 4).Select(part =>
            {
                var place = (sorted.Length - 1) * part / 5m;
                var below = (int)decimal.Floor(place);
                return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below])) + 1;
            }),
            sorted[^1] + 1,
        ];
    }

    private static int Bin(decimal[] thresholds, decimal value) =>
        Enumerable.Range(1, 5).Single(bin => value >= thresholds[bin - 1] && value < thresholds[bin]);

    private static List<Bought> OnlineRetail(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = CsvFile.Open(stream).OrThrow();
        var lines = new List<(string Invoice, string Customer, LocalDate On, decimal Amount)>();
        while (file.Read())
        {
            // InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country
            var cells = file.Current.ToArray();
            if (cells[6].Length > 0)
            {
                lines.Add((
                    cells[0], cells[6].Replace(".0", "", StringComparison.Ordinal), LocalDatePattern.Iso.Parse(cells[4][..10]).Value,
                    decimal.Parse(cells[3], CultureInfo.InvariantCulture) * decimal.Parse(cells[5], CultureInfo.InvariantCulture)));
            }
        }

        return
        [
            .. lines.GroupBy(line => line.Invoice, StringComparer.Ordinal).Select(invoice => new Bought(
                invoice.First().Customer, invoice.First().On, !invoice.Key.StartsWith('C') && invoice.Sum(line => line.Amount) >= 0, invoice.Sum(line => line.Amount))),
        ];
    }

    private async Task ImportAsync(string path, ImportOptions options)
    {
        var imports = Programme.Get<FileImports>();
        var staged = (await imports.StageAsync(path, Path.GetFileName(path), options, Programme.Manager, CancellationToken.None)).OrThrow();
        (await imports.CommitAsync(staged.Id, Programme.Manager, CancellationToken.None)).OrThrow();
    }

    private sealed record Bought(string Customer, LocalDate On, bool IsOrder, decimal Amount);
}
