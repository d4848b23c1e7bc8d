using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using NodaTime;
using NodaTime.TimeZones;

namespace LoyaltyConsole.Tests.Model;

/// <summary>
/// The programme as parts 5 and 6 of the requirements tell it, small, slow and obvious: what the real services are compared
/// with. It was written from the rules and shares no code with the services; only the names of refusals are theirs.
/// </summary>
internal sealed class LoyaltyModel(ModelRules rules, params IReadOnlyList<bool> registered)
{
    private readonly ModelCustomer[] _customers = [.. registered.Select(isRegistered => new ModelCustomer(rules) { IsRegistered = isRegistered })];

    public ModelRules Rules { get; set; } = rules;

    public int Count => _customers.Length;

    public ModelCustomer this[int customer] => _customers[customer];

    /// <summary>Lets time pass.</summary>
    public void AdvanceTo(Instant now)
    {
        foreach (var customer in _customers)
        {
            customer.AdvanceTo(now);
        }
    }

    /// <summary>
    /// An order earns by the campaigns in force when it was placed, each for the lines that it pays for (L-048 to L-051); an
    /// inactive customer's earns nothing (L-023).
    /// </summary>
    public ModelAnswer Buy(int customer, string orderRef, Instant placedAt, params IReadOnlyList<ModelPosition> positions)
    {
        var buyer = _customers[customer];
        var order = new ModelOrder(orderRef, positions);
        buyer.Orders.Add(order);
        var total = 0m;
        foreach (var campaign in Rules.Campaigns.Where(campaign => buyer.IsActive && campaign.PaysFor(placedAt)))
        {
            var lines = Enumerable.Range(0, positions.Count).Where(line => campaign.PaysFor(positions[line])).ToList();
            var points = Rules.Rounded(campaign.Rate * (campaign.Source switch
            {
                ModelKind.OrderBase => 1m,
                ModelKind.Item => lines.Sum(line => positions[line].Quantity),
                _ => lines.Sum(line => positions[line].Value),
            }));
            if (points > 0)
            {
                var lot = buyer.Account.Credit(
                    campaign.Source,
                    points,
                    placedAt,
                    campaign.LockDays == 0 ? null : placedAt + Duration.FromDays(campaign.LockDays),
                    campaign.ValidityMonths is { } months ? EndOfDay(placedAt, months) : null,
                    orderRef);
                order.Earned.Add((lot.Number, lines));
                total += points;
            }
        }

        buyer.Account.CatchUp();
        buyer.Tiers.Look(buyer.Account.Now);
        return total;
    }

    /// <summary>A credit note that names no order: by the rules in force now, from the latest orders first (contracts).</summary>
    public ModelAnswer ReturnUnnamed(int customer, decimal amount)
    {
        var account = _customers[customer].Account;
        var asked = Rules.Campaigns
            .Where(campaign => campaign.Source == ModelKind.Revenue && campaign.PaysFor(account.Now))
            .Sum(campaign => Rules.Rounded(campaign.Rate * amount));
        var credits = account.Lots.Where(lot => lot.Kind == ModelKind.Revenue)
            .OrderByDescending(lot => lot.EarnedAt).ThenBy(lot => lot.Number).ToList();
        return -account.TakeBack(credits, asked, credits, Rules.Returns);
    }

    /// <summary>A credit note over an amount of an order's goods (rule 5.4).</summary>
    public ModelAnswer Return(int customer, string orderRef, decimal amount)
    {
        if (_customers[customer].Order(orderRef) is not { } order)
        {
            return nameof(OriginalOrderNotFound);
        }

        order.Returned += amount;
        return Return(_customers[customer], order);
    }

    /// <summary>A credit note over so many pieces of some articles of an order (rule 5.4.2).</summary>
    public ModelAnswer Return(int customer, string orderRef, IReadOnlyList<(string Sku, decimal Quantity)> pieces)
    {
        if (_customers[customer].Order(orderRef) is not { } order)
        {
            return nameof(OriginalOrderNotFound);
        }

        foreach (var (sku, quantity) in pieces)
        {
            var line = order.Line(sku);
            if (line < 0)
            {
                return nameof(PositionNotInOrder);
            }

            if (quantity > order.Positions[line].Quantity - order.ReturnedPieces[line])
            {
                return nameof(ReturnedTooMany);
            }
        }

        foreach (var (sku, quantity) in pieces)
        {
            order.ReturnedPieces[order.Line(sku)] += quantity;
            order.Returned += quantity * order.Positions[order.Line(sku)].UnitPrice;
        }

        return Return(_customers[customer], order);
    }

