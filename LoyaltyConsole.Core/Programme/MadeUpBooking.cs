using System.Text;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>
/// Books what happened to one made-up customer by the rules that book real orders and adjustments, each at its own
/// instant. A long life takes several steps.
/// </summary>
internal sealed class MadeUpBooking(MadeUpCustomer life, StoredOffers offers)
{
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _returned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LedgerEntry> _coupons = new(StringComparer.Ordinal);
    private Instant _reached = life.EnrolledAt;
    private IntegrationId _integration;
    private CustomerId? _customer;
    private LedgerWriter? _ledger;
    private int _next;

    /// <summary>Goes on until everything is booked or the time is up. The level is worked out at the end, over the whole life.</summary>
    /// <returns>Whether everything is booked.</returns>
    public bool GoOn(Writing writing, OrderPosting posting, Func<string, IntegrationId> integration, Func<bool> timeIsUp)
    {
        _ledger = new LedgerWriter(writing.Connection, _ => { });
        PointsAccount account;
        if (_customer is { } known)
        {
            // Between two steps somebody may have booked something on it.
            account = AccountReader.Read(writing.Connection, known, withSpentLots: true);
        }
        else
        {
            _integration = integration(life.Integration);
            _customer = Register(writing);
            account = new PointsAccount(_customer.Value);
        }

        while (_next < life.Events.Count && !timeIsUp())
        {
            var happened = life.Events[_next++];
            PassTime(account, happened.At);
            Book(writing, posting, account, happened);
        }

        var finished = _next == life.Events.Count;
        if (finished)
        {
            PassTime(account, writing.Now);
        }

        _ledger.Append(account, finished ? writing.Now : _reached);
        if (finished)
        {
            TierAscent.MakeUp(writing, account.CustomerId);
        }

        return finished;
    }

    private CustomerId Register(Writing writing)
    {
        var customer = CustomerRegister.New(
            _integration, life.RefId, life.Name, life.Email, life.Phone, life.IsRegistered, life.EnrolledAt);
        customer.Birthday = life.Birthday;
        customer.IsLocked = life.IsLocked;
        customer.Status = life.Status;
        customer.Gender = Salutation.GenderOf(life.Events.OfType<MadeUpOrder>().LastOrDefault(order => order.Salutation is not null)?.Salutation);
        return CustomerRegister.Add(writing, customer, life.Events.Count == 0 ? life.EnrolledAt : life.Events[^1].At);
    }

    // Each change at its own instant, as the nightly job would have booked it.
    private void PassTime(PointsAccount account, Instant until)
    {
        while (account.NextChangeAfter(_reached) is { } change && change <= until)
        {
            account.AdvanceTo(change, change);
            _reached = change;
        }

        _reached = until;
    }

