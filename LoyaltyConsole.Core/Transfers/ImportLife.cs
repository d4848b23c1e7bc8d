using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>How an import goes from one status to the next.</summary>
internal static class ImportLife
{
    /// <summary>
    /// Stops a step of an import that another process has discarded meanwhile: what is left of its rows would make up
    /// half orders.
    /// </summary>
    /// <exception cref="OperationCanceledException">The import is no longer at that status.</exception>
    public static void Expect(Writing writing, ImportId import, ImportStatus status)
    {
        if (writing.Connection.Prepare("SELECT Status FROM Imports WHERE Id = @0").Run(import.Value) is not long found || found != (long)status)
        {
            throw new OperationCanceledException($"Import {import} was discarded by another process.");
        }
    }

    /// <summary>Brings an import that is staged or rehearsed from one status to the next.</summary>
    /// <param name="store">The store.</param>
    /// <param name="import">Which.</param>
    /// <param name="from">The status that it has.</param>
    /// <param name="to">The status that it gets.</param>
    /// <param name="counts">What is known of its rows by now; null where that has not changed.</param>
    /// <exception cref="OperationCanceledException">The import is no longer at that status.</exception>
    public static async Task MoveAsync(LoyaltyStore store, ImportId import, ImportStatus from, ImportStatus to, ImportCounts? counts = null) =>
        await store.WriteStepAsync<Done>(async writing =>
        {
            Expect(writing, import, from);
            var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import);
            (kept.Status, kept.Counts) = (to, counts ?? kept.Counts);
            return default(Done);
        });

    /// <summary>
    /// Begins to undo an import, if that has not begun. The trace comes with the beginning, because what follows may be
    /// interrupted.
    /// </summary>
    public static async Task BeginUndoAsync(LoyaltyStore store, ImportId import, Actor actor) => await store.WriteAsync<Done>(async writing =>
    {
        var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import);
        if (kept.Status is ImportStatus.Done)
        {
            (kept.Status, kept.UndoneAt, kept.UndoneBy) = (ImportStatus.Undoing, writing.Now, actor.Name);
            writing.Audit(actor, "UndoImport", null, $"{kept.Counts.Committed} committed", $"import {kept.Id}: {kept.FileName}");
        }

        return default(Done);
    });

    /// <summary>Says that all of an import is taken back, but for what its rows name.</summary>
    public static async Task EndUndoAsync(LoyaltyStore store, ImportId import) => await store.WriteAsync<Done>(async writing =>
    {
        (await writing.Db.Imports.SingleAsync(kept => kept.Id == import)).Status = ImportStatus.Undone;
        return default(Done);
    });
}