    // What was booked is taken back, cumulatively, by what it was earned for (rules 5.4.1 to 5.4.3); then what was spent on
    // the order is given back, pro rata and cumulatively (rule 5.4.8).
    private ModelAnswer Return(ModelCustomer customer, ModelOrder order)
    {
        var account = customer.Account;
        var own = order.Earned.Select(earned => account.Lots[earned.Lot]).ToList();
        var taken = 0m;
        foreach (var source in order.Sources(account))
        {
            var earned = source.Lots.Sum(lot => lot.Amount);
            var target = order.IsWhollyReturned ? earned : source.Kind switch
            {
                ModelKind.OrderBase => 0m,
                ModelKind.Revenue => Rules.Rounded(earned * order.Returned / order.Total),
                _ => Rules.Rounded(order.Due(earned, source.Lines, byPieces: source.Kind == ModelKind.Item)),
            };
            taken += account.TakeBack(source.Lots, target - source.Lots.Sum(lot => lot.TakenBack), own, Rules.Returns);
        }

        var spent = account.Debits.Where(debit => debit.Kind == ModelKind.Redemption && !debit.IsDiscarded && !debit.IsReversed
            && string.Equals(debit.Order, order.Ref, StringComparison.Ordinal)).ToList();
        foreach (var redemption in spent)
        {
            var target = order.IsWhollyReturned ? redemption.Amount : Rules.Rounded(redemption.Amount * order.Returned / order.Total);
            account.Restore(redemption, Math.Max(0m, target - redemption.GivenBack));
        }

        return -taken;
    }

    /// <summary>A manual credit or deduction (D1, D11, D12, rules 5.1.6 and 5.5.3).</summary>
    public ModelAnswer Adjust(int customer, AdjustmentDoor door, decimal points, LocalDate? redeemableAfter, LocalDate? validUpTo, ReasonKind reason)
    {
        var (account, now) = (_customers[customer].Account, _customers[customer].Account.Now);
        if (!_customers[customer].IsActive)
        {
            return nameof(CustomerInactive);
        }

        if (door is AdjustmentDoor.TopUp or AdjustmentDoor.DrawOff && points <= 0)
        {
            return nameof(PointsMustBePositive);
        }

        var difference = door switch
        {
            AdjustmentDoor.DrawOff => -points,
            AdjustmentDoor.ActualBalance => points - (account.Total - account.Debt),
            _ => points,
        };
        return Adjust(
            customer,
            difference,
            points,
            redeemableAfter is { } first ? AtThisTimeOf(first, now, later: false) : null,
            validUpTo is { } last ? AtThisTimeOf(last, now, later: true) : null,
            reason);
    }

    /// <summary>The same by signed points and exact instants, as a shop sends it; what was typed has no more decimals than the programme books.</summary>
    public ModelAnswer Adjust(int customer, decimal difference, decimal typed, Instant? lockedUntil, Instant? validUntil, ReasonKind reason)
    {
        var (account, now) = (_customers[customer].Account, _customers[customer].Account.Now);
        if (!_customers[customer].IsActive)
        {
            return nameof(CustomerInactive);
        }

        if (difference == 0)
        {
            return nameof(NothingToAdjust);
        }

        if (typed != Rules.Rounded(typed))
        {
            return nameof(TooManyDecimals);
        }

        if (difference < 0)
        {
            if (lockedUntil is not null || validUntil is not null)
            {
                return nameof(DatesOnlyForCredits);
            }

            if (-difference > account.Total && !Rules.AllowsNegativeBalance)
            {
                return nameof(NotEnoughPoints);
            }

            var deduction = Rules.DeductsUnallocated ? account.DeductUnallocated(-difference) : account.Deduct(-difference);
            deduction[0].Qualifies = deduction[^1].Qualifies = Qualifies(reason);
            _customers[customer].Deductions.Add(deduction);
            _customers[customer].Tiers.Look(now);
            return 0m;
        }

        if (validUntil <= now)
        {
            return nameof(ValidityInThePast);
        }

        if (lockedUntil >= validUntil)
        {
            return nameof(LockedBeyondValidity);
        }

        account.Credit(ModelKind.ManualCredit, difference, now, lockedUntil, validUntil, qualifies: Qualifies(reason));
        account.CatchUp();
        _customers[customer].Tiers.Look(now);
        return 0m;
    }

