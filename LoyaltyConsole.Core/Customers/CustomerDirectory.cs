using System.Data.Common;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>A customer beside another in a list.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Place">Where in the list, from 1.</param>
public sealed record CustomerNeighbour(CustomerId Customer, int Place);

/// <summary>Where in a list a customer stands.</summary>
/// <param name="Place">From 1.</param>
/// <param name="List">How long the list is; without rows.</param>
/// <param name="Previous">Who comes before; null for nobody.</param>
/// <param name="Next">Who comes behind; null for nobody.</param>
public sealed record CustomerPlace(int Place, Page<CustomerRow> List, CustomerNeighbour? Previous, CustomerNeighbour? Next);

/// <summary>Finds customers: the overview's pages, whatever its filters and order (L-005 to L-024).</summary>
public sealed class CustomerDirectory
{
    /// <summary>Up to here a filtered list is counted exactly; beyond it says "more than".</summary>
    public const int CountedExactly = 10_000;

    // A list moves on while somebody goes through it, but not by much.
    private const int LookedBeside = 25;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;
    private readonly CustomerCount _counted = new();

    internal CustomerDirectory(LoyaltyStore store, IClock clock, ProgrammeBook programme) =>
        (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>One page of the overview.</summary>
    /// <returns>The page; or, in this order, <see cref="NotAllowed"/>, <see cref="FeatureOff"/> for a list by segment where there are none.</returns>
    public async Task<Result<Page<CustomerRow>>> ListAsync(
        CustomerFilter filter, CustomerSort sort, bool descending, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        if (_store.Refuses(actor, Capability.ReadCustomers, filter.Needs(sort)) is { } refused)
        {
            return refused;
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var now = _clock.GetCurrentInstant();
        return await _store.ReadAsync(
            connection =>
            {
                var query = new CustomerQuery(connection, filter, settings, now, CountedExactly + 1) { Known = _counted };
                var count = Count(connection, query, filter);
                var ids = query.Ids(connection, sort, descending, window.Bounded(), ExactOnly(count, filter));
                var capped = !filter.IsEmpty && count > CountedExactly;
                return new Page<CustomerRow>(Rows(connection, ids, query.Model, now), capped ? CountedExactly : count, capped);
            },
            cancellationToken);
    }

    /// <summary>How many customers each of some filters finds, counted up to <see cref="CountedExactly"/>.</summary>
    /// <returns>A page without rows for each, in their order; or, in this order, <see cref="NotAllowed"/>, <see cref="FeatureOff"/>.</returns>
    public async Task<Result<IReadOnlyList<Page<CustomerRow>>>> CountAsync(IReadOnlyList<CustomerFilter> filters, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        if (_store.Refuses(actor, Capability.ReadCustomers, filters.Select(filter => filter.Needs()).FirstOrDefault(needed => needed is not null)) is { } refused)
        {
            return refused;
        }

        var (settings, now) = (await _programme.SettingsAsync(cancellationToken), _clock.GetCurrentInstant());
        return await _store.ReadAsync<Result<IReadOnlyList<Page<CustomerRow>>>>(
            connection => filters.Select(filter =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Count(connection, new CustomerQuery(connection, filter, settings, now, CountedExactly + 1) { Known = _counted }, filter);
                var capped = !filter.IsEmpty && count > CountedExactly;
                return new Page<CustomerRow>([], capped ? CountedExactly : count, capped);
            }).ToList(),
            cancellationToken);
    }

    /// <summary>Who stands before and behind a customer in a list, and how long it is; deleted ones are passed over.</summary>
    /// <param name="filter">The list's filter.</param>
    /// <param name="sort">Its order.</param>
    /// <param name="descending">Its direction.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="place">Where in the list they stood when it was shown, from 1; looked for nearby when the list has moved on.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The place; or, in this order, <see cref="NotAllowed"/>, <see cref="FeatureOff"/>, <see cref="CustomerNotFound"/> when they are not there any more.</returns>
    public async Task<Result<CustomerPlace>> PlaceAsync(
        CustomerFilter filter, CustomerSort sort, bool descending, CustomerId customer, int place, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        if (_store.Refuses(actor, Capability.ReadCustomers, filter.Needs(sort)) is { } refused)
        {
            return refused;
        }

        var (settings, now, skip) = (await _programme.SettingsAsync(cancellationToken), _clock.GetCurrentInstant(), Math.Max(0, place - 1 - LookedBeside));
        return await _store.ReadAsync<Result<CustomerPlace>>(
            connection =>
            {
                var query = new CustomerQuery(connection, filter, settings, now, CountedExactly + 1) { Known = _counted };
                var count = Count(connection, query, filter);
                var ids = query.Ids(connection, sort, descending, new Window(skip, (2 * LookedBeside) + 1), ExactOnly(count, filter));
                var here = ids.IndexOf(customer.Value);
                if (here < 0)
                {
                    return new CustomerNotFound(customer);
                }

                var open = connection.Query($"SELECT Id FROM Customers WHERE Status <> 3 AND Id IN ({string.Join(',', ids)})", row => row.GetInt64(0)).ToHashSet();
                var (before, behind) = (ids.FindLastIndex(Math.Max(0, here - 1), here, open.Contains), ids.FindIndex(here + 1, open.Contains));
                var capped = !filter.IsEmpty && count > CountedExactly;
                return new CustomerPlace(
                    skip + here + 1, new Page<CustomerRow>([], capped ? CountedExactly : count, capped), Neighbour(before), Neighbour(behind));

                CustomerNeighbour? Neighbour(int index) => index < 0 ? null : new CustomerNeighbour(new CustomerId(ids[index]), skip + index + 1);
            },
            cancellationToken);
    }

    private int Count(DbConnection connection, CustomerQuery query, CustomerFilter filter) =>
        filter.IsEmpty ? _counted.All(connection) : query.Count(connection);

    private static int? ExactOnly(int count, CustomerFilter filter) => filter.IsEmpty || count <= CountedExactly ? count : null;

    private static List<CustomerRow> Rows(DbConnection connection, List<long> ids, long model, Instant now)
    {
        var rows = connection.Query(
            $"""
            SELECT c.Id, c.RefId, c.Name, c.Email, c.Phone, i.Name, a.Balance, a.NextChangeAt, t.Name, t.Rank, c.EnrolledAt,
                   c.Birthday, c.Gender, c.IsLocked, c.Status, c.IsRegistered, c.ModifiedAt, c.TierLock, c.LeftAt, g.Name
            FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id JOIN Integrations i ON i.Id = c.IntegrationId JOIN Tiers t ON t.Id = c.TierId
                LEFT JOIN CustomerSegments s ON s.ModelId = {model} AND s.CustomerId = c.Id LEFT JOIN Segments g ON g.Id = s.SegmentId
            WHERE c.Id IN ({string.Join(',', ids)})
            """,
            row => (
                Row: new CustomerRow(
                    new CustomerId(row.GetInt64(0)), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4),
                    row.GetString(5), new Points(row.GetInt64(6)), row.GetString(8), row.GetInt32(9),
                    Instant.FromUnixTimeMilliseconds(row.GetInt64(10)),
                    row.TextOrNull(11) is { } birthday ? LocalDatePattern.Iso.Parse(birthday).Value : null,
                    (Gender?)row.LongOrNull(12), row.GetBoolean(13), (CustomerStatus)row.GetInt32(14), row.GetBoolean(15),
                    Instant.FromUnixTimeMilliseconds(row.GetInt64(16)), row.GetInt32(17) != 0, !row.IsDBNull(18), row.TextOrNull(19)),
                NextChangeAt: row.LongOrNull(7).ToInstant()));

        // The kept balance holds until its next change; what went stale since is worked out anew.
        return
        [
            .. rows
                .OrderBy(row => ids.IndexOf(row.Row.Id.Value))
                .Select(row => row.NextChangeAt is { } change && change <= now
                    ? row.Row with { Balance = AccountReader.Now(connection, row.Row.Id, now).Figures.Balance }
                    : row.Row),
        ];
    }
}
