using LoyaltyConsole.Tests.Model;
using NodaTime;

namespace LoyaltyConsole.Tests.Api;

/// <summary>
/// What a shop does next for one of its customers, by chance but the same for the same seed. It looks at the model for what
/// is worth trying: orders that can be returned, coupon codes that wait, all that can be redeemed and one point more.
/// </summary>
internal sealed class ShopScript(int seed, int customer, LoyaltyModel model)
{
    private static readonly string[] _skus = ["A-1", "B-2", "C-3", "D-4"];

    private readonly Random _random = new((int)((seed + (customer * 7919L)) % int.MaxValue));
    private int _number;

    public bool Chance(int percent) => _random.Next(100) < percent;

    public CustomerDeed Next(Instant now)
    {
        _number++;
        var mine = model[customer];
        return _random.Next(100) switch
        {
            < 30 => Buy(now),
            < 48 when mine.Orders.Count > 0 => Return(now, mine.Orders[^_random.Next(1, Math.Min(4, mine.Orders.Count + 1))]),
            < 60 => new ShopAdjustDeed(now, customer, _random.Next(-60, 120), null, null),
            < 66 => Credit(now),
            < 82 => new ReserveDeed(now, customer, SomePoints(mine.Account.Redeemable), IsHolderVerified: false),
            < 92 when mine.Redemptions.Count > 0 => new ConfirmDeed(now, customer, SomeCoupon(), $"O{customer}-{_random.Next(_number + 3)}"),
            < 97 when mine.Redemptions.Count > 0 => new CancelDeed(now, customer, SomeCoupon()),
            _ => Buy(now),
        };
    }

    private BuyDeed Buy(Instant now)
    {
        var skus = new Stack<string>(_skus.OrderBy(_ => _random.Next()));
        return new BuyDeed(
            now, customer, $"O{customer}-{_number}", Chance(80) ? now : now - Duration.FromHours(_random.Next(1, 500)), Chance(50) ? 4.90m : 0m,
            [
                .. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => new ModelPosition(
                    skus.Pop(), Chance(50) ? "Shoes" : null, _random.Next(1, 4), _random.Next(100, 9_000) / 100m)),
            ]);
    }

    private CustomerDeed Return(Instant now, ModelOrder order)
    {
        if (Chance(40))
        {
            return new ReturnDeed(now, customer, $"G{customer}-{_number}", order.Ref, Math.Max(0.01m, Math.Round(order.Total * _random.Next(1, 70) / 100m, 2)));
        }

        var pieces = Enumerable.Range(0, order.Positions.Count)
            .Where(line => order.Positions[line].Quantity > order.ReturnedPieces[line] && Chance(60))
            .Select(line => (order.Positions[line].Sku, (decimal)_random.Next(1, (int)(order.Positions[line].Quantity - order.ReturnedPieces[line]) + 1)))
            .ToList();
        return new ReturnPiecesDeed(now, customer, $"G{customer}-{_number}", order.Ref, pieces.Count == 0 || Chance(10) ? [(_skus[_random.Next(4)], 2m)] : pieces);
    }

    private ShopAdjustDeed Credit(Instant now)
    {
        // An hour away from whole days, so that neither these instants nor thirty days before them fall into a visit.
        var locked = Chance(50) ? now + Duration.FromHours(1 + (24 * _random.Next(15))) : (Instant?)null;
        return new ShopAdjustDeed(now, customer, _random.Next(1, 80), locked, now + Duration.FromHours(2 + (24 * _random.Next(15, 60))));
    }

    private decimal SomePoints(decimal redeemable) => _random.Next(5) switch
    {
        0 => redeemable + 1,
        1 when redeemable > 0 => redeemable,
        _ => _random.Next(1, (int)Math.Max(20, redeemable)),
    };

    private int SomeCoupon() => Chance(70) ? model[customer].Redemptions.Count - 1 : _random.Next(model[customer].Redemptions.Count);
}
