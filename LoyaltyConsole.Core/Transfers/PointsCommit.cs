using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The third step of an import of points: books what the rehearsal accepted, customer by customer. Each small step is one
/// transaction that also says which rows are booked, so that it goes on where it was stopped. Plain credits, which are
/// nearly all, are booked set-based; all others go through the account in memory.
/// </summary>
internal sealed class PointsCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
{
    private readonly ImportOptions _options = ImportOptions.FromJson(import.Options);
    private readonly StepSize _size = new(most: 4_000);
    private (CustomerId Customer, long Line) _behind;
    private OwnAccounts? _own;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var total = import.Status is ImportStatus.Rehearsed ? import.Counts.Accepted : await store.ReadAsync(
            connection => ImportTally.OfPoints(connection, import.Id, import.Counts).Accepted, cancellationToken);
        _behind = await store.ReadAsync(connection => FirstWaiting(connection), cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var counts = (await store.WriteStepAsync<ImportCounts>(async writing => await BookAsync(writing))).OrThrow();
            report(new ImportProgress(import.Id, ImportStatus.Committing, (double)counts.Committed / Math.Max(1, total), counts));
            if (_behind.Customer.Value == long.MaxValue)
            {
                break;
            }
        }

        var tally = await store.ReadAsync(connection => ImportTally.OfPoints(connection, import.Id, new ImportCounts()), cancellationToken);
        await store.WriteAsync<Done>(async writing =>
        {
            var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
            kept.Status = ImportStatus.Done;
            kept.EndedAt = writing.Now;
            kept.Counts = kept.Counts with
            {
                Accepted = tally.Accepted,
                Rejected = tally.Rejected,
                Skipped = tally.Skipped,
                AlreadyRecorded = tally.AlreadyRecorded,
            };
            writing.Audit(
                actor, "CommitImport", null, null,
                $"import {kept.Id}: {kept.Counts.Committed} rows, {kept.Counts.PointsEarned} points added, {kept.Counts.PointsTakenBack} deducted");
            return default(Done);
        });
    }

    // A commit that was interrupted has a long way behind it, which no step should have to look through.
    private (CustomerId Customer, long Line) FirstWaiting(Reads reads) => import.Status is ImportStatus.Rehearsed ? default
        : reads.Query(
            "SELECT MIN(CustomerId) FROM ImportedPoints WHERE ImportId = @0 AND State = 1",
            row => (new CustomerId((row.LongOrNull(0) ?? long.MaxValue) - 1), long.MaxValue),
            import.Id.Value).Single();

    // What the rehearsal foretold is counted anew, as it happens.
    private static ImportCounts Start(ImportCounts rehearsed) => rehearsed with
    {
        Entries = 0,
        PointsEarned = Points.Zero,
        PointsTakenBack = Points.Zero,
        DebtRows = 0,
        Debt = Points.Zero,
        Raised = 0,
        Committed = 0,
    };

    private async Task<Result<ImportCounts>> BookAsync(Writing writing)
    {
        // The counts go on from where they stand in the store, even if another process works on the same import.
        var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
        var counts = kept.Status is ImportStatus.Rehearsed ? Start(kept.Counts) : kept.Counts;
        var started = Stopwatch.GetTimestamp();
        var found = CustomerPoints.Behind(writing.Connection, import.Id, _behind.Customer, _behind.Line, _size.Rows);
        var last = found is [.., var end] ? (end.Account.Customer, end.Rows[^1].Line) : (new CustomerId(long.MaxValue), 0);
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, actor);
        var (plain, others) = (new List<CustomerPoints>(), new List<CustomerPoints>());
        foreach (var points in found)
        {
            // Things may have changed since the rehearsal, so everything is asked again.
            points.Rows.RemoveAll(row => BookedBefore.Find(writing.Connection, row) is { } before && LeaveOut(writing, row, before));
            var unfit = CustomerFinder.Unfit(points.Account.Status, points.Account.HasLeft, null)
                ?? (_own.Includes(writing.Connection, points.Account.Customer) ? new ImportProblem(ImportReason.OwnAccount, null, null) : null);
            if (unfit is not null)
            {
                points.Rows.ForEach(row => Leave(writing, row, unfit));
            }
            else if (points.Rows.Count > 0)
            {
                (points.IsPlainAt(writing.Now) ? plain : others).Add(points);
            }
        }

        counts = PlainPoints.Book(writing, import, _options, plain, actor, counts);
        foreach (var points in others)
        {
            counts = Book(writing, points, counts);
        }

        _behind = last;
        _size.Took(Stopwatch.GetElapsedTime(started));
        (kept.Status, kept.Counts) = (ImportStatus.Committing, counts);
        return counts;
    }

    private bool LeaveOut(Writing writing, StagedPoints row, ImportProblem problem)
    {
        Leave(writing, row, problem);
        return true;
    }

    private void Leave(Writing writing, StagedPoints row, ImportProblem problem) => writing.Connection
        .Prepare("UPDATE ImportedPoints SET State = @3, Reason = @4, ReasonDetail = @5 WHERE ImportId = @0 AND CustomerId = @1 AND Line = @2")
        .Run(import.Id.Value, row.Customer.Value, row.Line, (int)problem.State, (int)problem.Reason, problem.Detail);

    private ImportCounts Book(Writing writing, CustomerPoints points, ImportCounts counts)
    {
        var account = AccountReader.Read(writing.Connection, points.Account.Customer);
        account.AdvanceTo(writing.Now, writing.Now);
        var (before, tier) = (account.NewEntries.Count, points.Account.Tier);
        var booked = new List<(StagedPoints Row, Booked Booked, Figures From, Figures To)>();
        foreach (var row in points.Rows)
        {
            var from = account.FiguresAt(writing.Now);
            var (done, problem) = CustomerPoints.Book(account, row, import, _options, writing.Settings, actor.Name, writing.Now);
            if (done is null)
            {
                Leave(writing, row, problem!);
                continue;
            }

            booked.Add((row, done, from, account.FiguresAt(writing.Now)));
        }

        if (booked.Count == 0)
        {
            return counts;
        }

        var entries = account.NewEntries.Count - before;
        writing.Ledger.Append(account, writing.Now);
        writing.Touch(account.CustomerId);
        var raised = PlainPoints.TierOf(writing, account.CustomerId) != tier;
        var mark = writing.Connection.Prepare(
            """
            UPDATE ImportedPoints SET State = 4, EntryId = @3, Difference = @4, BalanceBefore = @5, BalanceAfter = @6, LockedBefore = @7,
                LockedAfter = @8, Debt = @9, Cells = NULL WHERE ImportId = @0 AND CustomerId = @1 AND Line = @2
            """);
        foreach (var (row, done, from, to) in booked)
        {
            mark.Run(
                import.Id.Value, row.Customer.Value, row.Line, done.Entry.Id.Value, done.Difference.Hundredths, from.Balance.Hundredths, to.Balance.Hundredths,
                from.Locked.Hundredths, to.Locked.Hundredths, (to.Debt - from.Debt).Hundredths);
        }

        return counts with
        {
            Entries = counts.Entries + entries,
            Committed = counts.Committed + booked.Count,
            Raised = counts.Raised + (raised ? 1 : 0),
            PointsEarned = booked.Aggregate(counts.PointsEarned, (sum, part) => sum + Points.Max(part.Booked.Difference, Points.Zero)),
            PointsTakenBack = booked.Aggregate(counts.PointsTakenBack, (sum, part) => sum - Points.Min(part.Booked.Difference, Points.Zero)),
            DebtRows = counts.DebtRows + booked.Count(part => part.To.Debt > part.From.Debt),
            Debt = booked.Aggregate(counts.Debt, (sum, part) => sum + Points.Max(part.To.Debt - part.From.Debt, Points.Zero)),
        };
    }
}

/// <summary>How many rows a step takes, so that it neither holds up people nor wastes itself on commits.</summary>
internal sealed class StepSize(int most)
{
    // People get their turn between two steps.
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(40);

    public int Rows { get; private set; } = Math.Min(500, most);

    /// <summary>Notes how long the last one took.</summary>
    public void Took(TimeSpan time) => Rows = time > _longest ? Math.Max(50, Rows / 2)
        : time * 2 < _longest ? Math.Min(most, Rows * 3 / 2)
        : Rows;
}
