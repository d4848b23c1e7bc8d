using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Tests.Model;

/// <summary>
/// Lets a history happen to the real services and to the model, and says where they first disagree. The customers are new
/// ones, so that many histories go through one database.
/// </summary>
internal sealed class HistoryRun(Programme programme, History history, int number)
{
    private readonly LoyaltyModel _model = new(history.Rules, history.Registered);
    private readonly List<CustomerId> _customers = [];
    private readonly Dictionary<CustomerDeed, Func<Task<ModelAnswer>>> _sent = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<(LedgerEntryId Id, string? Coupon)>> _redemptions = [];
    private readonly Dictionary<int, List<LedgerEntryId>> _deductions = [];

    private Figures? _foretold;

    /// <summary>How many deeds were done.</summary>
    public int Steps { get; private set; }

    /// <summary>Where the model and the services disagree; null where they do not.</summary>
    public async Task<string?> DisagreementAsync()
    {
        programme.Clock.Set(history.Start);
        _model.AdvanceTo(history.Start);
        await ProgrammeRules.SetAsync(programme, history.Rules);
        for (var customer = 0; customer < history.Customers; customer++)
        {
            _customers.Add(await programme.CustomerAsync($"Customer {number}-{customer}", registered: history.Registered[customer]));
            _model[customer].Tiers.Since = history.Start;
            _redemptions[customer] = [];
            _deductions[customer] = [];
        }

        // What time does is dated from when somebody has looked by these rules on.
        await programme.Get<TierRecalculation>().RunAsync(CancellationToken.None);
        foreach (var deed in history.Deeds.Where(IsPossible))
        {
            Steps++;
            await LookAtLevelsUntilAsync(deed.At);
            programme.Clock.Set(deed.At);
            _model.AdvanceTo(deed.At);
            if (await DifferenceAsync(deed) is { } difference)
            {
                return $"{deed}: {difference}";
            }
        }

        return await EndAsync();
    }

    private async Task LookAtLevelsUntilAsync(Instant until)
    {
        var isLate = false;
        while (history.ComparesLevels && Moves().Where(instant => instant <= until).Order().Select(instant => (Instant?)instant).FirstOrDefault() is { } next)
        {
            _model.AdvanceTo(next);
            isLate = history.JobsAreLate;
            if (!isLate)
            {
                programme.Clock.Set(next);
                await RunJobsAsync();
            }
        }

        if (isLate)
        {
            programme.Clock.Set(until);
            await RunJobsAsync();
        }

        IEnumerable<Instant> Moves() => Enumerable.Range(0, history.Customers)
            .SelectMany(customer => _model[customer].Tiers.Ahead(_model[customer].Account.Now));
    }

