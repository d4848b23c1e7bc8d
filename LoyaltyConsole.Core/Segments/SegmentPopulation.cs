using System.Data.Common;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>
/// What all customers ordered within a window, in the order of their ids. It takes some forty bytes of memory a customer,
/// however many orders there are.
/// </summary>
internal sealed class SegmentPopulation
{
    private SegmentPopulation(List<Member> members, List<long> customers, List<SegmentValues> values, Instant readAt) =>
        (Members, Customers, Values, ReadAt) = (members, customers, values, readAt);

    /// <summary>Everybody who was enrolled or had ordered by the end of the day, but deleted ones.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Those of them who ordered within the window.</summary>
    public IReadOnlyList<long> Customers { get; }

    /// <summary>What these ordered, in the same order.</summary>
    public IReadOnlyList<SegmentValues> Values { get; }

    /// <summary>When everybody was looked at.</summary>
    public Instant ReadAt { get; }

    public static SegmentPopulation Read(DbConnection connection, ProgrammeSettings settings, SegmentWindow window, LocalDate analysedOn, Instant readAt)
    {
        var time = settings.Time;
        var (from, until) = (window.From(analysedOn) is { } first ? time.StartOf(first).ToUnixTimeMilliseconds() : long.MinValue, time.EndOf(analysedOn).ToUnixTimeMilliseconds());
        var members = connection.Query(
            "SELECT c.Id, a.Balance, c.EnrolledAt >= @0 FROM Accounts a CROSS JOIN Customers c ON c.Id = a.CustomerId WHERE c.Status <> 3 ORDER BY a.CustomerId",
            row => new Member(row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2)),
            ("@0", until));
        var (customers, values, next) = (new List<long>(), new List<SegmentValues>(), 0);

        // Over the index that is ordered by customer; the plus keeps SQLite from the one that is ordered by time.
        connection.Query(
            """
            SELECT CustomerId, MAX(CASE WHEN Type = 1 THEN PlacedAt END), COUNT(*) FILTER (WHERE Type = 1), SUM(GoodsTotal + Shipping)
            FROM Orders WHERE +PlacedAt >= @0 AND +PlacedAt < @1 AND Currency = @2
            GROUP BY CustomerId HAVING COUNT(*) FILTER (WHERE Type = 1) > 0
            """,
            row =>
            {
                var customer = row.GetInt64(0);
                while (next < members.Count && members[next].Customer < customer)
                {
                    next++;
                }

                if (next < members.Count && members[next].Customer == customer)
                {
                    customers.Add(customer);
                    values.Add(new SegmentValues(
                        Period.DaysBetween(time.Today(Instant.FromUnixTimeMilliseconds(row.GetInt64(1))), analysedOn), row.GetInt32(2), row.GetInt64(3)));
                }

                return default(Done);
            },
            ("@0", from), ("@1", until), ("@2", settings.Currency));

        // Imported orders may be older than their customer's enrolment.
        members.RemoveAll(member => member.CameLater && customers.BinarySearch(member.Customer) < 0);
        return new SegmentPopulation(members, customers, values, readAt);
    }

    /// <summary>Somebody of the programme.</summary>
    /// <param name="Customer">Who.</param>
    /// <param name="Balance">Their points, now, in hundredths.</param>
    /// <param name="CameLater">Whether they enrolled after the day of the analysis.</param>
    internal readonly record struct Member(long Customer, long Balance, bool CameLater);
}
