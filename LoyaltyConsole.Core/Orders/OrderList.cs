using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>The columns by which all orders can be sorted; each has an index.</summary>
public enum OrderListSort
{
    /// <summary>By when it was placed.</summary>
    PlacedAt,

    /// <summary>By id.</summary>
    Id,

    /// <summary>By reference.</summary>
    RefId,
}

/// <summary>Which of all orders and credit notes are shown. The conditions combine.</summary>
/// <param name="Text">The beginning of a reference, an id, or a customer's name, e-mail, phone number or reference.</param>
/// <param name="Type">Orders or credit notes only.</param>
/// <param name="Integration">Those of one integration.</param>
/// <param name="From">Placed on this day or later, in the programme's zone.</param>
/// <param name="To">Placed on this day or earlier, in the programme's zone.</param>
public sealed record OrderListFilter(
    string? Text = null, OrderType? Type = null, IntegrationId? Integration = null, LocalDate? From = null, LocalDate? To = null)
{
    /// <summary>Whether everything is shown.</summary>
    public bool IsEmpty => this == new OrderListFilter();
}

/// <summary>A row of all orders.</summary>
/// <param name="Order">The order or credit note.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="CustomerName">What they are called, if known.</param>
/// <param name="IsDeleted">Whether the customer is deleted, and cannot be opened (L-100).</param>
public sealed record OrderListRow(OrderRow Order, CustomerId Customer, string? CustomerName, bool IsDeleted);

public sealed partial class OrderHistory
{
    private const int CountedExactly = 10_000;

    /// <summary>One page of all orders and credit notes of all customers (L-004). More than 10,000 matches are not counted.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<Page<OrderListRow>>> ListAllAsync(
        OrderListFilter filter, OrderListSort sort, bool descending, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var page = window.Bounded();
        var values = new List<(string, object?)>();
        var where = Where(filter, settings.Time, Add);
        var (column, direction) = (sort switch
        {
            OrderListSort.PlacedAt => "o.PlacedAt",
            OrderListSort.Id => "o.Id",
            OrderListSort.RefId => "o.RefId",
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        }, descending ? "DESC" : "ASC");
        return await _store.ReadAsync<Result<Page<OrderListRow>>>(
            connection =>
            {
                var parameters = values.ToArray();
                var count = (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM Orders o WHERE {where} LIMIT {CountedExactly + 1}) counted", parameters);
                var rows = connection.Query(
                    $"""
                    SELECT {RowColumns}, o.CustomerId, c.Name, c.Status
                    FROM (SELECT o.Id FROM Orders o WHERE {where} ORDER BY {column} {direction}, o.Id {direction} LIMIT {page.Take} OFFSET {page.Skip}) shown
                    JOIN Orders o ON o.Id = shown.Id JOIN Integrations i ON i.Id = o.IntegrationId JOIN Customers c ON c.Id = o.CustomerId
                    ORDER BY {column} {direction}, o.Id {direction}
                    """,
                    row => new OrderListRow(
                        RowOf(row), new CustomerId(row.GetInt64(12)), row.TextOrNull(13), (CustomerStatus)row.GetInt32(14) == CustomerStatus.Deleted),
                    parameters);
                return new Page<OrderListRow>(rows, Math.Min(count, CountedExactly), count > CountedExactly);
            },
            cancellationToken);

        string Add(object value)
        {
            values.Add(($"@v{values.Count}", value));
            return values[^1].Item1;
        }
    }

    internal static string Where(OrderListFilter filter, ProgrammeTime time, Func<object, string> add)
    {
        var conditions = new List<string> { "1 = 1" };
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var sought = text.Length > 200 ? text[..200] : text;
            var ways = new List<string> { $"SELECT Id FROM Orders WHERE RefId >= {add(sought)} AND RefId < {add(sought + "\U0010FFFF")}" };
            if (PointsHistory.Number(sought) is { } id)
            {
                ways.Add($"SELECT {add(id)}");
            }

            // Not by their receipts: whoever types an order's reference wants that order, not all of its customer.
            ways.Add($"SELECT Id FROM Orders WHERE CustomerId IN (SELECT found.Id FROM ({new TypedText(sought).IdsByPerson(add)}) found LIMIT 1000)");
            conditions.Add($"o.Id IN ({string.Join(" UNION ALL ", ways)})");
        }

        if (filter.Type is { } type)
        {
            conditions.Add($"o.Type = {add((int)type)}");
        }

        if (filter.Integration is { } integration)
        {
            conditions.Add($"o.IntegrationId = {add(integration.Value)}");
        }

        if (filter.From is { } from)
        {
            conditions.Add($"o.PlacedAt >= {add(time.StartOf(from).ToUnixTimeMilliseconds())}");
        }

        if (filter.To is { } to)
        {
            conditions.Add($"o.PlacedAt < {add(time.EndOf(to).ToUnixTimeMilliseconds())}");
        }

        return string.Join(" AND ", conditions);
    }
}