    private async Task RunJobsAsync()
    {
        await programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);
        await programme.Get<TierRecalculation>().RunAsync(CancellationToken.None);
    }

    // A history that was made shorter may lack what a deed refers to.
    private bool IsPossible(Deed deed) => deed switch
    {
        DiscardDeed discard => discard.Redemption < _model[discard.Customer].Redemptions.Count,
        ReverseDeed reverse => reverse.Number < reverse.CountIn(_model),
        ConfirmDeed confirm => HasCoupon(confirm.Customer, confirm.Redemption),
        CancelDeed cancel => HasCoupon(cancel.Customer, cancel.Redemption),
        ChangeTierDeed => history.ComparesLevels,
        AgainDeed again => _sent.ContainsKey(again.Earlier),
        _ => true,
    };

    private bool HasCoupon(int customer, int redemption) =>
        redemption < _redemptions[customer].Count && _redemptions[customer][redemption].Coupon is not null;

    private async Task<string?> DifferenceAsync(Deed deed)
    {
        var expected = deed.ActOn(_model);
        _foretold = null;
        var answer = await AnswerAsync(deed);
        if (answer is { } got && got != expected)
        {
            return $"expected the answer {expected}, got {got}";
        }

        // A preview tells what the booking then does (X2).
        if (_foretold is { } figures && FiguresDiffer(((CustomerDeed)deed).Customer, deed.At, figures) is { } different)
        {
            return $"the preview of {different}";
        }

        foreach (var customer in deed is CustomerDeed { Customer: var one } ? [one] : Enumerable.Range(0, history.Customers))
        {
            foreach (var at in (IEnumerable<Instant>)[deed.At, .. deed.Foreseen])
            {
                if (await FiguresDifferAsync(customer, at) is { } difference)
                {
                    return difference;
                }
            }

            if (history.ComparesLevels && await LevelDiffersAsync(customer) is { } level)
            {
                return level;
            }
        }

        return null;
    }

    private async Task<string?> FiguresDifferAsync(int customer, Instant at) =>
        FiguresDiffer(customer, at, await programme.FiguresAsync(_customers[customer], at));

    private async Task<string?> LevelDiffersAsync(int customer)
    {
        var tiers = _model[customer].Tiers;
        var expected = (tiers.Level, tiers.Since, tiers.Due, tiers.KeptUntil, $"{tiers.Lock}", tiers.LockUntil, tiers.QualifyingAt(_model[customer].Account.Now));
        var view = await programme.TierAsync(_customers[customer]);
        var got = (view.Level.Name, view.Since, view.KeptUntil is null ? view.DueAt : tiers.Due, view.KeptUntil, $"{view.Lock}", view.LockedUntil, view.Forecast.Qualifying.Value);
        return expected == got
            ? null
            : $"the level of customer {customer} (level, since, due, kept until, lock, locked until, qualifying)\n  expected {expected}\n  got      {got}";
    }

    private string? FiguresDiffer(int customer, Instant at, Figures figures)
    {
        var expected = _model[customer].Account.FiguresAt(at);
        var got = new ModelFigures(
            figures.Collected.Value, figures.Expired.Value, figures.ExpiringIn30Days.Value, figures.Total.Value, figures.Locked.Value,
            figures.Redeemable.Value, figures.Debt.Value);
        return expected == got
            ? null
            : $"customer {customer} at {InstantPattern.ExtendedIso.Format(at)}\n  expected {expected}\n  got      {got}";
    }

    // Once the last has been written down, each lot holds what it should.
    private async Task<string?> EndAsync()
    {
        await RunJobsAsync();
        for (var customer = 0; customer < history.Customers; customer++)
        {
            var steps = (await programme.TierHistoryAsync(_customers[customer]))
                .Select(change => new ModelTierStep(change.At, change.FromName, change.ToName, $"{change.Cause}")).ToList();
            if (history.ComparesLevels && !_model[customer].Tiers.Steps.SequenceEqual(steps))
            {
                return $"the levels of customer {customer}\n  expected {string.Join(' ', _model[customer].Tiers.Steps)}\n  got      {string.Join(' ', steps)}";
            }

            var expected = _model[customer].Account.Lots.Select(lot => (lot.Amount, lot.Remaining, lot.Expired, lot.TakenBack)).ToList();
            var got = programme.Query(
                "SELECT Amount, Remaining, Expired, TakenBack FROM Lots WHERE CustomerId = @0 ORDER BY EntryId",
                row => (row.GetInt64(0) / 100m, row.GetInt64(1) / 100m, row.GetInt64(2) / 100m, row.GetInt64(3) / 100m),
                ("@0", _customers[customer].Value));
            if (!expected.SequenceEqual(got))
            {
                return $"the lots of customer {customer} (amount, left, expired, taken back)\n  expected {string.Join(' ', expected)}\n"
                    + $"  got      {string.Join(' ', got)}";
            }
        }

        // Gone, so that the jobs of the histories that follow have no levels to look after.
        programme.Execute($"UPDATE Customers SET Status = 3 WHERE Id IN ({string.Join(", ", _customers)})");
        return null;
    }

    // Answers with the name of the refusal, or with the points that moved where the service tells them.
    private async Task<ModelAnswer?> AnswerAsync(Deed deed)
    {
        switch (deed)
        {
            case AgainDeed again:
                await _sent[again.Earlier]();
                return null;
            case RunJobsDeed jobs:
                for (var time = 0; time < jobs.Times; time++)
                {
                    await RunJobsAsync();
                }

                return null;
            case ChangeRulesDeed change:
                await ProgrammeRules.SetAsync(programme, change.Rules);
                return null;
            case ChangeTierDeed change:
                var view = await programme.TierAsync(_customers[change.Customer]);
                var order = new TierOrder(
                    Guid.CreateVersion7(), _customers[change.Customer], view.Version,
                    view.Levels.Single(level => string.Equals(level.Name, ModelTierRules.Levels[change.To].Name, StringComparison.Ordinal)).Id)
                {
                    Lock = (TierLock)(int)change.Lock,
                    LockUntil = change.Lock == ModelLock.None ? null : change.Last,
                };
                return Named(await programme.Get<CustomerTiers>().ChangeAsync(order, programme.Manager), _ => Points.Zero);
            case SetActiveDeed change:
                (await programme.Profiles.SetActiveAsync(_customers[change.Customer], change.IsActive, programme.Manager)).OrThrow();
                return null;
            case SetLockedDeed change:
                (await programme.Profiles.SetLockedAsync(_customers[change.Customer], change.IsLocked, programme.Manager)).OrThrow();
                return null;
            case DiscardDeed discard:
                var discarded = await programme.Ledger.DiscardAsync(_redemptions[discard.Customer][discard.Redemption].Id, programme.Manager);
                return Named(discarded, entry => entry.Points);
            case ConfirmDeed confirm:
                var confirmed = await programme.Ledger.ConfirmAsync(
                    _redemptions[confirm.Customer][confirm.Redemption].Coupon!, confirm.Order is { } used ? Unique(used) : null, programme.Manager);
                return Named(confirmed, redemption => -redemption.Points);
            case CancelDeed cancel:
                return Named(
                    await programme.Ledger.CancelAsync(_redemptions[cancel.Customer][cancel.Redemption].Coupon!, programme.Manager), _ => Points.Zero);
            case CustomerDeed sent:
                _sent[sent] = await CommandAsync(sent);
                return await _sent[sent]();
            default:
                return null;
        }
    }

    // A command that can be sent again as it is.
    private async Task<Func<Task<ModelAnswer>>> CommandAsync(CustomerDeed deed)
    {
        var customer = _customers[deed.Customer];
        switch (deed)
        {
            case BuyDeed buy:
                var order = new NewOrder(
                    customer, "Shop", Unique(buy.Ref), buy.PlacedAt,
                    [
                        .. buy.Positions.Select(position => new NewPosition(
                            position.Sku, "Thing", position.Quantity, position.UnitPrice, position.Category)),
                    ])
                {
                    Shipping = buy.Shipping,
                };
                return async () => Named(await programme.Orders.RecordAsync(order, programme.Manager), receipt => receipt.Points);
            case ReturnDeed back:
                return Returning(new NewCreditNote(
                    customer, "Shop", Unique(back.Ref), back.At, back.Amount, back.Order is { } original ? Unique(original) : null));
            case ReturnPiecesDeed back:
                return Returning(new NewCreditNote(customer, "Shop", Unique(back.Ref), back.At, null, Unique(back.Order))
                {
                    Positions = [.. back.Pieces.Select(piece => new ReturnedPosition(piece.Sku, piece.Quantity))],
                });
            case AdjustDeed adjust:
                var account = await programme.AccountAsync(customer);
                var adjustment = new Adjustment(
                    Guid.CreateVersion7(), customer, account.Version, account.Figures.Balance, adjust.Door, Booked(adjust.Points))
                {
                    RedeemableAfter = adjust.RedeemableAfter,
                    ValidUpTo = adjust.ValidUpTo,
                    Reason = adjust.Reason,
                };

                var preview = await programme.Ledger.PreviewAsync(adjustment, programme.Agent, CancellationToken.None);
                _foretold = preview.Succeeded(out var foreseen, out _) ? foreseen.After : null;

                // What is taken beyond the balance is a second entry, so the answered first one does not tell how much it was.
                return async () => Named(
                    await programme.Ledger.AdjustAsync(adjustment, programme.Agent),
                    entry =>
                    {
                        if (entry.Points < Points.Zero && !_deductions[adjust.Customer].Contains(entry.Id))
                        {
                            _deductions[adjust.Customer].Add(entry.Id);
                        }

                        return Points.Zero;
                    });
            case ReverseDeed reverse:
                var reversal = new EntryReversal(Guid.CreateVersion7(), EntryOf(reverse), "A mistake");
                var reversing = await programme.Ledger.PreviewReversalAsync(reversal.Entry, programme.Manager, CancellationToken.None);
                _foretold = reversing.Succeeded(out var after, out _) ? after.After : null;
                return async () => Named(await programme.Ledger.ReverseAsync(reversal, programme.Manager), _ => Points.Zero);
            case RedeemDeed redeem:
                var redemption = new Redemption(Guid.CreateVersion7(), customer, Booked(redeem.Points));
                return async () => Named(
                    await programme.Ledger.RedeemAsync(redemption, programme.Agent),
                    entry => Spent(redeem.Customer, entry.Id, null, -entry.Points));
            case ReserveDeed reserve:
                var reservation = new Reservation(Guid.CreateVersion7(), customer, Booked(reserve.Points))
                {
                    Integration = "Shop",
                    HolderVerified = reserve.IsHolderVerified,
                };
                return async () => Named(
                    await programme.Ledger.ReserveAsync(reservation, programme.Agent),
                    reserved => Spent(reserve.Customer, reserved.Id, reserved.CouponCode, reserved.Points));
            default:
                throw new InvalidOperationException($"{deed} is no command.");
        }
    }

    private LedgerEntryId EntryOf(ReverseDeed reverse) => reverse.What switch
    {
        Reversed.Deduction => _deductions[reverse.Customer][reverse.Number],
        Reversed.Redemption => _redemptions[reverse.Customer][reverse.Number].Id,
        Reversed.Credit => programme.Query(
            "SELECT EntryId FROM Lots WHERE CustomerId = @0 ORDER BY EntryId LIMIT 1 OFFSET @1",
            row => new LedgerEntryId(row.GetInt64(0)),
            ("@0", _customers[reverse.Customer].Value), ("@1", reverse.Number)).Single(),
        _ => throw new InvalidOperationException($"{reverse.What}"),
    };

    private Func<Task<ModelAnswer>> Returning(NewCreditNote note) =>
        async () => Named(await programme.Orders.RecordCreditNoteAsync(note, programme.Manager), receipt => receipt.Points);

    private Points Spent(int customer, LedgerEntryId id, string? coupon, Points points)
    {
        if (!_redemptions[customer].Exists(redemption => redemption.Id == id))
        {
            _redemptions[customer].Add((id, coupon));
        }

        return -points;
    }

    private static ModelAnswer Named<T>(Result<T> result, Func<T, Points> points)
        where T : notnull => result.Succeeded(out var value, out var refusal) ? points(value).Value : refusal.GetType().Name;

    // References are unique in the database, where many histories happen.
    private string Unique(string reference) => $"{number}-{reference}";

    private static Points Booked(decimal points) => new((long)(points * 100));
}
