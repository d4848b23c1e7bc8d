using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>Every movement of points of everybody, in the order in which they were booked (E-015, T24).</summary>
internal static class LedgerSheet
{
    private static readonly string[] _names =
    [
        "entry_id", "customer_id", "original_customer_id", "kind", "points", "available", "locked_until", "valid_until", "status", "is_debt",
        "corrects_id", "takes_back", "campaign_id", "integration", "order_id", "coupon_code", "effective_at", "created_at", "actor", "reason",
        "internal_reason", "customer_text", "import_id",
    ];

    private static readonly string[] _personalNames = ["customer_ref", "customer_name", "email", "phone", "campaign", "order_ref"];

    public static void Write(Sheet sheet, DayRange days, bool withPerson)
    {
        sheet.Header(withPerson ? [.. _names, .. _personalNames] : _names);
        var integrations = Names(sheet, "Integrations");
        var campaigns = Names(sheet, "Campaigns");
        var until = Math.Min(
            days.End(sheet.Settings)?.ToUnixTimeMilliseconds() ?? long.MaxValue, sheet.IsPast ? sheet.At.ToUnixTimeMilliseconds() + 1 : long.MaxValue);
        sheet.Connection.Each(
            Sql(sheet, withPerson),
            row =>
            {
                Write(sheet.Csv, row, integrations);
                if (withPerson)
                {
                    sheet.Csv.Text(row.TextOrNull(23));
                    sheet.Csv.Text(row.TextOrNull(24));
                    sheet.Csv.Text(row.TextOrNull(25));
                    sheet.Csv.Text(row.TextOrNull(26));
                    sheet.Csv.Text(row.LongOrNull(12) is { } campaign ? campaigns[campaign] : null);
                    sheet.Csv.Text(row.TextOrNull(27));
                }

                sheet.EndRow();
            },
            ("@at", sheet.At.ToUnixTimeMilliseconds()), ("@from", days.Start(sheet.Settings)?.ToUnixTimeMilliseconds() ?? long.MinValue), ("@until", until));
    }

    private static void Write(CsvText csv, StoredRow row, Dictionary<long, string> integrations)
    {
        csv.Number(row.GetInt64(0));
        csv.Number(row.GetInt64(1));
        csv.Number(row.GetInt64(2));
        csv.Text(FileWords<EntryKind>.Of(row.GetInt64(3)));
        csv.Amount(new Points(row.GetInt64(4)));
        csv.Amount(row.LongOrNull(5) is { } available ? new Points(available) : null);
        csv.Moment(row.LongOrNull(6).ToInstant());
        csv.Moment(row.LongOrNull(7).ToInstant());
        csv.Text(FileWords<EntryStatus>.Of(row.GetInt64(8)));
        csv.YesOrNo(row.GetBoolean(9));
        csv.Number(row.LongOrNull(10));
        csv.Text(FileWords<EntryKind>.Of(row.LongOrNull(11)));
        csv.Number(row.LongOrNull(12));
        csv.Text(row.LongOrNull(13) is { } integration ? integrations[integration] : null);
        csv.Number(row.LongOrNull(14));
        csv.Text(row.TextOrNull(15));
        csv.Moment(row.LongOrNull(16).ToInstant());
        csv.Moment(row.LongOrNull(17).ToInstant());
        csv.Text(row.GetString(18));
        csv.Text(FileWords<ReasonKind>.Of(row.LongOrNull(19)));
        csv.Text(row.TextOrNull(20));
        csv.Text(row.TextOrNull(21));
        csv.Number(row.LongOrNull(22));
    }

    // By id, so that rows come as they lie, without sorting; the plus keeps the planner from a detour over an index.
    private static string Sql(Sheet sheet, bool withPerson)
    {
        // As of an earlier instant, from what was taken from the lot until then.
        var left = sheet.IsPast
            ? """
              l.Amount - COALESCE((SELECT SUM(a.Points) FROM Allocations a JOIN LedgerEntries d ON d.Id = a.DebitId
                  WHERE a.LotId = l.EntryId AND a.EffectiveAt <= @at AND d.Status = 1), 0)
              """
            : "l.Remaining";
        return $"""
            SELECT e.Id, e.CustomerId, e.OriginalCustomerId, e.Kind, e.Points, CASE WHEN l.ValidUntil <= @at THEN 0 ELSE {left} END,
                l.LockedUntil, l.ValidUntil, e.Status, e.IsDebt, e.CorrectsId, e.TakesBack, e.CampaignId, e.IntegrationId, e.OrderId, e.CouponCode,
                e.EffectiveAt, e.CreatedAt, e.Actor, e.Reason, e.InternalReason, e.CustomerText, e.ImportId{(withPerson ? ", c.RefId, c.Name, c.Email, c.Phone, o.RefId" : "")}
            FROM LedgerEntries e LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
            {(withPerson ? "JOIN Customers c ON c.Id = e.CustomerId LEFT JOIN Orders o ON o.Id = e.OrderId" : "")}
            WHERE +e.EffectiveAt >= @from AND +e.EffectiveAt < @until ORDER BY e.Id
            """;
    }

    private static Dictionary<long, string> Names(Sheet sheet, string table) =>
        sheet.Connection.Query($"SELECT Id, Name FROM {table}", row => (Id: row.GetInt64(0), Name: row.GetString(1))).ToDictionary(named => named.Id, named => named.Name);
}
