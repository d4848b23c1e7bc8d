using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The columns by which points statements can be sorted.</summary>
public enum StatementSort
{
    /// <summary>By "Created Date".</summary>
    Created,

    /// <summary>By "Store ID".</summary>
    Store,

    /// <summary>By "Store Terminal Id".</summary>
    Terminal,

    /// <summary>By "Transaction ID".</summary>
    Transaction,

    /// <summary>By "Expiry Date".</summary>
    Expiry,

    /// <summary>By "Points".</summary>
    Points,

    /// <summary>By "Points left".</summary>
    Left,

    /// <summary>By "Type".</summary>
    Type,
}

/// <summary>Which points statements are shown.</summary>
/// <param name="Type">Only this kind; null for all.</param>
/// <param name="Text">Part of a receipt id or coupon code, or a transaction id; null for all.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record StatementQuery(
    EntryKind? Type = null, string? Text = null, StatementSort Sort = StatementSort.Created, bool Descending = true);

/// <summary>A row of "Points Statements" (R-023): a movement of points that counts.</summary>
/// <param name="Id">The movement.</param>
/// <param name="CreatedAt">"Created Date".</param>
/// <param name="Store">"Store ID": the integration it came through.</param>
/// <param name="Terminal">"Store Terminal Id", where the shop named one.</param>
/// <param name="Transaction">"Transaction ID": of the order or credit note, else of the movement itself.</param>
/// <param name="OrderId">The order or credit note; null where there is none.</param>
/// <param name="ExpiryDate">"Expiry Date": the exclusive end of a credit's validity.</param>
/// <param name="Points">"Points": signed, a deduction is negative.</param>
/// <param name="Left">"Points left" of a credit; null for a deduction.</param>
/// <param name="Type">"Type".</param>
/// <param name="IsDebt">Whether the deduction went beyond the balance.</param>
public sealed record StatementRow(
    LedgerEntryId Id, Instant CreatedAt, string? Store, string? Terminal, long Transaction, OrderId? OrderId, Instant? ExpiryDate,
    Points Points, Points? Left, EntryKind Type, bool IsDebt);

/// <summary>Reads the points statements of a customer (R-023).</summary>
public sealed class PointsStatements
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal PointsStatements(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>One page of the statements; what was discarded or is void is none of them (L-068, L-069).</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<StatementRow>>> ListAsync(
        CustomerId customer, StatementQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<StatementRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var direction = query.Descending ? "DESC" : "ASC";
        var where = Where(query);
        (string, object?)[] values =
        [
            ("@customer", customer.Value), ("@now", _clock.GetCurrentInstant().ToUnixTimeMilliseconds()), ("@kind", (int?)query.Type),
            ("@id", PointsHistory.Number(query.Text)), ("@like", $"%{PointsHistory.Escaped(query.Text)}%"),
        ];
        return _store.ReadAsync<Result<Page<StatementRow>>>(
            connection =>
            {
                var count = (int)connection.Number($"SELECT COUNT(*) FROM {From} WHERE {where}", values);
                var rows = connection.Query(
                    $"""
                    SELECT e.Id, e.CreatedAt, i.Name, o.TerminalId, COALESCE(e.OrderId, e.Id) AS Number, e.OrderId, l.ValidUntil, e.Points,
                        {Left} AS PointsLeft, e.Kind, e.IsDebt
                    FROM {From} WHERE {where}
                    ORDER BY {Column(query.Sort)} {direction}, e.Id {direction} LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new StatementRow(
                        new LedgerEntryId(row.GetInt64(0)), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), row.TextOrNull(2), row.TextOrNull(3),
                        row.GetInt64(4), row.LongOrNull(5) is { } order ? new OrderId(order) : null, row.LongOrNull(6).ToInstant(),
                        new Points(row.GetInt64(7)), row.LongOrNull(8) is { } left ? new Points(left) : null,
                        (EntryKind)row.GetInt32(9), row.GetBoolean(10)),
                    values);
                return new Page<StatementRow>(rows, count);
            },
            cancellationToken);
    }

    private const string From =
        "LedgerEntries e LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id LEFT JOIN Integrations i ON i.Id = e.IntegrationId"
        + " LEFT JOIN Orders o ON o.Id = e.OrderId LEFT JOIN Redemptions r ON r.EntryId = e.Id";

    // A coupon that was not used in time is void, whether or not a job has written that down (L-069).
    private const string Void = "(r.State = 1 AND r.ReservedUntil <= @now)";

    // What a void coupon took is there again; what has run out is not.
    private const string Left =
        """
        CASE WHEN l.ValidUntil <= @now THEN 0 ELSE l.Remaining + COALESCE((
            SELECT SUM(a.Points) FROM Allocations a JOIN Redemptions r ON r.EntryId = a.DebitId
            WHERE a.LotId = l.EntryId AND r.State = 1 AND r.ReservedUntil <= @now), 0) END
        """;

    private static string Where(StatementQuery query) =>
        $"e.CustomerId = @customer AND e.Status = 1 AND {Void} IS NOT TRUE"
        + (query.Type is null ? "" : " AND e.Kind = @kind")
        + (string.IsNullOrWhiteSpace(query.Text)
            ? ""
            : @" AND (COALESCE(e.OrderId, e.Id) = @id OR o.RefId LIKE @like ESCAPE '\' OR e.CouponCode LIKE @like ESCAPE '\')");

    private static string Column(StatementSort sort) => sort switch
    {
        StatementSort.Created => "e.CreatedAt",
        StatementSort.Store => "i.Name",
        StatementSort.Terminal => "o.TerminalId",
        StatementSort.Transaction => "Number",
        StatementSort.Expiry => "l.ValidUntil",
        StatementSort.Points => "e.Points",
        StatementSort.Left => "PointsLeft",
        StatementSort.Type => "e.Kind",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };
}
