using Bogus;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Demo;

/// <summary>What one made-up customer did since they joined, and what staff did for them.</summary>
/// <param name="person">Who.</param>
/// <param name="dice">What decides.</param>
/// <param name="from">When they joined.</param>
/// <param name="until">Up to when they took part.</param>
/// <param name="today">The day that has not begun.</param>
internal sealed class MadeUpLife(MadeUpPerson person, Randomizer dice, Instant from, Instant until, Instant today)
{
    /// <summary>The orders of somebody who buys for a canteen: with what was spent and sent back, about 10,000 entries.</summary>
    public const int MostOrders = 9_000;

    /// <summary>The orders of somebody who buys for an office.</summary>
    public const int ManyOrders = 1_000;

    private const string CouponSigns = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private const string Agent = "Nora Feldmann";

    private readonly MadeUpShop _shop = MadeUpShop.Of(person.Integration);
    private readonly List<MadeUpEvent> _events = [];
    private int _orders;
    private int _notes;
    private int _coupons;

    /// <summary>Within the hours in which people are awake.</summary>
    public static LocalTime TimeOfDay(Randomizer dice) => LocalTime.Midnight.PlusSeconds(dice.Int(6 * 3_600, 22 * 3_600));

    /// <summary>Everything, the earliest first.</summary>
    public IReadOnlyList<MadeUpEvent> Events(int orders)
    {
        // In the order of time, since a shop numbers its orders.
        foreach (var at in Enumerable.Range(0, orders).Select(order => order == 0 ? from : Sometime()).Order())
        {
            Order(at);
        }

        if (person.IsRegistered)
        {
            Spend(orders);
            ByHand();
            if (dice.Double() < 0.015)
            {
                RunIntoDebt();
            }

            SpendOnRewards();
            GetCoupon();
        }

        return [.. _events.Index().OrderBy(happened => happened.Item.At).ThenBy(happened => happened.Index).Select(happened => happened.Item)];
    }

    private MadeUpOrder Order(Instant at)
    {
        var basket = MadeUpCatalogue.Basket(dice);
        var goods = basket.Sum(position => position.Quantity * position.UnitPrice);
        var elsewhere = dice.Double() < 0.06 ? person.Home with { Company = "Packstation 123", Street = "Postnummer 12345678" } : person.Home;
        var order = new MadeUpOrder(at, _shop.OrderRef(person.Number, _orders++), basket)
        {
            Salutation = person.Salutation,
            Billing = person.Home,
            Delivery = elsewhere,
            Shipping = goods >= 50m ? 0m : 4.95m,
        };
        _events.Add(order);
        var back = at + Days(3, 24);
        if (dice.Double() < 0.09 && back < until)
        {
            // Most send one thing back, some everything; some shops do not say of which order.
            var first = basket[0];
            var amount = dice.Double() < 0.4 ? goods : dice.Double() < 0.5 ? first.Quantity * first.UnitPrice : first.UnitPrice;
            _events.Add(new MadeUpCreditNote(
                back, _shop.NoteRef(person.Number, _notes++), amount, dice.Double() < 0.85 ? order.RefId : null));
        }

        return order;
    }

    private void Spend(int orders)
    {
        var coupons = orders < 2 || dice.Double() > 0.35 ? 0 : dice.Int(1, Math.Min(6, (orders / 3) + 1));
        for (var coupon = 0; coupon < coupons; coupon++)
        {
            var at = Sometime();
            var code = Coupon();
            if (dice.Double() < 0.12)
            {
                var given = at + Duration.FromMinutes(dice.Int(15, 3_000));
                if (given < until)
                {
                    _events.Add(new MadeUpRedemption(at, Points.Whole(dice.Int(1, 8) * 25), code));
                    _events.Add(new MadeUpDiscard(given, code));
                }

                continue;
            }

            var order = Order(at);
            _events.Add(new MadeUpRedemption(at + Duration.FromSeconds(2), Points.Whole(dice.Int(1, 12) * 25), code) { OrderRefId = order.RefId });
        }
    }

