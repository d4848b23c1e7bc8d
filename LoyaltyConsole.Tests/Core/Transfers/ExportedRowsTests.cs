using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>What stands in an exported file.</summary>
public sealed class ExportedRowsTests : ExportTest
{
    [Fact]
    public async Task S_003_customers_leave_with_the_six_figures_of_their_profiles()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync("Ada Lovelace", "ada@example.org", "+44 20 7946 0001", "C-1");
        await Programme.LotAsync(ada, 100, validUntil: now + Duration.FromDays(10));
        await Programme.LotAsync(ada, 40, lockedUntil: now + Duration.FromDays(5));
        await Programme.RedeemAsync(ada, 25);
        var bob = await Programme.CustomerAsync("Bob");
        await Programme.LotAsync(bob, 30, validUntil: now + Duration.FromDays(1));

        // Bob's points have run out, and no job has looked since.
        Programme.Clock.Advance(Duration.FromDays(2));
        var rows = await RowsAsync(Wanted(ExportKind.Customers));

        Assert.Equal([("1", "Ada Lovelace", "ada@example.org"), ("2", "Bob", "")], rows.Select(row => (row["customer_id"], row["name"], row["email"])));
        foreach (var (row, customer) in rows.Zip([ada, bob]))
        {
            Assert.Equal(Told(await Programme.FiguresAsync(customer)), Told(row));
        }