    private void Book(Writing writing, OrderPosting posting, PointsAccount account, MadeUpEvent happened)
    {
        switch (happened)
        {
            case MadeUpOrder order: Book(writing, posting, account, order); break;
            case MadeUpCreditNote note: Book(writing, posting, account, note); break;
            case MadeUpAdjustment adjustment: Book(account, adjustment); break;
            case MadeUpRedemption redemption: Book(account, redemption); break;
            case MadeUpDiscard discard: Book(writing, account, discard); break;
            case MadeUpSpend spend: Book(writing, account, spend); break;
            case MadeUpCoupon coupon: Book(writing, account, coupon); break;
            case MadeUpCouponUse use: Book(writing, account, use); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    private void Book(Writing writing, OrderPosting posting, PointsAccount account, MadeUpOrder happened)
    {
        var currency = writing.Settings.Currency;
        var goods = Money.Of(happened.Positions.Sum(position => position.Quantity * position.UnitPrice), currency).TenThousandths;
        var positions = happened.Positions.Select((position, index) => new OrderPosition
        {
            Line = index + 1,
            Sku = position.Sku,
            Variant = position.Variant,
            Name = position.Name,
            Category = position.Category,
            Quantity = Money.Of(position.Quantity, "").TenThousandths,
            UnitPrice = Money.Of(position.UnitPrice, "").TenThousandths,
        }).ToList();
        var order = new Order
        {
            CustomerId = account.CustomerId,
            IntegrationId = _integration,
            RefId = happened.RefId,
            Type = OrderType.Order,
            PlacedAt = happened.At,
            Currency = currency,
            GoodsTotal = goods,
            Shipping = Money.Of(happened.Shipping, currency).TenThousandths,
            Billing = happened.Billing,
            Delivery = happened.Delivery,
            CreatedAt = happened.At,
            Fingerprint = OrderPosting.Fingerprint(
                OrderType.Order, happened.At, currency, goods, account.CustomerId.ToString(),
                positions.Sum(line => OrderPosting.HashOf(line.Sku, line.Name, line.Category, line.Quantity, line.UnitPrice))),
        };
        OrderPosting.Write(writing, order, positions);
        _orders[order.RefId] = order;
        posting.Earn(account, order, positions, life.Integration, happened.At);
    }

    private void Book(Writing writing, OrderPosting posting, PointsAccount account, MadeUpCreditNote happened)
    {
        var original = happened.OrderRefId is null ? null : _orders[happened.OrderRefId];
        var currency = writing.Settings.Currency;
        var goods = -Money.Of(happened.Amount, currency).TenThousandths;
        var note = new Order
        {
            CustomerId = account.CustomerId,
            IntegrationId = _integration,
            RefId = happened.RefId,
            Type = OrderType.CreditNote,
            OriginalOrderId = original?.Id,
            PlacedAt = happened.At,
            Currency = currency,
            GoodsTotal = goods,
            Billing = original?.Billing ?? Address.None,
            Delivery = original?.Delivery ?? Address.None,
            CreatedAt = happened.At,
            Fingerprint = OrderPosting.Fingerprint(OrderType.CreditNote, happened.At, currency, goods, account.CustomerId.ToString(), 0),
        };
        OrderPosting.Write(writing, note, []);
        if (original is null)
        {
            posting.TakeBackUnlinked(account, note, life.Integration, happened.At);
            return;
        }

        var returned = new Returned(_returned.GetValueOrDefault(original.RefId) - goods);
        _returned[original.RefId] = returned.Total;
        posting.TakeBack(account, note, original, returned, life.Integration, happened.At);
        _ledger!.Append(account, happened.At);
        posting.GiveBack(writing.Connection, account, note, original, returned, life.Integration, happened.At);
    }

    private static void Book(PointsAccount account, MadeUpAdjustment happened)
    {
        LedgerEntry Entry(EntryKind kind, Points points) => new()
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = kind,
            Points = points,
            EffectiveAt = happened.At,
            CreatedAt = happened.At,
            Actor = happened.Actor,
            Reason = happened.Reason,
            InternalReason = happened.InternalReason,
            CustomerText = happened.CustomerText,
        };
        if (happened.Points > Points.Zero)
        {
            account.Credit(Entry(EntryKind.ManualCredit, happened.Points), happened.LockedUntil, happened.ValidUntil);
            return;
        }

        var amount = Points.Min(-happened.Points, account.DeductibleAt(happened.At));
        if (amount > Points.Zero)
        {
            account.Deduct(amount, happened.At, (part, _) => Entry(EntryKind.ManualDebit, -part));
        }
    }

    private void Book(PointsAccount account, MadeUpRedemption happened)
    {
        var points = Points.Min(happened.Most, account.RedeemableAt(happened.At));
        if (account.HasDebt || points <= Points.Zero)
        {
            return;
        }

        var order = happened.OrderRefId is null ? null : _orders[happened.OrderRefId];
        var entry = new LedgerEntry
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = EntryKind.Redemption,
            Points = -points,
            IntegrationId = _integration,
            OrderId = order?.Id,
            CouponCode = happened.CouponCode,
            EffectiveAt = happened.At,
            CreatedAt = happened.At,
            Actor = life.Integration,
        };
        account.Redeem(entry);
        _coupons[happened.CouponCode] = entry;
    }