    private void ByHand()
    {
        if (dice.Double() < 0.14)
        {
            var gift = dice.ArrayElement(MadeUpReasons.Credits);
            var at = Sometime();
            _events.Add(Credit(at, gift) with { ValidUntil = dice.Double() < 0.5 ? null : at + Days(20, 200) });
        }

        // Points that are still locked, and points that run out within the next weeks.
        if (dice.Double() < 0.03)
        {
            _events.Add(Credit(Late(), MadeUpReasons.Locked) with { LockedUntil = today + Days(5, 45), ValidUntil = today + Days(120, 400) });
        }

        if (dice.Double() < 0.04)
        {
            _events.Add(Credit(Late(), MadeUpReasons.Birthday) with { ValidUntil = today + Days(1, 29) });
        }

        if (dice.Double() < 0.03)
        {
            var reason = dice.ArrayElement(MadeUpReasons.Debits);
            _events.Add(new MadeUpAdjustment(Sometime(), -Points.Whole(dice.Int(1, 8) * 5), reason.Kind, reason.Actor)
            {
                InternalReason = reason.Internal,
                CustomerText = reason.Customer,
            });
        }
    }

    private void SpendOnRewards()
    {
        var rewards = dice.Double() > 0.12 ? 0 : dice.Int(1, 3);
        for (var reward = 0; reward < rewards; reward++)
        {
            var at = Sometime();
            var used = at + Days(1, 60);
            var name = dice.WeightedRandom([.. MadeUpOffering.Rewards.Select(offer => offer.Name)], MadeUpOffering.Weights);
            _events.Add(new MadeUpSpend(at, name, Coupon(), Agent) { UsedAt = dice.Double() < 0.6 && used < until ? used : null });
        }
    }

    private void GetCoupon()
    {
        var earliest = Instant.Max(from, today - MadeUpOffering.CouponsSince);
        if (dice.Double() > 0.1 || earliest >= until)
        {
            return;
        }

        var at = Waking(earliest + (dice.Double() * (until - earliest)), earliest);
        var code = Coupon();
        _events.Add(new MadeUpCoupon(at, code, Agent));
        var used = at + Days(1, 30);
        if (dice.Double() < 0.45 && used < until)
        {
            var order = Order(used);
            _events.Add(new MadeUpCouponUse(used + Duration.FromSeconds(2), code, order.RefId));
        }
    }

    // Ordered, spent what that earned, and sent it back.
    private void RunIntoDebt()
    {
        var at = Late();
        if (at + Duration.FromDays(4) >= until)
        {
            return;
        }

        var order = new MadeUpOrder(at, _shop.OrderRef(person.Number, _orders++), [new NewPosition("MA-1011", "Vollautomat Casa", 1, 449.90m, "Machines", "silver")])
        {
            Salutation = person.Salutation,
            Billing = person.Home,
            Delivery = person.Home,
        };
        _events.Add(order);
        _events.Add(new MadeUpRedemption(at + Duration.FromHours(5), Points.Whole(1_000_000), Coupon()));
        _events.Add(new MadeUpCreditNote(at + Duration.FromDays(3), _shop.NoteRef(person.Number, _notes++), 449.90m, order.RefId));
    }

    private MadeUpAdjustment Credit(Instant at, MadeUpReason reason) => new(at, Points.Whole(dice.Int(2, 20) * 5), reason.Kind, reason.Actor)
    {
        InternalReason = reason.Internal,
        CustomerText = reason.Customer,
    };

    private Instant Sometime() => Waking(from + (dice.Double() * (until - from)), from);

    // Within the last weeks, when they still took part then.
    private Instant Late()
    {
        var earliest = Instant.Max(from, until - Duration.FromDays(30));
        return Waking(earliest + (dice.Double() * (until - earliest)), earliest);
    }

    private Instant Waking(Instant at, Instant earliest)
    {
        var awake = at.InUtc().Date.At(TimeOfDay(dice)).InUtc().ToInstant();
        return awake > earliest && awake < until ? awake : Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds()) + Duration.FromSeconds(1);
    }

    private Duration Days(int least, int most) => Duration.FromDays(dice.Int(least, most)) + Duration.FromSeconds(dice.Int(0, 40_000));

    // Ends in the customer's number and the coupon's, so that no two are the same.
    private string Coupon()
    {
        Span<char> code = stackalloc char[11];
        var own = (person.Number * 16L) + (_coupons++ % 16);
        for (var place = 10; place > 5; place--)
        {
            code[place] = CouponSigns[(int)(own % CouponSigns.Length)];
            own /= CouponSigns.Length;
        }

        code[5] = '-';
        for (var place = 0; place < 5; place++)
        {
            code[place] = CouponSigns[dice.Int(0, CouponSigns.Length - 1)];
        }

        return new string(code);
    }
}
