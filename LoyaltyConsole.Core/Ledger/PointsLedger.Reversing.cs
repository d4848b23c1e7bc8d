using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

public sealed partial class PointsLedger
{
    /// <summary>What a person may reverse; the rest has a way of its own, or is the trace of one.</summary>
    internal static bool IsReversible(EntryKind kind) =>
        kind is not (EntryKind.Expiry or EntryKind.Clawback or EntryKind.Restored or EntryKind.Reversal);

    /// <summary>What reversing an entry would do, by the same rules that book it (X2).</summary>
    /// <returns>The figures now and afterwards; or what <see cref="ReverseAsync"/> refuses.</returns>
    public Task<Result<ReversalPreview>> PreviewReversalAsync(LedgerEntryId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReverseEntries) && !actor.May(Capability.AdjustPoints))
        {
            return Refused<ReversalPreview>(new NotAllowed(Capability.ReverseEntries));
        }

        var now = Now();
        return _store.ReadAsync<Result<ReversalPreview>>(
            async db =>
            {
                var settings = await db.Settings.SingleAsync(cancellationToken);
                if (await db.LedgerEntries.SingleOrDefaultAsync(entry => entry.Id == id, cancellationToken) is not { } entry)
                {
                    return new EntryNotFound(id);
                }

                Reads reads = db.Database.GetDbConnection();
                var opened = Open(reads, entry.CustomerId, now, withSpentLots: true);
                if (!opened.Succeeded(out var account, out var refusal))
                {
                    return refusal;
                }

                var before = account.FiguresAt(now);
                var reversed = Reverse(reads, account, entry, settings.AllowsNegativeBalance, Guid.Empty, "-", "", now);
                if (!reversed.Succeeded(out _, out refusal))
                {
                    return refusal;
                }

                var after = account.FiguresAt(now);
                return new ReversalPreview(entry, before, after)
                {
                    Needs = FourEyes.Need(reads, settings, actor, entry.CustomerId, after.Balance - before.Balance, now),
                };
            },
            cancellationToken);
    }

    /// <summary>
    /// Reverses one entry with a reason, by a compensating entry (X9): a credit is taken back, a deduction given back to
    /// the lots that it took from; the two parts of one deduction, with its debt, go together, and a reward goes with the
    /// points that were spent on it.
    /// </summary>
    /// <returns>
    /// The compensating entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, <see cref="EntryNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>,
    /// <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>, <see cref="NotReversible"/>, <see cref="RedemptionDiscarded"/>,
    /// <see cref="AlreadyReversed"/>, <see cref="NothingLeftToReverse"/>, <see cref="NotEnoughPoints"/>, and an <see cref="ApprovalNeeded"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> ReverseAsync(EntryReversal reversal, Actor actor) => actor.May(Capability.ReverseEntries)
        ? Once.RunAsync(_store, reversal.Key, reversal, writing => Reverse(writing, reversal, actor))
        : Refused<LedgerEntry>(new NotAllowed(Capability.ReverseEntries));

    internal static Result<LedgerEntry> Reverse(Writing writing, EntryReversal reversal, Actor actor) => Reverse(
        writing, reversal, actor, "ReverseEntry", check: null, (entry, moved) => FourEyes.Weigh(writing, actor, entry.CustomerId, moved));

    /// <summary>
    /// Undoes one's own act within some minutes, by a compensating entry (X9). What was used of it meanwhile is refunded
    /// only on purpose, with a reason (rule 5.3.4).
    /// </summary>
    /// <returns>
    /// The compensating entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, <see cref="EntryNotFound"/>, <see cref="NotYourAct"/>, <see cref="TooLateToUndo"/>,
    /// <see cref="CouponUsed"/>, and what <see cref="ReverseAsync"/> refuses from the customer on.
    /// </returns>
    public Task<Result<LedgerEntry>> UndoAsync(Guid key, LedgerEntryId id, Actor actor) => actor.May(Capability.AdjustPoints)
        ? Once.RunAsync(_store, key, new { key, id }, writing => Reverse(writing, new EntryReversal(key, id, "Undo"), actor, "UndoEntry", entry =>
            !string.Equals(entry.Actor, actor.Name, StringComparison.Ordinal) ? new NotYourAct()
            : entry.CreatedAt + Duration.FromMinutes(writing.Settings.UndoMinutes) <= writing.Now ? new TooLateToUndo(writing.Settings.UndoMinutes)
            : IsUsed(writing.Connection, id) ? new CouponUsed(entry.CouponCode ?? "")
            : null,
            (entry, moved) =>
            {
                FourEyes.Release(writing, actor, moved, entry.CreatedAt);
                return null;
            }))
        : Refused<LedgerEntry>(new NotAllowed(Capability.AdjustPoints));

    internal static Result<LedgerEntry> Reverse(
        Writing writing, EntryReversal reversal, Actor actor, string deed, Func<LedgerEntry, Refusal?>? check,
        Func<LedgerEntry, Points, Refusal?>? weigh = null)
    {
        if (writing.Db.LedgerEntries.AsNoTracking().SingleOrDefault(entry => entry.Id == reversal.Entry) is not { } entry)
        {
            return new EntryNotFound(reversal.Entry);
        }

        if (check?.Invoke(entry) is { } unfit)
        {
            return unfit;
        }

        var opened = Open(writing.Connection, entry.CustomerId, writing.Now, withSpentLots: true);
        if (!opened.Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        var before = account.FiguresAt(writing.Now);
        var reversed = Reverse(
            writing.Connection, account, entry, writing.Settings.AllowsNegativeBalance, reversal.Key, reversal.Reason, actor.Name, writing.Now);
        if (!reversed.Succeeded(out var first, out refusal))
        {
            return refusal;
        }

        if (weigh?.Invoke(entry, account.FiguresAt(writing.Now).Balance - before.Balance) is { } unweighed)
        {
            return unweighed;
        }

        writing.Connection.Prepare("UPDATE CustomerRewards SET State = 3, SettledAt = @1, SettledBy = @2 WHERE EntryId = @0 AND State <> 3")
            .Run(entry.Id.Value, writing.Now.ToUnixTimeMilliseconds(), actor.Name);
        return Book(writing, account, before, first, actor, deed);
    }

    internal static bool IsReversed(Reads reads, LedgerEntryId entry) =>
        reads.Number("SELECT COUNT(*) FROM LedgerEntries WHERE CorrectsId = @0 AND Kind = 15", entry.Value) > 0;

    // A coupon code that waited, or that an order names, or whose reward was noted as used.
    private static bool IsUsed(Reads reads, LedgerEntryId redemption) => reads.Number(
        """
        SELECT COUNT(*) FROM Redemptions r LEFT JOIN CustomerRewards c ON c.EntryId = r.EntryId
        WHERE r.EntryId = @0 AND (c.State = 2 OR (r.State = 2 AND (r.ReservedUntil IS NOT NULL OR r.OrderRefId IS NOT NULL)))
        """,
        redemption.Value) > 0;

    internal static Result<LedgerEntry> Reverse(
        Reads reads, PointsAccount account, LedgerEntry entry, bool mayOwe, Guid key, string reason, string actor, Instant now)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new ReasonMissing();
        }

        if (reason.Length > LedgerEntry.TextLength)
        {
            return new TextTooLong(LedgerEntry.TextLength);
        }

        if (!IsReversible(entry.Kind))
        {
            return new NotReversible(entry.Id);
        }

        if (entry.Status == EntryStatus.Discarded || account.Settlements.Any(settled => settled.Entry.Id == entry.Id))
        {
            return new RedemptionDiscarded();
        }

        if (IsReversed(reads, entry.Id))
        {
            return new AlreadyReversed(entry.Id);
        }

        LedgerEntry? first = null;
        LedgerEntry Compensating(LedgerEntryId corrects, Points points, bool isDebt)
        {
            var compensating = new LedgerEntry
            {
                CustomerId = account.CustomerId,
                OriginalCustomerId = account.CustomerId,
                Kind = EntryKind.Reversal,
                CorrectsId = corrects,
                Points = points,
                IsDebt = isDebt,
                CampaignId = entry.CampaignId,
                OrderId = entry.OrderId,
                EffectiveAt = now,
                CreatedAt = now,
                Actor = actor,
                InternalReason = reason,
                CommandKey = first is null ? key : null,
            };
            first ??= compensating;
            return compensating;
        }

        if (entry.Points > Points.Zero)
        {
            var credit = account.Lots.Single(lot => lot.EntryId == entry.Id);
            var held = PointsAccount.StillHeld(credit, now);
            if (held.IsZero)
            {
                return new NothingLeftToReverse();
            }

            var possible = account.DeductibleAt(now);
            if (held > possible && !mayOwe)
            {
                return new NotEnoughPoints(possible, held);
            }

            account.ReverseCredit(credit, now, (part, isDebt) => Compensating(entry.Id, -part, isDebt));
            return first!;
        }

        // None of the parts owes any longer before points are given back, or these would repay what is reversed with them.
        var parts = Parts(reads, entry).Select(part => (
            Id: part,
            Taken: (List<(LedgerEntryId LotId, Points Points)>)[.. AccountReader.TakenBy(reads, part), .. account.TakenSinceBy(part)],
            Owed: account.Forgive(part))).ToList();
        var given = new List<(LedgerEntry Entry, IReadOnlyList<(LedgerEntryId LotId, Points Points)> Parts)>();
        foreach (var part in parts)
        {
            var points = part.Taken.Aggregate(part.Owed, (sum, lot) => sum + lot.Points);
            if (points > Points.Zero)
            {
                account.Confirmed(part.Id, now);
                given.Add((Compensating(part.Id, points, isDebt: false), part.Taken));
            }
        }

        account.GiveBack(given);

        return first is null ? new NothingLeftToReverse() : first;
    }

    // A deduction beyond the balance was booked as two entries, one after the other.
    private static List<LedgerEntryId> Parts(Reads reads, LedgerEntry entry) => entry.Kind != EntryKind.ManualDebit
        ? [entry.Id]
        : reads.Query(
            """
            SELECT Id FROM LedgerEntries WHERE CustomerId = @0 AND CreatedAt = @1 AND Kind = 6
                AND (Id = @2 OR (Id = @2 + 1 AND IsDebt = 1 AND CommandKey IS NULL) OR (Id = @2 - 1 AND @3 = 1)) ORDER BY Id
            """,
            row => new LedgerEntryId(row.GetInt64(0)),
            entry.CustomerId.Value, entry.CreatedAt.ToUnixTimeMilliseconds(), entry.Id.Value, entry.IsDebt && entry.CommandKey is null ? 1 : 0);
}
