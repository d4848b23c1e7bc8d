using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>
/// Finds what two accounts were both given though one customer is given it once (rule 5.7). Nothing is dropped by itself:
/// a person decides on each.
/// </summary>
internal static class MergeDoubles
{
    // What the customer's own credits still hold: neither taken back, nor run out, nor reversed.
    private const string Held = "l.Amount - l.TakenBack - l.Expired";

    private const string Credits =
        $"""
        SELECT e.Id, e.Kind, e.CampaignId, e.OrderId, e.EffectiveAt, {Held}, c.Name
        FROM LedgerEntries e JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id LEFT JOIN Campaigns c ON c.Id = e.CampaignId
        WHERE e.CustomerId = @0 AND e.Status = 1
        """;

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<MergeDouble> Find(Reads reads, ProgrammeTime time, CustomerId main, CustomerId integrated)
    {
        var sides = new[] { main, integrated }.Select(customer => reads.Query(
            $"{Credits} AND e.Kind IN (10, 11, 12, 13) AND (e.Kind = 10 OR e.CampaignId IS NOT NULL) ORDER BY e.Id",
            row => new Credit(
                new LedgerEntryId(row.GetInt64(0)), (EntryKind)row.GetInt32(1), row.LongOrNull(2),
                time.Today(Instant.FromUnixTimeMilliseconds(row.GetInt64(4))).Year, new Points(row.GetInt64(5)), row.TextOrNull(6)),
            customer.Value)).ToList();
        var once = sides[0].Select(Occasion).ToHashSet();
        return
        [
            .. sides[1].Where(credit => credit.Held > Points.Zero && once.Contains(Occasion(credit))).Select(credit => new MergeDouble(
                new MergeDoubleId(KindOf(credit), credit.Id.Value), credit.Campaign, [credit.Id], credit.Held,
                IsProposed: credit.Kind is EntryKind.Enrolment or EntryKind.Birthday)),
            .. Orders(reads, main, integrated),
        ];
    }

    // One integration never sends an order twice; two of them that serve the same shop may.
    private static IEnumerable<MergeDouble> Orders(Reads reads, CustomerId main, CustomerId integrated) => reads.Query(
        """
        SELECT o.Id, o.RefId FROM Orders o WHERE o.CustomerId = @1 AND o.Type = @2 AND EXISTS (
            SELECT 1 FROM Orders m WHERE m.RefId = o.RefId AND m.CustomerId = @0 AND m.Type = o.Type AND m.Currency = o.Currency
                AND m.GoodsTotal = o.GoodsTotal AND m.Shipping = o.Shipping)
        ORDER BY o.Id
        """,
        row => (Id: new OrderId(row.GetInt64(0)), RefId: row.GetString(1)),
        main.Value, integrated.Value, (int)OrderType.Order).Select(order =>
        {
            var credits = reads.Query(
                $"{Credits} AND e.OrderId = @1 AND e.Kind IN (1, 2, 3, 4) AND {Held} > 0 ORDER BY e.Id",
                row => (Id: new LedgerEntryId(row.GetInt64(0)), Held: new Points(row.GetInt64(5))),
                integrated.Value, order.Id.Value);
            return new MergeDouble(
                new MergeDoubleId(MergeDoubleKind.Order, order.Id.Value), order.RefId, [.. credits.Select(credit => credit.Id)],
                credits.Aggregate(Points.Zero, (sum, credit) => sum + credit.Held), IsProposed: true);
        });

    // Two enrolment campaigns welcome the same person; a birthday is paid once a year; other campaigns once each.
    private static (EntryKind Kind, long? Which) Occasion(Credit credit) => credit.Kind switch
    {
        EntryKind.Enrolment => (credit.Kind, null),
        EntryKind.Birthday => (credit.Kind, credit.Year),
        _ => (credit.Kind, credit.CampaignId),
    };

    private static MergeDoubleKind KindOf(Credit credit) => credit.Kind switch
    {
        EntryKind.Enrolment => MergeDoubleKind.Enrolment,
        EntryKind.Birthday => MergeDoubleKind.Birthday,
        _ => MergeDoubleKind.Campaign,
    };

    private readonly record struct Credit(LedgerEntryId Id, EntryKind Kind, long? CampaignId, int Year, Points Held, string? Campaign);
}
