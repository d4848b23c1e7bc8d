using System.Globalization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// Reads where customers stand and what qualifies, one of them or a thousand by the same statements. Qualifying points
/// are summed up from the ledger, never kept: spending and expiry do not touch them, returns and reversals do (rule 5.6.1).
/// </summary>
internal static class TierReader
{
    // Credits that qualify whoever gives them; manual ones do by their reason.
    private static readonly string QualifyingKinds = string.Join(", ", new[]
    {
        EntryKind.OrderBase, EntryKind.Revenue, EntryKind.Category, EntryKind.Item, EntryKind.Enrolment, EntryKind.Birthday,
        EntryKind.Campaign, EntryKind.Coupon,
    }.Select(kind => (int)kind));

    /// <summary>The courses of those of the given customers who are still there, in the given order.</summary>
    /// <param name="reads">The store.</param>
    /// <param name="rules">The levels and settings.</param>
    /// <param name="customers">Whose.</param>
    /// <param name="from">The earliest instant that is looked at.</param>
    public static List<TierCourse> Courses(Reads reads, TierRules rules, IReadOnlyCollection<CustomerId> customers, Instant from)
    {
        var ids = Ids(customers);
        var standings = Standings(reads, ids);
        var earliest = standings.Aggregate(from, (least, standing) => standing.EvaluatedAt < least ? standing.EvaluatedAt.Value : least);
        var points = Points(reads, rules, ids, rules.Since(earliest));
        return [.. standings.Select(standing => new TierCourse(rules, standing, points.GetValueOrDefault(standing.Customer) ?? []))];
    }

    /// <summary>A course that begins where everybody begins, over all that ever qualified.</summary>
    public static TierCourse FromTheBeginning(Reads reads, TierRules rules, CustomerId customer)
    {
        var ids = Ids([customer]);
        var standing = Standings(reads, ids).Single();
        var beginner = new TierStanding(customer, Tier.Base, standing.EnrolledAt, standing.Status) { Since = standing.EnrolledAt };
        return new TierCourse(rules, beginner, Points(reads, rules, ids, Instant.FromUnixTimeMilliseconds(0)).GetValueOrDefault(customer) ?? []);
    }

    private static string Ids(IEnumerable<CustomerId> customers) => $"[{string.Join(',', customers)}]";

    private static List<TierStanding> Standings(Reads reads, string ids) => reads.Query(
        """
        SELECT c.Id, c.TierId, c.EnrolledAt, c.Status, c.TierSince, c.TierDueAt, c.TierKeptUntil, c.TierLock, c.TierLockedUntil, c.TierHeldAt
        FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = i.value WHERE c.Status <> 3
        """,
        row =>
        {
            var enrolledAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(2));
            return new TierStanding(new CustomerId(row.GetInt64(0)), new TierId(row.GetInt64(1)), enrolledAt, (CustomerStatus)row.GetInt32(3))
            {
                Since = row.LongOrNull(4).ToInstant() ?? enrolledAt,
                DueAt = row.LongOrNull(5).ToInstant(),
                KeptUntil = row.LongOrNull(6).ToInstant(),
                Lock = (TierLock)row.GetInt32(7),
                LockedUntil = row.LongOrNull(8).ToInstant(),
                HeldAt = row.LongOrNull(9) is { } held ? new Points(held) : null,
            };
        },
        ids);

    private static Dictionary<CustomerId, List<QualifyingPoints>> Points(Reads reads, TierRules rules, string ids, Instant since)
    {
        var qualifiesAt = rules.LockedPointsQualify ? "l.EarnedAt" : "COALESCE(l.LockedUntil, l.EarnedAt)";
        var rows = reads.Query(
            $"""
            SELECT l.CustomerId, {qualifiesAt}, l.Amount - l.TakenBack
            FROM json_each(@0) i CROSS JOIN Lots l ON l.CustomerId = i.value
            WHERE {qualifiesAt} >= @1 AND l.TakenBack < l.Amount AND (l.Kind IN ({QualifyingKinds}) OR (l.Kind = {(int)EntryKind.ManualCredit}
                AND EXISTS (SELECT 1 FROM LedgerEntries e WHERE e.Id = l.EntryId AND e.Reason IN ({rules.QualifyingReasons}))))
            UNION ALL
            SELECT e.CustomerId, e.EffectiveAt, e.Points
            FROM json_each(@0) i CROSS JOIN LedgerEntries e INDEXED BY IX_LedgerEntries_Deductions ON e.CustomerId = i.value
            WHERE e.Kind = {(int)EntryKind.ManualDebit} AND e.EffectiveAt >= @1 AND e.Reason IN ({rules.QualifyingReasons})
                AND NOT EXISTS (SELECT 1 FROM LedgerEntries r WHERE r.CorrectsId = e.Id AND r.Kind = {(int)EntryKind.Reversal})
            """,
            row => (
                Customer: new CustomerId(row.GetInt64(0)),
                Part: new QualifyingPoints(Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), new Points(row.GetInt64(2)))),
            ids, since.ToUnixTimeMilliseconds());
        var points = new Dictionary<CustomerId, List<QualifyingPoints>>();
        foreach (var (customer, part) in rows)
        {
            if (!points.TryGetValue(customer, out var list))
            {
                points[customer] = list = [];
            }

            list.Add(part);
        }

        return points;
    }
}
