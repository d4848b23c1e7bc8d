using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Nothing leaves without a right, a reason, a limit and a trace; and nothing that leaves runs (targets S4, S13).</summary>
public sealed class ExportAbuseTests : ExportTest
{
    private AuditLog Log => Programme.Get<AuditLog>();

    [Fact]
    public async Task S13_an_export_needs_a_right_and_a_reason()
    {
        AssertRefused(new NotAllowed(Capability.Export), await Exports.RequestAsync(Wanted(ExportKind.Customers), Programme.Agent));
        AssertRefused(new NotAllowed(Capability.Export), await Exports.ListAsync(new Window(0, 10), Programme.Agent, Cancel));
        AssertRefused(new NotAllowed(Capability.ReadAudit), await Exports.RequestAsync(Wanted(ExportKind.Audit), Marketer));
        AssertRefused(new ReasonMissing(), await Exports.RequestAsync(Wanted(ExportKind.Customers) with { Reason = " " }, Marketer));
        AssertRefused(new TextTooLong(Export.ReasonLength), await Exports.RequestAsync(Wanted(ExportKind.Customers) with { Reason = new string('x', 501) }, Marketer));

        Assert.Empty((await Log.ListAsync(new AuditFilter(), new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows);
    }

    [Fact]
    public async Task S13_what_makes_no_sense_is_refused_rather_than_exported_as_everything()
    {
        var now = Programme.Clock.GetCurrentInstant();
        AssertRefused(new ExportFilterUnknown("status=asleep"), await Exports.RequestAsync(Wanted(ExportKind.Customers) with { Filter = "status=asleep" }, Marketer));
        AssertRefused(new ExportFilterUnknown("tier=2"), await Exports.RequestAsync(Wanted(ExportKind.Orders) with { Filter = "tier=2" }, Marketer));
        AssertRefused(new ExportFormatForCustomers(), await Exports.RequestAsync(Wanted(ExportKind.Orders) with { Format = ExportFormat.Brevo }, Marketer));
        AssertRefused(new ExportColumnUnknown("password"), await Exports.RequestAsync(Wanted(ExportKind.Customers) with { Columns = ["name", "password"] }, Marketer));
        AssertRefused(new ExportColumnUnknown("name"), await Exports.RequestAsync(Wanted(ExportKind.Ledger) with { Columns = ["name"] }, Marketer));
        AssertRefused(new ExportOnlyAsOfNow(), await Exports.RequestAsync(Wanted(ExportKind.Audit) with { At = now }, Programme.Manager));
        AssertRefused(new ExportAheadOfTime(), await Exports.RequestAsync(Wanted(ExportKind.Ledger) with { At = now + Duration.FromSeconds(1) }, Marketer));
    }

    [Fact]
    public async Task S13_it_says_who_when_which_filter_why_and_how_much()
    {
        await Programme.CustomerAsync("Zoë & Söhne");
        await Programme.CustomerAsync("Bob");

        var file = await FetchedAsync(Wanted(ExportKind.Customers) with { Filter = "q=S%C3%B6hne%20&status=active" }, Marketer);
        await file.WriteAsync(new MemoryStream(), Cancel);

        Assert.Equal("customers_2025-11-28-1437_mia-koch_searched+status-active.csv", file.Export.FileName);
        Assert.Equal(
            [("EndExport", "Mia Koch", "export 1: done, 1 rows"), ("FetchExport", "Mia Koch", $"export 1: {file.Export.FileName}"), ("RequestExport", "Mia Koch", "export 1: Customers; filter q=Söhne , status=active; reason: for the newsletter")],
            await DeedsAsync());
        var listed = Assert.Single((await Exports.ListAsync(new Window(0, 10), Marketer, Cancel)).OrThrow().Rows);
        Assert.Equal((ExportState.Done, 1L, Programme.Clock.GetCurrentInstant()), (listed.State, listed.Rows, listed.EndedAt));
    }

    [Fact]
    public async Task S13_a_file_is_fetched_once_in_time_and_by_whoever_asked()
    {
        var (first, late) = (Wanted(ExportKind.Ledger), Wanted(ExportKind.Ledger));
        (await Exports.RequestAsync(first, Marketer)).OrThrow();
        (await Exports.RequestAsync(late, Marketer)).OrThrow();

        AssertRefused(new NotAllowed(Capability.Export), await Exports.FetchAsync(first.Key, Programme.Agent));
        AssertRefused(new ExportNotFound(), await Exports.FetchAsync(first.Key, Programme.Manager));
        AssertRefused(new ExportNotFound(), await Exports.FetchAsync(Guid.CreateVersion7(), Marketer));
        (await Exports.FetchAsync(first.Key, Marketer)).OrThrow();
        AssertRefused(new ExportFetched(), await Exports.FetchAsync(first.Key, Marketer));
        Programme.Clock.Advance(ExportBook.Patience);
        AssertRefused(new ExportLapsed(), await Exports.FetchAsync(late.Key, Marketer));
        AssertRefused(new CommandKeyReused(), await Exports.RequestAsync(first with { Kind = ExportKind.Customers }, Marketer));
    }

    [Fact]
    public async Task S13_others_exports_are_for_whoever_reads_the_audit_log()
    {
        (await Exports.RequestAsync(Wanted(ExportKind.Orders), Programme.Manager)).OrThrow();

        Assert.Empty((await Exports.ListAsync(new Window(0, 10), Marketer, Cancel)).OrThrow().Rows);
        Assert.Single((await Exports.ListAsync(new Window(0, 10), Actor.Person("Ida", StaffRole.Administrator), Cancel)).OrThrow().Rows);
    }

    [Fact]
    public async Task S13_one_person_exports_so_often_within_an_hour_and_is_told_when_again()
    {
        for (var turn = 0; turn < ExportLimits.Default.PerHour; turn++)
        {
            (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer)).OrThrow();
            Programme.Clock.Advance(Duration.FromSeconds(30));
        }

        AssertRefused(new TooManyExports(20, new LocalTime(15, 37)), await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer));
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Programme.Manager)).OrThrow();
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Actor.Console("command line"))).OrThrow();

        Programme.Clock.Set(Support.Programme.Berlin(2025, 11, 28, 15, 37));
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer)).OrThrow();
        AssertRefused(new TooManyExports(20, new LocalTime(15, 38)), await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer));
    }

    [Fact]
    public async Task S13_one_person_exports_so_many_rows_within_an_hour()
    {
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(10));
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer)).OrThrow();
        Programme.Execute("UPDATE Exports SET Rows = 1000000");

        AssertRefused(new TooManyExportedRows(2_000_000, new LocalTime(15, 37)), await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer));
        Programme.Clock.Advance(Duration.FromMinutes(50));
        (await Exports.RequestAsync(Wanted(ExportKind.Ledger), Marketer)).OrThrow();
    }

    [Fact]
    public async Task S13_a_browser_that_goes_away_leaves_how_much_it_had()
    {
        await Programme.CustomerAsync();
        var file = await FetchedAsync(Wanted(ExportKind.Customers));

        await Assert.ThrowsAsync<IOException>(() => file.WriteAsync(new Gone(), Cancel));

        Assert.Equal(("EndExport", "Petra Lang", "export 1: cut off, 1 rows"), (await DeedsAsync())[0]);
        Assert.Equal(ExportState.CutOff, Assert.Single((await Exports.ListAsync(new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows).State);
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P6_a_slow_browser_does_not_hold_the_database()
    {
        await Programme.CustomerAsync();
        var slow = new Slow();
        var writing = (await FetchedAsync(Wanted(ExportKind.Customers))).WriteAsync(slow, Cancel);
        await slow.Reached.WaitAsync(Cancel);

        // Only where nobody reads an earlier state can the whole log be emptied into the file.
        await Programme.CustomerAsync("Bob");
        await UntilAsync(() => Programme.Query("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0)).Single() == 0);
        slow.GoOn();

        Assert.Equal(1, await writing);
    }

    [Fact]
    public async Task S4_no_cell_of_any_export_runs_and_none_loses_anything()
    {
        var cells = new HostileCells(new Random(20251128));
        for (var number = 0; number < 150; number++)
        {
            var customer = await Programme.CustomerAsync(cells.Next(), cells.Next(), cells.Next(), cells.Next(), change: cells.Fill);
            await Programme.LotAsync(customer, 100);
            (await Programme.Ledger.AdjustAsync(
                await Programme.AdjustmentAsync(customer, AdjustmentDoor.DrawOff, Points.Whole(24)) with { InternalReason = cells.Next(), CustomerText = cells.Next() },
                Programme.Agent)).OrThrow();
            await Programme.OrderAsync(customer, 12.34m, cells.Next() + number);
        }

        var looked = 0;
        foreach (var order in Enum.GetValues<ExportKind>().Select(Wanted)
            .Concat(Enum.GetValues<ExportFormat>().Select(format => Wanted(ExportKind.Customers) with { Format = format })))
        {
            foreach (var cell in Rows(await BytesAsync(order)).SelectMany(row => row.Values))
            {
                looked++;
                Assert.False(IsActive(cell), $"{order.Kind} {order.Format}: {cell}");
            }
        }

        Assert.True(looked > 10_000, $"{looked} cells");
        var back = Rows(await BytesAsync(Wanted(ExportKind.Transactions)));
        Assert.Equal(Stored("SELECT c.Name FROM LedgerEntries e JOIN Customers c ON c.Id = e.CustomerId ORDER BY e.Id"), back.Select(row => CsvText.Unescape(row["customer_name"])));
        Assert.Equal(Stored("SELECT COALESCE(InternalReason, '') FROM LedgerEntries ORDER BY Id"), back.Select(row => CsvText.Unescape(row["internal_reason"])));
        Assert.Equal(150, back.Count(row => string.Equals(row["points"], "-24", StringComparison.Ordinal)));
    }

    // A number runs nothing; anything else that a spreadsheet would take for a formula does.
    private static bool IsActive(string cell) => !CellValues.IsPlainNumber(cell)
        && (cell is ['\t' or '\r' or '\n' or '\0', ..] || cell.TrimStart([.. cell.Where(character => char.IsWhiteSpace(character) || char.IsControl(character)).Distinct()])
            is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]);

    private IEnumerable<string> Stored(string sql) => Programme.Query(sql, row => row.GetString(0).Replace('\0', '\u2400'));

    private async Task<IReadOnlyList<(string Deed, string Actor, string? After)>> DeedsAsync() =>
        [.. (await Log.ListAsync(new AuditFilter(), new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows.Select(row => (row.Deed, row.Actor, row.After))];

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 200, "It took too long.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }

    private sealed class HostileCells(Random random)
    {
        private static readonly string[] _parts =
            ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\"", ",", ";", "'", " ", "1", "x", "cmd|' /C calc'!A0", "\u200B"];

        private int _number;

        public string Next() => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => _parts[random.Next(_parts.Length)])) + "x" + _number++;

        public void Fill(Customer customer) => (customer.FirstName, customer.LastName, customer.Company, customer.Salutation, customer.Group) =
            (Next(), Next(), Next(), Next(), Next());
    }

    private sealed class Gone : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The other end is gone.");
    }

    private sealed class Slow : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void GoOn() => _goOn.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reached.TrySetResult();
            await _goOn.Task.WaitAsync(cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
