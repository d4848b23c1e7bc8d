using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>The three steps of an import of orders (5.10, contracts).</summary>
public sealed class OrderImportTests : LedgerTest
{
    private const string Header = "order_ref,customer_ref,placed_at,sku,item_name,quantity,unit_price\n";

    private static readonly ImportOptions _options = new() { Integration = "Till", CreditNotePrefix = "C" };

    [Fact]
    public async Task A_rehearsal_tells_what_would_happen_and_books_nothing()
    {
        var import = await StageAsync(Header + "1,A,2025-11-01 10:00,X,Cup,2,10.00\n1,A,2025-11-01 10:00,Y,Tea,1,4.50\nC2,A,2025-11-02,X,Cup,-1,10.00\n");

        Assert.Equal(ImportStatus.Rehearsed, import.Status);
        Assert.Equal(
            new ImportCounts
            {
                Rows = 3,
                Accepted = 3,
                CustomersCreated = 1,
                Orders = 1,
                CreditNotes = 1,
                Entries = 2,
                PointsEarned = Points.Whole(25),
                PointsTakenBack = Points.Whole(10),
            },
            import.Counts);
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM LedgerEntries", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task A_commit_books_what_was_rehearsed()
    {
        var import = await StageAsync(Header + "1,A,2025-11-01 10:00,X,Cup,2,10.00\n1,A,2025-11-01 10:00,Y,Tea,1,4.50\nC2,A,2025-11-02,X,Cup,-1,10.00\n");

        var done = (await Imports.CommitAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        Assert.Equal((ImportStatus.Done, import.Counts with { Committed = 2 }), (done.Status, done.Counts));
        var customer = new CustomerId(1);
        Assert.Equal(Points.Whole(15), (await Programme.FiguresAsync(customer)).Redeemable);
        Assert.All(await Programme.EntriesAsync(customer), entry => Assert.Equal(import.Id, entry.ImportId));
        var order = (await Programme.Get<OrderHistory>().OpenAsync(new OrderId(1), Programme.Agent, CancellationToken.None)).OrThrow();
        Assert.Equal(["Cup", "Tea"], order.Positions.Select(position => position.Name));
        Assert.Equal(new Money(245_000, "EUR"), order.Order.Total);
    }

    [Fact]
    public async Task R4_the_same_file_again_changes_nothing()
    {
        const string File = Header + "1,A,2025-11-01 10:00,X,Cup,2,10.00\nC2,A,2025-11-02,X,Cup,-1,10.00\n";
        await ImportAsync(File);

        var again = await ImportAsync(File);

        Assert.Equal(new ImportCounts { Rows = 2, Skipped = 2, AlreadyRecorded = 2 }, again.Counts);
        Assert.Equal(2, (await Programme.EntriesAsync(new CustomerId(1))).Count);
    }

    [Fact]
    public async Task Another_order_of_the_same_reference_is_rejected_by_name()
    {
        await ImportAsync(Header + "1,A,2025-11-01 10:00,X,Cup,2,10.00\n");

        var import = await ImportAsync(Header + "1,A,2025-11-01 10:00,X,Cup,3,10.00\n2,A,2025-11-01 10:00,X,Cup,3,10.00\n");

        Assert.Equal((1, 1), (import.Counts.Rejected, import.Counts.Orders));
        Assert.Equal(new ImportProblem(ImportReason.OrderDiffers, null, "1"), Assert.Single(await RejectedAsync(import)).Problem);
    }

    [Fact]
    public async Task A_bad_row_never_stops_an_import_and_is_named_with_its_line_and_reason()
    {
        var import = await ImportAsync(
            Header
            + "1,A,2025-11-01,X,Cup,2,10.00\n"
            + "2,A,2025-11-01,X,Cup,two,10.00\n"
            + "2,A,2025-11-01,Y,Tea,1,10.00\n"
            + "3,A,2025-11-31,X,Cup,1,10.00\n"
            + "4,A,2025-11-01,X,Cup,1,\"1,250\"\n"
            + "5,A,2025-11-01,X\n"
            + ",A,2025-11-01,X,Cup,1,10.00\n"
            + "6,,2025-11-01,X,Cup,1,10.00\n"
            + "7,B,2025-11-01,X,Cup,1,10.00\n");

        Assert.Equal((9, 2, 6, 1), (import.Counts.Rows, import.Counts.Accepted, import.Counts.Rejected, import.Counts.Skipped));
        Assert.Equal(
            [
                (3, ImportReason.NotANumber), (4, ImportReason.AnotherRowRejected), (5, ImportReason.NoSuchDate),
                (6, ImportReason.CommaInNumber), (7, ImportReason.TooFewCells), (8, ImportReason.CellEmpty),
            ],
            (await RejectedAsync(import)).Select(row => ((int)row.Line, row.Problem.Reason)));
    }

    [Fact]
    public async Task Errors_come_back_as_the_same_csv_with_a_reason_column()
    {
        var import = await StageAsync(Header + "1,A,2025-11-01,X,\"Cup, blue\",two,10.00\n");
        using var written = new MemoryStream();

        await Programme.Get<ImportBook>().WriteErrorsAsync(
            import.Id, written, problem => problem.Reason.ToString(), Programme.Manager, CancellationToken.None);

        Assert.Equal(
            "order_ref,customer_ref,placed_at,sku,item_name,quantity,unit_price,reason\n1,A,2025-11-01,X,\"Cup, blue\",two,10.00,NotANumber\n",
            System.Text.Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF').ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Rows_of_one_order_that_contradict_each_other_are_rejected()
    {
        var import = await StageAsync(
            "order_ref,customer_ref,placed_at,total,currency\n1,A,2025-11-01,10,EUR\n1,B,2025-11-01,10,EUR\n"
            + "2,A,2025-11-01,10,EUR\n2,A,2025-11-01,20,EUR\n3,A,2025-11-01,10,EUR\n3,A,2025-11-01,10,CZK\n4,A,,10,EUR\n5,A,2025-11-01,10,EURO\n");

        Assert.Equal(
            [
                ImportReason.TwoCustomers, ImportReason.TwoCustomers, ImportReason.TwoTotals, ImportReason.TwoTotals,
                ImportReason.TwoCurrencies, ImportReason.TwoCurrencies, ImportReason.NoDate, ImportReason.NoCurrency,
            ],
            (await RejectedAsync(import)).Select(row => row.Problem.Reason));
    }

    [Fact]
    public async Task Customers_are_found_by_reference_then_e_mail_then_phone_and_several_are_an_error()
    {
        var byEmail = await Programme.CustomerAsync(email: "Ada@Example.com");
        var byPhone = await Programme.CustomerAsync(phone: "030 5557 1204");
        await Programme.CustomerAsync(email: "two@example.com");
        await Programme.CustomerAsync(email: "two@example.com");

        var import = await ImportAsync(
            "order_ref,email,phone,placed_at,total\n1,ada@example.com,,2025-11-01,10\n2,,+49 30 55571204,2025-11-01,20\n"
            + "3,two@example.com,,2025-11-01,10\n4,new@example.com,,2025-11-01,40\n");

        Assert.Equal(Points.Whole(10), (await Programme.FiguresAsync(byEmail)).Total);
        Assert.Equal(Points.Whole(20), (await Programme.FiguresAsync(byPhone)).Total);
        Assert.Equal(ImportReason.AmbiguousCustomer, Assert.Single(await RejectedAsync(import)).Problem.Reason);
        Assert.Equal(1, import.Counts.CustomersCreated);
    }

    [Fact]
    public async Task A_row_without_a_reference_is_the_customers_whose_e_mail_an_earlier_row_gave()
    {
        const string File = "order_ref,customer_ref,email,placed_at,total\n1,A,a@example.com,2025-11-01,10\n2,,A@example.com,2025-11-02,20\n"
            + "3,B,two@example.com,2025-11-01,10\n4,C,two@example.com,2025-11-01,10\n5,,two@example.com,2025-11-02,40\n";

        var rehearsed = await StageAsync(File);
        var done = (await Imports.CommitAsync(rehearsed.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        Assert.Equal(Points.Whole(30), (await Programme.FiguresAsync(new CustomerId(1))).Total);
        Assert.Equal(ImportReason.AmbiguousCustomer, Assert.Single(await RejectedAsync(done)).Problem.Reason);
        Assert.Equal((4, 3), (done.Counts.Orders, done.Counts.CustomersCreated));
    }

    [Fact]
    public async Task A_credit_note_that_names_its_order_takes_back_that_orders_points()
    {
        var import = await ImportAsync(
            "order_ref,customer_ref,placed_at,type,original_order_ref,total\n1,A,2025-11-01,order,,99.90\nG1,A,2025-11-02,credit_note,1,33.30\n"
            + "G2,A,2025-11-03,credit_note,1,33.30\nG3,A,2025-11-04,credit_note,9,33.30\n");

        Assert.Equal(Points.Whole(67), import.Counts.PointsTakenBack);
        Assert.Equal(ImportReason.OriginalOrderNotFound, Assert.Single(await RejectedAsync(import)).Problem.Reason);
    }

    [Fact]
    public async Task A_commit_that_is_stopped_goes_on_where_it_was_and_books_everything_once()
    {
        var rows = string.Concat(Enumerable.Range(1, 600).Select(order => $"{order},C{order % 7},2025-11-01,X,Cup,1,10.00\n"));
        var import = await StageAsync(Header + rows);
        using var stop = new CancellationTokenSource();
        using var listening = Imports.Listen(progress =>
        {
            if (progress.Status is ImportStatus.Committing && progress.Counts.Committed > 0)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => Imports.CommitAsync(import.Id, Programme.Manager, stop.Token));
        var stopped = (await Programme.Get<ImportBook>().OpenAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();
        listening.Dispose();
        var resumed = await StageAsync(Header + rows);
        var done = (await Imports.CommitAsync(resumed.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        Assert.Equal(ImportStatus.Committing, stopped.Status);
        Assert.InRange(stopped.Counts.Committed, 1, 599);
        Assert.Equal(import.Id, resumed.Id);
        Assert.Equal(import.Counts with { Committed = 600 }, done.Counts);
        Assert.Equal(600, Programme.Query("SELECT COUNT(*) FROM LedgerEntries", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task An_import_is_committed_once_and_a_discarded_one_never()
    {
        var first = await StageAsync(Header + "1,A,2025-11-01,X,Cup,1,10.00\n");
        (await Imports.CommitAsync(first.Id, Programme.Manager, CancellationToken.None)).OrThrow();
        var second = await StageAsync(Header + "2,A,2025-11-01,X,Cup,1,10.00\n");
        (await Imports.DiscardAsync(second.Id, Programme.Manager)).OrThrow();

        Assert.Equal(new ImportNotReady(ImportStatus.Done), Refused(await Imports.CommitAsync(first.Id, Programme.Manager, CancellationToken.None)));
        Assert.Equal(new ImportNotReady(ImportStatus.Done), Refused(await Imports.DiscardAsync(first.Id, Programme.Manager)));
        Assert.Equal(new ImportNotReady(ImportStatus.Discarded), Refused(await Imports.CommitAsync(second.Id, Programme.Manager, CancellationToken.None)));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM ImportRows", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task An_import_that_is_discarded_elsewhere_while_it_is_staged_stops_and_books_nothing()
    {
        using var listening = Imports.Listen(progress =>
        {
            if (progress.Status is ImportStatus.Staging && progress.Counts.Rows > 0)
            {
                Programme.Execute("UPDATE Imports SET Status = 6");
            }
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => StageAsync(Header + "1,A,2025-11-01,X,Cup,1,10.00\n"));

        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM ImportDocuments", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task Two_who_commit_the_same_import_at_once_book_it_once()
    {
        var rows = string.Concat(Enumerable.Range(1, 300).Select(order => $"{order},C{order % 7},2025-11-01,X,Cup,1,10.00\n"));
        var import = await StageAsync(Header + rows);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Imports.CommitAsync(import.Id, Programme.Manager, CancellationToken.None))));

        Assert.Single(results, result => result.Succeeded(out _, out _));
        Assert.All(
            results.Where(result => !result.Succeeded(out _, out _)),
            result => Assert.True(Refused(result) is ImportBusy or ImportNotReady));
        Assert.Equal(300, Programme.Query("SELECT COUNT(*) FROM LedgerEntries", row => row.GetInt32(0)).Single());
    }

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", typeof(FileHasNoHeader))]
    [InlineData("", typeof(FileIsEmpty))]
    [InlineData("order_ref,customer_ref,placed_at,total\n1,A,2025-11-01,\"10\n", typeof(QuoteNeverClosed))]
    [InlineData("order_ref,customer_ref,total\n1,A,10\n", typeof(FieldNotMapped))]
    [InlineData("customer_ref,placed_at,total\nA,2025-11-01,10\n", typeof(OrderRefNotMapped))]
    [InlineData("order_ref,placed_at,total\n1,2025-11-01,10\n", typeof(CustomerNotMapped))]
    [InlineData("order_ref,customer_ref,placed_at\n1,A,2025-11-01\n", typeof(AmountNotMapped))]
    [InlineData("order_ref,customer_ref,placed_at,total\n1,A,01/02/2025,10\n", typeof(AmbiguousDates))]
    public async Task A_wrong_file_is_refused_and_nothing_is_written(string content, Type refusal)
    {
        Assert.IsType(refusal, Refused(await TryStageAsync(content, _options)));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM Imports", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task What_is_not_there_or_not_allowed_is_refused()
    {
        Assert.Equal(
            new FileNotFound("no.csv"),
            Refused(await Imports.StageAsync("/nowhere/no.csv", "no.csv", _options, Programme.Manager, CancellationToken.None)));
        Assert.Equal(
            new ImportNotFound(new ImportId(9)), Refused(await Imports.CommitAsync(new ImportId(9), Programme.Manager, CancellationToken.None)));
        Assert.Equal(
            new NotAllowed(Capability.Import), Refused(await Imports.CommitAsync(new ImportId(9), Programme.Agent, CancellationToken.None)));
    }

    [Fact]
    public async Task A_file_without_order_numbers_goes_in_when_told_that_each_row_is_an_order()
    {
        const string File = "customer_ref,placed_at,total\n00001,19970101,11.77\n00001,19970101,11.77\n00002,19970112,12.00\n";
        var options = _options with { EachRowIsAnOrder = true };

        var import = (await TryStageAsync(File, options)).OrThrow();
        (await Imports.CommitAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();
        var longer = (await TryStageAsync(File + "00001,19970101,11.77\n", options)).OrThrow();

        Assert.Equal((3, 2), (import.Counts.Orders, import.Counts.CustomersCreated));
        Assert.Equal((1, 3), (longer.Counts.Orders, longer.Counts.AlreadyRecorded));
    }

    private FileImports Imports => Programme.Get<FileImports>();

    private async Task<Import> StageAsync(string content) => (await TryStageAsync(content, _options)).OrThrow();

    private async Task<Result<Import>> TryStageAsync(string content, ImportOptions options)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);
            return await Imports.StageAsync(path, "orders.csv", options, Programme.Manager, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<Import> ImportAsync(string content) =>
        (await Imports.CommitAsync((await StageAsync(content)).Id, Programme.Manager, CancellationToken.None)).OrThrow();

    private async Task<IReadOnlyList<RejectedRow>> RejectedAsync(Import import) =>
        (await Programme.Get<ImportBook>().RejectedAsync(import.Id, text: null, new Window(0, 100), Programme.Manager, CancellationToken.None)).OrThrow().Rows;
}

/// <summary>The real files: half a million rows of a shop, and one without order numbers.</summary>
public sealed class RealFileTests : LedgerTest
{
    [Fact]
    [Trait("Size", "Large")]
    public async Task Online_retail_goes_in_whole_and_a_second_time_changes_nothing()
    {
        var path = SharedData.Path("online_retail/online_retail.csv.gz");
        Programme.Clock.Set(Instant.FromUtc(2011, 12, 10, 0, 0));
        var options = new ImportOptions
        {
            Map = "InvoiceNo=order_ref,StockCode=sku,Description=item_name,Quantity=quantity,InvoiceDate=placed_at,UnitPrice=unit_price,CustomerID=ref_id",
            CreditNotePrefix = "C",
            Integration = "Online Retail",
        };

        var first = await ImportAsync(path, options);
        var second = await ImportAsync(path, options);

        Assert.Equal(
            (541_909, 135_080, 406_829, 0, 4_372, 18_536, 3_654, Points.Whole(8_911_652)),
            (first.Counts.Rows, first.Counts.Skipped, first.Counts.Accepted, first.Counts.Rejected, first.Counts.CustomersCreated,
                first.Counts.Orders, first.Counts.CreditNotes, first.Counts.PointsEarned));
        Assert.Equal((0, 0, 541_909), (second.Counts.Orders, second.Counts.Entries, second.Counts.Skipped));
    }

    [Fact]
    [Trait("Size", "Large")]
    public async Task Cdnow_is_refused_until_it_is_said_that_each_row_is_an_order_and_then_goes_in_whole()
    {
        var path = SharedData.Path("cdnow/CDNOW_master.txt");
        var options = new ImportOptions { Map = "customer_id=customer_ref,date=placed_at,dollar_value=total", Integration = "CDNOW" };

        Assert.Equal(
            new OrderRefNotMapped(),
            Refused(await Programme.Get<FileImports>().StageAsync(path, "CDNOW", options, Programme.Manager, CancellationToken.None)));
        var import = await ImportAsync(path, options with { EachRowIsAnOrder = true });

        Assert.Equal((69_659, 69_659, 23_570), (import.Counts.Rows, import.Counts.Orders, import.Counts.CustomersCreated));
        Assert.Equal("00001", Programme.Query("SELECT RefId FROM Customers ORDER BY RefId LIMIT 1", row => row.GetString(0)).Single());
    }

    private async Task<Import> ImportAsync(string path, ImportOptions options)
    {
        var imports = Programme.Get<FileImports>();
        var staged = (await imports.StageAsync(path, Path.GetFileName(path), options, Programme.Manager, CancellationToken.None)).OrThrow();
        return (await imports.CommitAsync(staged.Id, Programme.Manager, CancellationToken.None)).OrThrow();
    }
}
