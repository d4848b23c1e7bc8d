using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>What a customer did.</summary>
public enum TransactionType
{
    /// <summary>Bought something.</summary>
    Order = 1,

    /// <summary>Gave something back.</summary>
    CreditNote = 2,

    /// <summary>Spent points on a coupon that no order has used.</summary>
    Redemption = 3,
}

/// <summary>The columns by which transactions can be sorted.</summary>
public enum TransactionSort
{
    /// <summary>By when it happened.</summary>
    Date,

    /// <summary>By transaction id.</summary>
    Id,

    /// <summary>By receipt id.</summary>
    Receipt,

    /// <summary>By the integration's name.</summary>
    Store,

    /// <summary>Orders, credit notes, redemptions.</summary>
    Type,

    /// <summary>By the total.</summary>
    Total,

    /// <summary>By points credited.</summary>
    Credited,

    /// <summary>By points redeemed.</summary>
    Redeemed,
}

/// <summary>Which transactions are shown.</summary>
/// <param name="Type">Only these; null for all.</param>
/// <param name="Text">Part of a receipt id, or a transaction id (R-022); null for all.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record TransactionQuery(
    TransactionType? Type = null, string? Text = null, TransactionSort Sort = TransactionSort.Date, bool Descending = true);

/// <summary>A row of "Customer Transactions" (R-020).</summary>
/// <param name="Type">What it is.</param>
/// <param name="Id">The transaction id: of the order or credit note, or of the redemption's movement of points.</param>
/// <param name="OrderId">The order or credit note; null for a redemption.</param>
/// <param name="Receipt">The receipt id: the shop's own number, or the coupon code of a redemption.</param>
/// <param name="Store">The integration it came through.</param>
/// <param name="At">When it happened.</param>
/// <param name="Total">Its total; null for a redemption.</param>
/// <param name="Credited">What it earned, less what was taken back or reversed; negative for a credit note.</param>
/// <param name="Redeemed">Points spent on it; negative for a credit note that gave some back.</param>
public sealed record TransactionRow(
    TransactionType Type, long Id, OrderId? OrderId, string? Receipt, string? Store, Instant At, Money? Total, Points Credited, Points Redeemed);

/// <summary>A page of transactions, and what all that match sum up to (R-021).</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Count">"Total transactions".</param>
/// <param name="Credited">"Total Points Credited", over all that match.</param>
/// <param name="Redeemed">"Total Points Redeemed", over all that match.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionRow> Rows, int Count, Points Credited, Points Redeemed)
    : Page<TransactionRow>(Rows, Count);

