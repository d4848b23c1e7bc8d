using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>Records orders and credit notes, and books what they earn and take back.</summary>
public sealed class OrderBook
{
    private readonly LoyaltyStore _store;

    internal OrderBook(LoyaltyStore store) => _store = store;

    /// <summary>Records an order. The same order again answers the first result (rule 5.4.10).</summary>
    /// <returns>
    /// What it earned; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>,
    /// <see cref="OrderIsEmpty"/>, <see cref="OrderTooLarge"/>, <see cref="PlacedInTheFuture"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="OrderDiffers"/>, <see cref="TooManyPoints"/>. The order of an inactive customer (L-023), or of one who has left (S-009), is recorded and earns nothing.
    /// </returns>
    public Task<Result<OrderReceipt>> RecordAsync(NewOrder order, Actor actor)
    {
        if (!actor.May(Capability.RecordOrders))
        {
            return Refused(new NotAllowed(Capability.RecordOrders));
        }

        if (string.IsNullOrWhiteSpace(order.RefId))
        {
            return Refused(new OrderRefMissing());
        }

        if (order.Positions.Count == 0)
        {
            return Refused(new OrderIsEmpty());
        }

        if (IsTooLarge(order))
        {
            return Refused(new OrderTooLarge());
        }

        return _store.WriteAsync<OrderReceipt>(async writing =>
        {
            if (order.PlacedAt > writing.Now + ClocksDiffer)
            {
                return new PlacedInTheFuture();
            }

            var positions = order.Positions
                .Select((position, index) => new OrderPosition
                {
                    Line = index + 1,
                    Sku = position.Sku,
                    Variant = position.Variant,
                    Name = position.Name,
                    Category = position.Category,
                    Quantity = Money.Of(position.Quantity, "").TenThousandths,
                    UnitPrice = Money.Of(position.UnitPrice, "").TenThousandths,
                })
                .ToList();
            var currency = order.Currency ?? writing.Settings.Currency;
            var goods = Money.Of(order.Positions.Sum(position => position.Quantity * position.UnitPrice), currency).TenThousandths;
            var recorded = new Order
            {
                CustomerId = order.Customer,
                IntegrationId = CustomerRegister.Integration(writing, order.Integration),
                RefId = order.RefId.Trim(),
                Type = OrderType.Order,
                PlacedAt = order.PlacedAt.TruncatedToMilliseconds(),
                Currency = currency,
                GoodsTotal = goods,
                Shipping = Money.Of(order.Shipping, currency).TenThousandths,
                Billing = order.Billing,
                Delivery = order.Delivery,
                TerminalId = order.TerminalId,
                CreatedAt = writing.Now,
                Fingerprint = OrderPosting.Fingerprint(
                    OrderType.Order, order.PlacedAt, currency, goods, order.Customer.ToString(),
                    positions.Sum(line => OrderPosting.HashOf(line.Sku, line.Name, line.Category, line.Quantity, line.UnitPrice))),
            };
            return await BookAsync(writing, recorded, positions, actor, (posting, account) =>
            {
                if (posting.TooMuch(recorded, positions))
                {
                    return new TooManyPoints(Points.MostInOneEntry);
                }

                if (Salutation.GenderOf(order.Salutation) is { } gender)
                {
                    writing.Connection.Prepare("UPDATE Customers SET Gender = @1 WHERE Id = @0").Run(order.Customer.Value, (int)gender);
                }

                writing.Connection.Prepare(
                    "UPDATE Redemptions SET OrderId = @0 WHERE IntegrationId = @1 AND OrderRefId = @2 AND CustomerId = @3 AND OrderId IS NULL")
                    .Run(recorded.Id.Value, recorded.IntegrationId.Value, recorded.RefId, recorded.CustomerId.Value);
                if (account is not null)
                {
                    posting.Earn(account, recorded, positions, actor.Name, writing.Now);
                }

                return null;
            });
        });
    }

