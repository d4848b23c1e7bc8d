using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>The columns by which orders can be sorted.</summary>
public enum OrderSort
{
    /// <summary>By id.</summary>
    Id,

    /// <summary>By reference.</summary>
    RefId,

    /// <summary>By the integration's name.</summary>
    Integration,

    /// <summary>Orders, then credit notes.</summary>
    Type,

    /// <summary>By when it was placed (E-039).</summary>
    PlacedAt,

    /// <summary>By the total (E-039).</summary>
    Total,

    /// <summary>By points for the order.</summary>
    PointsForOrder,

    /// <summary>By points for revenue.</summary>
    PointsForRevenue,

    /// <summary>By points for category.</summary>
    PointsForCategory,

    /// <summary>By item points.</summary>
    ItemPoints,

    /// <summary>By redeemed points.</summary>
    Redeemed,
}

/// <summary>A row of a customer's orders and credit notes (L-043 to L-052). A credit note's points are negative.</summary>
/// <param name="Id">"ID".</param>
/// <param name="RefId">"Ref. ID".</param>
/// <param name="Integration">"Integration".</param>
/// <param name="Type">"Type".</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="Total">"Total Sum".</param>
/// <param name="PointsForOrder">"Points for order".</param>
/// <param name="PointsForRevenue">"Points for revenue".</param>
/// <param name="PointsForCategory">"Points for category".</param>
/// <param name="ItemPoints">"Item points".</param>
/// <param name="Redeemed">"Redeemed Points"; for a credit note, what it gave back of them, negative.</param>
public sealed record OrderRow(
    OrderId Id, string RefId, string Integration, OrderType Type, Instant PlacedAt, Money Total, Points PointsForOrder,
    Points PointsForRevenue, Points PointsForCategory, Points ItemPoints, Points Redeemed);

/// <summary>What the order pop-up shows (L-054).</summary>
/// <param name="Order">The order with both addresses.</param>
/// <param name="Integration">The integration's name.</param>
/// <param name="OriginalRefId">The order that a credit note takes back, where it is known.</param>
/// <param name="Positions">Its lines.</param>
/// <param name="Points">Points earned, or taken back as a negative number.</param>
/// <param name="GivenBack">Points spent on the order that a credit note gave back.</param>
/// <param name="Contributions">Which campaign's extra points which lines brought (S-011).</param>
public sealed record OrderDetails(
    Order Order, string Integration, string? OriginalRefId, IReadOnlyList<OrderPosition> Positions, Points Points, Points GivenBack,
    IReadOnlyList<Contribution> Contributions);

/// <summary>What a part of an order contributed (S-011).</summary>
/// <param name="Kind">What it was earned for.</param>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="Points">How many points.</param>
/// <param name="Lines">The lines that brought them; none where the whole order did.</param>
public sealed record Contribution(EntryKind Kind, string Campaign, Points Points, IReadOnlyList<int> Lines);

/// <summary>There is no such order.</summary>
public sealed record OrderNotFound(OrderId Id) : Refusal;

/// <summary>Reads a customer's orders and credit notes.</summary>
public sealed partial class OrderHistory
{
    private readonly LoyaltyStore _store;

    private readonly ProgrammeBook _programme;

    internal OrderHistory(LoyaltyStore store, ProgrammeBook programme) => (_store, _programme) = (store, programme);

