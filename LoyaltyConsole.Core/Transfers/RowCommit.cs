using System.Data.Common;
using System.Diagnostics;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A staged row that is carried out or taken back.</summary>
/// <param name="Line">Its line.</param>
internal abstract record BookedRow(long Line);

/// <summary>
/// Carries out what an import of rows accepted that concern no other row, and takes it back (X1). Each small step is one
/// transaction that also says which rows are done, so that it goes on where it was stopped.
/// </summary>
internal abstract class RowCommit<TRow>(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
    where TRow : BookedRow
{
    private readonly StepSize _size = new(most: 1_000);

    protected Import Import => import;

    protected Actor Actor => actor;

    /// <summary>The table of the rows, with their states.</summary>
    protected abstract string Table { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StepsAsync(
            ImportStatus.Committing, ImportState.Accepted, CommitAsync, kept => kept.Status is ImportStatus.Rehearsed ? Start(kept.Counts) : kept.Counts, cancellationToken);
        var tally = await store.ReadAsync(Tally, cancellationToken);
        await store.WriteAsync<Done>(async writing =>
        {
            var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
            (kept.Status, kept.EndedAt, kept.Counts) = (ImportStatus.Done, writing.Now, tally with { Committed = kept.Counts.Committed });
            writing.Audit(actor, "CommitImport", null, null, $"import {kept.Id}: {InWords(tally)}");
            return default(Done);
        });
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        await ImportLife.BeginUndoAsync(store, import.Id, actor);
        await StepsAsync(ImportStatus.Undoing, ImportState.Committed, UndoAsync, kept => kept.Counts, cancellationToken);
        await ImportLife.EndUndoAsync(store, import.Id);
    }

    /// <summary>The rehearsed counts, without those that are counted as rows are carried out.</summary>
    protected abstract ImportCounts Start(ImportCounts rehearsed);

    /// <summary>What became of all rows in the end.</summary>
    protected abstract ImportCounts Tally(DbConnection connection);

    /// <summary>The same for the trace.</summary>
    protected abstract string InWords(ImportCounts counts);

    /// <summary>The next rows of a state, in the order of their lines.</summary>
    protected abstract List<TRow> Next(Writing writing, ImportState state, long behind, int most);

    /// <summary>Carries out a step's rows. Things may have changed since the rehearsal, so everything is asked again.</summary>
    protected abstract Task<ImportCounts> CommitAsync(Writing writing, List<TRow> rows, ImportCounts counts);

    /// <summary>Takes back a step's rows.</summary>
    protected abstract Task<ImportCounts> UndoAsync(Writing writing, List<TRow> rows, ImportCounts counts);

    /// <summary>Leaves out a row that was accepted.</summary>
    protected ImportCounts Leave(Writing writing, TRow row, ImportProblem problem, ImportCounts counts)
    {
        Set(writing, row, problem.State, problem);
        return counts;
    }

    /// <summary>Says that a row was taken back, or why not.</summary>
    protected ImportCounts Mark(Writing writing, TRow row, ImportProblem? problem, ImportCounts counts)
    {
        Set(writing, row, problem is null ? ImportState.Reversed : ImportState.Kept, problem);
        return counts with { Reversed = counts.Reversed + (problem is null ? 1 : 0), Kept = counts.Kept + (problem is null ? 0 : 1) };
    }

    private void Set(Writing writing, TRow row, ImportState state, ImportProblem? problem) => writing.Connection
        .Prepare($"UPDATE {Table} SET State = @2, Reason = @3, ReasonDetail = @4 WHERE ImportId = @0 AND Line = @1")
        .Run(import.Id.Value, row.Line, (int)state, (int?)problem?.Reason, problem?.Detail);

    private async Task StepsAsync(
        ImportStatus status, ImportState state, Func<Writing, List<TRow>, ImportCounts, Task<ImportCounts>> deal, Func<Import, ImportCounts> start,
        CancellationToken cancellationToken)
    {
        var behind = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = behind;
            var step = (await store.WriteStepAsync<Step>(async writing =>
            {
                var started = Stopwatch.GetTimestamp();
                var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
                var rows = Next(writing, state, after, _size.Rows);
                var counts = await deal(writing, rows, start(kept));
                (kept.Status, kept.Counts) = (status, counts);
                _size.Took(Stopwatch.GetElapsedTime(started));
                return new Step(rows.Count, rows.Count == 0 ? after : rows[^1].Line, counts);
            })).OrThrow();
            if (step.Rows == 0)
            {
                return;
            }

            behind = step.Line;
            var done = status is ImportStatus.Committing ? step.Counts.Committed : step.Counts.Reversed + step.Counts.Kept;
            report(new ImportProgress(import.Id, status, (double)done / Math.Max(1, import.Counts.Accepted), step.Counts));
        }
    }

    private sealed record Step(int Rows, long Line, ImportCounts Counts);
}