    /// <summary>
    /// Records a credit note, takes back what was booked, and gives back what was spent on the returned order (rule 5.4).
    /// The same one again answers the first result.
    /// </summary>
    /// <returns>
    /// What it took back; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>,
    /// <see cref="OrderIsEmpty"/>, <see cref="OrderTooLarge"/>, <see cref="OriginalOrderMissing"/>, <see cref="PlacedInTheFuture"/>,
    /// <see cref="OriginalOrderNotFound"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="OrderDiffers"/>,
    /// <see cref="PositionNotInOrder"/>, <see cref="ReturnedTooMany"/>.
    /// </returns>
    public Task<Result<OrderReceipt>> RecordCreditNoteAsync(NewCreditNote note, Actor actor)
    {
        if (!actor.May(Capability.RecordOrders))
        {
            return Refused(new NotAllowed(Capability.RecordOrders));
        }

        if (string.IsNullOrWhiteSpace(note.RefId))
        {
            return Refused(new OrderRefMissing());
        }

        if (note.Positions.Count == 0 ? note.Amount is not > 0 : note.Positions.Any(position => position.Quantity <= 0))
        {
            return Refused(new OrderIsEmpty());
        }

        if (note.Amount > MostGoods || note.Positions.Any(position => position.Quantity > MostPieces))
        {
            return Refused(new OrderTooLarge());
        }

        if (note.OriginalOrderRef is null && (note.Customer is null || note.Positions.Count > 0))
        {
            return Refused(new OriginalOrderMissing());
        }

        return _store.WriteAsync<OrderReceipt>(async writing =>
        {
            if (note.PlacedAt > writing.Now + ClocksDiffer)
            {
                return new PlacedInTheFuture();
            }

            var integration = CustomerRegister.Integration(writing, note.Integration);
            var original = note.OriginalOrderRef is null
                ? null
                : await writing.Db.Orders.AsNoTracking().SingleOrDefaultAsync(order =>
                    order.IntegrationId == integration && order.RefId == note.OriginalOrderRef && order.Type == OrderType.Order
                    && (note.Customer == null || order.CustomerId == note.Customer));
            if (note.OriginalOrderRef is not null && original is null)
            {
                return new OriginalOrderNotFound(note.OriginalOrderRef);
            }

            // The same credit note again is judged by what it says, not by what is left to return since.
            var refId = note.RefId.Trim();
            var isKnown = await writing.Db.Orders.AnyAsync(order =>
                order.IntegrationId == integration && order.RefId == refId && order.Type == OrderType.CreditNote);
            var matched = Match(writing, original, note.Positions, isKnown);
            if (!matched.Succeeded(out var positions, out var refusal))
            {
                return refusal;
            }

            var currency = note.Currency ?? original?.Currency ?? writing.Settings.Currency;
            var customer = note.Customer ?? original!.CustomerId;
            var goods = positions.Count == 0 ? Money.Of(note.Amount!.Value, currency).TenThousandths : positions.Sum(position => position.Value);
            var content = note.Positions.Sum(position =>
                OrderPosting.HashOf(position.Sku, null, null, Money.Of(position.Quantity, "").TenThousandths, 0));
            var recorded = new Order
            {
                CustomerId = customer,
                IntegrationId = integration,
                RefId = refId,
                Type = OrderType.CreditNote,
                OriginalOrderId = original?.Id,
                TerminalId = note.TerminalId,
                PlacedAt = note.PlacedAt.TruncatedToMilliseconds(),
                Currency = currency,
                GoodsTotal = -goods,
                CreatedAt = writing.Now,
                Fingerprint = OrderPosting.Fingerprint(
                    OrderType.CreditNote, note.PlacedAt, currency, note.Positions.Count == 0 ? -goods : 0, customer.ToString(), content),
            };
            var returned = original is null ? null : Returned.Of(writing.Connection, original, goods, positions);
            return await BookAsync(writing, recorded, positions, actor, (posting, account) =>
            {
                if (original is null)
                {
                    posting.TakeBackUnlinked(account!, recorded, actor.Name, writing.Now);
                }
                else
                {
                    posting.TakeBack(account!, recorded, original, returned!, actor.Name, writing.Now);
                    posting.GiveBack(writing.Connection, account!, recorded, original, returned!, actor.Name, writing.Now);
                }

                return null;
            });
        });
    }

    private static readonly Duration ClocksDiffer = Duration.FromDays(1);

    private const decimal MostGoods = 1_000_000_000m;

    private const decimal MostPieces = 1_000_000m;

    private static bool IsTooLarge(NewOrder order) =>
        order.Positions.Any(position => Math.Abs(position.Quantity) > MostPieces || Math.Abs(position.UnitPrice) > MostGoods)
        || Math.Abs(order.Shipping) > MostGoods
        || Math.Abs(order.Positions.Sum(position => position.Quantity * position.UnitPrice)) > MostGoods;