        Assert.Equal(("0", "30"), (rows[1]["points"], rows[1]["points_expired"]));
        Assert.Equal(("C-1", "'+44 20 7946 0001", "yes", "active", "Member"), (rows[0]["ref_id"], rows[0]["phone"], rows[0]["registered"], rows[0]["status"], rows[0]["tier"]));
    }

    [Fact]
    public async Task S_003_it_is_the_list_as_it_is_shown_by_filter_columns_and_order()
    {
        await Programme.CustomerAsync("Ada", refId: "C-1");
        var bob = await Programme.CustomerAsync("Bob", refId: "C-2");
        await Programme.CustomerAsync("Cy", registered: false);
        (await Programme.Profiles.SetLockedAsync(bob, locked: true, Programme.Manager)).OrThrow();

        var shown = await TextAsync(Wanted(ExportKind.Customers) with
        {
            Filter = "reg=registered",
            Columns = ["customer_id", "name", "locked"],
            Sort = CustomerSort.Name,
            Descending = true,
        });

        Assert.Equal("customer_id,name,locked\r\n2,Bob,yes\r\n1,Ada,no\r\n", shown);
    }

    [Fact]
    public async Task S_003_figures_can_be_told_as_of_an_instant()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.LotAsync(ada, 100);
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.RedeemAsync(ada, 60);
        var then = Programme.Clock.GetCurrentInstant() - Duration.FromHours(1);
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.LotAsync(ada, 7);
        await Programme.CustomerAsync("Late");

        var customers = await RowsAsync(Wanted(ExportKind.Customers) with { At = then });
        var entries = await RowsAsync(Wanted(ExportKind.Ledger) with { At = then });

        Assert.Equal(Told(await Programme.FiguresAsync(ada, then)), Told(Assert.Single(customers)));
        var credit = Assert.Single(entries);
        Assert.Equal(("100", "100"), (credit["points"], credit["available"]));
        Assert.Equal(["40", "", "7"], (await RowsAsync(Wanted(ExportKind.Ledger))).Select(row => row["available"]));
    }

    [Fact]
    public async Task E_015_all_transactions_of_everybody_leave_in_one_file()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", "ada@example.org", refId: "C-1");
        var bob = await Programme.CustomerAsync("Bob");
        await Programme.OrderAsync(ada, 50m, "O-1");
        await Programme.LotAsync(bob, 20);
        await Programme.CreditNoteAsync(ada, 10m, "O-1", "G-1");
        await Programme.RedeemAsync(ada, 15);

        var rows = await RowsAsync(Wanted(ExportKind.Transactions));

        Assert.Equal(
            ["revenue 50 Ada Lovelace O-1", "manual_credit 20 Bob ", "clawback -10 Ada Lovelace G-1", "redemption -15 Ada Lovelace "],
            rows.Select(row => $"{row["kind"]} {row["points"]} {row["customer_name"]} {row["order_ref"]}"));
        Assert.Equal(("C-1", "ada@example.org", "Shop", "active", "25"), (rows[0]["customer_ref"], rows[0]["email"], rows[0]["integration"], rows[0]["status"], rows[0]["available"]));
        Assert.DoesNotContain("email", (await RowsAsync(Wanted(ExportKind.Ledger)))[0].Keys);
    }

    [Fact]
    public async Task E_015_days_narrow_the_transactions()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1);
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.LotAsync(ada, 2);
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.LotAsync(ada, 3);

        var rows = await RowsAsync(Wanted(ExportKind.Ledger) with { Filter = "from=2025-11-29&to=2025-11-29" });

        Assert.Equal("2", Assert.Single(rows)["points"]);
    }

    [Fact]
    public async Task T24_a_deduction_is_a_number_and_a_note_runs_nothing()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(24)) with { InternalReason = "=1+1" }, Programme.Agent)).OrThrow();

        var text = await TextAsync(Wanted(ExportKind.Ledger));

        Assert.Contains(",manual_debit,-24,", text, StringComparison.Ordinal);
        Assert.Contains(",'=1+1,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_leave_by_the_names_under_which_they_are_imported()
    {
        var ada = await Programme.CustomerAsync("Ada", refId: "C-1");
        await Programme.OrderAsync(ada, 99.9m, "O-1");
        await Programme.CreditNoteAsync(ada, 33.3m, "O-1", "G-1");
        var told = (await Programme.Get<CustomerTransactions>().ListAsync(ada, new TransactionQuery(Sort: TransactionSort.Id, Descending: false), new Window(0, 10), Programme.Agent, Cancel)).OrThrow();

        var rows = await RowsAsync(Wanted(ExportKind.Orders));

        Assert.Equal([("O-1", "order", "99.9", ""), ("G-1", "credit_note", "-33.3", "O-1")], rows.Select(row => (row["order_ref"], row["type"], row["total"], row["original_order_ref"])));
        Assert.Equal(told.Rows.Select(row => (row.Credited.ToString(), row.Redeemed.ToString())), rows.Select(row => (row["points_credited"], row["points_redeemed"])));
        Assert.Equal("G-1", Assert.Single(await RowsAsync(Wanted(ExportKind.Orders) with { Filter = "kind=creditnote" }))["order_ref"]);
    }

    [Fact]
    public async Task S_003_segments_leave_with_the_scores_that_explain_them_as_of_the_run_of_that_day()
    {
        var ada = await Programme.CustomerAsync("Ada", refId: "C-1");
        await Programme.CustomerAsync("Ben");
        await Programme.OrderAsync(ada, 99.9m, "O-1");
        await Programme.Get<JobBook>().RunAsync(Job.Segments, Programme.Manager, onStarted: null, Cancel);
        var models = (await Programme.Get<SegmentBook>().ListAsync(Programme.Agent, Cancel)).OrThrow();

        var rows = await RowsAsync(Wanted(ExportKind.Segments));
        var one = Assert.Single(await RowsAsync(Wanted(ExportKind.Segments) with { Filter = $"model={models[0].Id}" }));

        Assert.Equal(models.Select(model => model.Name), rows.Select(row => row["model"]));
        Assert.All(rows, row => Assert.Equal(("C-1", "0", "1", "99.9", "EUR"), (row["customer_ref"], row["recency_days"], row["frequency"], row["monetary"], row["currency"])));
        Assert.Equal(
            decimal.Parse(one["score"], CultureInfo.InvariantCulture),
            new[] { "recency_score", "frequency_score", "monetary_score" }.Sum(score => decimal.Parse(one[score], CultureInfo.InvariantCulture)));
        Assert.Empty(await RowsAsync(Wanted(ExportKind.Segments) with { At = Programme.Clock.GetCurrentInstant() - Duration.FromDays(2) }));
        AssertRefused(new ExportFilterUnknown("tier=2"), await Programme.Get<ExportBook>().RequestAsync(Wanted(ExportKind.Segments) with { Filter = "tier=2" }, Programme.Manager));
    }

    [Theory]
    [InlineData(ExportFormat.Mailchimp, "Email Address,First Name,Last Name,Phone Number,Birthday,Points,Tier,TAGS", "ada@example.org,Ada,Lovelace,+442079460001,12/10,12.5,Member,Member")]
    [InlineData(ExportFormat.Brevo, "EMAIL,FIRSTNAME,LASTNAME,SMS,EXT_ID,CREATION_DATE,GENDER,BIRTHDAY,POINTS,TIER", "ada@example.org,Ada,Lovelace,+442079460001,1,2025-11-28T13:37:00Z,,1815-12-10,12.5,Member")]
    [InlineData(ExportFormat.Klaviyo, "Email,First Name,Last Name,Phone Number,Birthday,Loyalty ID,Loyalty Points,Loyalty Tier", "ada@example.org,Ada,Lovelace,+442079460001,1815-12-10,1,12.5,Member")]
    [InlineData(ExportFormat.Ecomail, "email,name,surname,phone,company,gender,birthday,points,tier", "ada@example.org,Ada,Lovelace,+442079460001,,,1815-12-10,12.5,Member")]
    [InlineData(ExportFormat.Shopify, null, ",Ada,Lovelace,ada@example.org,,,,,,,,,,+442079460001,,0,0,,,Member")]
    public async Task S_003_other_products_take_customers_by_their_own_columns(ExportFormat format, string? header, string line)
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", "ada@example.org", "+44 20 7946 0001", change: customer => customer.Birthday = new LocalDate(1815, 12, 10));
        await Programme.ChangeAsync(settings => settings.Decimals = 1);
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, new Points(1_250)), Programme.Agent)).OrThrow();
        await Programme.CustomerAsync("Nobody writes to them");

        var lines = (await TextAsync(Wanted(ExportKind.Customers) with { Format = format })).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([header ?? File.ReadAllText(SharedData.Path("templates", "shopify_customers_export.header.csv")).Trim(), line], lines);
    }

    [Fact]
    public async Task A_phone_number_without_a_country_is_nothing_that_others_could_dial()
    {
        await Programme.CustomerAsync("Ada", "ada@example.org", "7946 0001");

        Assert.Equal("", Assert.Single(await RowsAsync(Wanted(ExportKind.Customers) with { Format = ExportFormat.Klaviyo }))["Phone Number"]);
    }

    [Fact]
    public async Task S_003_our_own_file_comes_in_again_and_changes_nothing()
    {
        await Programme.CustomerAsync("Ada Lovelace", "ada@example.org", "+44 20 7946 0001", "C-1", change: customer => customer.Birthday = new LocalDate(1985, 6, 24));
        await Programme.CustomerAsync("Bob Guest", "bob@example.org", refId: "C-2", registered: false);
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, await BytesAsync(Wanted(ExportKind.Customers)), Cancel);

        var staged = (await Programme.Get<FileImports>().StageAsync(path, "customers.csv", new ImportOptions { Kind = ImportKind.Customers, Integration = "Shop" }, Programme.Manager, Cancel)).OrThrow();
        File.Delete(path);

        Assert.Equal((2, 0, 0), (staged.Counts.Rows, staged.Counts.Rejected, staged.Counts.CustomersCreated));
    }

    private static string Told(Figures figures) => string.Join(
        ' ', figures.Collected, figures.Expired, figures.ExpiringIn30Days, figures.Total, figures.Locked, figures.Redeemable, figures.Debt, figures.Balance);

    private static string Told(IReadOnlyDictionary<string, string> row) => string.Join(
        ' ', row["points_collected"], row["points_expired"], row["points_expiring_in_30_days"], row["points_total"], row["points_locked"],
        row["points_redeemable"], row["points_debt"], row["points"]);
}
