using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Finds customers: the overview's pages, whatever its filters and order (L-005 to L-024).</summary>
public sealed class CustomerDirectory
{
    /// <summary>Up to here a filtered list is counted exactly; beyond it says "more than".</summary>
    public const int CountedExactly = 10_000;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal CustomerDirectory(LoyaltyStore store, IClock clock, ProgrammeBook programme) =>
        (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>One page of the overview.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<Page<CustomerRow>>> ListAsync(
        CustomerFilter filter, CustomerSort sort, bool descending, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var now = _clock.GetCurrentInstant();
        return await _store.ReadAsync(
            connection =>
            {
                var query = new CustomerQuery(connection, filter, settings, CountedExactly + 1);
                var count = query.Count(connection);
                var ids = query.Ids(connection, sort, descending, window.Bounded());
                var capped = !filter.IsEmpty && count > CountedExactly;
                return new Page<CustomerRow>(Rows(connection, ids, now), capped ? CountedExactly : count, capped);
            },
            cancellationToken);
    }

    private static List<CustomerRow> Rows(SqliteConnection connection, List<long> ids, Instant now)
    {
        var rows = connection.Query(
            $"""
            SELECT c.Id, c.RefId, c.Name, c.Email, c.Phone, i.Name, a.Balance, a.NextChangeAt, t.Name, t.Rank, c.EnrolledAt,
                   c.Birthday, c.Gender, c.IsLocked, c.Status, c.IsRegistered, c.ModifiedAt, c.TierLock, c.LeftAt
            FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id JOIN Integrations i ON i.Id = c.IntegrationId JOIN Tiers t ON t.Id = c.TierId
            WHERE c.Id IN ({string.Join(',', ids)})
            """,
            row => (
                Row: new CustomerRow(
                    new CustomerId(row.GetInt64(0)), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4),
                    row.GetString(5), new Points(row.GetInt64(6)), row.GetString(8), row.GetInt32(9),
                    Instant.FromUnixTimeMilliseconds(row.GetInt64(10)),
                    row.TextOrNull(11) is { } birthday ? LocalDatePattern.Iso.Parse(birthday).Value : null,
                    (Gender?)row.LongOrNull(12), row.GetBoolean(13), (CustomerStatus)row.GetInt32(14), row.GetBoolean(15),
                    Instant.FromUnixTimeMilliseconds(row.GetInt64(16)), row.GetInt32(17) != 0, !row.IsDBNull(18)),
                NextChangeAt: row.LongOrNull(7).ToInstant()));

        // The kept balance holds until its next change; what went stale since is worked out anew.
        return
        [
            .. rows
                .OrderBy(row => ids.IndexOf(row.Row.Id.Value))
                .Select(row => row.NextChangeAt is { } change && change <= now
                    ? row.Row with { Balance = BalanceAt(connection, row.Row.Id, now) }
                    : row.Row),
        ];
    }

    private static Points BalanceAt(SqliteConnection connection, CustomerId customer, Instant now)
    {
        var account = AccountReader.Read(connection, customer);
        account.AdvanceTo(now, now);
        return account.FiguresAt(now).Balance;
    }
}