    // Each returned article is taken off the order's lines of that article, in their order.
    private static Result<List<OrderPosition>> Match(Writing writing, Order? original, IReadOnlyList<ReturnedPosition> returned, bool isKnown)
    {
        var matched = new List<OrderPosition>();
        if (original is null || returned.Count == 0)
        {
            return matched;
        }

        var lines = OrderPosting.PositionsOf(writing.Connection, original.Id);
        var before = isKnown ? [] : Returned.LinesBefore(writing.Connection, original);
        foreach (var article in returned.GroupBy(position => position.Sku.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            var bought = lines.Where(line => string.Equals(line.Sku?.Trim(), article.Key, StringComparison.OrdinalIgnoreCase) && line.Quantity > 0).ToList();
            if (bought.Count == 0)
            {
                return new PositionNotInOrder(article.Key);
            }

            var sought = Money.Of(article.Sum(position => position.Quantity), "").TenThousandths;
            var left = bought.Sum(line => line.Quantity - before.GetValueOrDefault(line.Line).Quantity);
            if (sought > left)
            {
                return new ReturnedTooMany(article.Key, left / 10_000m);
            }

            foreach (var line in bought)
            {
                var part = Math.Min(sought, line.Quantity - before.GetValueOrDefault(line.Line).Quantity);
                if (part > 0)
                {
                    sought -= part;
                    matched.Add(new OrderPosition
                    {
                        Line = matched.Count + 1,
                        OriginalLine = line.Line,
                        Sku = line.Sku,
                        Variant = line.Variant,
                        Name = line.Name,
                        Category = line.Category,
                        Quantity = part,
                        UnitPrice = line.UnitPrice,
                    });
                }
            }
        }

        return matched;
    }

    // What is booked is given the account, or null where the customer collects nothing.
    private static async Task<Result<OrderReceipt>> BookAsync(
        Writing writing, Order order, IReadOnlyList<OrderPosition> positions, Actor actor, Func<OrderPosting, PointsAccount?, Refusal?> book)
    {
        var connection = writing.Connection;

        // Who has left the programme collects as little as who is inactive (S-009).
        var status = (CustomerStatus)((Reads)connection).Number(
            "SELECT CASE WHEN Status = 1 AND LeftAt IS NOT NULL THEN 2 ELSE Status END FROM Customers WHERE Id = @0", order.CustomerId.Value);
        switch (status)
        {
            case CustomerStatus.Active or CustomerStatus.Inactive: break;
            case CustomerStatus.Deleted: return new CustomerDeleted();
            default: return new CustomerNotFound(order.CustomerId);
        }

        var account = AccountReader.Read(connection, order.CustomerId, withSpentLots: order.Type == OrderType.CreditNote);
        account.AdvanceTo(writing.Now, writing.Now);
        var before = await writing.Db.Orders.AsNoTracking().SingleOrDefaultAsync(known =>
            known.IntegrationId == order.IntegrationId && known.RefId == order.RefId && known.Type == order.Type);
        if (before is not null)
        {
            return before.Fingerprint == order.Fingerprint
                ? Receipt(connection, before.Id, order.CustomerId, account.FiguresAt(writing.Now))
                : new OrderDiffers(order.RefId);
        }

        OrderPosting.Write(writing, order, positions);
        UnmatchedOrders.Settle(writing, order, actor);
        var posting = new OrderPosting(writing.Settings, EarlierTerms.OverTime(writing.Connection));
        var earns = status == CustomerStatus.Active || order.Type == OrderType.CreditNote;
        if (book(posting, earns ? account : null) is { } refusal)
        {
            return refusal;
        }

        if (account.HasChanged)
        {
            writing.Ledger.Append(account, writing.Now);
        }

        if (order.Type == OrderType.Order && earns)
        {
            CustomerPins.SendWithFirstOrder(writing, order.CustomerId);
        }

        var receipt = Receipt(connection, order.Id, order.CustomerId, account.FiguresAt(writing.Now));
        writing.Audit(actor, order.Type == OrderType.Order ? "RecordOrder" : "RecordCreditNote", order.CustomerId, null, $"{order.RefId}: {receipt.Points}");
        return receipt;
    }

    // From what was booked, so that a repetition answers the same.
    private static OrderReceipt Receipt(Reads reads, OrderId order, CustomerId customer, Figures figures)
    {
        var points = reads.Query(
            """
            SELECT COALESCE(TakesBack, Kind), SUM(Points) FROM LedgerEntries
            WHERE OrderId = @0 AND Status = 1 AND (Kind <= 4 OR Kind IN (9, 14)) GROUP BY 1
            """,
            row => (Kind: (EntryKind)row.GetInt32(0), Points: new Points(row.GetInt64(1))),
            order.Value).ToDictionary(part => part.Kind, part => part.Points);
        return new OrderReceipt(
            order,
            customer,
            new PointsBySource(
                points.GetValueOrDefault(EntryKind.OrderBase), points.GetValueOrDefault(EntryKind.Revenue),
                points.GetValueOrDefault(EntryKind.Category), points.GetValueOrDefault(EntryKind.Item)),
            points.GetValueOrDefault(EntryKind.Restored),
            figures);
    }

    private static Task<Result<OrderReceipt>> Refused(Refusal refusal) => Task.FromResult<Result<OrderReceipt>>(refusal);
}
