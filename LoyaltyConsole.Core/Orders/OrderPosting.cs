using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>
/// What orders earn and credit notes take back, on an account in memory, and how both are written: for a shop's
/// call and for an import alike.
/// </summary>
internal sealed class OrderPosting(ProgrammeSettings settings, IReadOnlyList<Campaign> campaigns)
{
    private static readonly EntryKind[] Earnings = [EntryKind.OrderBase, EntryKind.Revenue, EntryKind.Category, EntryKind.Item];

    /// <summary>Whether what an order placed at the instant earns depends on its positions.</summary>
    public bool NeedsPositions(Instant placedAt) => InForce(placedAt).Any(campaign => campaign.Kind is CampaignKind.Category or CampaignKind.Item);

    /// <summary>Credits what the campaigns in force at its date pay, one entry a campaign (rule 5.1.9).</summary>
    /// <param name="account">The account.</param>
    /// <param name="order">The order.</param>
    /// <param name="positions">Its lines, where <see cref="NeedsPositions"/>.</param>
    /// <param name="actor">Who books it.</param>
    /// <param name="now">When it is booked.</param>
    public Points Earn(PointsAccount account, Order order, IReadOnlyList<OrderPosition> positions, string actor, Instant now)
    {
        account.AdvanceTo(order.ActsAt, now);
        var earned = Points.Zero;
        foreach (var campaign in InForce(order.PlacedAt))
        {
            var lines = positions.Where(position => PaysFor(campaign, position)).ToList();
            var points = Points.Rounded(Earning(campaign, order, lines), settings.Decimals);
            if (points <= Points.Zero)
            {
                continue;
            }

            var entry = new LedgerEntry
            {
                CustomerId = account.CustomerId,
                OriginalCustomerId = account.CustomerId,
                Kind = Kind(campaign.Kind),
                Points = points,
                CampaignId = campaign.Id,
                IntegrationId = order.IntegrationId,
                OrderId = order.Id,
                Lines = [.. lines.Select(line => line.Line)],
                EffectiveAt = order.ActsAt,
                CreatedAt = now,
                Actor = actor,
                ImportId = order.ImportId,
            };
            account.Credit(entry, campaign.LockedUntil(order.PlacedAt), settings.ValidUntil(campaign, order.PlacedAt));
            earned += points;
        }

        account.AdvanceTo(now, now);
        return earned;
    }

    /// <summary>Whether the order would earn more than one entry may move.</summary>
    public bool TooMuch(Order order, IReadOnlyList<OrderPosition> positions) => InForce(order.PlacedAt).Any(campaign =>
        Math.Abs(Earning(campaign, order, [.. positions.Where(position => PaysFor(campaign, position))])) >= Points.MostInOneEntry.Value);

    /// <summary>
    /// Takes back the points of a known order: by source, by what was booked, cumulatively, so that many partial
    /// returns equal one whole one (rules 5.4.1 to 5.4.4).
    /// </summary>
    /// <param name="account">The account, with its spent lots.</param>
    /// <param name="note">The credit note.</param>
    /// <param name="original">The order that it takes back.</param>
    /// <param name="returned">What was returned of the order, with this credit note.</param>
    /// <param name="actor">Who books it.</param>
    /// <param name="now">When it is booked.</param>
    public Points TakeBack(PointsAccount account, Order note, Order original, Returned returned, string actor, Instant now)
    {
        account.AdvanceTo(note.ActsAt, now);
        var taken = Points.Zero;
        var orders = account.Lots.Where(lot => lot.OrderId == original.Id).ToList();
        foreach (var source in Earnings)
        {
            // Positions differ from campaign to campaign, so each credit of a category or item is reckoned for itself.
            var credits = orders.Where(lot => lot.Kind == source).ToList();
            IEnumerable<List<Lot>> groups = source is EntryKind.Category or EntryKind.Item ? credits.Select(lot => new List<Lot> { lot }) : [credits];
            foreach (var group in groups)
            {
                var earned = group.Aggregate(Points.Zero, (sum, lot) => sum + lot.Amount);
                var before = group.Aggregate(Points.Zero, (sum, lot) => sum + lot.TakenBack);

                // Base points go back only with the whole order; the other sources pro rata to the goods' value.
                var due = returned.IsWhole(original) ? earned
                    : source == EntryKind.OrderBase ? Points.Zero
                    : returned.DueOf(original, group, earned, settings.Decimals);
                due = Points.Min(due, earned);
                if (due > before)
                {
                    taken += account.TakeBack(
                        group, orders, due - before, note.ActsAt, settings.ReturnsPolicy, Clawback(account, note, source, actor, now));
                }
            }
        }

        account.AdvanceTo(now, now);
        return taken;
    }

