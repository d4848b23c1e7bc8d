using System.Globalization;
using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Files of levels and their locks: rehearsed, carried out as a change by hand, and taken back (S-005, E-050, X1).</summary>
public sealed class TiersImportTests : PointsImportTest
{
    private static readonly ImportOptions _tiers = new() { Kind = ImportKind.Tiers };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CustomerTiers Tiers => Programme.Get<CustomerTiers>();

    [Fact]
    public async Task S_005_a_rehearsal_shows_level_and_lock_before_and_after_and_changes_nothing()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        var grace = await Programme.CustomerAsync("Grace Hopper", email: "grace@example.com");
        var mary = await Programme.CustomerAsync("Mary Shelley", email: "mary@example.com");
        await ChangeAsync(grace, "Gold", lockIt: true);

        var import = await StageAsync(
            "E-Mail;Stufe;Gesperrt;Gesperrt bis;Notiz\nADA@example.com;gold;ja;31.12.2026;Prize\ngrace@example.com;Silver;nein;;\nmary@example.com;member;;;\n;;;;\nmary@example.com;;;;\n", _tiers);

        Assert.Equal(
            new ImportCounts { Rows = 5, Accepted = 2, Skipped = 3, AlreadyRecorded = 1, Customers = 2, Raised = 1, Lowered = 1, TiersLocked = 1, TiersUnlocked = 1 },
            import.Counts);
        var rows = await TierRowsAsync(import);
        Assert.Equal(
            [
                (ada, new LockedTier("Member", TierLock.None, null), new LockedTier("Gold", TierLock.Full, Berlin(2027, 1, 1)), null),
                (grace, new LockedTier("Gold", TierLock.Full, null), new LockedTier("Silver", TierLock.None, null), null),
                (mary, new LockedTier("Member", TierLock.None, null), new LockedTier("Member", TierLock.None, null), ImportReason.TierUnchanged),
            ],
            rows.Take(3).Select(row => (row.CustomerId!.Value, row.Before, row.After, row.Problem?.Reason)));
        Assert.Equal([ImportReason.NoCustomer, ImportReason.NoTierNamed], rows.Skip(3).Select(row => row.Problem!.Reason));
        Assert.Equal(("Member", "Gold"), (Programme.StoredTier(ada), Programme.StoredTier(grace)));
    }

    [Fact]
    public async Task S_005_a_commit_writes_what_a_change_by_hand_writes_and_gives_nothing_on_entry()
    {
        var ada = await Programme.CustomerAsync("Ada", email: "ada@example.com");
        Programme.Execute("UPDATE Tiers SET EntryPoints = 5000 WHERE Name = 'Gold'");

        var done = await ImportAsync("email,tier,lock,locked_until,internal_reason\nada@example.com,GOLD,yes,2026-12-31,Prize draw\n", _tiers);
        var again = await ImportAsync("email,tier,lock,locked_until,internal_reason\nada@example.com,GOLD,yes,2026-12-31,Prize draw\n", _tiers);

        Assert.Equal((1, 1, 1), (done.Counts.Committed, done.Counts.Raised, done.Counts.TiersLocked));
        Assert.Equal((0, 1), (again.Counts.Committed, again.Counts.AlreadyRecorded));
        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Gold", TierLock.Full, Berlin(2027, 1, 1), "Petra Lang", "Prize draw"), (view.Level.Name, view.Lock, view.LockedUntil, view.LockedBy, view.LockReason));
        var change = Assert.Single(await Programme.TierHistoryAsync(ada));
        Assert.Equal((TierCause.ByHand, "Member", "Gold", "Petra Lang", "Prize draw"), (change.Cause, change.FromName, change.ToName, change.Actor, change.Note));
        Assert.Equal(
            [("Petra Lang", "Member", "Gold, Full lock until 2026-12-31T23:00:00Z")],
            Programme.Query("SELECT Actor, Before, After FROM AuditEntries WHERE Deed = 'ChangeTier'", row => (row.GetString(0), row.GetString(1), row.GetString(2))));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
        Assert.Equal("import 1: 1 customers to a higher level, 0 to a lower one, 1 locked, 0 unlocked",
            Programme.Query("SELECT After FROM AuditEntries WHERE Deed = 'CommitImport' ORDER BY Id LIMIT 1", row => row.GetString(0)).Single());
    }

    [Fact]
    public async Task E_050_what_a_row_does_not_name_stays()
    {
        var (ada, bob, cleo) = (await Programme.CustomerAsync(refId: "A"), await Programme.CustomerAsync(refId: "B"), await Programme.CustomerAsync(refId: "C"));
        await ChangeAsync(ada, "Silver", lockIt: true, until: new LocalDate(2026, 6, 30));
        await ChangeAsync(bob, "Silver", lockIt: true, until: new LocalDate(2026, 6, 30));

        var done = await ImportAsync("ref_id,tier,lock,locked_until\nA,Gold,,\nB,,yes,\nC,,,2026-02-28\n", _tiers);

        Assert.Equal((2, 1), (done.Counts.Committed, done.Counts.AlreadyRecorded));
        Assert.Equal(
            [("Gold", TierLock.Full, Berlin(2026, 7, 1)), ("Silver", TierLock.Full, Berlin(2026, 7, 1)), ("Member", TierLock.Full, Berlin(2026, 3, 1))],
            new[] { await Programme.TierAsync(ada), await Programme.TierAsync(bob), await Programme.TierAsync(cleo) }
                .Select(view => (view.Level.Name, view.Lock, view.LockedUntil!.Value)));
    }

    [Fact]
    public async Task T22_a_level_that_a_file_locks_withstands_the_recalculation_and_one_that_it_unlocks_is_evaluated_at_once()
    {
        var (held, due) = (await Programme.CustomerAsync(refId: "H"), await Programme.CustomerAsync(refId: "D"));
        await ChangeAsync(due, "Gold", lockIt: true);
        await ImportAsync("ref_id,tier,lock\nH,Gold,1\n", _tiers);
        await Programme.RecalculateAsync(Berlin(2027, 3, 1));
        Assert.Equal(("Gold", "Gold"), (Programme.StoredTier(held), Programme.StoredTier(due)));

        var import = await StageAsync("ref_id,lock\nD,no\n", _tiers);
        Assert.Equal(new LockedTier("Silver", TierLock.None, null), (await TierRowsAsync(import)).Single().After);
        var done = await CommitAsync(import);

        Assert.Equal((1, 1), (done.Counts.Lowered, done.Counts.TiersUnlocked));
        Assert.Equal([TierCause.ByHand, TierCause.Missed], (await Programme.TierHistoryAsync(due)).TakeLast(2).Select(change => change.Cause));
        Assert.Equal(1, (await Imports.UndoAsync(done.Id, Programme.Manager, Cancel)).OrThrow().Counts.Reversed);
        var view = await Programme.TierAsync(due);
        Assert.Equal(("Gold", TierLock.Full), (view.Level.Name, view.Lock));
    }

    [Fact]
    public async Task Rows_that_cannot_be_meant_so_are_named()
    {
        await Programme.CustomerAsync("A", email: "a@example.com", refId: "A");
        await Programme.CustomerAsync("B", email: "b@example.com", refId: "B");
        await Programme.CustomerAsync("Asleep", refId: "I");
        await Programme.CustomerAsync("Twin", phone: "030 1234567");
        await Programme.CustomerAsync("Twin", phone: "030 1234567");
        Programme.Execute("UPDATE Customers SET Status = 2 WHERE RefId = 'I'");

        var import = await StageAsync(
            "ref_id,email,phone,tier,lock,locked_until\nA,,,Platin,,\nA,,,Gold,perhaps,\nA,,,Gold,no,2026-12-31\nA,,,Gold,yes,2025-11-27\nA,b@example.com,,Gold,,\nX,,,Gold,,\nI,,,Gold,,\n,,030 1234567,Gold,,\n,,,Gold,,\n",
            _tiers);

        Assert.Equal(
            [
                ImportReason.UnknownTier, ImportReason.NotYesOrNo, ImportReason.LockEndWithoutLock, ImportReason.TierLockOver, ImportReason.NamesDisagree,
                ImportReason.NoSuchCustomer, ImportReason.CustomerInactive, ImportReason.AmbiguousCustomer, ImportReason.NoCustomer,
            ],
            (await TierRowsAsync(import)).Select(row => row.Problem!.Reason));
        Assert.Equal((8, 1), (import.Counts.Rejected, import.Counts.Skipped));
        var errors = await ErrorsAsync(import);
        Assert.Contains("“Platin” is no tier. There are: Member, Silver, Gold, Platinum.", errors, StringComparison.Ordinal);
        Assert.StartsWith("ref_id,email,phone,tier,lock,locked_until,", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_005_of_two_rows_about_one_customer_the_first_counts_and_the_other_is_named()
    {
        var ada = await Programme.CustomerAsync("Ada", email: "ada@example.com", refId: "A");

        var done = await ImportAsync("ref_id,email,tier\nA,,Silver\n,ada@example.com,silver\n,ADA@example.com,Gold\n", _tiers);

        Assert.Equal([null, ImportReason.SaidBefore, ImportReason.SaidOtherwise], (await TierRowsAsync(done)).Select(row => row.Problem?.Reason));
        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task X1_an_undo_puts_back_level_and_lock_unless_they_have_moved_since()
    {
        var refs = new[] { "same", "locked", "byhand", "earned", "gone", "lapsed" };
        var ids = new List<CustomerId>();
        foreach (var name in refs)
        {
            ids.Add(await Programme.CustomerAsync(name, refId: name));
        }

        await ChangeAsync(ids[1], "Gold", lockIt: true, until: new LocalDate(2026, 6, 30), note: "VIP");
        var before = await Programme.TierAsync(ids[1]);
        var import = await ImportAsync("ref_id,tier,lock,locked_until\nsame,Silver,,\nlocked,Member,no,\nbyhand,Silver,,\nearned,Silver,,\ngone,Silver,,\nlapsed,Silver,yes,2025-11-30\n", _tiers);
        await ChangeAsync(ids[2], "Gold");
        await Programme.OrderAsync(ids[3], 2_500m);
        Programme.Execute("UPDATE Customers SET Status = 3 WHERE RefId = 'gone'");
        Programme.Clock.Set(Berlin(2025, 12, 5));
        Assert.Equal(2, (await Programme.Get<ImportBook>().UndoEffectAsync(import.Id, Programme.Manager, Cancel)).OrThrow().MovedSince);

        var undone = (await Imports.UndoAsync(import.Id, Programme.Manager, Cancel)).OrThrow();

        Assert.Equal((ImportStatus.Undone, 3, 3), (undone.Status, undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal(["Member", "Gold", "Gold", "Gold", "Silver", "Member"], ids.Select(Programme.StoredTier));
        var view = await Programme.TierAsync(ids[1]);
        Assert.Equal(
            (before.Lock, before.LockedUntil, before.LockedBy, before.LockReason, before.Since, before.DueAt),
            (view.Lock, view.LockedUntil, view.LockedBy, view.LockReason, view.Since, view.DueAt));
        Assert.Equal(
            [
                new ImportProblem(ImportReason.TierChangedSince, "Petra Lang", "Gold"), new ImportProblem(ImportReason.TierMovedSince, null, "Gold"),
                new ImportProblem(ImportReason.CustomerGone, null, null),
            ],
            (await TierRowsAsync(undone, PointsRows.Kept)).Select(row => row.Problem));
        Assert.Equal(("Undo import 1", "Petra Lang"), (await Programme.TierHistoryAsync(ids[0])).Select(change => (change.Note, change.Actor)).Last());
    }

    [Fact]
    public async Task X1_whoever_came_to_deserve_more_while_the_file_held_them_down_rises_with_the_undo()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        await Programme.OrderAsync(ada, 600m);
        var import = await ImportAsync("ref_id,tier,lock\nA,Member,yes\n", _tiers);
        await Programme.OrderAsync(ada, 2_000m);
        Assert.Equal("Member", Programme.StoredTier(ada));

        await Imports.UndoAsync(import.Id, Programme.Manager, Cancel);

        Assert.Equal("Gold", Programme.StoredTier(ada));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task X1_a_lock_that_would_be_over_by_the_time_of_the_undo_does_not_come_back_and_what_came_due_is_evaluated()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        await ChangeAsync(ada, "Gold", lockIt: true, until: new LocalDate(2026, 12, 31));
        var import = await ImportAsync("ref_id,tier,locked_until\nA,Platinum,2027-12-31\n", _tiers);
        Programme.Clock.Set(Berlin(2027, 2, 1));

        Assert.Equal(1, (await Imports.UndoAsync(import.Id, Programme.Manager, Cancel)).OrThrow().Counts.Reversed);

        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Silver", TierLock.None, null), (view.Level.Name, view.Lock, view.LockedBy));
        Assert.Equal(
            [(TierCause.ByHand, "Gold"), (TierCause.Missed, "Silver")],
            (await Programme.TierHistoryAsync(ada)).TakeLast(2).Select(change => (change.Cause, change.ToName)));
    }

    [Fact]
    public async Task X1_a_level_that_no_longer_exists_is_not_put_back()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        await ChangeAsync(ada, "Gold");
        var import = await ImportAsync("ref_id,tier\nA,Silver\n", _tiers);
        Programme.Execute("DELETE FROM Tiers WHERE Name = 'Gold'");

        var undone = (await Imports.UndoAsync(import.Id, Programme.Manager, Cancel)).OrThrow();

        Assert.Equal(new ImportProblem(ImportReason.TierGone, null, "Silver"), (await TierRowsAsync(undone)).Single().Problem);
        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task X6_nobody_changes_their_own_level_by_a_file_nor_by_undoing_one()
    {
        var mia = Actor.Person("Mia Funk", StaffRole.Manager) with { Email = "mia@example.com" };
        var own = await Programme.CustomerAsync("Mia Funk", email: "mia@example.com");

        var staged = (await TryStageAsync("email,tier\nmia@example.com,Gold\n", _tiers, mia)).OrThrow();
        var elsewhere = await StageAsync("email,tier\nmia@example.com,Platinum\n", _tiers);
        var done = (await Imports.CommitAsync(elsewhere.Id, mia, Cancel)).OrThrow();
        Assert.Equal(ImportReason.OwnAccount, (await TierRowsAsync(staged)).Single().Problem!.Reason);
        Assert.Equal((0, 1, "Member"), (done.Counts.Committed, done.Counts.Rejected, Programme.StoredTier(own)));

        var byPetra = await ImportAsync("email,tier\nmia@example.com,Silver\n", _tiers);
        var undone = (await Imports.UndoAsync(byPetra.Id, mia, Cancel)).OrThrow();
        Assert.Equal((0, 1, "Silver"), (undone.Counts.Reversed, undone.Counts.Kept, Programme.StoredTier(own)));
    }

    [Fact]
    public async Task A_file_is_no_way_around_the_rights_to_change_and_lock_a_level()
    {
        await Programme.CustomerAsync(refId: "A");
        var marketing = Actor.Person("Mia Funk", StaffRole.Marketing);
        var refused = new NotAllowed(Capability.ChangeTier);

        Assert.False((await TryStageAsync("ref_id,tier\nA,Gold\n", _tiers, marketing)).Succeeded(out _, out var refusal));
        Assert.Equal(refused, refusal);
        Assert.False((await TryStageAsync("ref_id,tier\nA,Gold\n", _tiers, Programme.Agent)).Succeeded(out _, out refusal));
        Assert.Equal(new NotAllowed(Capability.Import), refusal);
        var import = await StageAsync("ref_id,tier\nA,Gold\n", _tiers);
        Assert.False((await Imports.CommitAsync(import.Id, marketing, Cancel)).Succeeded(out _, out refusal));
        Assert.Equal(refused, refusal);
        Assert.False((await Imports.DiscardAsync(import.Id, marketing)).Succeeded(out _, out refusal));
        Assert.Equal(refused, refusal);
        await CommitAsync(import);
        Assert.False((await Imports.UndoAsync(import.Id, marketing, Cancel)).Succeeded(out _, out refusal));
        Assert.Equal(refused, refusal);
    }

    [Fact]
    public async Task R1_a_commit_of_levels_that_is_stopped_goes_on_where_it_was()
    {
        for (var customer = 0; customer < 1_200; customer++)
        {
            await Programme.CustomerAsync(refId: $"C{customer}");
        }

        var file = "ref_id,tier\n" + string.Concat(Enumerable.Range(0, 1_200).Select(row => $"C{row},Silver\n"));
        var import = await StageAsync(file, _tiers);
        using var stop = new CancellationTokenSource();
        using (Imports.Listen(progress => _ = progress is { Status: ImportStatus.Committing, Counts.Committed: > 0 } ? Stop() : 0))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Imports.CommitAsync(import.Id, Programme.Manager, stop.Token));
        }

        var done = await CommitAsync(await StageAsync(file, _tiers));

        Assert.Equal((import.Id, 1_200, 1_200), (done.Id, done.Counts.Committed, done.Counts.Raised));
        Assert.Equal(1_200, Programme.Query("SELECT COUNT(*) FROM TierChanges", row => row.GetInt32(0)).Single());

        int Stop()
        {
            stop.Cancel();
            return 0;
        }
    }

    private async Task ChangeAsync(CustomerId customer, string to, bool lockIt = false, LocalDate? until = null, string? note = null)
    {
        var order = await Programme.TierOrderAsync(customer, to);
        (await Tiers.ChangeAsync(order with { Lock = lockIt ? TierLock.Full : TierLock.None, LockUntil = until, Note = note }, Programme.Manager)).OrThrow();
    }

    private async Task<IReadOnlyList<ImportedTierRow>> TierRowsAsync(Import import, PointsRows rows = PointsRows.All) =>
        (await Programme.Get<ImportBook>().TiersAsync(import.Id, rows, text: null, new Window(0, 100), Programme.Manager, Cancel)).OrThrow().Rows;

    private async Task<string> ErrorsAsync(Import import)
    {
        using var stream = new MemoryStream();
        (await Programme.Get<ImportBook>().WriteErrorsAsync(
            import.Id, stream, problem => ImportSentence.Of(problem, CultureInfo.GetCultureInfo("en")), Programme.Manager, Cancel)).OrThrow();
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF');
    }
}
