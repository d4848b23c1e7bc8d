using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Level, lock and group of everybody in a list, changed as an import does: rehearsed, committed, taken back.</summary>
public sealed class BulkChangesTests : LedgerTest
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileImports Imports => Programme.Get<FileImports>();

    [Fact]
    public async Task X1_E_050_the_level_of_everybody_in_the_list_is_changed_and_locked_and_given_back()
    {
        var (ada, bob) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Bob", registered: false));
        var gold = (await Programme.TierAsync(ada)).Levels.Single(level => level.Name is "Gold").Id;

        var done = await CommittedAsync(new BulkTierOrder("reg=registered") { To = gold, Locks = true, LockUntil = new LocalDate(2026, 12, 31), Note = " Prize " });

        Assert.Equal(("bulk_tier_gold_lock_2025-11-28-1437_petra-lang_reg-registered.csv", 1, 1), (done.FileName, done.Counts.Rows, done.Counts.Raised));
        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Gold", TierLock.Full, Support.Programme.Berlin(2027, 1, 1), "Prize"), (view.Level.Name, view.Lock, view.LockedUntil, view.LockReason));
        Assert.Equal("Member", Programme.StoredTier(bob));

        (await Imports.UndoAsync(done.Id, Programme.Manager, Cancel)).OrThrow();
        Assert.Equal(("Member", TierLock.None), (Programme.StoredTier(ada), (await Programme.TierAsync(ada)).Lock));
    }

    [Fact]
    public async Task X1_E_050_a_lock_alone_leaves_each_their_level()
    {
        var (ada, bob) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Bob"));
        await Programme.OrderAsync(bob, 600m);

        await CommittedAsync(new BulkTierOrder("") { Locks = true });
        Assert.Equal(
            [("Member", TierLock.Full), ("Silver", TierLock.Full)],
            new[] { await Programme.TierAsync(ada), await Programme.TierAsync(bob) }.Select(view => (view.Level.Name, view.Lock)));

        await CommittedAsync(new BulkTierOrder("") { Locks = false });
        Assert.Equal((TierLock.None, TierLock.None), ((await Programme.TierAsync(ada)).Lock, (await Programme.TierAsync(bob)).Lock));
    }

    [Fact]
    public async Task X1_E_048_everybody_in_the_list_comes_into_the_group_and_back_where_nobody_changed_it_since()
    {
        // Without reference, e-mail or phone, and with the e-mail of somebody else: their number is enough.
        await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob", email: "same@example.com", change: customer => customer.Group = "Old");
        await Programme.CustomerAsync("Cleo", email: "same@example.com");
        await Programme.CustomerAsync("Dora", change: customer => customer.Group = "VIP, Berlin");

        var done = await CommittedAsync(new BulkGroupOrder("", " VIP, Berlin "));

        Assert.Equal((4, 3, 1, 0, 0), (done.Counts.Rows, done.Counts.Committed, done.Counts.Skipped, done.Counts.Rejected, done.Counts.CustomersCreated));
        Assert.Equal(["VIP, Berlin", "VIP, Berlin", "VIP, Berlin", "VIP, Berlin"], Groups());
        var rows = (await Programme.Get<ImportBook>().CustomersAsync(done.Id, state: null, text: null, new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows;
        Assert.Equal(("Ada", new FieldChange("group", null, "VIP, Berlin")), (rows[0].Named, Assert.Single(rows[0].Changes)));

        (await Programme.Get<CustomerBook>().EditAsync(new CustomerId(3), new ProfileEdit { Group = new("Mine") }, Programme.Manager)).OrThrow();
        var undone = (await Imports.UndoAsync(done.Id, Programme.Manager, Cancel)).OrThrow();
        Assert.Equal((2, 1), (undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal([null, "Old", "Mine", "VIP, Berlin"], Groups());
    }

    [Fact]
    public async Task X1_a_number_that_nobody_has_creates_nobody()
    {
        await Programme.CustomerAsync("Ada");
        await File.WriteAllTextAsync(_file, "customer_id,group\n1,VIP\n77,VIP\n", Cancel);

        var staged = (await Imports.StageAsync(
            _file, "groups.csv", new ImportOptions { Kind = ImportKind.Customers, Map = "customer_id=customer_id,group=group" }, Programme.Manager, Cancel)).OrThrow();

        Assert.Equal((1, 1, 0), (staged.Counts.Accepted, staged.Counts.Rejected, staged.Counts.CustomersCreated));

        // By its name alone such a column is the shop's number.
        Assert.Equal("customer_id=ref_id,group=group", ColumnMapping.Propose(ImportKind.Customers, ["customer_id", "group"]).OrThrow().ToString());
    }

    [Fact]
    public async Task X1_each_takes_the_right_to_the_single_deed_and_says_no_before_anything_is_staged()
    {
        var ada = await Programme.CustomerAsync("Ada");
        var gold = (await Programme.TierAsync(ada)).Levels.Single(level => level.Name is "Gold").Id;
        var marketing = Actor.Person("Mia Koch", StaffRole.Marketing);
        BulkOrder[] orders = [new BulkTierOrder("") { To = gold }, new BulkGroupOrder("", "VIP")];

        foreach (var order in orders)
        {
            AssertRefused(new NotAllowed(Capability.Import), await WriteAsync(order, Programme.Agent));
            AssertRefused(new ExportFilterUnknown("status=asleep"), await WriteAsync(order with { Filter = "status=asleep" }));
            AssertRefused(new NobodyToAdjust(), await WriteAsync(order with { Filter = "locked=yes" }));
        }

        AssertRefused(new NotAllowed(Capability.ChangeTier), await WriteAsync(orders[0], marketing));
        AssertRefused(new NotAllowed(Capability.EditCustomers), await WriteAsync(orders[1], marketing));
        Assert.Equal((false, false, true), (BulkImports.May<BulkTierOrder>(marketing), BulkImports.May<BulkGroupOrder>(marketing), BulkImports.May<BulkPointsOrder>(marketing)));
        AssertRefused(new TierUnchanged(), await WriteAsync(new BulkTierOrder("") { Note = "nothing" }));
        AssertRefused(new TierNotFound(), await WriteAsync(new BulkTierOrder("") { To = new TierId(99) }));
        AssertRefused(new TextTooLong(TierChange.NoteLength), await WriteAsync(new BulkTierOrder("") { To = gold, Note = new string('x', 2_001) }));
        AssertRefused(new TierLockInThePast(), await WriteAsync(new BulkTierOrder("") { Locks = true, LockUntil = new LocalDate(2025, 11, 27) }));
        AssertRefused(new GroupMissing(), await WriteAsync(new BulkGroupOrder("", " ")));
        AssertRefused(new TextTooLong(Customer.PartLength), await WriteAsync(new BulkGroupOrder("", new string('x', Customer.PartLength + 1))));
    }

    private IReadOnlyList<string?> Groups() => Programme.Query("SELECT CustomerGroup FROM Customers ORDER BY Id", row => row.IsDBNull(0) ? null : row.GetString(0));

    private async Task<Result<BulkFile>> WriteAsync(BulkOrder order, Actor? actor = null) =>
        await Programme.Get<BulkImports>().WriteAsync(order, new MemoryStream(), actor ?? Programme.Manager, Cancel);

    private async Task<Import> CommittedAsync(BulkOrder order)
    {
        BulkFile written;
        await using (var stream = File.Create(_file))
        {
            written = (await Programme.Get<BulkImports>().WriteAsync(order, stream, Programme.Manager, Cancel)).OrThrow();
        }

        var staged = (await Imports.StageAsync(_file, written.Name, written.Options, Programme.Manager, Cancel)).OrThrow();
        File.Delete(_file);
        return (await Imports.CommitAsync(staged.Id, Programme.Manager, Cancel)).OrThrow();
    }
}
