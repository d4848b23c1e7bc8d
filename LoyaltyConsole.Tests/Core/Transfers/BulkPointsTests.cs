using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>The points of everybody in a list, adjusted as an import is: rehearsed, committed once, taken back.</summary>
public sealed class BulkPointsTests : LedgerTest
{
    private static readonly Actor _mia = Actor.Person("Mia Koch", StaffRole.Marketing);

    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileImports Imports => Programme.Get<FileImports>();

    [Fact]
    public async Task X1_everybody_whom_the_list_finds_gets_the_points_once_and_loses_them_by_the_undo()
    {
        var (ada, bob) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Bob", registered: false));
        var order = new BulkPointsOrder(Guid.CreateVersion7(), "reg=registered", PointsMode.Add, Points.Whole(50), "=sorry for the delay")
        {
            CustomerText = "We are sorry",
            ValidUpTo = new LocalDate(2026, 1, 31),
        };

        var import = await StagedAsync(order);
        Assert.Equal((1, 1, 0), (import.Counts.Rows, import.Counts.Accepted, import.Counts.Rejected));
        Assert.Equal("bulk_add_50_2025-11-28-1437_mia-koch_reg-registered.csv", import.FileName);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);

        (await Imports.CommitAsync(import.Id, _mia, Cancel)).OrThrow();
        var entry = Assert.Single(await Programme.EntriesAsync(ada));
        Assert.Equal((Points.Whole(50), ReasonKind.Goodwill, "=sorry for the delay", "We are sorry"), (entry.Points, entry.Reason, entry.InternalReason, entry.CustomerText));
        Assert.Equal(Support.Programme.Berlin(2026, 2, 1), Programme.Query("SELECT ValidUntil FROM Lots", row => Instant.FromUnixTimeMilliseconds(row.GetInt64(0))).Single());
        Assert.Empty(await Programme.EntriesAsync(bob));

        // Staged again, by a second click or after a crash, it adds nothing.
        var again = await StagedAsync(order);
        Assert.Equal(0, again.Counts.Accepted);

        (await Imports.UndoAsync(import.Id, _mia, Cancel)).OrThrow();
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X1_balances_can_be_set_and_deleted_customers_are_left_out()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.LotAsync(ada, 80);
        var gone = await Programme.CustomerAsync("Gone");
        Programme.Execute($"UPDATE Customers SET Status = 3 WHERE Id = {gone}");

        var import = await StagedAsync(new BulkPointsOrder(Guid.CreateVersion7(), "", PointsMode.Reset, Points.Whole(30), "a new year"));
        Assert.Equal(1, import.Counts.Rows);
        (await Imports.CommitAsync(import.Id, _mia, Cancel)).OrThrow();

        Assert.Equal(Points.Whole(30), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X1_it_is_refused_before_anything_is_staged()
    {
        await Programme.CustomerAsync("Ada");
        var order = new BulkPointsOrder(Guid.CreateVersion7(), "", PointsMode.Add, Points.Whole(5), "goodwill");

        AssertRefused(new NotAllowed(Capability.Import), await WriteAsync(order, Programme.Agent));
        AssertRefused(new ReasonMissing(), await WriteAsync(order with { Reason = " " }));
        AssertRefused(new TextTooLong(LedgerEntry.TextLength), await WriteAsync(order with { CustomerText = new string('x', 2_001) }));
        AssertRefused(new ExportFilterUnknown("status=asleep"), await WriteAsync(order with { Filter = "status=asleep" }));
        AssertRefused(new NothingToAdjust(), await WriteAsync(order with { Points = Points.Zero }));
        AssertRefused(new TooManyPoints(Points.MostInOneEntry), await WriteAsync(order with { Points = -(Points.MostInOneEntry + Points.Whole(1)) }));
        AssertRefused(new TooManyDecimals(0), await WriteAsync(order with { Points = new Points(150) }));
        AssertRefused(new ValidityInThePast(), await WriteAsync(order with { ValidUpTo = new LocalDate(2025, 11, 27) }));
        AssertRefused(new NobodyToAdjust(), await WriteAsync(order with { Filter = "locked=yes" }));
        AssertRefused(new NobodyToAdjust(), await WriteAsync(order with { Filter = "status=deleted" }));
    }

    private async Task<Result<BulkFile>> WriteAsync(BulkPointsOrder order, Actor? actor = null) =>
        await Programme.Get<BulkImports>().WriteAsync(order, new MemoryStream(), actor ?? _mia, Cancel);

    private async Task<Import> StagedAsync(BulkPointsOrder order)
    {
        BulkFile written;
        await using (var stream = File.Create(_file))
        {
            written = (await Programme.Get<BulkImports>().WriteAsync(order, stream, _mia, Cancel)).OrThrow();
        }

        var staged = (await Imports.StageAsync(_file, written.Name, written.Options, _mia, Cancel)).OrThrow();
        File.Delete(_file);
        return staged;
    }
}
