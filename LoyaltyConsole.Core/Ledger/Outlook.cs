using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Lets time act on an account, instant by instant, and takes down what it does.</summary>
internal static class Outlook
{
    /// <summary>What will happen after the instant up to which time has acted.</summary>
    public static FutureChanges Of(Reads reads, PointsAccount account, Instant now)
    {
        var changes = new List<Change>();
        var next = account.NextChangeAfter(now);
        while (next is { } at && changes.Count < FutureChanges.MostChanges)
        {
            changes.AddRange(At(account, at));
            next = account.NextChangeAfter(at);
        }

        var sources = SourceReader.Of(reads, changes.SelectMany(change => change.Entries.Take(FutureChange.MostSources)));
        return new FutureChanges(
            [
                .. changes.Select(change => new FutureChange(
                    change.At, change.Kind, change.Points, change.Entries.Count,
                    [.. change.Entries.Take(FutureChange.MostSources).Select(sources.Of)], change.Redeemable)),
            ],
            next is not null);
    }

    private static List<Change> At(PointsAccount account, Instant at)
    {
        var unlocking = account.Lots.Where(lot => lot.LockedUntil == at && lot.Remaining > Points.Zero)
            .Select(lot => (lot.EntryId, lot.Remaining)).ToList();
        var (entries, allocations, settled) = (account.NewEntries.Count, account.NewAllocations.Count, account.Settlements.Count);
        account.AdvanceTo(at, at);
        var taken = account.NewAllocations.Skip(allocations).Where(allocation => allocation.Points > Points.Zero).ToList();
        var redeemable = account.FiguresAt(at).Redeemable;
        return
        [
            .. Change(FutureChangeKind.Returns, account.Settlements.Skip(settled)
                .Where(redemption => redemption.State == RedemptionState.Lapsed).Select(redemption => (redemption.Entry.Id, -redemption.Entry.Points))),
            .. Change(FutureChangeKind.Unlocks, unlocking),
            .. Change(FutureChangeKind.RepaysDebt, taken.Where(allocation => allocation.Debit.IsDebt).Select(allocation => (allocation.Debit.Id, allocation.Points))),
            .. Change(FutureChangeKind.CoversDeduction, taken.Where(allocation => allocation.Debit.IsUnallocated).Select(allocation => (allocation.Debit.Id, allocation.Points))),
            .. Change(FutureChangeKind.Expires, account.NewEntries.Skip(entries)
                .Where(entry => entry.Kind == EntryKind.Expiry).Select(entry => (entry.ExpiredLot!.EntryId, -entry.Points))),
        ];

        IEnumerable<Change> Change(FutureChangeKind kind, IEnumerable<(LedgerEntryId Entry, Points Points)> parts)
        {
            var all = parts.ToList();
            return all.Count == 0
                ? []
                : [new Change(at, kind, all.Aggregate(Points.Zero, (sum, part) => sum + part.Points), [.. all.Select(part => part.Entry).Distinct()], redeemable)];
        }
    }

    private sealed record Change(Instant At, FutureChangeKind Kind, Points Points, List<LedgerEntryId> Entries, Points Redeemable);
}
