using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>Which rows an export has, read from the one line that says so, whatever its kind.</summary>
internal sealed record ExportFilter(CustomerFilter Customers, OrderListFilter Orders, AuditFilter Audit, DayRange Days, IReadOnlyList<string> Unread)
{
    private static readonly ExportFilter _all = new(new CustomerFilter(), new OrderListFilter(), new AuditFilter(), default, []);

    /// <summary>The one model whose segments are wanted; null for all.</summary>
    public SegmentModelId? Model { get; init; }

    public static ExportFilter Read(ExportKind kind, string text)
    {
        if (kind is ExportKind.Customers)
        {
            var customers = CustomerFilterText.Read(text, out var unread);
            return _all with { Customers = customers, Unread = unread };
        }

        var query = new QueryText(text);
        var filter = kind switch
        {
            ExportKind.Orders => _all with { Orders = Order(query) },
            ExportKind.Audit => _all with { Audit = Trail(query) },
            ExportKind.Segments => _all with { Model = query.Take("model", Number) is { } model ? new SegmentModelId(model) : null },
            ExportKind.Transactions or ExportKind.Ledger => _all with { Days = DayRange.Read(query) },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return filter with { Unread = query.Left };
    }

    public static ExportFilter Of(Export export) => Read(export.Kind, QueryText.OfLines(export.Filter ?? ""));

    // The names are those of the lists' own addresses.
    private static OrderListFilter Order(QueryText query)
    {
        var text = query.Take("q", Text);
        var type = query.Take("kind", word => Enum.TryParse<OrderType>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : (OrderType?)null);
        var integration = query.Take("integration", Number);
        var days = DayRange.Read(query);
        return new OrderListFilter(text, type, integration is { } id ? new IntegrationId(id) : null, days.From, days.To);
    }

    private static AuditFilter Trail(QueryText query)
    {
        var (text, person, deed, customer) = (query.Take("q", Text), query.Take("person", Text), query.Take("deed", Text), query.Take("customer", Number));
        var days = DayRange.Read(query);
        return new AuditFilter(text, person, deed, customer is { } id ? new CustomerId(id) : null, days.From, days.To);
    }

    private static string? Text(string value) => value.Trim() is { Length: > 0 } text ? text : null;

    private static long? Number(string text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
