using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Orders;

/// <summary>Records orders and credit notes, and books what they earn and take back.</summary>
public sealed class OrderBook
{
    private readonly LoyaltyStore _store;

    internal OrderBook(LoyaltyStore store) => _store = store;

    /// <summary>Records an order. The same order again answers the first result (rule 5.4.10).</summary>
    /// <returns>
    /// What it earned; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>,
    /// <see cref="OrderIsEmpty"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="OrderDiffers"/>. An inactive customer's order is recorded and earns nothing (L-023).
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

        return _store.WriteAsync<OrderReceipt>(async writing =>
        {
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
                CreatedAt = writing.Now,
                Fingerprint = OrderPosting.Fingerprint(
                    OrderType.Order, order.PlacedAt, currency, goods, order.Customer.ToString(),
                    positions.Sum(line => OrderPosting.HashOf(line.Sku, line.Name, line.Category, line.Quantity, line.UnitPrice))),
            };
            return await BookAsync(writing, recorded, positions, actor, (posting, account) =>
            {
                if (Salutation.GenderOf(order.Salutation) is { } gender)
                {
                    writing.Connection.Prepare("UPDATE Customers SET Gender = @1 WHERE Id = @0").Run(order.Customer.Value, (int)gender);
                }

                return posting.Earn(account, recorded, actor.Name, writing.Now);
            });
        });
    }

    /// <summary>Records a credit note and takes back what was booked (rule 5.4). The same one again answers the first result.</summary>
    /// <returns>
    /// What it took back; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>,
    /// <see cref="OrderIsEmpty"/>, <see cref="OriginalOrderNotFound"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="OrderDiffers"/>.
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

        if (note.Amount <= 0)
        {
            return Refused(new OrderIsEmpty());
        }

        return _store.WriteAsync<OrderReceipt>(async writing =>
        {
            var integration = CustomerRegister.Integration(writing, note.Integration);
            var original = note.OriginalOrderRef is null
                ? null
                : await writing.Db.Orders.AsNoTracking().SingleOrDefaultAsync(order =>
                    order.IntegrationId == integration && order.RefId == note.OriginalOrderRef && order.Type == OrderType.Order
                    && order.CustomerId == note.Customer);
            if (note.OriginalOrderRef is not null && original is null)
            {
                return new OriginalOrderNotFound(note.OriginalOrderRef);
            }

            var currency = note.Currency ?? original?.Currency ?? writing.Settings.Currency;
            var goods = -Money.Of(note.Amount, currency).TenThousandths;
            var recorded = new Order
            {
                CustomerId = note.Customer,
                IntegrationId = integration,
                RefId = note.RefId.Trim(),
                Type = OrderType.CreditNote,
                OriginalOrderId = original?.Id,
                PlacedAt = note.PlacedAt.TruncatedToMilliseconds(),
                Currency = currency,
                GoodsTotal = goods,
                CreatedAt = writing.Now,
                Fingerprint = OrderPosting.Fingerprint(OrderType.CreditNote, note.PlacedAt, currency, goods, note.Customer.ToString(), 0),
            };
            var returnedBefore = original is null ? 0 : ReturnedOf(writing, original);
            return await BookAsync(writing, recorded, [], actor, (posting, account) => -(original is null
                ? posting.TakeBackUnlinked(account, recorded, actor.Name, writing.Now)
                : posting.TakeBack(account, recorded, original, returnedBefore, actor.Name, writing.Now)));
        });
    }

    /// <summary>What credit notes have given back of an order's goods so far, positive.</summary>
    internal static long ReturnedOf(Writing writing, Order original) =>
        writing.Connection.Prepare("SELECT COALESCE(-SUM(GoodsTotal), 0) FROM Orders WHERE OriginalOrderId = @0")
            .Run(original.Id.Value) as long? ?? 0;

    private static async Task<Result<OrderReceipt>> BookAsync(
        Writing writing, Order order, IReadOnlyList<OrderPosition> positions, Actor actor, Func<OrderPosting, PointsAccount, Points> book)
    {
        var connection = writing.Connection.Sqlite;
        var status = (CustomerStatus)connection.Number("SELECT Status FROM Customers WHERE Id = @0", ("@0", order.CustomerId.Value));
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
                ? new OrderReceipt(before.Id, PointsOf(writing, before.Id), account.FiguresAt(writing.Now))
                : new OrderDiffers(order.RefId);
        }

        OrderPosting.Write(writing, order, positions);
        var posting = new OrderPosting(writing.Settings, await writing.Db.Campaigns.AsNoTracking().ToListAsync());
        var earns = status == CustomerStatus.Active || order.Type == OrderType.CreditNote;
        var points = earns ? book(posting, account) : Points.Zero;
        if (account.NewEntries.Count > 0)
        {
            writing.Ledger.Append(account, writing.Now);
        }

        writing.Audit(actor, order.Type == OrderType.Order ? "RecordOrder" : "RecordCreditNote", order.CustomerId, null, $"{order.RefId}: {points}");
        return new OrderReceipt(order.Id, points, account.FiguresAt(writing.Now));
    }

    private static Points PointsOf(Writing writing, OrderId order) => new(writing.Connection.Sqlite.Number(
        "SELECT COALESCE(SUM(Points), 0) FROM LedgerEntries WHERE OrderId = @0 AND Status = 1 AND (Kind <= 4 OR Kind = 9)", ("@0", order.Value)));

    private static Task<Result<OrderReceipt>> Refused(Refusal refusal) => Task.FromResult<Result<OrderReceipt>>(refusal);
}
