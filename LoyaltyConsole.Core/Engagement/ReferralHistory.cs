using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>The columns by which referral events can be sorted.</summary>
public enum ReferralSort
{
    /// <summary>By when it happened.</summary>
    Date,

    /// <summary>Visits, conversions.</summary>
    Type,

    /// <summary>By the name of who followed the code.</summary>
    Referred,

    /// <summary>By the name of the shop that reported it.</summary>
    Integration,
}

/// <summary>Which referral events are shown (E-041).</summary>
/// <param name="Type">Only these; null for all.</param>
/// <param name="From">The first day, in the programme's zone; null for any.</param>
/// <param name="To">The last day; null for any.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record ReferralQuery(
    ReferralType? Type = null, LocalDate? From = null, LocalDate? To = null, ReferralSort Sort = ReferralSort.Date, bool Descending = true);

/// <summary>Somebody on the other side of a referral.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">The name; null where there is none.</param>
/// <param name="IsDeleted">Whether the account is deleted, hence has no page.</param>
public sealed record ReferralParty(CustomerId Id, string? Name, bool IsDeleted);

/// <summary>A visit or conversion as the profile shows it.</summary>
/// <param name="Id">The consecutive id.</param>
/// <param name="Type">Visit or conversion.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Referred">Who followed the code; null where they are not known.</param>
/// <param name="Integration">The shop that reported it.</param>
public sealed record ReferralRow(long Id, ReferralType Type, Instant OccurredAt, ReferralParty? Referred, string? Integration);

/// <summary>A page of referral events, and what the customer's code has brought in the same days.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Count">How many events match.</param>
/// <param name="Visits">Visits within the days, whichever type is shown (E-040).</param>
/// <param name="Conversions">Conversions within the days, whichever type is shown (E-040).</param>
/// <param name="ReferredBy">Through whose code the customer came; null where that is not known.</param>
/// <param name="ReferredAt">When that was.</param>
public sealed record ReferralPage(
    IReadOnlyList<ReferralRow> Rows, int Count, int Visits, int Conversions, ReferralParty? ReferredBy, Instant? ReferredAt)
    : Page<ReferralRow>(Rows, Count);

/// <summary>What happened through a customer's referral code (E-040, E-041, R-014).</summary>
public sealed class ReferralHistory
{
    private const string Party = "c.Id, c.Name, c.Status = 3";

    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;

    internal ReferralHistory(LoyaltyStore store, ProgrammeBook programme) => (_store, _programme) = (store, programme);

    /// <summary>One page of the events, with the totals of the days that were asked for.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<ReferralPage>> ListAsync(
        CustomerId customer, ReferralQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Referrals) is { } refused)
        {
            return Task.FromResult<Result<ReferralPage>>(refused);
        }

        var time = _programme.Settings().Time;
        var page = window.Bounded();
        var direction = query.Descending ? "DESC" : "ASC";
        var days = "r.CustomerId = @customer"
            + (query.From is null ? "" : " AND r.OccurredAt >= @from")
            + (query.To is null ? "" : " AND r.OccurredAt < @to");
        (string, object?)[] values =
        [
            ("@customer", customer.Value), ("@type", (int?)query.Type),
            ("@from", query.From is { } from ? time.StartOf(from).ToUnixTimeMilliseconds() : null),
            ("@to", query.To is { } to ? time.EndOf(to).ToUnixTimeMilliseconds() : null),
        ];
        return _store.ReadAsync<Result<ReferralPage>>(
            connection =>
            {
                var (visits, conversions) = connection.Query(
                    $"SELECT COUNT(*) FILTER (WHERE r.Type = 1), COUNT(*) FILTER (WHERE r.Type = 2) FROM ReferralEvents r WHERE {days}",
                    row => (row.GetInt32(0), row.GetInt32(1)),
                    values).Single();
                var rows = connection.Query(
                    $"""
                    SELECT r.Id, r.Type, r.OccurredAt, i.Name, {Party} FROM ReferralEvents r
                    LEFT JOIN Customers c ON c.Id = r.Referred LEFT JOIN Integrations i ON i.Id = r.IntegrationId
                    WHERE {days}{(query.Type is null ? "" : " AND r.Type = @type")}
                    ORDER BY {Column(query.Sort)} {direction}, r.OccurredAt {direction}, r.Id {direction} LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new ReferralRow(
                        row.GetInt64(0), (ReferralType)row.GetInt32(1), Instant.FromUnixTimeMilliseconds(row.GetInt64(2)), PartyOf(row, 4), row.TextOrNull(3)),
                    values);
                var by = connection.Query(
                    $"""
                    SELECT r.OccurredAt, {Party} FROM ReferralEvents r JOIN Customers c ON c.Id = r.CustomerId
                    WHERE r.Referred = @customer ORDER BY r.Type DESC, r.OccurredAt, r.Id LIMIT 1
                    """,
                    row => (At: Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), Who: PartyOf(row, 1)),
                    values);
                var count = query.Type switch
                {
                    ReferralType.Visit => visits,
                    ReferralType.Conversion => conversions,
                    _ => visits + conversions,
                };
                return new ReferralPage(rows, count, visits, conversions, by is [var first] ? first.Who : null, by is [var known] ? known.At : null);
            },
            cancellationToken);
    }

    private static ReferralParty? PartyOf(StoredRow row, int column) => row.LongOrNull(column) is { } id
        ? new ReferralParty(new CustomerId(id), row.TextOrNull(column + 1), row.GetBoolean(column + 2))
        : null;

    private static string Column(ReferralSort sort) => sort switch
    {
        ReferralSort.Date => "r.OccurredAt",
        ReferralSort.Type => "r.Type",
        ReferralSort.Referred => "c.Name",
        ReferralSort.Integration => "i.Name",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };
}
