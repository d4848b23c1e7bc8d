using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>
/// "Journey Reports": which stages of a customer's life they have been in, when and why, derived from orders, levels,
/// lots and dates at the moment of asking, so that a report never disagrees with what it is about.
/// </summary>
public sealed class CustomerJourneys
{
    /// <summary>After so many months without an order a customer has lapsed.</summary>
    public const int LapsedMonths = 12;

    /// <summary>So many days before their end points are running out, as in the figure of the profile.</summary>
    public const int RunningOutDays = 30;

    /// <summary>Of how many times a journey tells when and why.</summary>
    public const int EntriesTold = 20;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal CustomerJourneys(LoyaltyStore store, IClock clock, ProgrammeBook programme) => (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>The journeys that a customer has entered at least once.</summary>
    /// <returns>A page of them; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<Page<Journey>>> ListAsync(CustomerId customer, JourneyQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<Journey>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var (page, now, time) = (window.Bounded(), _clock.GetCurrentInstant(), _programme.Settings().Time);
        return _store.ReadAsync<Result<Page<Journey>>>(
            async db =>
            {
                if (await db.Customers.SingleOrDefaultAsync(known => known.Id == customer, cancellationToken) is not { } person)
                {
                    return new CustomerNotFound(customer);
                }

                if (person.Status == CustomerStatus.Deleted)
                {
                    return new CustomerDeleted();
                }

                var journeys = Ordered(Read(db.Database.GetDbConnection(), person, time, now), query).ToList();
                return new Page<Journey>([.. journeys.Skip(page.Skip).Take(page.Take)], journeys.Count);
            },
            cancellationToken);
    }

    // Each by the index on its customer.
    private static IEnumerable<Journey> Read(DbConnection connection, Customer customer, ProgrammeTime time, Instant now)
    {
        (string, object?)[] values = [("@customer", customer.Id.Value), ("@now", now.ToUnixTimeMilliseconds())];
        var course = new JourneyCourse(time, now);
        course.Buy(
            customer.EnrolledAt,
            connection.Query(
                "SELECT At FROM AuditEntries WHERE CustomerId = @customer AND Deed = 'RejoinProgramme' AND At <= @now ORDER BY At", row => At(row, 0), values),
            connection.Query(
                $"SELECT PlacedAt, Id FROM Orders WHERE CustomerId = @customer AND PlacedAt <= @now AND Type = {(int)OrderType.Order} ORDER BY PlacedAt, Id",
                row => (At(row, 0), new OrderId(row.GetInt64(1))),
                values));
        foreach (var (at, level, cause) in connection.Query(
            $"""
            SELECT c.At, c.ToName, c.Cause FROM TierChanges c LEFT JOIN Tiers f ON f.Id = c.FromId LEFT JOIN Tiers t ON t.Id = c.ToId
            WHERE c.CustomerId = @customer AND c.At <= @now AND c.FromId <> c.ToId AND (c.Cause = {(int)TierCause.Reached} OR t.Rank > f.Rank)
            ORDER BY c.At, c.Id
            """,
            row => (At: At(row, 0), Level: row.GetString(1), Cause: (TierCause)row.GetInt32(2)),
            values))
        {
            course.Rise(at, level, cause == TierCause.ByHand);
        }

        if (connection.Number("SELECT Rank FROM Tiers WHERE Id = @tier", ("@tier", customer.TierId.Value)) > 0)
        {
            course.StandAboveBase();
        }

        course.RunOut(connection.Query(
            "SELECT MIN(EarnedAt), ValidUntil FROM Lots WHERE CustomerId = @customer AND ValidUntil IS NOT NULL AND (Remaining > 0 OR Expired > 0) GROUP BY ValidUntil",
            row => (At(row, 0), At(row, 1)),
            values));
        if (customer.Birthday is { } birthday)
        {
            course.Celebrate(birthday, customer.EnrolledAt);
        }

        return course.Told(customer.LeftAt is null);
    }

    private static Instant At(StoredRow row, int column) => Instant.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static IEnumerable<Journey> Ordered(IEnumerable<Journey> journeys, JourneyQuery query)
    {
        return query.Sort switch
        {
            JourneySort.LastVisited => By(journey => journey.LastVisited),
            JourneySort.Name => By(journey => journey.Kind),
            JourneySort.Times => By(journey => journey.Times),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };

        IEnumerable<Journey> By<TKey>(Func<Journey, TKey> key) => query.Descending
            ? journeys.OrderByDescending(key).ThenByDescending(journey => journey.Kind)
            : journeys.OrderBy(key).ThenBy(journey => journey.Kind);
    }
}