    /// <summary>Points spent at once, without a coupon code that could lapse.</summary>
    public ModelAnswer Redeem(int customer, decimal points)
    {
        if (RefusesToRedeem(_customers[customer], points, isHolderVerified: true) is { } refusal)
        {
            return refusal;
        }

        _customers[customer].Redemptions.Add(_customers[customer].Account.Spend(points));
        return -points;
    }

    /// <summary>Makes a coupon code: the points are spent at once, and void when it is not used in time (rules 5.3.1, 5.3.2).</summary>
    public ModelAnswer Reserve(int customer, decimal points, bool isHolderVerified)
    {
        if (RefusesToRedeem(_customers[customer], points, isHolderVerified) is { } refusal)
        {
            return refusal;
        }

        var (account, redemption) = (_customers[customer].Account, _customers[customer].Account.Spend(points));
        redemption.ReservedUntil = account.Now + Duration.FromMinutes(Rules.ReservationMinutes);
        _customers[customer].Redemptions.Add(redemption);
        return -points;
    }

    /// <summary>The coupon code is used on an order, which may be recorded later.</summary>
    public ModelAnswer Confirm(int customer, int redemption, string? orderRef)
    {
        var spent = _customers[customer].Redemptions[redemption];
        switch (spent)
        {
            case { IsDiscarded: true, IsLapsed: true }:
                return nameof(ReservationLapsed);
            case { IsDiscarded: true } or { IsReversed: true }:
                return nameof(RedemptionDiscarded);
            case { ReservedUntil: null } when !string.Equals(spent.Order, orderRef, StringComparison.Ordinal):
                return nameof(CouponUsed);
            default:
                (spent.ReservedUntil, spent.Order) = (null, orderRef);
                return -spent.Amount;
        }
    }

    /// <summary>The coupon code is given up; after its time, or a second time, nothing happens.</summary>
    public ModelAnswer Cancel(int customer, int redemption)
    {
        var spent = _customers[customer].Redemptions[redemption];
        switch (spent)
        {
            case { IsDiscarded: true }:
                return 0m;
            case { ReservedUntil: null }:
                return nameof(CouponUsed);
            default:
                _customers[customer].Account.Discard(spent);
                return 0m;
        }
    }

    /// <summary>Takes a redemption back, used or not; the second time changes nothing.</summary>
    public ModelAnswer Discard(int customer, int redemption)
    {
        var spent = _customers[customer].Redemptions[redemption];
        if (spent.GivenBack > 0 || spent.IsReversed)
        {
            return nameof(AlreadyGivenBack);
        }

        if (!spent.IsDiscarded)
        {
            _customers[customer].Account.Discard(spent);
        }

        return -spent.Amount;
    }

    /// <summary>A credit is reversed, with what may be missing as debt where the programme allows it (X9).</summary>
    public ModelAnswer ReverseCredit(int customer, int lot)
    {
        var (account, credit) = (_customers[customer].Account, _customers[customer].Account.Lots[lot]);
        switch (credit)
        {
            case var _ when !_customers[customer].IsActive:
                return nameof(CustomerInactive);
            case { IsReversed: true }:
                return nameof(AlreadyReversed);
            case { Held: 0 }:
                return nameof(NothingLeftToReverse);
            case var _ when credit.Held > account.Total && !Rules.AllowsNegativeBalance:
                return nameof(NotEnoughPoints);
            default:
                account.Reverse(credit);
                return 0m;
        }
    }

    /// <summary>A manual deduction is reversed.</summary>
    public ModelAnswer ReverseDeduction(int customer, int deduction) => Reverse(_customers[customer], _customers[customer].Deductions[deduction]);

    /// <summary>A redemption is reversed, used or not; what was given back of it before stays given back.</summary>
    public ModelAnswer ReverseRedemption(int customer, int redemption) => Reverse(_customers[customer], [_customers[customer].Redemptions[redemption]]);

