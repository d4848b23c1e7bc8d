using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// Takes back levels that were reached by an import which is being undone (X1): whoever the import raised, whom nothing has
/// moved since, and who does not deserve the level without it, stands again where they stood. What the level gave on entry stays
/// (rule 5.4.9), and a lock holds the level.
/// </summary>
internal static class TierReturn
{
    /// <returns>How many levels were taken back.</returns>
    public static int After(Writing writing, ImportId import, IReadOnlyCollection<CustomerId> customers, Actor actor, string note)
    {
        Reads reads = writing.Connection;
        // The plus sign keeps SQLite to the index by customer; an import has a million entries.
        var raised = reads.Query(
            """
            SELECT r.CustomerId, r.Id, f.FromId
            FROM (SELECT t.CustomerId, MIN(t.Id) AS Id
            FROM json_each(@0) i CROSS JOIN TierChanges t ON t.CustomerId = CAST(i.value AS BIGINT)
            WHERE t.Cause = 1 AND t.At = (SELECT m.At FROM TierChanges m WHERE m.CustomerId = t.CustomerId ORDER BY m.Id DESC LIMIT 1)
                AND (SELECT m.Cause FROM TierChanges m WHERE m.CustomerId = t.CustomerId ORDER BY m.Id DESC LIMIT 1) = 1
                AND EXISTS (SELECT 1 FROM LedgerEntries e WHERE e.CustomerId = t.CustomerId AND e.CreatedAt = t.At AND +e.ImportId = @1)
            GROUP BY t.CustomerId) r CROSS JOIN TierChanges f ON f.Id = r.Id
            """,
            row => (Customer: new CustomerId(row.GetInt64(0)), Change: row.GetInt64(1), From: new TierId(row.GetInt64(2))),
            TierReader.Ids(customers), import.Value).ToDictionary(found => found.Customer);
        if (raised.Count == 0)
        {
            return 0;
        }

        var returned = 0;
        foreach (var course in TierReader.Courses(writing.Connection, writing.Tiers, raised.Keys, writing.Now))
        {
            var stored = course.Standing;
            course.CatchUp(writing.Now);
            TierWriter.Write(writing, writing.Tiers, stored, course, run: null);
            returned += Return(writing, course, raised[stored.Customer].Change, raised[stored.Customer].From, actor, note) ? 1 : 0;
        }

        return returned;
    }

    private static bool Return(Writing writing, TierCourse course, long change, TierId from, Actor actor, string note)
    {
        var (rules, standing, level) = (writing.Tiers, course.Standing, course.Level);
        var qualifying = course.QualifyingAt(writing.Now);
        var (deserved, before) = (rules.Deserved(qualifying), rules.Levels.FirstOrDefault(tier => tier.Id == from));
        var target = before is null || deserved.Rank > before.Rank ? deserved : before;
        if (target.Rank >= level.Rank || standing.Lock != TierLock.None)
        {
            return false;
        }

        var since = ((Reads)writing.Connection).Query(
            "SELECT MAX(At) FROM TierChanges WHERE CustomerId = @0 AND Id < @1 AND ToId = @2 AND FromId <> ToId",
            row => row.LongOrNull(0).ToInstant(), standing.Customer.Value, change, target.Id.Value).Single() ?? standing.EnrolledAt;
        var after = standing with { Tier = target.Id, Since = since, KeptUntil = null, HeldAt = null };
        after = after with { DueAt = target.Rank == 0 ? null : rules.DueAfter(after, writing.Now) };
        TierWriter.Stand(writing, standing, after);
        TierWriter.Insert(writing, new TierChange
        {
            CustomerId = standing.Customer,
            At = writing.Now,
            FromId = level.Id,
            FromName = level.Name,
            ToId = target.Id,
            ToName = target.Name,
            Cause = TierCause.ByHand,
            Qualifying = qualifying,
            Threshold = target.Threshold,
            Actor = actor.Name,
            Note = note,
        });
        writing.Touch(standing.Customer);
        return true;
    }
}
