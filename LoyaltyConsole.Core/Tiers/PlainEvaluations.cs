using System.Globalization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// The evaluation of levels that nothing but it can move: no lock, no grace period, nothing taken by staff, nothing that
/// unlocked unseen, and nothing that came to qualify after the evaluation was due. What qualifies then only becomes less afterwards, so that the one
/// sum at that instant decides, and whoever keeps the level or misses it is nearly everybody at a year's end. Their sums
/// are read and their standings written set-based; what becomes of them is <see cref="TierCourse"/>'s to say, as it is of
/// all others, who go the long way.
/// </summary>
internal static class PlainEvaluations
{
    /// <summary>Evaluates those of the given customers whose evaluation is plain.</summary>
    /// <param name="writing">The step.</param>
    /// <param name="customers">Whose level may have to change, in the order of their ids.</param>
    /// <param name="run">The recalculation.</param>
    /// <returns>What was done, and those who have to go the long way, in the same order.</returns>
    public static (TierReport Report, List<CustomerId> Others) Pass(Writing writing, List<CustomerId> customers, long run)
    {
        var (kept, moved, plain) = (new List<Evaluation>(), new List<Evaluation>(), new HashSet<CustomerId>(customers.Count));
        foreach (var (before, sum) in Due(writing, customers))
        {
            var due = before.DueAt!.Value;
            var course = new TierCourse(writing.Tiers, before, [new QualifyingPoints(due, sum)]);
            course.AdvanceTo(due);

            // A late run may have several evaluations to make up for, each with a sum of its own.
            if (course.Standing.DueAt <= writing.Now || course.Steps.Any(step => step.Cause == TierCause.Reached))
            {
                continue;
            }

            plain.Add(before.Customer);
            (course.Steps.Count == 0 ? kept : moved).Add(new Evaluation(before, course.Standing, course.Steps.SingleOrDefault()));
        }

        Keep(writing, kept);
        Move(writing, moved, run);
        var dropped = moved.Count(evaluation => evaluation.After.Tier != evaluation.Before.Tier);
        return (
            new TierReport(plain.Count, moved.Count, 0, 0, dropped),
            plain.Count == customers.Count ? [] : customers.FindAll(customer => !plain.Contains(customer)));
    }

