using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>Orders and credit notes, a row each, by the names under which they are imported.</summary>
internal static class OrderSheet
{
    private static readonly string[] _names =
    [
        OrderFields.OrderRef, OrderFields.Type, OrderFields.PlacedAt, OrderFields.Total, OrderFields.Currency, OrderFields.OriginalOrderRef,
        OrderFields.CustomerRef, OrderFields.Name, OrderFields.Email, OrderFields.Phone, "order_id", "internal_customer_id", "integration",
        "shipping", "total_with_shipping", "points_credited", "points_redeemed", "billing_name", "billing_company", "billing_street",
        "billing_postal_code", "billing_city", "billing_country", "terminal_id", "recorded_at",
    ];

    public static void Write(Sheet sheet, OrderListFilter filter)
    {
        sheet.Header(_names);
        var values = new List<(string Name, object? Value)>();
        var where = OrderHistory.Where(filter, sheet.Settings.Time, value =>
        {
            values.Add(($"@v{values.Count}", value));
            return values[^1].Name;
        });
        values.Add(("@at", sheet.IsPast ? sheet.At.ToUnixTimeMilliseconds() : long.MaxValue));
        var csv = sheet.Csv;
        sheet.Connection.Each(
            $"""
            SELECT o.RefId, o.Type, o.PlacedAt, o.GoodsTotal, o.Currency, g.RefId, c.RefId, c.Name, c.Email, c.Phone, o.Id, o.CustomerId, i.Name,
                o.Shipping, {Credited}, {Redeemed}, o.Billing_Name, o.Billing_Company, o.Billing_Street, o.Billing_PostalCode, o.Billing_City,
                o.Billing_Country, o.TerminalId, o.CreatedAt
            FROM Orders o JOIN Customers c ON c.Id = o.CustomerId JOIN Integrations i ON i.Id = o.IntegrationId LEFT JOIN Orders g ON g.Id = o.OriginalOrderId
            WHERE {where} AND +o.PlacedAt <= @at ORDER BY o.Id
            """,
            row =>
            {
                var (goods, shipping) = (row.GetInt64(3) / 10_000m, row.GetInt64(13) / 10_000m);
                csv.Text(row.GetString(0));
                csv.Text(FileWords<OrderType>.Of(row.GetInt64(1)));
                csv.Moment(row.LongOrNull(2).ToInstant());
                csv.Number(goods);
                csv.Text(row.GetString(4));
                csv.Text(row.TextOrNull(5));
                csv.Text(row.TextOrNull(6));
                csv.Text(row.TextOrNull(7));
                csv.Text(row.TextOrNull(8));
                csv.Text(row.TextOrNull(9));
                csv.Number(row.GetInt64(10));
                csv.Number(row.GetInt64(11));
                csv.Text(row.GetString(12));
                csv.Number(shipping);
                csv.Number(goods + shipping);
                csv.Amount(new Points(row.GetInt64(14)));
                csv.Amount(new Points(row.GetInt64(15)));
                for (var column = 16; column <= 22; column++)
                {
                    csv.Text(row.TextOrNull(column));
                }

                csv.Moment(row.LongOrNull(23).ToInstant());
                sheet.EndRow();
            },
            [.. values]);
    }

    // As "Customer Transactions" reckons them, but as of an instant.
    private const string Credited =
        $"COALESCE((SELECT SUM(Points) FROM LedgerEntries WHERE OrderId = o.Id AND Status = 1 AND {LedgerSql.IsCollected} AND EffectiveAt <= @at), 0)";

    private const string Redeemed =
        """
        COALESCE((SELECT SUM(-e.Points - COALESCE((SELECT SUM(v.Points) FROM LedgerEntries v
                WHERE v.CorrectsId = e.Id AND v.Kind = 15 AND v.Status = 1 AND v.EffectiveAt <= @at), 0))
            FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId
            WHERE r.CustomerId = o.CustomerId AND r.OrderId = o.Id AND e.Status = 1 AND e.EffectiveAt <= @at), 0)
        - COALESCE((SELECT SUM(Points) FROM LedgerEntries WHERE OrderId = o.Id AND Kind = 14 AND Status = 1 AND EffectiveAt <= @at), 0)
        """;
}
