using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Takes back what an import booked, by compensating entries (X1). What was spent or has run out is kept, and named row by row.
/// Each small step is one transaction that also says which rows are dealt with, so that it goes on where it was stopped and
/// nothing is taken back twice.
/// </summary>
internal sealed class ImportUndo(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
{
    private const string KeptPoints =
        "UPDATE ImportedPoints SET State = @2, Reason = @3, ReasonDetail = @4 WHERE ImportId = @0 AND Line = @1 AND CustomerId = @5";

    private const string KeptDocument =
        "UPDATE ImportDocuments SET State = @2, Reason = @3, ReasonDetail = @4 WHERE ImportId = @0 AND Number = @1";

    // Nearly all are plain, which a query of its own tells of a whole step.
    private const string NextPoints =
        """
        SELECT p.Line, p.CustomerId, p.EntryId, 0, e.Points, CASE WHEN l.LockedUntil > @3 THEN 1 ELSE 0 END,
            e.Points > 0 AND c.Status <> 3 AND e.CustomerId = p.CustomerId AND l.Remaining = l.Amount AND l.TakenBack = 0 AND (l.ValidUntil IS NULL OR l.ValidUntil > @3)
            AND a.Debt = 0 AND (a.NextChangeAt IS NULL OR a.NextChangeAt > @3)
            AND NOT EXISTS (SELECT 1 FROM Redemptions r WHERE r.CustomerId = p.CustomerId AND r.State = 1)
            AND NOT EXISTS (SELECT 1 FROM LedgerEntries u WHERE u.CustomerId = p.CustomerId AND (u.IsDebt = 1 OR u.IsUnallocated = 1) AND u.IsUnallocated = 1)
        FROM ImportedPoints p
            CROSS JOIN LedgerEntries e ON e.Id = p.EntryId CROSS JOIN Customers c ON c.Id = p.CustomerId CROSS JOIN Accounts a ON a.CustomerId = p.CustomerId
            LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
        WHERE p.ImportId = @0 AND p.State = 4 AND (p.CustomerId, p.Line) > (@1, @2)
        """;

    private const string NextDocuments =
        "SELECT Number, CustomerId, 0, OrderId, 0, 0, 0 FROM ImportDocuments WHERE ImportId = @0 AND State = 4 ORDER BY PlacedAt DESC, Number DESC LIMIT @1";

    private readonly StepSize _size = new(most: import.Kind is ImportKind.Points ? 4_000 : 500);
    private readonly string _reason = $"Undo import {import.Id}";
    private (long Customer, long Unit) _behind;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ImportLife.BeginUndoAsync(store, import.Id, actor);
        if (import.Kind is ImportKind.Points)
        {
            // What is behind already, no step should have to look through.
            _behind = await store.ReadAsync(
                connection => ((Reads)connection).Query(
                    "SELECT MIN(CustomerId) FROM ImportedPoints WHERE ImportId = @0 AND State = 4",
                    row => ((row.LongOrNull(0) ?? 1) - 1, long.MaxValue), import.Id.Value).Single(),
                cancellationToken);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = (await store.WriteStepAsync<Step>(async writing => await BookAsync(writing))).OrThrow();
            if (step.Units == 0)
            {
                break;
            }

            var done = step.Counts.Reversed + step.Counts.Kept + step.Counts.Failed;
            report(new ImportProgress(import.Id, ImportStatus.Undoing, (double)done / Math.Max(1, step.Counts.Committed), step.Counts));
        }

        await ImportLife.EndUndoAsync(store, import.Id);
    }

    private async Task<Result<Step>> BookAsync(Writing writing)
    {
        var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
        var started = Stopwatch.GetTimestamp();
        var units = Next(writing);
        var counts = kept.Counts;
        var plain = new List<UntouchedCredit>();
        foreach (var customer in units.GroupBy(unit => unit.Customer))
        {
            // Of one customer either all is plain or nothing, because what is not may touch the others' lots.
            if (customer.All(unit => unit.IsPlain))
            {
                plain.AddRange(customer.Select(unit => new UntouchedCredit(unit.Number, unit.Customer.Value, unit.Entry, unit.Points, unit.IsLocked)));
                continue;
            }

            var before = counts;

            // The last first: what a row took of an earlier one's points is given back before these are taken.
            List<Unit> latest = import.Kind is ImportKind.Points ? [.. customer.Reverse()] : [.. customer];
            counts = writing.Connection.Attempt(() => Undo(writing, customer.Key, latest, before), null!) ?? Fail(writing, customer, before);
        }

        if (plain.Count > 0)
        {
            PlainReversal.Book(writing, plain, actor.Name, _reason, import.Id.Value);
            writing.Connection.Prepare("UPDATE ImportedPoints SET State = 5 WHERE ImportId = @0 AND (CustomerId, Line) IN (SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each(@1))")
                .Run(import.Id.Value, $"[{string.Join(',', plain.Select(credit => $"[{credit.Customer},{credit.Line}]"))}]");
            counts = counts with { Reversed = counts.Reversed + plain.Count };
        }

        var customers = units.Select(unit => unit.Customer).ToHashSet();
        TierReturn.After(writing, import.Id, customers, actor, _reason);
        foreach (var customer in customers)
        {
            writing.Touch(customer);
        }

        if (units is [.., var last])
        {
            _behind = (last.Customer.Value, last.Number);
        }

        _size.Took(Stopwatch.GetElapsedTime(started));
        kept.Counts = counts;
        return new Step(units.Count, counts);
    }

    private List<Unit> Next(Writing writing)
    {
        Reads reads = writing.Connection;
        if (import.Kind is ImportKind.Orders)
        {
            return reads.Query(NextDocuments, Of, import.Id.Value, _size.Rows);
        }

        // Whole customers: the last one of a step may have more rows than fit into it.
        var now = writing.Now.ToUnixTimeMilliseconds();
        var units = reads.Query($"{NextPoints} ORDER BY p.CustomerId, p.Line LIMIT @4", Of, import.Id.Value, _behind.Customer, _behind.Unit, now, _size.Rows);
        if (units is [.., var last])
        {
            units.AddRange(reads.Query($"{NextPoints} AND p.CustomerId = @1 ORDER BY p.Line", Of, import.Id.Value, last.Customer.Value, last.Number, now));
        }

        return units;
    }

    private static Unit Of(StoredRow row) => new(
        row.GetInt64(0), new CustomerId(row.GetInt64(1)), row.LongOrNull(2) ?? 0, row.LongOrNull(3) ?? 0, row.LongOrNull(4) ?? 0, row.GetBoolean(5),
        !row.IsDBNull(6) && row.GetBoolean(6));

    private ImportCounts Undo(Writing writing, CustomerId customer, List<Unit> units, ImportCounts counts)
    {
        var isGone = ((Reads)writing.Connection).Number("SELECT Status FROM Customers WHERE Id = @0", customer.Value) == (long)CustomerStatus.Deleted;
        if (isGone)
        {
            units.ForEach(unit => Mark(writing, unit, new ImportProblem(ImportReason.CustomerGone, null, null)));
            return counts with { Kept = counts.Kept + units.Count };
        }

        var account = AccountReader.Read(writing.Connection, customer, withSpentLots: true);
        account.AdvanceTo(writing.Now, writing.Now);
        foreach (var unit in units)
        {
            var (left, amount, reason) = (Points.Zero, Points.Zero, (ImportReason?)null);
            foreach (var entry in EntriesOf(writing, unit))
            {
                var (remains, why) = Undo(writing, account, entry);
                (left, amount, reason) = (left + remains, amount + entry.Points, why ?? reason);
            }

            Mark(writing, unit, reason is { } because ? new ImportProblem(because, left.ToString(), amount.ToString()) : null);
            counts = counts with
            {
                Reversed = counts.Reversed + (reason is null ? 1 : 0),
                Kept = counts.Kept + (reason is null ? 0 : 1),
                PointsKept = counts.PointsKept + (reason is ImportReason.PointsSpent ? left : Points.Zero),
            };
        }

        if (account.HasChanged)
        {
            writing.Ledger.Append(account, writing.Now);
        }

        return counts;
    }

    // What remains of an entry, and why.
    private (Points Remains, ImportReason? Reason) Undo(Writing writing, PointsAccount account, LedgerEntry entry)
    {
        if (PointsLedger.IsReversed(writing.Connection, entry.Id))
        {
            return (Points.Zero, ImportReason.ReversedBefore);
        }

        if (account.Lots.FirstOrDefault(lot => lot.EntryId == entry.Id) is { } credit)
        {
            account.Withdraw(credit, writing.Now, points => Compensating(account, entry, -points, writing));
            var spent = credit.Amount - credit.TakenBack - credit.Expired;
            return spent > Points.Zero ? (spent, ImportReason.PointsSpent)
                : credit.Expired > Points.Zero ? (credit.Expired, ImportReason.PointsExpired)
                : (Points.Zero, null);
        }

        if (entry.Kind is EntryKind.ManualDebit)
        {
            return PointsLedger.Reverse(
                writing.Connection, account, entry, mayOwe: true, Guid.CreateVersion7(), _reason, actor.Name, writing.Now).Succeeded(out _, out _)
                ? (Points.Zero, null)
                : (-entry.Points, ImportReason.ReversedBefore);
        }

        // What a credit note of the same file took back goes with the order that it took it from.
        var isOfThisImport = entry.Kind is EntryKind.Clawback && !entry.IsDebt && ((Reads)writing.Connection).Number(
            "SELECT COUNT(*) FROM Allocations a JOIN LedgerEntries l ON l.Id = a.LotId WHERE a.DebitId = @0 AND (l.ImportId IS NULL OR l.ImportId <> @1)",
            entry.Id.Value, import.Id.Value) == 0;
        return isOfThisImport ? (Points.Zero, null) : (Points.Max(entry.Points, -entry.Points), ImportReason.CreditNoteStays);
    }

    private LedgerEntry Compensating(PointsAccount account, LedgerEntry entry, Points points, Writing writing) => new()
    {
        CustomerId = account.CustomerId,
        OriginalCustomerId = account.CustomerId,
        Kind = EntryKind.Reversal,
        CorrectsId = entry.Id,
        Points = points,
        CampaignId = entry.CampaignId,
        OrderId = entry.OrderId,
        EffectiveAt = writing.Now,
        CreatedAt = writing.Now,
        Actor = actor.Name,
        InternalReason = _reason,
        ImportId = import.Id,
    };

    // The debt of a deduction goes with its first part.
    private List<LedgerEntry> EntriesOf(Writing writing, Unit unit) => import.Kind is ImportKind.Points
        ? [.. writing.Db.LedgerEntries.AsNoTracking().Where(entry => entry.Id == new LedgerEntryId(unit.Entry))]
        : [.. writing.Db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.OrderId == new Orders.OrderId(unit.Order) && entry.ImportId == import.Id && entry.Kind != EntryKind.Reversal && entry.Kind != EntryKind.Expiry)
            .OrderBy(entry => entry.Id)];

    private ImportCounts Fail(Writing writing, IEnumerable<Unit> units, ImportCounts counts)
    {
        var failed = units.ToList();
        failed.ForEach(unit => Mark(writing, unit, new ImportProblem(ImportReason.UndoFailed, null, null)));
        return counts with { Failed = counts.Failed + failed.Count };
    }

    private void Mark(Writing writing, Unit unit, ImportProblem? problem) => writing.Connection
        .Prepare(import.Kind is ImportKind.Points ? KeptPoints : KeptDocument)
        .Run(import.Id.Value, unit.Number, (int)(problem is null ? ImportState.Reversed : ImportState.Kept), (int?)problem?.Reason, problem?.Detail, unit.Customer.Value);

    /// <summary>What was booked together: a row of points, or a document.</summary>
    private sealed record Unit(long Number, CustomerId Customer, long Entry, long Order, long Points, bool IsLocked, bool IsPlain);

    private sealed record Step(int Units, ImportCounts Counts);
}
