using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>
/// Makes two accounts one, inside a deed (rule 5.7): entries move with their ids, lots keep their dates, allocations stay
/// as they are, and nothing is minted anew. A rehearsal runs it too, and takes it back.
/// </summary>
internal sealed class AccountMerge(Writing writing, MergeRequest request, Actor actor)
{
    private readonly Reads _reads = writing.Connection;
    private readonly CustomerId _main = request.MainId;
    private readonly CustomerId _integrated = request.IntegratedId;

    /// <summary>What was found in both accounts, before anything moved.</summary>
    public IReadOnlyList<MergeDouble> Doubles { get; private set; } = [];

    public MergeMoves Moves { get; private set; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Lets time act on both accounts, each for itself, so that what is moved is as of now.</summary>
    public void CatchUp()
    {
        foreach (var customer in new[] { _main, _integrated })
        {
            var account = AccountReader.Read(_reads, customer);
            account.AdvanceTo(writing.Now, writing.Now);
            if (account.HasChanged)
            {
                writing.Ledger.Append(account, writing.Now);
            }

            var course = TierReader.Courses(_reads, writing.Tiers, [customer], writing.Now).Single();
            var before = course.Standing;
            course.CatchUp(writing.Now);
            TierWriter.Write(writing, writing.Tiers, before, course, run: null);
        }

        Doubles = MergeDoubles.Find(_reads, writing.Settings.Time, _main, _integrated);
    }

    /// <summary>Moves what there is, settles debts, drops what was chosen, and raises the level if the joint points deserve it.</summary>
    /// <param name="choices">What the manager decides on.</param>
    /// <returns>Done; or, in this order, <see cref="MergeAccountsChanged"/>, <see cref="NotEnoughPoints"/>.</returns>
    public Result<Done> Carry(MergeChoices choices)
    {
        if (choices.Drop.Except(Doubles.Select(found => found.Id)).Any())
        {
            return new MergeAccountsChanged();
        }

        var dropped = Doubles.Where(found => choices.Drop.Contains(found.Id)).ToList();
        var before = Sums(_main, _integrated);
        Move([.. dropped.Where(found => found.Id.Kind == MergeDoubleKind.Order).Select(found => found.Id.Id)]);
        if (!before.SequenceEqual(Sums(_main)))
        {
            throw new InvalidOperationException($"The merge of request {request.Id} would change what the two accounts hold.");
        }

        TakeHigherTier(choices);
        var account = AccountReader.Read(_reads, _main, withSpentLots: dropped.Count > 0);
        account.SettleDebts(writing.Now);
        foreach (var entry in dropped.SelectMany(found => found.Entries))
        {
            var credit = writing.Db.LedgerEntries.AsNoTracking().Single(known => known.Id == entry);
            var reversed = PointsLedger.Reverse(
                _reads, account, credit, writing.Settings.AllowsNegativeBalance, Guid.CreateVersion7(), $"Found twice by merge request {request.Id}", actor.Name, writing.Now);
            if (!reversed.Succeeded(out _, out var refusal))
            {
                return refusal;
            }
        }

        writing.Ledger.Append(account, writing.Now);
        TakeTierLock(choices);
        FillProfile(choices);
        request.Manifest = JsonSerializer.Serialize(new
        {
            Moved = Moves,
            Sums = before.Select(sum => new { sum.Kind, sum.Count, Points = sum.Points.ToString() }),
            Dropped = dropped.Select(found => new { Kind = found.Id.Kind.ToString(), found.Id.Id, Entries = found.Entries.Select(entry => entry.Value), Points = found.Points.ToString() }),
            choices.KeepsHigherTier,
            choices.TakesTierLock,
            TakenOver = choices.TakeOver.Select(field => field.ToString()),
        });
        return default(Done);
    }

    /// <summary>What each kind of movement sums up to, and what is left of the lots as the kind 0.</summary>
    private List<(long Kind, long Count, Points Points)> Sums(params IReadOnlyList<CustomerId> customers) => _reads.Query(
        """
        SELECT e.Kind, COUNT(*), SUM(e.Points) FROM LedgerEntries e WHERE e.CustomerId IN (SELECT CAST(value AS BIGINT) FROM json_each(@0)) AND e.Status = 1 GROUP BY e.Kind
        UNION ALL
        SELECT 0, COUNT(*), COALESCE(SUM(l.Remaining), 0) FROM Lots l WHERE l.CustomerId IN (SELECT CAST(value AS BIGINT) FROM json_each(@0))
        ORDER BY 1
        """,
        row => (row.GetInt64(0), row.GetInt64(1), new Points(row.GetInt64(2))),
        TierReader.Ids([.. customers]));

    private void Move(IReadOnlyList<long> droppedOrders)
    {
        var dropped = $"[{string.Join(',', droppedOrders)}]";
        var lots = _reads.Number("SELECT COUNT(*) FROM Lots WHERE CustomerId = @0 AND Remaining > 0", _integrated.Value);

        // A duplicate stays with the account that goes, so that no figure of orders counts it twice; its credit notes stay with it.
        var orders = Moved(
            """
            UPDATE Orders SET CustomerId = @1 WHERE CustomerId = @0 AND Id NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(@2))
                AND (OriginalOrderId IS NULL OR OriginalOrderId NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(@2)))
            """,
            dropped);
        var entries = Moved("UPDATE LedgerEntries SET CustomerId = @1 WHERE CustomerId = @0");
        Moved("UPDATE Lots SET CustomerId = @1 WHERE CustomerId = @0");
        Moved("UPDATE Allocations SET CustomerId = @1 WHERE CustomerId = @0");
        Moved("UPDATE Redemptions SET CustomerId = @1 WHERE CustomerId = @0");
        var rewards = Moved("UPDATE CustomerRewards SET CustomerId = @1 WHERE CustomerId = @0");
        var coupons = Moved("UPDATE Coupons SET CustomerId = @1 WHERE CustomerId = @0");

        // A code that was sent for one account opens no other.
        Moved("UPDATE OneTimeCodes SET State = 3 WHERE CustomerId = @0 AND State = 1 AND CustomerId <> @1");
        Moved("UPDATE OneTimeCodes SET CustomerId = @1 WHERE CustomerId = @0");
        Moved(
            """
            UPDATE CampaignAwards SET CustomerId = @1 WHERE CustomerId = @0
                AND NOT EXISTS (SELECT 1 FROM CampaignAwards o WHERE o.CustomerId = @1 AND o.CampaignId = CampaignAwards.CampaignId AND o.Occasion = CampaignAwards.Occasion)
            """);

        Moved("UPDATE ApprovalRequests SET CustomerId = @1 WHERE CustomerId = @0");

        // Nobody refers themselves.
        Moved("DELETE FROM ReferralEvents WHERE (CustomerId = @0 AND Referred = @1) OR (CustomerId = @1 AND Referred = @0)");
        var referrals = Moved("UPDATE ReferralEvents SET CustomerId = @1 WHERE CustomerId = @0");
        Moved("UPDATE ReferralEvents SET Referred = @1 WHERE Referred = @0");

        var notes = Moved("UPDATE CustomerNotes SET CustomerId = @1, FromCustomerId = COALESCE(FromCustomerId, @0) WHERE CustomerId = @0");

        // What still waits goes to the address of the account that stays.
        Moved("UPDATE Messages SET CustomerId = @1 WHERE CustomerId = @0");

        // What a level gave to either is not given to both together again in the same cycle.
        Moved(
            """
            INSERT INTO TierGrants (CustomerId, TierId, Cycle, At, Points)
            SELECT @1, TierId, Cycle, At, Points FROM TierGrants WHERE CustomerId = @0 ON CONFLICT DO NOTHING
            """);
        Moved(
            """
            UPDATE Accounts SET Version = Version + 1, Collected = Collected + (SELECT Collected FROM Accounts WHERE CustomerId = @0),
                Expired = Expired + (SELECT Expired FROM Accounts WHERE CustomerId = @0) WHERE CustomerId = @1
            """);
        Moved(
            """
            UPDATE Accounts SET Version = Version + 1, Collected = 0, Expired = 0, Locked = 0, Redeemable = 0, Debt = 0, Balance = 0, NextChangeAt = NULL
            WHERE CustomerId = @0 AND CustomerId <> @1
            """);
        Moves = new MergeMoves(orders, entries, lots, coupons, rewards, referrals, notes);
    }

    // @0 is the account that goes, @1 the one that stays.
    private long Moved(string sql, string? list = null) =>
        writing.Connection.Prepare(sql).Change(list is null ? [_integrated.Value, _main.Value] : [_integrated.Value, _main.Value, list]);

    private void TakeHigherTier(MergeChoices choices)
    {
        // What came to qualify on the other account in the past raises now, not then.
        writing.Connection.Prepare("UPDATE Customers SET TierEvaluatedAt = @1 WHERE Id = @0").Run(_main.Value, writing.Now.ToUnixTimeMilliseconds());
        if (!choices.KeepsHigherTier)
        {
            return;
        }

        var (stays, goes) = Standings();
        if (goes.Level.Rank > stays.Level.Rank)
        {
            var qualifying = stays.QualifyingAt(writing.Now);
            var standing = writing.Tiers.Ordered(
                stays.Standing, goes.Standing.Tier, stays.Standing.Lock, stays.Standing.LockedUntil, qualifying, writing.Now);
            Set(stays, standing with { HeldAt = null });
        }
    }

    private void TakeTierLock(MergeChoices choices)
    {
        if (!choices.TakesTierLock)
        {
            return;
        }

        var (stays, goes) = Standings();
        if (stays.Standing.Lock == TierLock.None && goes.Standing.Lock != TierLock.None)
        {
            Set(stays, stays.Standing with { Lock = goes.Standing.Lock, LockedUntil = goes.Standing.LockedUntil });
            writing.Connection.Prepare("UPDATE Customers SET TierLockedBy = @1 WHERE Id = @0").Run(_main.Value, actor.Name);
        }
    }

    private (TierCourse Stays, TierCourse Goes) Standings() => (
        TierReader.Courses(_reads, writing.Tiers, [_main], writing.Now).Single(),
        TierReader.Courses(_reads, writing.Tiers, [_integrated], writing.Now).Single());

    private void Set(TierCourse course, TierStanding standing)
    {
        var to = writing.Tiers.Of(standing.Tier);
        TierWriter.Stand(writing, course.Standing, standing);
        TierWriter.Insert(writing, new TierChange
        {
            CustomerId = _main,
            At = writing.Now,
            FromId = course.Level.Id,
            FromName = course.Level.Name,
            ToId = to.Id,
            ToName = to.Name,
            Cause = TierCause.ByHand,
            Qualifying = course.QualifyingAt(writing.Now),
            Threshold = to.Threshold,
            Lock = standing.Lock,
            Until = standing.LockedUntil,
            Actor = actor.Name,
        });
    }

    private void FillProfile(MergeChoices choices)
    {
        var main = writing.Db.Customers.Single(customer => customer.Id == _main);
        var integrated = writing.Db.Customers.Single(customer => customer.Id == _integrated);
        foreach (var field in choices.TakeOver.Intersect(MergeFields.Fillable(main, integrated)))
        {
            MergeFields.Fill(main, integrated, field);
        }

        // The safe side: who was locked as either stays locked.
        main.IsLocked |= integrated.IsLocked;
        main.Gender ??= integrated.Gender;
        main.Language ??= integrated.Language;
        main.ModifiedAt = writing.Now;
        main.Reindex(writing.Settings.CallingCode);
        writing.Db.SaveChanges();
    }
}