    /// <summary>One page of a customer's orders and credit notes.</summary>
    /// <param name="customer">Whose orders.</param>
    /// <param name="text">Part of a reference, or an id (E-039); null for all.</param>
    /// <param name="sort">The column to sort by.</param>
    /// <param name="descending">The direction.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<OrderRow>>> ListAsync(
        CustomerId customer, string? text, OrderSort sort, bool descending, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<OrderRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var direction = descending ? "DESC" : "ASC";
        var where = string.IsNullOrWhiteSpace(text)
            ? "o.CustomerId = @customer"
            : @"o.CustomerId = @customer AND (o.Id = @id OR o.RefId LIKE @like ESCAPE '\')";
        (string, object?)[] values =
            [("@customer", customer.Value), ("@id", PointsHistory.Number(text)), ("@like", $"%{PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<OrderRow>>>(
            connection =>
            {
                var count = (int)connection.Number($"SELECT COUNT(*) FROM Orders o WHERE {where}", values);
                var rows = connection.Query(
                    $"""
                    SELECT {RowColumns}
                    FROM Orders o JOIN Integrations i ON i.Id = o.IntegrationId
                    WHERE {where}
                    ORDER BY {Column(sort)} {direction}, o.Id {direction}
                    LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    RowOf,
                    values);
                return new Page<OrderRow>(rows, count);
            },
            cancellationToken);
    }

    /// <summary>One order with its addresses and positions (L-053 to L-055).</summary>
    /// <returns>The order; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderNotFound"/>.</returns>
    public Task<Result<OrderDetails>> OpenAsync(OrderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<OrderDetails>>(new NotAllowed(Capability.ReadCustomers));
        }

        return _store.ReadAsync<Result<OrderDetails>>(
            async db =>
            {
                if (await db.Orders.SingleOrDefaultAsync(order => order.Id == id, cancellationToken) is not { } order)
                {
                    return new OrderNotFound(id);
                }

                var points = await db.LedgerEntries
                    .Where(entry => entry.OrderId == id && entry.Status == EntryStatus.Active
                        && (entry.Kind <= EntryKind.Item || entry.Kind == EntryKind.Clawback))
                    .Select(entry => entry.Points)
                    .ToListAsync(cancellationToken);
                return new OrderDetails(
                    order,
                    await db.Integrations.Where(integration => integration.Id == order.IntegrationId)
                        .Select(integration => integration.Name).SingleAsync(cancellationToken),
                    await db.Orders.Where(original => original.Id == order.OriginalOrderId)
                        .Select(original => original.RefId).SingleOrDefaultAsync(cancellationToken),
                    await db.OrderPositions.Where(position => position.OrderId == id).OrderBy(position => position.Line).ToListAsync(cancellationToken),
                    points.Aggregate(Points.Zero, (sum, part) => sum + part),
                    (await db.LedgerEntries.Where(entry => entry.OrderId == id && entry.Kind == EntryKind.Restored).Select(entry => entry.Points)
                        .ToListAsync(cancellationToken)).Aggregate(Points.Zero, (sum, part) => sum + part),
                    await ContributionsAsync(db, id, cancellationToken));
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<Contribution>> ContributionsAsync(LoyaltyDb db, OrderId id, CancellationToken cancellationToken)
    {
        var earned = await db.LedgerEntries
            .Where(entry => entry.OrderId == id && entry.Status == EntryStatus.Active && entry.Kind <= EntryKind.Item)
            .OrderBy(entry => entry.Id)
            .Select(entry => new { entry.Id, entry.Kind, entry.Points, Campaign = db.Campaigns.First(campaign => campaign.Id == entry.CampaignId).Name })
            .ToListAsync(cancellationToken);
        var entries = earned.Select(entry => entry.Id).ToList();
        var lines = (await db.PositionEarnings.Where(earning => entries.Contains(earning.EntryId)).ToListAsync(cancellationToken))
            .ToLookup(earning => earning.EntryId, earning => earning.Line);
        return [.. earned.Select(entry => new Contribution(entry.Kind, entry.Campaign, entry.Points, [.. lines[entry.Id].Order()]))];
    }

    private static readonly string RowColumns =
        $"""
        o.Id, o.RefId, i.Name, o.Type, o.PlacedAt, o.GoodsTotal + o.Shipping AS Total, o.Currency,
        {PointsOf(EntryKind.OrderBase)} AS P1, {PointsOf(EntryKind.Revenue)} AS P2,
        {PointsOf(EntryKind.Category)} AS P3, {PointsOf(EntryKind.Item)} AS P4,
        -COALESCE((SELECT SUM(e.Points) FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId WHERE r.OrderId = o.Id AND e.Status = 1), 0)
            - COALESCE((SELECT SUM(e.Points) FROM LedgerEntries e WHERE e.OrderId = o.Id AND e.Kind = 14), 0) AS P5
        """;

    private static OrderRow RowOf(StoredRow row) => new(
        new OrderId(row.GetInt64(0)), row.GetString(1), row.GetString(2), (OrderType)row.GetInt32(3),
        Instant.FromUnixTimeMilliseconds(row.GetInt64(4)), new Money(row.GetInt64(5), row.GetString(6)),
        new Points(row.GetInt64(7)), new Points(row.GetInt64(8)), new Points(row.GetInt64(9)),
        new Points(row.GetInt64(10)), new Points(row.GetInt64(11)));

    // What the order earned by this source, or what the credit note took back of it.
    private static string PointsOf(EntryKind kind) =>
        $"COALESCE((SELECT SUM(e.Points) FROM LedgerEntries e WHERE e.OrderId = o.Id AND e.Status = 1 AND (e.Kind = {(int)kind} OR (e.Kind = 9 AND e.TakesBack = {(int)kind}))), 0)";

    private static string Column(OrderSort sort) => sort switch
    {
        OrderSort.Id => "o.Id",
        OrderSort.RefId => "o.RefId",
        OrderSort.Integration => "i.Name",
        OrderSort.Type => "o.Type",
        OrderSort.PlacedAt => "o.PlacedAt",
        OrderSort.Total => "Total",
        OrderSort.PointsForOrder => "P1",
        OrderSort.PointsForRevenue => "P2",
        OrderSort.PointsForCategory => "P3",
        OrderSort.ItemPoints => "P4",
        OrderSort.Redeemed => "P5",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };
}