    private static ModelAnswer Reverse(ModelCustomer customer, IReadOnlyList<ModelDebit> debits)
    {
        switch (debits[0])
        {
            case var _ when !customer.IsActive:
                return nameof(CustomerInactive);
            case { IsDiscarded: true }:
                return nameof(RedemptionDiscarded);
            case { IsReversed: true }:
                return nameof(AlreadyReversed);
            case var _ when debits.All(debit => debit.Owed == 0 && debit.Taken.Sum(taken => taken.Points) == 0):
                return nameof(NothingLeftToReverse);
            default:
                customer.Account.Reverse(debits);
                customer.Tiers.Look(customer.Account.Now);
                return 0m;
        }
    }

    // In the order of rule 5.3.5 and of the refusals.
    private string? RefusesToRedeem(ModelCustomer customer, decimal points, bool isHolderVerified) => customer switch
    {
        { IsActive: false } => nameof(CustomerInactive),
        { IsRegistered: false } when !isHolderVerified => nameof(PinNotVerified),
        { IsLocked: true } => nameof(RedemptionLocked),
        _ when points <= 0 => nameof(PointsMustBePositive),
        _ when points != Rules.Rounded(points) => nameof(TooManyDecimals),
        { Account.Debt: > 0 } => nameof(CustomerInDebt),
        _ when points > customer.Account.Redeemable => nameof(NotEnoughPoints),
        _ => null,
    };

    /// <summary>A person changes a level or its lock, who has looked at it just before.</summary>
    public ModelAnswer ChangeTier(int customer, int to, ModelLock strength, LocalDate? last) => _customers[customer] switch
    {
        { IsActive: false } => nameof(CustomerInactive),
        var active => active.Tiers.Change(to, strength, last, active.Account.Now),
    };

    // Rule 5.6.1.
    private bool Qualifies(ReasonKind reason) => reason switch
    {
        ReasonKind.Reward or ReasonKind.CorrectionOfEarning => true,
        ReasonKind.Goodwill => Rules.Tiers.GoodwillQualifies,
        _ => false,
    };

    // The end of the local day so many months later; a shorter month ends it earlier (rules 5.5.2 and 5.5.4).
    private Instant EndOfDay(Instant from, int months) =>
        Zone.AtStartOfDay(from.InZone(Zone).Date.PlusMonths(months).PlusDays(1)).ToInstant();

    // The chosen date at the time of day it is now; a gap moves forward, an overlap favours the customer (rule 5.5.3).
    private Instant AtThisTimeOf(LocalDate date, Instant now, bool later)
    {
        var local = date + now.InZone(Zone).TimeOfDay;
        var mapping = Zone.MapLocal(local);
        return mapping.Count switch
        {
            0 => local.WithOffset(mapping.EarlyInterval.WallOffset).ToInstant(),
            1 => mapping.Single().ToInstant(),
            _ => later ? mapping.Last().ToInstant() : mapping.First().ToInstant(),
        };
    }

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Rules.Zone];
}

/// <summary>A customer of the model.</summary>
internal sealed class ModelCustomer
{
    public ModelCustomer(ModelRules rules) => Tiers = new ModelTiers(
        rules.Tiers, DateTimeZoneProviders.Tzdb[rules.Zone], () => Account.Qualifying(rules.Tiers.LockedPointsQualify));

    public bool IsActive { get; set; } = true;

    public bool IsLocked { get; set; }

    public bool IsRegistered { get; init; } = true;

    public ModelAccount Account { get; } = new();

    public ModelTiers Tiers { get; }

    public List<ModelOrder> Orders { get; } = [];

    public List<ModelDebit> Redemptions { get; } = [];

    public List<IReadOnlyList<ModelDebit>> Deductions { get; } = [];

    public ModelOrder? Order(string orderRef) => Orders.Find(order => string.Equals(order.Ref, orderRef, StringComparison.Ordinal));

    /// <summary>Lets time pass, for the points and for the level.</summary>
    public void AdvanceTo(Instant now)
    {
        while (Tiers.Ahead(Account.Now).Where(instant => instant <= now).Order().Select(instant => (Instant?)instant).FirstOrDefault() is { } next)
        {
            Account.AdvanceTo(next);
            Tiers.Look(next);
        }

        Account.AdvanceTo(now);
    }
}
