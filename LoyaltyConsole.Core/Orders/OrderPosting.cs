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

    /// <summary>Credits what the campaigns in force at its date pay, one entry a campaign (rule 5.1.9).</summary>
    public Points Earn(PointsAccount account, Order order, string actor, Instant now)
    {
        account.AdvanceTo(order.PlacedAt, now);
        var earned = Points.Zero;
        foreach (var campaign in campaigns.Where(campaign => campaign.IsInForceAt(order.PlacedAt)))
        {
            var points = campaign.Source switch
            {
                EarningSource.Order => campaign.Rate,
                EarningSource.Revenue => RevenuePoints(campaign, order.GoodsTotal),
                _ => Points.Zero,
            };
            if (points <= Points.Zero)
            {
                continue;
            }

            var entry = new LedgerEntry
            {
                CustomerId = account.CustomerId,
                OriginalCustomerId = account.CustomerId,
                Kind = Kind(campaign.Source),
                Points = points,
                CampaignId = campaign.Id,
                IntegrationId = order.IntegrationId,
                OrderId = order.Id,
                EffectiveAt = order.PlacedAt,
                CreatedAt = now,
                Actor = actor,
                ImportId = order.ImportId,
            };
            account.Credit(
                entry,
                campaign.LockDays == 0 ? null : order.PlacedAt + Duration.FromDays(campaign.LockDays),
                campaign.ValidityMonths is { } months ? settings.Time.ValidUntil(order.PlacedAt, months) : null);
            earned += points;
        }

        account.AdvanceTo(now, now);
        return earned;
    }

    /// <summary>Whether the order would earn more than one entry may move.</summary>
    public bool TooMuch(Order order) => campaigns
        .Any(campaign => campaign.Source == EarningSource.Revenue
            && Math.Abs(campaign.Rate.Value * order.GoodsTotal / 10_000m) >= Points.MostInOneEntry.Value);

    /// <summary>
    /// Takes back the points of a known order: by source, by what was booked, cumulatively, so that many partial
    /// returns equal one whole one (rules 5.4.1 to 5.4.4).
    /// </summary>
    /// <param name="account">The account, with its spent lots.</param>
    /// <param name="note">The credit note.</param>
    /// <param name="original">The order that it takes back.</param>
    /// <param name="returnedBefore">What earlier credit notes gave back of the order's goods, positive.</param>
    /// <param name="actor">Who books it.</param>
    /// <param name="now">When it is booked.</param>
    public Points TakeBack(PointsAccount account, Order note, Order original, long returnedBefore, string actor, Instant now)
    {
        account.AdvanceTo(note.PlacedAt, now);
        var returned = checked(returnedBefore - note.GoodsTotal);
        var taken = Points.Zero;
        foreach (var source in Earnings)
        {
            var credits = account.Lots.Where(lot => lot.OrderId == original.Id && lot.Kind == source).ToList();
            var earned = credits.Aggregate(Points.Zero, (sum, lot) => sum + lot.Amount);
            var before = credits.Aggregate(Points.Zero, (sum, lot) => sum + lot.TakenBack);

            // Base points go back only with the whole order; the other sources pro rata to the goods' value.
            var whole = returned >= original.GoodsTotal;
            var due = whole ? earned
                : source == EntryKind.OrderBase ? Points.Zero
                : Points.Rounded(earned.Value * returned / original.GoodsTotal, settings.Decimals);
            if (due > before)
            {
                taken += account.TakeBack(credits, due - before, note.PlacedAt, Clawback(account, note, source, actor, now));
            }
        }

        account.AdvanceTo(now, now);
        return taken;
    }

    /// <summary>
    /// Takes back revenue points for a credit note that names no order: for its amount by the rules in force at its
    /// date, from the latest orders first, never more than the customer's orders earned and still hold (contracts).
    /// </summary>
    public Points TakeBackUnlinked(PointsAccount account, Order note, string actor, Instant now)
    {
        account.AdvanceTo(note.PlacedAt, now);
        var due = campaigns
            .Where(campaign => campaign.Source == EarningSource.Revenue && campaign.IsInForceAt(note.PlacedAt))
            .Aggregate(Points.Zero, (sum, campaign) => sum + RevenuePoints(campaign, -note.GoodsTotal));
        var credits = account.Lots
            .Where(lot => lot.Kind == EntryKind.Revenue && lot.OrderId is not null && lot.EarnedAt <= note.PlacedAt)
            .OrderByDescending(lot => lot.EarnedAt)
            .ToList();
        var taken = due > Points.Zero
            ? account.TakeBack(credits, due, note.PlacedAt, Clawback(account, note, EntryKind.Revenue, actor, now))
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
                Billing_Country, Delivery_Name, Delivery_Company, Delivery_Street, Delivery_PostalCode, Delivery_City, Delivery_Country)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22, @23)
            RETURNING Id
            """).Run(
            order.CustomerId.Value, order.IntegrationId.Value, order.RefId, (int)order.Type, order.OriginalOrderId?.Value,
            order.PlacedAt.ToUnixTimeMilliseconds(), order.Currency, order.GoodsTotal, order.Shipping, order.Fingerprint,
            order.ImportId?.Value, order.CreatedAt.ToUnixTimeMilliseconds(),
            order.Billing.Name, order.Billing.Company, order.Billing.Street, order.Billing.PostalCode, order.Billing.City, order.Billing.Country,
            order.Delivery.Name, order.Delivery.Company, order.Delivery.Street, order.Delivery.PostalCode, order.Delivery.City, order.Delivery.Country)!);
        var insert = writing.Connection.Prepare(
            "INSERT INTO OrderPositions (OrderId, Line, Sku, Variant, Name, Category, Quantity, UnitPrice) VALUES (@0, @1, @2, @3, @4, @5, @6, @7)");
        foreach (var position in positions)
        {
            insert.Run(
                order.Id.Value, position.Line, position.Sku, position.Variant, position.Name, position.Category,
                position.Quantity, position.UnitPrice);
        }
    }

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

    // Rounded once for the order, half away from zero (rule 5.1.8).
    private Points RevenuePoints(Campaign campaign, long goodsTotal) =>
        Points.Rounded(campaign.Rate.Value * goodsTotal / 10_000m, settings.Decimals);

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
            EffectiveAt = note.PlacedAt,
            CreatedAt = now,
            Actor = actor,
            ImportId = note.ImportId,
        };

    private static EntryKind Kind(EarningSource source) => source switch
    {
        EarningSource.Order => EntryKind.OrderBase,
        EarningSource.Revenue => EntryKind.Revenue,
        EarningSource.Category => EntryKind.Category,
        EarningSource.Item => EntryKind.Item,
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}
