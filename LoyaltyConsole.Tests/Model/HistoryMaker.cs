using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Model;

/// <summary>
/// Makes a history from a seed. It runs the model along, in order to find what is worth trying: the exact instants at which
/// something changes and the millisecond before, all that can be redeemed and a little more, orders that can be returned.
/// </summary>
internal sealed class HistoryMaker
{
    /// <summary>So many histories share a database, its zone and its rules for levels.</summary>
    public const int HistoriesInBlock = 20;

    // From the beginning of one history to that of the next; most are shorter by far.
    private const int Years = 14;

    private static readonly string[] _zones = ["Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"];

    private static readonly string[] _skus = ["A-1", "B-2", "C-3", "D-4"];

    private readonly Random _random;
    private readonly int _seed;
    private readonly IReadOnlyList<bool> _registered;
    private readonly LoyaltyModel _model;
    private readonly List<Deed> _deeds = [];
    private readonly List<CustomerDeed> _repeatable = [];
    private readonly Instant _start;
    private readonly DateTimeZone _zone;
    private readonly ModelTierRules _tiers;
    private Instant _now;

    private HistoryMaker(int seed)
    {
        _seed = seed;

        // Histories of one block go one after the other through one database, whose time never goes back.
        _random = new Random(seed / HistoriesInBlock);
        _zone = DateTimeZoneProviders.Tzdb[Pick(_zones)];
        _tiers = SomeTierRules();
        _random = new Random(seed);
        _start = _now = Instant.FromUtc(2023 + (seed % HistoriesInBlock * Years), 1, 1, 0, 0)
            + Duration.FromMilliseconds(_random.NextInt64(4L * 366 * 24 * 3_600_000));
        _registered = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Chance(85))];
        _model = new LoyaltyModel(SomeRules(), _registered);
        _model.AdvanceTo(_start);
    }

    public static History Make(int seed)
    {
        var maker = new HistoryMaker(seed);
        var rules = maker._model.Rules;
        for (var left = maker._random.Next(10, 45); left > 0; left--)
        {
            maker.Next();
        }

        return new History(seed, rules, maker._registered, maker._start, maker._deeds);
    }

    private void Next()
    {
        _now = SomeInstantFromNow();
        _model.AdvanceTo(_now);
        var deed = SomeDeed();
        deed = deed with { Foreseen = Chance(40) ? [SomeInstantFromNow()] : [] };
        var answer = deed.ActOn(_model);
        _deeds.Add(deed);
        if (answer.Refusal is null && deed is BuyDeed or ReturnDeed or ReturnPiecesDeed or AdjustDeed or RedeemDeed or ReserveDeed or ReverseDeed)
        {
            _repeatable.Add((CustomerDeed)deed);
        }
    }

    private Deed SomeDeed()
    {
        var customer = _random.Next(_model.Count);
        var redemptions = _model[customer].Redemptions.Count;
        return _random.Next(100) switch
        {
            < 20 => Buy(customer),
            < 34 => Return(customer),
            < 50 => Adjust(customer),
            < 56 => new RedeemDeed(_now, customer, SomePoints(_model[customer].Account.Redeemable)),
            < 66 => new ReserveDeed(_now, customer, SomePoints(_model[customer].Account.Redeemable), Chance(50)),
            < 73 when redemptions > 0 => new ConfirmDeed(_now, customer, SomeRecent(redemptions), SomeOrderRef(customer)),
            < 76 when redemptions > 0 => new CancelDeed(_now, customer, SomeRecent(redemptions)),
            < 79 when redemptions > 0 => new DiscardDeed(_now, customer, SomeRecent(redemptions)),
            < 81 when _repeatable.Count > 0 => new AgainDeed(_now, Pick(_repeatable)),
            < 85 when SomeReversal(customer) is { } reversal => reversal,
            < 87 => new ChangeTierDeed(
                _now, customer, _random.Next(ModelTierRules.Levels.Count), Pick([ModelLock.None, ModelLock.None, ModelLock.Full, ModelLock.Floor]),
                Chance(70) ? SomeDateFrom(_now.InZone(_zone).Date) : null),
            < 88 => new SetActiveDeed(_now, customer, Chance(70)),
            < 89 => new SetLockedDeed(_now, customer, Chance(30)),
            < 91 => new ChangeRulesDeed(_now, SomeRules()),
            < 96 => new RunJobsDeed(_now, _random.Next(1, 3)),
            _ => new WaitDeed(_now),
        };
    }

    private ReverseDeed? SomeReversal(int customer)
    {
        var reversal = new ReverseDeed(_now, customer, Pick([Reversed.Credit, Reversed.Credit, Reversed.Deduction, Reversed.Redemption]), 0);
        var count = reversal.CountIn(_model);
        return count == 0 ? null : reversal with { Number = SomeRecent(count) };
    }

    private int SomeRecent(int count) => Chance(70) ? count - 1 : _random.Next(count);

    // An order that is there, one that comes later, or none.
    private string? SomeOrderRef(int customer) => _random.Next(5) switch
    {
        0 => null,
        1 => $"O{_deeds.Count + _random.Next(8)}",
        _ when _model[customer].Orders.Count > 0 => _model[customer].Orders[SomeRecent(_model[customer].Orders.Count)].Ref,
        _ => null,
    };

    private BuyDeed Buy(int customer)
    {
        var placedAt = _random.Next(10) switch
        {
            0 => _now - Duration.FromMinutes(_random.Next(1, 3_000)),
            1 => _now - Duration.FromDays(_random.Next(1, 800)),
            _ => _now,
        };
        var skus = new Stack<string>(_skus.OrderBy(_ => _random.Next()));
        return new BuyDeed(
            _now, customer, $"O{_deeds.Count}", placedAt, Chance(30) ? 4.9m : 0m,
            [
                .. Enumerable.Range(0, Pick([1, 1, 2, 3])).Select(_ => new ModelPosition(
                    skus.Pop(), Pick<string?>(["Shoes", "shoes", "Hats", null]), Pick([1m, 1m, 2m, 3m]), SomeMoney())),
            ]);
    }

    private CustomerDeed Return(int customer)
    {
        var orders = _model[customer].Orders;
        if (orders.Count == 0 || Chance(10))
        {
            return new ReturnDeed(_now, customer, $"G{_deeds.Count}", Chance(5) ? "unheard of" : null, SomeMoney());
        }

        var order = Pick(orders);
        return Chance(50) && order.Returned == order.ReturnedValue
            ? new ReturnPiecesDeed(_now, customer, $"G{_deeds.Count}", order.Ref, [.. SomePieces(order)])
            : new ReturnDeed(_now, customer, $"G{_deeds.Count}", order.Ref, SomeAmount(order));
    }

    private decimal SomeAmount(ModelOrder order)
    {
        var left = Math.Max(0m, order.Total - order.Returned);
        return Math.Max(0.01m, _random.Next(4) switch
        {
            0 when left > 0 => left,
            1 => SomeMoney(),
            2 => Math.Round(order.Total / 3, 2),
            _ => Math.Round(left * _random.Next(1, 100) / 100m, 2),
        });
    }

    // All that is left, some of it, now and then too much or what was not bought.
    private IEnumerable<(string Sku, decimal Quantity)> SomePieces(ModelOrder order)
    {
        var all = Chance(40);
        var pieces = Enumerable.Range(0, order.Positions.Count)
            .Select(line => (order.Positions[line].Sku, Left: order.Positions[line].Quantity - order.ReturnedPieces[line]))
            .Where(line => line.Left > 0 && (all || Chance(50)))
            .Select(line => (line.Sku, all ? line.Left : _random.Next(1, (int)line.Left + 1)))
            .ToList();
        return pieces.Count == 0 || Chance(5) ? [(Pick(_skus), 1m)] : pieces;
    }

    private AdjustDeed Adjust(int customer)
    {
        var account = _model[customer].Account;
        var door = (AdjustmentDoor)_random.Next(4);
        var points = door switch
        {
            AdjustmentDoor.TopUp => SomePoints(100),
            AdjustmentDoor.DrawOff => SomePoints(account.Total),
            AdjustmentDoor.AddOrSubtract => Chance(50) ? -SomePoints(account.Total) : SomePoints(100),
            _ => SomePoints(account.Total) + (Chance(50) ? 0 : SomePoints(50)),
        };
        var today = _now.InZone(_zone).Date;
        return new AdjustDeed(
            _now, customer, door, points,
            Chance(30) ? SomeDateFrom(today) : null,
            Chance(50) ? SomeDateFrom(today.PlusDays(1)) : null,
            (ReasonKind)_random.Next(1, 6));
    }

    private LocalDate SomeDateFrom(LocalDate date) => _random.Next(4) switch
    {
        0 => date.PlusDays(_random.Next(3)),
        1 => date.PlusDays(_random.Next(30)),
        2 => SomeSpecialDateFrom(date),
        _ => date.PlusDays(_random.Next(400)),
    };

    // Days on which the clocks change, the days about the end of February, ends of months.
    private LocalDate SomeSpecialDateFrom(LocalDate date)
    {
        var changes = _zone.GetZoneIntervals(date.AtStartOfDayInZone(_zone).ToInstant(), date.PlusYears(2).AtStartOfDayInZone(_zone).ToInstant())
            .Where(interval => interval.HasEnd).Select(interval => interval.End.InZone(_zone).Date).ToList();
        return _random.Next(3) switch
        {
            0 when changes.Count > 0 => LocalDate.Max(date, Pick(changes).PlusDays(_random.Next(-1, 1))),
            1 => LocalDate.Max(date, new LocalDate(date.Year + _random.Next(2), 2, 27).PlusDays(_random.Next(4))),
            _ => date.With(DateAdjusters.EndOfMonth),
        };
    }

    private Instant SomeInstantFromNow()
    {
        var ahead = Enumerable.Range(0, _model.Count)
            .SelectMany(customer => _model[customer].Account.Ahead().Concat(_model[customer].Tiers.Ahead(_now)))
            .ToList();
        var latest = _start + Duration.FromDays((Years - 5) * 365);
        return Instant.Max(_now, Instant.Min(latest, SomeInstantFromNow(ahead)));
    }

    private Instant SomeInstantFromNow(List<Instant> ahead)
    {
        return _random.Next(20) switch
        {
            < 4 => _now,
            < 5 => _now + Duration.FromMilliseconds(1),
            < 7 => _now + Duration.FromMilliseconds(_random.Next(20 * 60_000)),
            < 9 => _now + Duration.FromMinutes(_random.Next(48 * 60)),
            < 14 when ahead.Count > 0 => Instant.Max(_now, Pick(ahead) + Duration.FromMilliseconds(_random.Next(-1, 2))),
            < 16 => Instant.Max(
                _now,
                SomeSpecialDateFrom(_now.InZone(_zone).Date).At(new LocalTime(_random.Next(24), Pick([0, 30, 37])))
                    .InZoneLeniently(_zone).ToInstant()),
            < 17 => Instant.Max(
                _now,
                SomeSpecialDateFrom(_now.InZone(_zone).Date).PlusDays(1).AtStartOfDayInZone(_zone).ToInstant()
                    - Duration.FromMilliseconds(_random.Next(2))),
            < 19 => _now + Duration.FromMinutes(_random.Next(40 * 24 * 60)),
            _ => _now + Duration.FromMinutes(_random.Next(500 * 24 * 60)),
        };
    }

    private ModelTierRules SomeTierRules() => new()
    {
        Months = Pick([12, 12, 12, 1, 6]),
        FallsAsFarAsDeserved = Chance(30),
        GraceDays = Pick([0, 0, 14, 45]),
        GoodwillQualifies = Chance(30),
        LockedPointsQualify = Chance(20),
    };

    private ModelRules SomeRules() => new()
    {
        Zone = _zone.Id,
        Tiers = _tiers,
        Decimals = Pick([0, 0, 0, 1, 2]),
        AllowsNegativeBalance = Chance(40),
        DeductsUnallocated = Chance(20),
        ReservationMinutes = Chance(80) ? 15 : _random.Next(1, 2_000),
        Returns = Pick([ModelReturnsPolicy.Unlimited, ModelReturnsPolicy.Unlimited, ModelReturnsPolicy.WithinBalance, ModelReturnsPolicy.OnlyPending]),
        Campaigns = [.. SomeCampaigns()],
    };

    private IEnumerable<ModelCampaign> SomeCampaigns()
    {
        yield return SomeCampaign(ModelKind.Revenue);
        foreach (var kind in (ModelKind[])[ModelKind.OrderBase, ModelKind.Category, ModelKind.Item, ModelKind.Item, ModelKind.Revenue])
        {
            if (Chance(20))
            {
                yield return SomeCampaign(kind);
            }
        }
    }

    private ModelCampaign SomeCampaign(ModelKind kind) => new(
        kind,
        kind is ModelKind.Revenue or ModelKind.Category ? Pick([1m, 1m, 0.5m, 0.33m, 2m]) : _random.Next(1, 30),
        Pick([0, 0, 14, 3, 27]),
        Pick<int?>([24, 1, 2, 12, null]),
        Chance(10) ? _now + Duration.FromHours(_random.Next(-4_000, 4_000)) : null,
        Chance(10) ? _now + Duration.FromHours(_random.Next(8_000)) : null)
    {
        Only = kind switch
        {
            ModelKind.Category => Pick(["Shoes", "hats"]),
            ModelKind.Item => Pick(_skus),
            _ => null,
        },
    };

    private decimal SomeMoney() => Chance(30) ? _random.Next(1, 300) : _random.Next(1, 30_000) / 100m;

    // Often all there is, sometimes the least bit more, sometimes nothing.
    private decimal SomePoints(decimal available)
    {
        var unit = 1m / (decimal)Math.Pow(10, _model.Rules.Decimals);
        return _random.Next(10) switch
        {
            0 => available,
            1 => available + unit,
            2 => Chance(10) ? 0 : unit,
            _ => _random.Next(1, (int)(Math.Max(available, 20) / unit)) * unit,
        };
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