    private void Book(Writing writing, PointsAccount account, MadeUpDiscard happened)
    {
        if (!_coupons.TryGetValue(happened.CouponCode, out var entry))
        {
            return;
        }

        // What the redemption took is found by its id, which it has only once it is written.
        _ledger!.Append(account, happened.At);
        entry.Status = EntryStatus.Discarded;
        account.Discard(entry, AccountReader.TakenBy(writing.Connection, entry.Id), happened.At);
    }

    private void Book(Writing writing, PointsAccount account, MadeUpSpend happened)
    {
        if (!offers.Rewards.TryGetValue(happened.Reward, out var reward) || account.HasDebt || account.RedeemableAt(happened.At) < reward.Cost)
        {
            return;
        }

        var entry = new LedgerEntry
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = EntryKind.Redemption,
            Points = -reward.Cost,
            CouponCode = happened.CouponCode,
            CustomerText = reward.Name,
            EffectiveAt = happened.At,
            CreatedAt = happened.At,
            Actor = happened.Actor,
        };
        account.Redeem(entry);

        // The reward names the entry that paid for it, which has its id only once it is written.
        _ledger!.Append(account, happened.At);
        var isUsed = happened.UsedAt is not null;
        writing.Connection.Prepare(
            """
            INSERT INTO CustomerRewards (Id, CustomerId, RewardId, Origin, EntryId, State, GivenAt, SettledAt, SettledBy)
            VALUES ((SELECT COALESCE(MAX(Id), 0) + 1 FROM CustomerRewards), @0, @1, 1, @2, @3, @4, @5, @6)
            """).Run(
                account.CustomerId.Value, reward.Id.Value, entry.Id.Value, (int)(isUsed ? CustomerRewardState.Used : CustomerRewardState.Outstanding),
                happened.At.ToUnixTimeMilliseconds(), happened.UsedAt?.ToUnixTimeMilliseconds(), isUsed ? happened.Actor : null);
    }

    private void Book(Writing writing, PointsAccount account, MadeUpCoupon happened)
    {
        if (offers.Coupons is { } campaign && campaign.IsInForceAt(happened.At))
        {
            writing.Connection.Prepare(
                """
                INSERT INTO Coupons (Id, CustomerId, CampaignId, Code, State, ValidUntil, GivenAt, GivenBy, CommandKey)
                VALUES ((SELECT COALESCE(MAX(Id), 0) + 1 FROM Coupons), @0, @1, @2, 1, @3, @4, @5, @6)
                """).Run(
                    account.CustomerId.Value, campaign.Id.Value, happened.CouponCode,
                    writing.Settings.ValidUntil(campaign, happened.At)?.ToUnixTimeMilliseconds(), happened.At.ToUnixTimeMilliseconds(), happened.Actor,
                    new Guid(Encoding.ASCII.GetBytes(happened.CouponCode.PadRight(16)[..16])).ToString().ToUpperInvariant());
        }
    }

    private void Book(Writing writing, PointsAccount account, MadeUpCouponUse happened)
    {
        if (offers.Coupons is not { } campaign
            || writing.Connection.Prepare("SELECT 1 FROM Coupons WHERE Code = @0").Run(happened.CouponCode) is null)
        {
            return;
        }

        var entry = new LedgerEntry
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = EntryKind.Coupon,
            Points = campaign.Rate,
            CampaignId = campaign.Id,
            CouponCode = happened.CouponCode,
            EffectiveAt = happened.At,
            CreatedAt = happened.At,
            Actor = life.Integration,
        };
        account.Credit(entry, campaign.LockedUntil(happened.At), writing.Settings.ValidUntil(campaign, happened.At));
        _ledger!.Append(account, happened.At);
        writing.Connection.Prepare("UPDATE Coupons SET State = 2, SettledAt = @1, SettledBy = @2, OrderRefId = @3, EntryId = @4 WHERE Code = @0")
            .Run(happened.CouponCode, happened.At.ToUnixTimeMilliseconds(), life.Integration, happened.OrderRefId, entry.Id.Value);
    }
}