    /// <summary>
    /// Gives the points back that were spent on a returned order: all of them with the whole order, else pro rata to
    /// the goods' value, cumulatively; to the lots that they came from, the last taken first (rule 5.4.8).
    /// </summary>
    /// <returns>What was given back.</returns>
    public Points GiveBack(Reads reads, PointsAccount account, Order note, Order original, Returned returned, string actor, Instant now)
    {
        var spent = reads.Query(
            """
            SELECT e.Id, -e.Points, COALESCE((SELECT SUM(c.Points) FROM LedgerEntries c WHERE c.CorrectsId = e.Id AND c.Kind = 14), 0)
            FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId
            WHERE r.OrderId = @0 AND r.State = 2 AND e.Status = 1
                AND NOT EXISTS (SELECT 1 FROM LedgerEntries v WHERE v.CorrectsId = e.Id AND v.Kind = 15)
            ORDER BY e.Id
            """,
            row => (Id: new LedgerEntryId(row.GetInt64(0)), Spent: new Points(row.GetInt64(1)), Restored: new Points(row.GetInt64(2))),
            original.Id.Value);
        var whole = returned.IsWhole(original);
        var given = new List<(LedgerEntry Entry, IReadOnlyList<(LedgerEntryId LotId, Points Points)> Parts)>();
        foreach (var redemption in spent)
        {
            var due = whole ? redemption.Spent
                : Points.Rounded(redemption.Spent.Value * returned.Total / original.GoodsTotal, settings.Decimals);
            var points = Points.Min(due, redemption.Spent) - redemption.Restored;
            if (points <= Points.Zero)
            {
                continue;
            }

            var entry = new LedgerEntry
            {
                CustomerId = account.CustomerId,
                OriginalCustomerId = account.CustomerId,
                Kind = EntryKind.Restored,
                CorrectsId = redemption.Id,
                Points = points,
                IntegrationId = note.IntegrationId,
                OrderId = note.Id,
                EffectiveAt = now,
                CreatedAt = now,
                Actor = actor,
                ImportId = note.ImportId,
            };
            given.Add((entry, LastTaken(AccountReader.TakenBy(reads, redemption.Id), points)));
        }

        account.GiveBack(given);
        return given.Aggregate(Points.Zero, (sum, back) => sum + back.Entry.Points);
    }

    /// <summary>
    /// Takes back revenue points for a credit note that names no order: for its amount by the rules in force at its
    /// date, from the latest orders first, never more than the customer's orders earned and still hold (contracts).
    /// </summary>
    public Points TakeBackUnlinked(PointsAccount account, Order note, string actor, Instant now)
    {
        account.AdvanceTo(note.ActsAt, now);
        var due = InForce(note.PlacedAt)
            .Where(campaign => campaign.Kind == CampaignKind.Revenue)
            .Aggregate(Points.Zero, (sum, campaign) => sum + Points.Rounded(campaign.Rate.Value * -note.GoodsTotal / 10_000m, settings.Decimals));
        var credits = account.Lots
            .Where(lot => lot.Kind == EntryKind.Revenue && lot.OrderId is not null && lot.EarnedAt <= note.ActsAt)
            .OrderByDescending(lot => lot.EarnedAt)
            .ToList();
        var taken = due > Points.Zero
            ? account.TakeBack(credits, credits, due, note.ActsAt, settings.ReturnsPolicy, Clawback(account, note, EntryKind.Revenue, actor, now))
            : Points.Zero;
        account.AdvanceTo(now, now);
        return taken;
    }

    /// <summary>Appends the order and its positions, and gives it its id.</summary>
    public static void Write(Writing writing, Order order, IEnumerable<OrderPosition> positions)
    {
        order.Id = new OrderId((long)writing.Connection.Prepare(
            """
            INSERT INTO Orders (CustomerId, IntegrationId, RefId, Type, OriginalOrderId, PlacedAt, Currency, GoodsTotal, Shipping,
                Fingerprint, ImportId, CreatedAt, Billing_Name, Billing_Company, Billing_Street, Billing_PostalCode, Billing_City,
                Billing_Country, Delivery_Name, Delivery_Company, Delivery_Street, Delivery_PostalCode, Delivery_City, Delivery_Country, TerminalId)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22, @23, @24)
            RETURNING Id
            """).Run(
            order.CustomerId.Value, order.IntegrationId.Value, order.RefId, (int)order.Type, order.OriginalOrderId?.Value,
            order.PlacedAt.ToUnixTimeMilliseconds(), order.Currency, order.GoodsTotal, order.Shipping, order.Fingerprint,
            order.ImportId?.Value, order.CreatedAt.ToUnixTimeMilliseconds(),
            order.Billing.Name, order.Billing.Company, order.Billing.Street, order.Billing.PostalCode, order.Billing.City, order.Billing.Country,
            order.Delivery.Name, order.Delivery.Company, order.Delivery.Street, order.Delivery.PostalCode, order.Delivery.City, order.Delivery.Country,
            order.TerminalId)!);
        var insert = writing.Connection.Prepare(
            "INSERT INTO OrderPositions (OrderId, Line, Sku, Variant, Name, Category, Quantity, UnitPrice, OriginalLine) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)");
        foreach (var position in positions)
        {
            insert.Run(
                order.Id.Value, position.Line, position.Sku, position.Variant, position.Name, position.Category,
                position.Quantity, position.UnitPrice, position.OriginalLine);
        }
    }