/// <summary>Everything that a customer did: bought, gave back, spent points (R-020 to R-022).</summary>
public sealed class CustomerTransactions
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CustomerTransactions(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>One page of a customer's transactions, with the totals of all that match.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<TransactionPage>> ListAsync(
        CustomerId customer, TransactionQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<TransactionPage>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var direction = query.Descending ? "DESC" : "ASC";
        var ordered = $"ORDER BY {Column(query.Sort)} {direction}, t.At {direction}, t.Id {direction}";
        var limit = $"LIMIT {page.Take} OFFSET {page.Skip}";

        // Points are added up and stores named for the page's rows alone, unless it is they that decide which these are.
        var isOfRows = query.Sort is not (TransactionSort.Credited or TransactionSort.Redeemed or TransactionSort.Store);
        (string, object?)[] values =
        [
            ("@customer", customer.Value), ("@now", _clock.GetCurrentInstant().ToUnixTimeMilliseconds()), ("@type", (int?)query.Type),
            ("@id", PointsHistory.Number(query.Text)), ("@like", $"%{PointsHistory.Escaped(query.Text)}%"),
        ];
        return _store.ReadAsync<Result<TransactionPage>>(
            connection =>
            {
                var (count, credited, redeemed) = connection.Query(
                    $"""
                    WITH Matching AS MATERIALIZED ({Select("t.Id, t.OrderId")})
                    SELECT
                        (SELECT COUNT(*) FROM Matching),
                        (SELECT SUM(Points) FROM LedgerEntries
                            WHERE CustomerId = @customer AND Status = 1 AND {LedgerSql.IsCollected} AND +OrderId IN (SELECT OrderId FROM Matching)),
                        (SELECT SUM({Spent}) FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId
                            WHERE r.CustomerId = @customer AND e.Status = 1 AND +r.OrderId IN (SELECT OrderId FROM Matching)),
                        (SELECT SUM(Points) FROM LedgerEntries
                            WHERE CustomerId = @customer AND Status = 1 AND Kind = 14 AND +OrderId IN (SELECT OrderId FROM Matching)),
                        (SELECT SUM({Spent}) FROM LedgerEntries e WHERE e.Id IN (SELECT Id FROM Matching WHERE OrderId IS NULL))
                    """,
                    row => (
                        row.GetInt32(0), new Points(row.LongOrNull(1) ?? 0),
                        new Points((row.LongOrNull(2) ?? 0) - (row.LongOrNull(3) ?? 0) + (row.LongOrNull(4) ?? 0))),
                    values).Single();
                var rows = connection.Query(
                    $"""
                    SELECT t.Type, t.Id, t.OrderId, t.Receipt, i.Name AS Store, t.At, t.Total, t.Currency, {Credited} AS Credited, {Redeemed} AS Redeemed
                    FROM ({Select("t.*")}{(isOfRows ? $" {ordered} {limit}" : "")}) t LEFT JOIN Integrations i ON i.Id = t.IntegrationId
                    {ordered}{(isOfRows ? "" : $" {limit}")}
                    """,
                    row => new TransactionRow(
                        (TransactionType)row.GetInt32(0), row.GetInt64(1), row.LongOrNull(2) is { } order ? new OrderId(order) : null,
                        row.TextOrNull(3), row.TextOrNull(4), Instant.FromUnixTimeMilliseconds(row.GetInt64(5)),
                        row.LongOrNull(6) is { } total ? new Money(total, row.GetString(7)) : null,
                        new Points(row.GetInt64(8)), new Points(row.GetInt64(9))),
                    values);
                return new TransactionPage(rows, count, credited, redeemed);
            },
            cancellationToken);

        string Select(string columns) => $"SELECT {columns} FROM ({All}) t WHERE {Where(query)}";
    }

    // What was spent, less what a reversal gave back of it.
    private const string Spent =
        "-e.Points - COALESCE((SELECT SUM(v.Points) FROM LedgerEntries v WHERE v.CorrectsId = e.Id AND v.Kind = 15 AND v.Status = 1), 0)";

    private const string Credited =
        $"""
        CASE WHEN t.OrderId IS NULL THEN 0
            ELSE COALESCE((SELECT SUM(Points) FROM LedgerEntries WHERE OrderId = t.OrderId AND Status = 1 AND {LedgerSql.IsCollected}), 0) END
        """;

    private const string Redeemed =
        $"""
        CASE WHEN t.OrderId IS NULL THEN (SELECT {Spent} FROM LedgerEntries e WHERE e.Id = t.Id)
            ELSE COALESCE((SELECT SUM({Spent}) FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId
                WHERE r.CustomerId = @customer AND r.OrderId = t.OrderId AND e.Status = 1), 0)
            - COALESCE((SELECT SUM(Points) FROM LedgerEntries WHERE OrderId = t.OrderId AND Kind = 14 AND Status = 1), 0) END
        """;

    // A coupon that was not used in time is void, whether or not a job has written that down (L-069).
    private const string All =
        """
        SELECT o.Type, o.Id, o.Id AS OrderId, o.RefId AS Receipt, o.IntegrationId, o.PlacedAt AS At, o.GoodsTotal + o.Shipping AS Total, o.Currency
        FROM Orders o WHERE o.CustomerId = @customer
        UNION ALL
        SELECT 3, e.Id, NULL, e.CouponCode, COALESCE(r.IntegrationId, e.IntegrationId), e.EffectiveAt, NULL, NULL
        FROM LedgerEntries e JOIN Redemptions r ON r.EntryId = e.Id
        WHERE e.CustomerId = @customer AND e.Kind = 7 AND e.Status = 1 AND r.OrderId IS NULL AND NOT (r.State = 1 AND r.ReservedUntil <= @now)
        """;

    private static string Where(TransactionQuery query) =>
        "1 = 1"
        + (query.Type is null ? "" : " AND t.Type = @type")
        + (string.IsNullOrWhiteSpace(query.Text) ? "" : @" AND (t.Id = @id OR t.Receipt LIKE @like ESCAPE '\')");

    private static string Column(TransactionSort sort) => sort switch
    {
        TransactionSort.Date => "t.At",
        TransactionSort.Id => "t.Id",
        TransactionSort.Receipt => "t.Receipt",
        TransactionSort.Store => "Store",
        TransactionSort.Type => "t.Type",
        TransactionSort.Total => "t.Total",
        TransactionSort.Credited => "Credited",
        TransactionSort.Redeemed => "Redeemed",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };
}
