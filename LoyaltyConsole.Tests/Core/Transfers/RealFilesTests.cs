using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Transfers;

[Trait("Size", "Large")]
public sealed class RealFilesTests
{
    // location_coordinates is left out: its JSON is not what its CSV says.
    [Theory]
    [InlineData("comma_in_quotes")]
    [InlineData("empty")]
    [InlineData("empty_crlf")]
    [InlineData("escaped_quotes")]
    [InlineData("json")]
    [InlineData("newlines")]
    [InlineData("newlines_crlf")]
    [InlineData("quotes_and_newlines")]
    [InlineData("simple")]
    [InlineData("simple_crlf")]
    [InlineData("utf8")]
    public void The_csv_spectrum_reads_as_its_json(string name)
    {
        using var stream = File.OpenRead(SharedData.Path("csv_spectrum", "csvs", $"{name}.csv"));
        var json = File.ReadAllText(SharedData.Path("csv_spectrum", "json", $"{name}.json"));
        using var file = CsvFile.Open(stream).OrThrow();

        var rows = new List<Dictionary<string, string>>();
        while (file.Read())
        {
            Assert.Equal(RowFlaw.None, file.Current.Flaw);
            rows.Add(file.Header.Zip(file.Current.ToArray()).ToDictionary(StringComparer.Ordinal));
        }

        Assert.Equal(JsonSerializer.Deserialize<List<Dictionary<string, string>>>(json)!, rows);
    }

    [Theory]
    [InlineData("bad-header-less-fields", "2: 1|2 !TooFewCells")]
    [InlineData("bad-header-more-fields", "2: 1|2|3|4 !TooManyCells")]
    [InlineData("bad-unescaped-quote", "2: 1|This \"quotes\" must be escaped|3 !StrayQuote")]
    [InlineData("bad-quotes-with-unescaped-quote", "2: 1|Hey, I missed  it\"|3 !TextAfterQuote")]
    public void A_bad_row_says_what_is_wrong_with_it(string name, string expected)
    {
        using var stream = File.OpenRead(SharedData.Path("csv_bad", $"{name}.csv"));
        using var file = CsvFile.Open(stream).OrThrow();

        Assert.Equal([expected], file.Rows());
        Assert.Null(file.Stopped);
    }

    [Fact]
    public void A_missing_quote_is_refused()
    {
        using var stream = File.OpenRead(SharedData.Path("csv_bad", "bad-missing-quote.csv"));
        using var file = CsvFile.Open(stream).OrThrow();

        Assert.Empty(file.Rows());
        Assert.Equal(new QuoteNeverClosed(2), file.Stopped);
    }

    [Fact]
    public void The_blank_padded_cdnow_file_reads_whole()
    {
        using var stream = File.OpenRead(SharedData.Path("cdnow", "CDNOW_master.txt"));
        using var file = CsvFile.Open(stream).OrThrow();
        Assert.Equal(["customer_id", "date", "number_of_cds", "dollar_value"], file.Header);

        var dates = new DateSurvey("date");
        var rows = 0;
        var customers = new HashSet<string>(StringComparer.Ordinal);
        while (file.Read())
        {
            rows++;
            Assert.Equal(RowFlaw.None, file.Current.Flaw);
            Assert.Equal(CellFault.None, CellValues.Id(file.Current[0], 100, out var id));
            Assert.Equal(CellFault.None, CellValues.Whole(file.Current[2], out _));
            Assert.Equal(CellFault.None, CellValues.Amount(file.Current[3], 4, out _));
            dates.Add(file.Current[1]);
            customers.Add(id.ToString());
        }

        Assert.Equal(69_659, rows);
        Assert.Equal(23_570, customers.Count);
        Assert.Contains("00001", customers);
        Assert.Equal(DateFormat.Compact, dates.Decide().OrThrow());
    }

    [Fact]
    public void Half_a_million_real_rows_give_the_known_totals_within_seconds()
    {
        using var stream = File.OpenRead(SharedData.Path("online_retail", "online_retail.csv.gz"));
        var started = Stopwatch.GetTimestamp();
        using var file = CsvFile.Open(stream).OrThrow();
        const string Map = "InvoiceNo=order_ref,StockCode=sku,Quantity=quantity,InvoiceDate=placed_at,UnitPrice=unit_price,CustomerID=ref_id";
        var map = ColumnMapping.Parse(ImportKind.Orders, file.Header, Map).OrThrow();
        var columns = (Customer: map[OrderFields.CustomerRef]!.Value, At: map[OrderFields.PlacedAt]!.Value,
            Quantity: map[OrderFields.Quantity]!.Value, Price: map[OrderFields.UnitPrice]!.Value);

        var (rows, anonymous, net) = (0, 0, 0m);
        var customers = new HashSet<string>(StringComparer.Ordinal);
        var dates = new DateSurvey("InvoiceDate");
        while (file.Read())
        {
            var row = file.Current;
            rows++;
            var faults = (row.Flaw, CellValues.Whole(row[columns.Quantity], out var quantity),
                CellValues.Amount(row[columns.Price], 4, out var price), DateFormats.Read(row[columns.At], DateFormat.Iso, out _));
            Assert.Equal((RowFlaw.None, CellFault.None, CellFault.None, CellFault.None), faults);
            dates.Add(row[columns.At]);
            net += quantity * price;
            if (CellValues.Id(row[columns.Customer], 100, out var customer) is CellFault.Empty)
            {
                anonymous++;
                continue;
            }

            customers.GetAlternateLookup<ReadOnlySpan<char>>().Add(customer);
        }

        Assert.Null(file.Stopped);
        Assert.Equal((541_909, 135_080, 4_372), (rows, anonymous, customers.Count));
        Assert.Equal(9_747_747.934m, net);
        Assert.Contains("17850", customers);
        Assert.Equal(DateFormat.Iso, dates.Decide().OrThrow());
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms"));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(ImportKind.Orders, "shopify_orders_export", "Shopify orders")]
    [InlineData(ImportKind.Orders, "woocommerce_orders_export", "WooCommerce orders")]
    [InlineData(ImportKind.Points, "smile_points_import", "Smile.io points")]
    [InlineData(ImportKind.Points, "stamped_loyalty_import", "Stamped loyalty")]
    [InlineData(ImportKind.Points, "brandlift_loyalty_import", "BrandLift loyalty")]
    [InlineData(ImportKind.Points, "fanmaker_points_import", "FanMaker points")]
    [InlineData(ImportKind.Points, "influence_io_points_import", "Influence.io points")]
    [InlineData(ImportKind.Tiers, "stamped_loyalty_import", "Stamped loyalty")]
    [InlineData(ImportKind.Tiers, "brandlift_loyalty_import", "BrandLift loyalty")]
    [InlineData(ImportKind.Customers, "shopify_customers_export", "Shopify customers")]
    [InlineData(ImportKind.Customers, "shopify_customers_legacy", "Shopify customers")]
    [InlineData(ImportKind.Customers, "mailchimp_audience_export", "Mailchimp audience")]
    [InlineData(ImportKind.Customers, "brevo_contacts_import", "Brevo contacts")]
    public void The_files_of_known_products_map_by_themselves(ImportKind kind, string name, string? source)
    {
        using var stream = File.OpenRead(SharedData.Path("templates", $"{name}.header.csv"));
        using var file = CsvFile.Open(stream).OrThrow();

        var mapping = ColumnMapping.Propose(kind, file.Header).OrThrow();

        Assert.Equal(source, mapping.Source);
        Assert.NotNull(mapping["email"]);
    }
}