    /// <summary>The lines of a recorded order.</summary>
    public static List<OrderPosition> PositionsOf(Reads reads, OrderId order) => reads.Query(
        "SELECT Line, Sku, Variant, Name, Category, Quantity, UnitPrice FROM OrderPositions WHERE OrderId = @0 ORDER BY Line",
        row => new OrderPosition
        {
            OrderId = order,
            Line = row.GetInt32(0),
            Sku = row.TextOrNull(1),
            Variant = row.TextOrNull(2),
            Name = row.TextOrNull(3),
            Category = row.TextOrNull(4),
            Quantity = row.GetInt64(5),
            UnitPrice = row.GetInt64(6),
        },
        order.Value);

    /// <summary>A number for a position's content, below 2^31, so that the sum over an order's positions cannot overflow.</summary>
    public static long HashOf(string? sku, string? name, string? category, long quantity, long unitPrice) =>
        (int)(Hash($"{sku}\u001F{name}\u001F{category}\u001F{quantity}\u001F{unitPrice}") & int.MaxValue);

    /// <summary>A number for an order's content: the same content sent again has the same, in whatever order its lines come.</summary>
    public static long Fingerprint(OrderType type, Instant placedAt, string currency, long goodsTotal, string customer, long positions) =>
        Hash($"{(int)type}\u001F{placedAt.ToUnixTimeMilliseconds()}\u001F{currency}\u001F{goodsTotal}\u001F{customer}\u001F{positions}");

    private static long Hash(string content)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(content), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    private IEnumerable<Campaign> InForce(Instant at) => campaigns.Where(campaign => campaign.IsInForceAt(at));

    private static bool PaysFor(Campaign campaign, OrderPosition position) => campaign.Kind switch
    {
        CampaignKind.Category => string.Equals(campaign.Category, position.Category, StringComparison.OrdinalIgnoreCase),
        CampaignKind.Item => string.Equals(campaign.Sku, position.Sku, StringComparison.OrdinalIgnoreCase)
            && (campaign.Variant is null || string.Equals(campaign.Variant, position.Variant, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    // Rounded once for the order and campaign (rule 5.1.8).
    private static decimal Earning(Campaign campaign, Order order, List<OrderPosition> lines) => campaign.Kind switch
    {
        CampaignKind.Order => campaign.Rate.Value,
        CampaignKind.Revenue => campaign.Rate.Value * order.GoodsTotal / 10_000m,
        CampaignKind.Category => campaign.Rate.Value * lines.Sum(line => line.Value) / 10_000m,
        CampaignKind.Item => campaign.Rate.Value * lines.Sum(line => line.Quantity) / 10_000m,
        _ => 0,
    };

    private static List<(LedgerEntryId LotId, Points Points)> LastTaken(List<(LedgerEntryId LotId, Points Points)> taken, Points points)
    {
        var parts = new List<(LedgerEntryId, Points)>();
        for (var index = taken.Count - 1; index >= 0 && points > Points.Zero; index--)
        {
            var part = Points.Min(points, taken[index].Points);
            parts.Add((taken[index].LotId, part));
            points -= part;
        }

        return parts;
    }

    private static Func<Points, bool, LedgerEntry> Clawback(
        PointsAccount account, Order note, EntryKind source, string actor, Instant now) => (points, isDebt) => new LedgerEntry
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = EntryKind.Clawback,
            TakesBack = source,
            Points = -points,
            IsDebt = isDebt,
            IntegrationId = note.IntegrationId,
            OrderId = note.Id,
            EffectiveAt = note.ActsAt,
            CreatedAt = now,
            Actor = actor,
            ImportId = note.ImportId,
        };

    private static EntryKind Kind(CampaignKind kind) => kind switch
    {
        CampaignKind.Order => EntryKind.OrderBase,
        CampaignKind.Revenue => EntryKind.Revenue,
        CampaignKind.Category => EntryKind.Category,
        CampaignKind.Item => EntryKind.Item,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
