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
    /// <param name="now">The instant up to which they can catch up.</param>
    public static List<TierCourse> Courses(Reads reads, TierRules rules, IReadOnlyCollection<CustomerId> customers, Instant now)
    {
        var ids = Ids(customers);
        var standings = Standings(reads, ids);
        var seen = Seen(reads, rules, now);
        var earliest = standings.Aggregate(seen, (least, standing) => standing.EvaluatedAt < least ? standing.EvaluatedAt.Value : least);
        var points = Points(reads, rules, ids, rules.Since(earliest), withBookings: false);
        return [.. standings.Select(standing => Course(reads, rules, standing, points.GetValueOrDefault(standing.Customer) ?? [], earliest, seen, now))];
    }

    /// <summary>A course that begins where everybody begins, over all that ever qualified.</summary>
    public static TierCourse FromTheBeginning(Reads reads, TierRules rules, CustomerId customer)
    {
        var ids = Ids([customer]);
        var standing = Standings(reads, ids).Single();
        var beginner = new TierStanding(customer, Tier.Base, standing.EnrolledAt, standing.Status) { Since = standing.EnrolledAt };
        return new TierCourse(rules, beginner, Points(reads, rules, ids, Instant.FromUnixTimeMilliseconds(0), withBookings: false).GetValueOrDefault(customer) ?? []);
    }

    /// <summary>Up to when everybody was looked at by these rules; now where nobody was.</summary>
    public static Instant Seen(Reads reads, TierRules rules, Instant now) =>
        TierRun.Last(reads) is { } last && last.IsBy(rules) ? Instant.Min(last.At, now) : now;

    // What time did since the last whole look is dated when it did it. Nearly everybody has nothing of the kind, or not
    // enough for it to matter; for the others it is read what was booked when.
    private static TierCourse Course(
        Reads reads, TierRules rules, TierStanding standing, List<QualifyingPoints> points, Instant earliest, Instant seen, Instant now)
    {
        var most = points.Aggregate(Core.Points.Zero, (sum, part) => sum + Core.Points.Max(Core.Points.Zero, part.Points));
        var canRise = standing.KeptUntil is not null || standing.EvaluatedAt <= now || rules.Deserved(most).Rank > rules.Of(standing.Tier).Rank;
        if (!canRise || !rules.Moves(points, seen, now).Any())
        {
            return new TierCourse(rules, standing, points);
        }

        var changed = reads.Query(
            "SELECT MAX(At) FROM TierChanges WHERE CustomerId = @0", row => row.LongOrNull(0).ToInstant(), standing.Customer.Value).Single();
        var after = new[] { seen, standing.Since, changed ?? seen, standing.LastEvaluatedAt ?? seen }.Max();
        var booked = Points(reads, rules, Ids([standing.Customer]), rules.Since(earliest), withBookings: true)[standing.Customer];
        return new TierCourse(rules, standing, booked, [.. rules.Moves(booked, after, now)]);
    }

    /// <summary>The customers as a statement takes them.</summary>
    public static string Ids(IEnumerable<CustomerId> customers) => $"[{string.Join(',', customers)}]";

    private static List<TierStanding> Standings(Reads reads, string ids) => reads.Query(
        """
        SELECT c.Id, c.TierId, c.EnrolledAt, c.Status, c.TierSince, c.TierDueAt, c.TierKeptUntil, c.TierLock, c.TierLockedUntil, c.TierHeldAt, c.TierEvaluatedAt
        FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = CAST(i.value AS BIGINT) WHERE c.Status <> 3
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
                LastEvaluatedAt = row.LongOrNull(10).ToInstant(),
            };
        },
        ids);

    /// <summary>Since when the points of the lot <c>l</c> qualify, as SQL has it.</summary>
    public static string QualifiesAt(TierRules rules) => rules.LockedPointsQualify ? "l.EarnedAt" : "COALESCE(l.LockedUntil, l.EarnedAt)";

    /// <summary>Whether the lot <c>l</c> has points that qualify.</summary>
    public static string Qualifies(TierRules rules) =>
        $"""
        l.TakenBack < l.Amount AND (l.Kind IN ({QualifyingKinds}) OR (l.Kind = {(int)EntryKind.ManualCredit}
            AND EXISTS (SELECT 1 FROM LedgerEntries e WHERE e.Id = l.EntryId AND e.Reason IN ({rules.QualifyingReasons}))))
        """;

    private static Dictionary<CustomerId, List<QualifyingPoints>> Points(Reads reads, TierRules rules, string ids, Instant since, bool withBookings)
    {
        var unlocks = rules.LockedPointsQualify ? "0" : "CASE WHEN l.LockedUntil IS NULL THEN 0 ELSE 1 END";
        string BookedAt(string entry) => withBookings ? $"(SELECT b.CreatedAt FROM LedgerEntries b WHERE b.Id = {entry})" : "NULL";

        // A deduction that was reversed counted until then.
        var reversed = !withBookings ? "" :
            $"""
            UNION ALL
            SELECT e.CustomerId, e.EffectiveAt, CAST(n.value AS BIGINT) * e.Points, 0, CASE CAST(n.value AS BIGINT) WHEN 1 THEN e.CreatedAt ELSE r.CreatedAt END
            FROM json_each(@0) i CROSS JOIN LedgerEntries e INDEXED BY IX_LedgerEntries_Deductions ON e.CustomerId = CAST(i.value AS BIGINT)
                JOIN LedgerEntries r ON r.CorrectsId = e.Id AND r.Kind = {(int)EntryKind.Reversal} CROSS JOIN json_each('[1, -1]') n
            WHERE e.Kind = {(int)EntryKind.ManualDebit} AND e.EffectiveAt >= @1 AND e.Reason IN ({rules.QualifyingReasons})
            """;
        var rows = reads.Query(
            $"""
            SELECT l.CustomerId, {QualifiesAt(rules)}, l.Amount - l.TakenBack, {unlocks}, {BookedAt("l.EntryId")}
            FROM json_each(@0) i CROSS JOIN Lots l ON l.CustomerId = CAST(i.value AS BIGINT)
            WHERE {QualifiesAt(rules)} >= @1 AND {Qualifies(rules)}
            UNION ALL
            SELECT e.CustomerId, e.EffectiveAt, e.Points, 0, {BookedAt("e.Id")}
            FROM json_each(@0) i CROSS JOIN LedgerEntries e INDEXED BY IX_LedgerEntries_Deductions ON e.CustomerId = CAST(i.value AS BIGINT)
            WHERE e.Kind = {(int)EntryKind.ManualDebit} AND e.EffectiveAt >= @1 AND e.Reason IN ({rules.QualifyingReasons})
                AND NOT EXISTS (SELECT 1 FROM LedgerEntries r WHERE r.CorrectsId = e.Id AND r.Kind = {(int)EntryKind.Reversal})
            {reversed}
            """,
            row => (
                Customer: new CustomerId(row.GetInt64(0)),
                Part: new QualifyingPoints(Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), new Points(row.GetInt64(2)), row.GetBoolean(3))
                {
                    BookedAt = row.LongOrNull(4).ToInstant(),
                }),
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