    // Where they stand, and what qualified when the evaluation was due.
    private static List<(TierStanding Standing, Points Sum)> Due(Writing writing, List<CustomerId> customers)
    {
        var (connection, rules, now) = (writing.Connection, writing.Tiers, writing.Now.ToUnixTimeMilliseconds());
        connection.Execute("CREATE TABLE IF NOT EXISTS temp.DueLevels (CustomerId INTEGER PRIMARY KEY)");
        connection.Execute("CREATE TABLE IF NOT EXISTS temp.DueWindows (DueAt INTEGER PRIMARY KEY, Since INTEGER NOT NULL)");
        connection.Execute("DELETE FROM temp.DueLevels");
        connection.Execute("DELETE FROM temp.DueWindows");
        connection.Prepare(
            """
            INSERT INTO temp.DueLevels (CustomerId)
            SELECT c.Id FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = CAST(i.value AS BIGINT)
            WHERE c.TierDueAt <= @1 AND c.TierLock = 0 AND c.TierKeptUntil IS NULL AND c.Status <> 3
            """).Run(TierReader.Ids(customers), now);
        Reads reads = connection;
        foreach (var due in reads.Query(
            "SELECT DISTINCT c.TierDueAt FROM temp.DueLevels d CROSS JOIN Customers c ON c.Id = d.CustomerId", row => row.GetInt64(0)))
        {
            connection.Prepare("INSERT INTO temp.DueWindows (DueAt, Since) VALUES (@0, @1)")
                .Run(due, rules.Since(Instant.FromUnixTimeMilliseconds(due)).ToUnixTimeMilliseconds());
        }

        var seen = TierReader.Seen(reads, rules, writing.Now);
        var at = TierReader.QualifiesAt(rules);
        var lastUnlock = rules.LockedPointsQualify ? "NULL" : "MAX(l.LockedUntil)";
        return reads.Query(
            $"""
            SELECT c.Id, c.TierId, c.EnrolledAt, c.Status, c.TierSince, c.TierDueAt, SUM(l.Amount - l.TakenBack)
            FROM temp.DueLevels d CROSS JOIN Customers c ON c.Id = d.CustomerId CROSS JOIN temp.DueWindows w ON w.DueAt = c.TierDueAt
                LEFT JOIN Lots l ON l.CustomerId = d.CustomerId AND {at} >= w.Since AND {TierReader.Qualifies(rules)}
            WHERE NOT EXISTS (SELECT 1 FROM LedgerEntries e INDEXED BY IX_LedgerEntries_Deductions
                WHERE e.CustomerId = d.CustomerId AND e.Kind = {(int)EntryKind.ManualDebit} AND e.EffectiveAt >= CASE WHEN w.Since < @1 THEN w.Since ELSE @1 END)
            GROUP BY d.CustomerId, c.Id HAVING (MAX({at}) IS NULL OR MAX({at}) <= c.TierDueAt) AND ({lastUnlock} IS NULL OR {lastUnlock} <= @0)
            """,
            row =>
            {
                var enrolledAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(2));
                var standing = new TierStanding(new CustomerId(row.GetInt64(0)), new TierId(row.GetInt64(1)), enrolledAt, (CustomerStatus)row.GetInt32(3))
                {
                    Since = row.LongOrNull(4).ToInstant() ?? enrolledAt,
                    DueAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(5)),
                };
                return (standing, new Points(row.LongOrNull(6) ?? 0));
            },
            seen.ToUnixTimeMilliseconds(), rules.Since(seen).ToUnixTimeMilliseconds());
    }

    // Who keeps the level is evaluated again a period later.
    private static void Keep(Writing writing, List<Evaluation> kept)
    {
        foreach (var together in kept.GroupBy(evaluation => (Evaluated: evaluation.Before.DueAt, Next: evaluation.After.DueAt), evaluation => evaluation.Before.Customer))
        {
            writing.Connection.Prepare("UPDATE Customers SET TierDueAt = @1, TierHeldAt = NULL, TierEvaluatedAt = @2 WHERE Id IN (SELECT CAST(value AS BIGINT) FROM json_each(@0))")
                .Run(TierReader.Ids(together), together.Key.Next?.ToUnixTimeMilliseconds(), together.Key.Evaluated?.ToUnixTimeMilliseconds());
        }
    }

    // Whoever comes from the same level and stands the same afterwards has gone through the same.
    private static void Move(Writing writing, List<Evaluation> moved, long run)
    {
        foreach (var together in moved.GroupBy(evaluation => (
            evaluation.Before.Tier, evaluation.Before.DueAt, evaluation.After with { Customer = default, EnrolledAt = default, Status = default })))
        {
            var (after, step) = (together.First().After, together.First().Step!);
            writing.Connection.Prepare(
                """
                UPDATE Customers SET TierId = @1, TierSince = @2, TierDueAt = @3, TierKeptUntil = @4, TierHeldAt = NULL,
                    TierEvaluatedAt = @5
                WHERE Id IN (SELECT CAST(value AS BIGINT) FROM json_each(@0))
                """).Run(
                TierReader.Ids(together.Select(evaluation => evaluation.Before.Customer)), after.Tier.Value, after.Since.ToUnixTimeMilliseconds(),
                after.DueAt?.ToUnixTimeMilliseconds(), after.KeptUntil?.ToUnixTimeMilliseconds(), after.LastEvaluatedAt?.ToUnixTimeMilliseconds());
            writing.Connection.Prepare(
                """
                INSERT INTO TierChanges (CustomerId, At, FromId, FromName, ToId, ToName, Cause, Qualifying, Threshold, Lock, Until, RunId)
                SELECT CAST(key AS BIGINT), @1, @2, @3, @4, @5, @6, CAST(value AS BIGINT), @7, @8, @9, @10 FROM json_each(@0)
                """).Run(
                Sums(together), step.At.ToUnixTimeMilliseconds(), step.From.Id.Value, step.From.Name, step.To.Id.Value, step.To.Name,
                (int)step.Cause, step.Threshold.Hundredths, (int)step.Lock, step.Until?.ToUnixTimeMilliseconds(), run);
            foreach (var evaluation in together)
            {
                writing.Touch(evaluation.Before.Customer);
            }
        }
    }

    // The customers with what qualified.
    private static string Sums(IEnumerable<Evaluation> moved) =>
        $"{{{string.Join(',', moved.Select(evaluation => string.Create(CultureInfo.InvariantCulture, $"\"{evaluation.Before.Customer.Value}\":{evaluation.Step!.Qualifying.Hundredths}")))}}}";

    // Without a step the level was kept.
    private readonly record struct Evaluation(TierStanding Before, TierStanding After, TierStep? Step);
}
