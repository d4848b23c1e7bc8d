using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A staged order, as the rehearsal and the commit read it.</summary>
internal sealed record ImportedOrder(
    int Number, string OrderRef, OrderType Type, string? OriginalOrderRef, string CustomerKey, string? Email, string? Phone, string? Name,
    Instant PlacedAt, string Currency, long GoodsTotal, long Hash, CustomerId? Matched)
{
    public const string Columns =
        "Number, OrderRef, Type, OriginalOrderRef, CustomerKey, Email, Phone, Name, PlacedAt, Currency, GoodsTotal, Hash, CustomerId";

    public string? CustomerRef => CustomerKey.StartsWith("r:", StringComparison.Ordinal) ? CustomerKey[2..] : null;

    public static ImportedOrder Of(StoredRow row) => new(
        row.GetInt32(0), row.GetString(1), (OrderType)row.GetInt32(2), row.TextOrNull(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6),
        row.TextOrNull(7), Instant.FromUnixTimeMilliseconds(row.GetInt64(8)), row.GetString(9), row.GetInt64(10), row.GetInt64(11),
        row.LongOrNull(12) is { } matched ? new CustomerId(matched) : null);

    /// <summary>The rows of a staged order, as its lines.</summary>
    public static List<OrderPosition> PositionsOf(Reads reads, ImportId import, long number) => reads.Query(
        """
        SELECT ROW_NUMBER() OVER (ORDER BY Line), Sku, ItemName, Category, Quantity, UnitPrice
        FROM ImportRows WHERE ImportId = @0 AND Document = @1
        """,
        row => new OrderPosition
        {
            Line = row.GetInt32(0),
            Sku = row.TextOrNull(1),
            Name = row.TextOrNull(2),
            Category = row.TextOrNull(3),
            Quantity = row.LongOrNull(4) ?? 0,
            UnitPrice = row.LongOrNull(5) ?? 0,
        },
        import.Value, number);

    public long FingerprintFor(CustomerId customer) =>
        OrderPosting.Fingerprint(Type, PlacedAt, Currency, GoodsTotal, customer.ToString(), Type is OrderType.Order ? Hash : 0);

    public Order AsOrder(Import import, CustomerId customer, OrderId? original, Instant now) => new()
    {
        CustomerId = customer,
        IntegrationId = import.IntegrationId,
        RefId = OrderRef,
        Type = Type,
        OriginalOrderId = original,
        PlacedAt = PlacedAt,
        Currency = Currency,
        GoodsTotal = GoodsTotal,
        ImportId = import.Id,
        CreatedAt = now,
        Fingerprint = FingerprintFor(customer),
    };
}

/// <summary>Whom a staged order belongs to: by reference, else by e-mail, else by phone; several are an error (rule 5.10.1).</summary>
internal sealed record CustomerMatch(CustomerId? Id, bool Earns, ImportProblem? Problem)
{
    // Who has left the programme collects as little as who is inactive (S-009).
    private const string CollectsAs = "CASE WHEN Status = 1 AND LeftAt IS NOT NULL THEN 2 ELSE Status END";

    public static CustomerMatch Find(DbConnection connection, IntegrationId integration, ImportedOrder order)
    {
        var sought = order.CustomerKey[2..];
        var found = order.CustomerKey[0] switch
        {
            'r' => connection.Query(
                $"SELECT Id, {CollectsAs} FROM Customers WHERE IntegrationId = @0 AND RefId = @1", StatusOf, ("@0", integration.Value), ("@1", sought)),
            'e' => connection.Query($"SELECT Id, {CollectsAs} FROM Customers WHERE EmailKey = @0 AND Status <> 3 LIMIT 3", StatusOf, ("@0", sought)),
            _ => connection.Query($"SELECT Id, {CollectsAs} FROM Customers WHERE PhoneDigits = @0 AND Status <> 3 LIMIT 3", StatusOf, ("@0", sought)),
        };
        return found switch
        {
            [] => new CustomerMatch(null, true, null),
            [var (_, status)] when status == CustomerStatus.Deleted =>
                new CustomerMatch(null, false, new ImportProblem(ImportReason.CustomerDeleted, null, sought)),
            [var (id, status)] => new CustomerMatch(id, status == CustomerStatus.Active, null),
            _ => new CustomerMatch(null, false, new ImportProblem(
                ImportReason.AmbiguousCustomer, null, $"{sought}: {string.Join(", ", found.Select(match => match.Id))}")),
        };
    }

    private static (CustomerId Id, CustomerStatus Status) StatusOf(StoredRow row) =>
        (new CustomerId(row.GetInt64(0)), (CustomerStatus)row.GetInt32(1));
}

/// <summary>Whether a staged order is recorded already: the same is skipped, another of that reference rejected (contracts).</summary>
internal sealed record OrderMatch(ImportState State, ImportProblem Problem)
{
    public static OrderMatch? Find(DbConnection connection, IntegrationId integration, ImportedOrder order, CustomerId? customer)
    {
        var known = connection.Query(
            "SELECT Fingerprint FROM Orders WHERE IntegrationId = @0 AND RefId = @1 AND Type = @2",
            row => row.GetInt64(0), ("@0", integration.Value), ("@1", order.OrderRef), ("@2", (int)order.Type));
        return known switch
        {
            [] => null,
            [var fingerprint] when customer is { } id && fingerprint == order.FingerprintFor(id) =>
                new OrderMatch(ImportState.Skipped, new ImportProblem(ImportReason.AlreadyRecorded, null, order.OrderRef)),
            _ => new OrderMatch(ImportState.Rejected, new ImportProblem(ImportReason.OrderDiffers, null, order.OrderRef)),
        };
    }

    /// <summary>The recorded order that a credit note takes back; null where this customer has none of that reference.</summary>
    public static Order? Original(DbConnection connection, IntegrationId integration, string reference, CustomerId customer) =>
        connection.Query(
            "SELECT Id, GoodsTotal, Currency, PlacedAt FROM Orders WHERE IntegrationId = @0 AND RefId = @1 AND Type = 1 AND CustomerId = @2",
            row => new Order
            {
                Id = new OrderId(row.GetInt64(0)),
                RefId = reference,
                Type = OrderType.Order,
                GoodsTotal = row.GetInt64(1),
                Currency = row.GetString(2),
                PlacedAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(3)),
                CustomerId = customer,
                IntegrationId = integration,
            },
            ("@0", integration.Value), ("@1", reference), ("@2", customer.Value)).SingleOrDefault();
}
