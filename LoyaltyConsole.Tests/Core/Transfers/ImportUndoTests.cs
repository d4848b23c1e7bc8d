using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Undo import: compensating entries; what was used is kept and named row by row (X1).</summary>
public sealed class ImportUndoTests : PointsImportTest
{
    [Fact]
    public async Task X1_an_undo_takes_back_what_nobody_has_touched_whole()
    {
        var (ada, grace) = (await Programme.CustomerAsync(refId: "A"), await Programme.CustomerAsync(refId: "G"));
        await Programme.LotAsync(ada, 5);
        var before = await Programme.FiguresAsync(ada);
        var import = await ImportAsync("ref_id,points,locked_until,valid_until\nA,10,,2026-05-01\nA,20,2026-01-01,\nG,30,,\n");

        var undone = await UndoAsync(import);

        Assert.Equal((ImportStatus.Undone, 3, 0, 0), (undone.Status, undone.Counts.Reversed, undone.Counts.Kept, undone.Counts.Failed));
        Assert.Equal(before, await Programme.FiguresAsync(ada));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(grace)).Collected);
        var reversal = (await Programme.EntriesAsync(grace))[^1];
        Assert.Equal(
            (EntryKind.Reversal, Points.Whole(-30), import.Id, "Undo import 1", "Petra Lang"),
            (reversal.Kind, reversal.Points, reversal.ImportId!.Value, reversal.InternalReason, reversal.Actor));
        Assert.All(await RowsAsync(undone), row => Assert.Equal(ImportState.Reversed, row.State));
    }

    [Fact]
    public async Task X1_what_was_spent_is_kept_and_named_row_by_row_and_nobody_owes_for_it()
    {
        var (some, all) = (await Programme.CustomerAsync(refId: "S"), await Programme.CustomerAsync(refId: "A"));
        var import = await ImportAsync("ref_id,points\nS,100\nA,50\nS,10\n");
        await Programme.RedeemAsync(some, 30);
        await Programme.RedeemAsync(all, 50);
        var effect = (await Programme.Get<ImportBook>().UndoEffectAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        var undone = await UndoAsync(import);

        Assert.Equal(new UndoEffect(3, 2, Points.Whole(80), Points.Whole(80), 2, Points.Zero), effect);
        Assert.Equal((1, 2, Points.Whole(80)), (undone.Counts.Reversed, undone.Counts.Kept, undone.Counts.PointsKept));
        Assert.Equal(
            [(2, new ImportProblem(ImportReason.PointsSpent, "30", "100")), (3, new ImportProblem(ImportReason.PointsSpent, "50", "50"))],
            (await RowsAsync(undone, PointsRows.Kept)).Select(row => ((int)row.Line, row.Problem!)));
        foreach (var customer in new[] { some, all })
        {
            var figures = await Programme.FiguresAsync(customer);
            Assert.Equal((Points.Zero, Points.Zero), (figures.Total, figures.Debt));
        }
    }

    [Fact]
    public async Task X1_deductions_are_given_back_to_their_lots_and_their_debt_ends()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        await Programme.LotAsync(ada, 20, validUntil: Berlin(2026, 3, 1));
        var import = await ImportAsync("ref_id,points\nA,-50\nA,-5\n");
        Assert.Equal(Points.Whole(35), (await Programme.FiguresAsync(ada)).Debt);

        var undone = await UndoAsync(import);

        Assert.Equal((2, 0), (undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal([Points.Whole(20)], Programme.Remaining(ada));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Debt);
    }

    [Fact]
    public async Task X1_what_a_row_took_of_another_rows_points_is_no_spending()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        var import = await ImportAsync("ref_id,points\nA,25\nA,-10\nA,5\n");
        var effect = (await Programme.Get<ImportBook>().UndoEffectAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        var undone = await UndoAsync(import);

        Assert.Equal(new UndoEffect(3, 1, Points.Whole(30), Points.Zero, 0, Points.Whole(10)), effect);
        Assert.Equal((3, 0), (undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X1_a_level_that_the_import_brought_is_taken_back_and_another_stays()
    {
        var (raised, earned, locked) = (await Programme.CustomerAsync(refId: "1"), await Programme.CustomerAsync(refId: "2"), await Programme.CustomerAsync(refId: "3"));
        var import = await ImportAsync("ref_id,points\n1,600\n2,600\n3,600\n");
        await Programme.LotAsync(earned, 700);
        var order = await Programme.TierOrderAsync(locked, "Gold");
        await Programme.Get<LoyaltyConsole.Core.Tiers.CustomerTiers>().ChangeAsync(order, Programme.Manager);
        Assert.Equal(["Silver", "Silver", "Gold"], new[] { raised, earned, locked }.Select(Programme.StoredTier));

        await UndoAsync(import);

        Assert.Equal(["Member", "Silver", "Gold"], new[] { raised, earned, locked }.Select(Programme.StoredTier));
        var change = (await Programme.TierHistoryAsync(raised))[^1];
        Assert.Equal(("Silver", "Member", "Undo import 1"), (change.FromName, change.ToName, change.Note));
        await Programme.RecalculateAsync();
        Assert.Equal("Member", Programme.StoredTier(raised));
    }

    [Fact]
    public async Task X1_what_ran_out_or_was_reversed_before_is_named_too()
    {
        var (lapsed, reversed, merged) = (await Programme.CustomerAsync(refId: "L"), await Programme.CustomerAsync(refId: "R"), await Programme.CustomerAsync(refId: "M"));
        var import = await ImportAsync("ref_id,points,valid_until\nL,10,2025-12-31\nR,20,\nM,30,\n");
        var entry = (await Programme.EntriesAsync(reversed)).Single();
        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), entry.Id, "By hand"), Programme.Manager)).OrThrow();
        Programme.Execute($"UPDATE Customers SET Status = 3 WHERE Id = {merged}");
        Programme.Clock.Set(Berlin(2026, 1, 5));

        var undone = await UndoAsync(import);

        Assert.Equal(
            [ImportReason.PointsExpired, ImportReason.ReversedBefore, ImportReason.CustomerGone],
            (await RowsAsync(undone, PointsRows.Kept)).Select(row => row.Problem!.Reason));
        Assert.Equal((0, 3), (undone.Counts.Reversed, undone.Counts.Kept));
        Assert.True(lapsed.Value > 0);
    }

    [Fact]
    public async Task X1_an_undone_file_can_be_imported_again_identifiers_and_all()
    {
        var ada = await Programme.CustomerAsync(refId: "A");
        const string File = "ref_id,points,identifier\nA,10,K-1\n";
        await UndoAsync(await ImportAsync(File));

        var again = await ImportAsync(File);

        Assert.Equal((1, 0), (again.Counts.Committed, again.Counts.Skipped));
        Assert.Null(await Programme.Get<ImportBook>().SameFileAsync(again, CancellationToken.None));
        Assert.Equal(Points.Whole(10), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X1_points_of_imported_orders_are_taken_back_but_for_what_was_spent()
    {
        var orders = new ImportOptions { Integration = "Till", CreditNotePrefix = "C" };
        var import = await ImportAsync(
            "order_ref,customer_ref,placed_at,total,original_order_ref\n1,A,2025-11-01,100,\nC2,A,2025-11-02,-30,1\n3,B,2025-11-01,40,\n4,C,2025-11-01,600,\n", orders);
        var spender = new LoyaltyConsole.Core.Customers.CustomerId(2);
        await Programme.RedeemAsync(spender, 15);
        Assert.Equal("Silver", Programme.StoredTier(new(3)));

        var undone = await UndoAsync(import);

        Assert.Equal((3, 1, Points.Whole(15)), (undone.Counts.Reversed, undone.Counts.Kept, undone.Counts.PointsKept));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(new(1))).Total);
        Assert.Equal((Points.Zero, Points.Zero), ((await Programme.FiguresAsync(spender)).Total, (await Programme.FiguresAsync(spender)).Debt));
        Assert.Equal("Member", Programme.StoredTier(new(3)));
        var kept = (await Programme.Get<ImportBook>().DocumentsAsync(
            import.Id, ImportState.Kept, text: null, new Window(0, 10), Programme.Manager, CancellationToken.None)).OrThrow().Rows.Single();
        Assert.Equal(("3", new ImportProblem(ImportReason.PointsSpent, "15", "40")), (kept.OrderRef, kept.Problem));
    }

    [Fact]
    public async Task R1_an_undo_that_is_stopped_goes_on_where_it_was_and_takes_everything_back_once()
    {
        for (var customer = 1; customer <= 30; customer++)
        {
            await Programme.CustomerAsync(refId: $"C{customer}");
        }

        var import = await ImportAsync("ref_id,points\n" + string.Concat(Enumerable.Range(0, 3_000).Select(row => $"C{(row % 30) + 1},2\n")));
        using var stop = new CancellationTokenSource();
        using (Imports.Listen(progress => _ = progress is { Status: ImportStatus.Undoing } ? Stop() : 0))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Imports.UndoAsync(import.Id, Programme.Manager, stop.Token));
        }

        var stopped = (await Programme.Get<ImportBook>().OpenAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();
        await Programme.AssertLedgerHoldsAsync();
        var undone = await UndoAsync(import);

        Assert.Equal(ImportStatus.Undoing, stopped.Status);
        Assert.InRange(stopped.Counts.Reversed, 1, 2_999);
        Assert.Equal((3_000, 0), (undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal((6_000, 0), (Programme.Query("SELECT COUNT(*) FROM LedgerEntries", row => row.GetInt32(0)).Single(), Programme.Query("SELECT SUM(Points) FROM LedgerEntries", row => row.GetInt32(0)).Single()));

        int Stop()
        {
            stop.Cancel();
            return 0;
        }
    }

    [Fact]
    public async Task Only_what_was_committed_is_undone_and_once()
    {
        await Programme.CustomerAsync(refId: "A");
        var rehearsed = await StageAsync("ref_id,points\nA,1\n");
        var undone = await UndoAsync(await ImportAsync("ref_id,points\nA,2\n"));

        Assert.Equal(new ImportNotCommitted(ImportStatus.Rehearsed), Refused(await Imports.UndoAsync(rehearsed.Id, Programme.Manager, CancellationToken.None)));
        Assert.Equal(new ImportNotCommitted(ImportStatus.Undone), Refused(await Imports.UndoAsync(undone.Id, Programme.Manager, CancellationToken.None)));
        Assert.Equal(new ImportNotFound(new ImportId(9)), Refused(await Imports.UndoAsync(new ImportId(9), Programme.Manager, CancellationToken.None)));
        Assert.Equal(new NotAllowed(Capability.Import), Refused(await Imports.UndoAsync(undone.Id, Programme.Agent, CancellationToken.None)));
    }

    private async Task<Import> UndoAsync(Import import) => (await Imports.UndoAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();
}
