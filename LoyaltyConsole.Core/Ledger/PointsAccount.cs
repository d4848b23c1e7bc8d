using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>
/// One customer's points in memory: lots, open debts and the rules that move them. It knows no database; what it
/// was made to do is collected as new entries and allocations, which the ledger writer appends. Previews,
/// bookings, imports and figures at an instant all run through it, so that they cannot disagree.
/// </summary>
internal sealed class PointsAccount(CustomerId customerId)
{
    private readonly List<Lot> _lots = [];
    private readonly List<OpenDebt> _debts = [];
    private readonly List<LedgerEntry> _newEntries = [];
    private readonly List<NewAllocation> _newAllocations = [];
    private readonly HashSet<Lot> _changedLots = [];
    private Points _collected;
    private Points _expired;

    public CustomerId CustomerId { get; } = customerId;

    /// <summary>The account's version in the store when it was loaded.</summary>
    public long Version { get; private set; }

    public IReadOnlyList<Lot> Lots => _lots;

    public IReadOnlyList<LedgerEntry> NewEntries => _newEntries;

    public IReadOnlyList<NewAllocation> NewAllocations => _newAllocations;

    public IReadOnlyCollection<Lot> ChangedLots => _changedLots;

    public bool HasDebt => _debts.Count > 0;

    public Instant? OldestDebtAt => HasDebt ? _debts[0].Entry.EffectiveAt : null;

    /// <summary>Takes over what the store holds.</summary>
    public void Load(long version, Points collected, Points expired, IEnumerable<Lot> lots, IEnumerable<OpenDebt> debts)
    {
        Version = version;
        _collected = collected;
        _expired = expired;
        _lots.AddRange(lots);
        _debts.AddRange(debts);
    }

    /// <summary>A copy on which a command can be tried.</summary>
    public PointsAccount Copy()
    {
        var copy = new PointsAccount(CustomerId) { Version = Version, _collected = _collected, _expired = _expired };
        foreach (var lot in _lots)
        {
            copy._lots.Add(new Lot
            {
                CustomerId = lot.CustomerId,
                EntryId = lot.EntryId,
                Amount = lot.Amount,
                Remaining = lot.Remaining,
                TakenBack = lot.TakenBack,
                Expired = lot.Expired,
                LockedUntil = lot.LockedUntil,
                ValidUntil = lot.ValidUntil,
                EarnedAt = lot.EarnedAt,
                OrderId = lot.OrderId,
                Kind = lot.Kind,
                NewEntry = lot.NewEntry,
            });
        }

        copy._debts.AddRange(_debts.Select(debt => debt with { }));
        return copy;
    }

    /// <summary>
    /// Lets time act up to the instant: unlocked points repay debt (rule 5.4.7), then what has run out expires
    /// (rule 5.5.5), each dated at the instant at which it happened.
    /// </summary>
    public void AdvanceTo(Instant at, Instant bookedAt)
    {
        if (!_lots.Exists(lot => lot.Remaining > Points.Zero && (lot.IsExpiredAt(at) || HasDebt)))
        {
            return;
        }

        foreach (var instant in ChangesUpTo(at))
        {
            RepayDebts(instant);
            foreach (var lot in _lots.Where(lot => lot.Remaining > Points.Zero && lot.ValidUntil == instant).ToList())
            {
                Expire(lot, bookedAt);
            }
        }
    }

    /// <summary>Books a credit as a lot of its own; where it is not locked it repays debt first (rule 5.4.7).</summary>
    public Lot Credit(LedgerEntry entry, Instant? lockedUntil, Instant? validUntil)
    {
        var lot = new Lot
        {
            CustomerId = CustomerId,
            Amount = entry.Points,
            Remaining = entry.Points,
            LockedUntil = lockedUntil,
            ValidUntil = validUntil,
            EarnedAt = entry.EffectiveAt,
            OrderId = entry.OrderId,
            Kind = entry.Kind,
            NewEntry = entry,
        };
        _newEntries.Add(entry);
        _lots.Add(lot);
        _changedLots.Add(lot);
        _collected += entry.Points;
        RepayDebts(entry.EffectiveAt);
        return lot;
    }

    /// <summary>What a redemption can take at the instant (rule 5.1.6): nothing while there is debt (5.1.4).</summary>
    public Points RedeemableAt(Instant at) =>
        Sum(_lots.Where(lot => lot.IsRedeemableAt(at)), lot => lot.Remaining);

    /// <summary>What a manual deduction can take without creating debt: redeemable and locked points.</summary>
    public Points DeductibleAt(Instant at) => Sum(_lots.Where(lot => !lot.IsExpiredAt(at)), lot => lot.Remaining);

    /// <summary>Takes redeemable points, earliest expiry first (rules 5.1.5 and 5.1.6).</summary>
    /// <param name="entry">The deduction, whose points are negative and at most <see cref="RedeemableAt"/>.</param>
    public void Redeem(LedgerEntry entry)
    {
        var missing = TakeFrom(InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(entry.EffectiveAt))), entry, -entry.Points);
        if (!missing.IsZero)
        {
            throw new InvalidOperationException($"A redemption of {-entry.Points} lacks {missing}.");
        }

        _newEntries.Add(entry);
    }

    /// <summary>
    /// Takes redeemable points, then locked ones, each earliest expiry first; what is missing becomes debt, as an
    /// entry of its own (rules 5.1.6 and 5.4.6).
    /// </summary>
    /// <param name="amount">How much to take, positive.</param>
    /// <param name="at">When.</param>
    /// <param name="entry">Makes the entry for a part of the amount; the second value tells whether it is the debt.</param>
    public void Deduct(Points amount, Instant at, Func<Points, bool, LedgerEntry> entry)
    {
        var usable = _lots.Where(lot => !lot.IsExpiredAt(at)).ToList();
        TakeOrOwe(
            InOrderOfUse(usable.Where(lot => !lot.IsLockedAt(at))).Concat(InOrderOfUse(usable.Where(lot => lot.IsLockedAt(at)))),
            amount,
            entry);
    }

    /// <summary>
    /// Takes back earned points: from the given credits first, their locked part before the redeemable one, then
    /// from other redeemable points, then as debt (rule 5.4.4). What expired of them is not taken again.
    /// </summary>
    /// <param name="credits">The credits that are taken back, in the order in which they are charged.</param>
    /// <param name="asked">How much should be taken back at the most.</param>
    /// <param name="at">When.</param>
    /// <param name="entry">Makes the entry for a part of the amount; the second value tells whether it is the debt.</param>
    /// <returns>What was taken back.</returns>
    public Points TakeBack(IReadOnlyList<Lot> credits, Points asked, Instant at, Func<Points, bool, LedgerEntry> entry)
    {
        var taken = Points.Zero;
        foreach (var credit in credits)
        {
            var part = Points.Min(asked - taken, StillHeld(credit, at));
            if (part > Points.Zero)
            {
                credit.TakenBack += part;
                _changedLots.Add(credit);
                taken += part;
            }
        }

        if (taken.IsZero)
        {
            return taken;
        }

        var own = credits.Where(lot => !lot.IsExpiredAt(at)).ToList();
        var others = _lots.Except(own).Where(lot => lot.IsRedeemableAt(at));
        TakeOrOwe(
            InOrderOfUse(own.Where(lot => lot.IsLockedAt(at)))
                .Concat(InOrderOfUse(own.Where(lot => !lot.IsLockedAt(at))))
                .Concat(InOrderOfUse(others)),
            taken,
            entry);
        _collected -= taken;
        return taken;
    }

    /// <summary>What a credit can still give back: not yet taken back, and not expired (rules 5.4.3 and 5.4.4).</summary>
    public static Points StillHeld(Lot credit, Instant at)
    {
        var running = credit.IsExpiredAt(at) ? credit.Remaining : Points.Zero;
        return Points.Max(Points.Zero, credit.Amount - credit.TakenBack - credit.Expired - running);
    }

    /// <summary>
    /// Gives a discarded deduction's points back to the lots that it took them from (rule 5.3.2); what ran out
    /// meanwhile expires at once and is not revived (rule 5.3.3).
    /// </summary>
    public void Release(LedgerEntry discarded, IEnumerable<(LedgerEntryId LotId, Points Points)> taken, Instant at)
    {
        foreach (var (lotId, points) in taken)
        {
            var lot = _lots.Single(lot => lot.EntryId == lotId);
            lot.Remaining += points;
            _changedLots.Add(lot);
            _newAllocations.Add(new NewAllocation(discarded, lot, -points, at));
        }

        RepayDebts(at);
        foreach (var lot in _lots.Where(lot => lot.Remaining > Points.Zero && lot.IsExpiredAt(at)).ToList())
        {
            Expire(lot, at, at);
        }
    }

    /// <summary>The figures at an instant up to which time has been allowed to act.</summary>
    public Figures FiguresAt(Instant at)
    {
        var soon = at + Duration.FromDays(30);
        return new Figures(
            _collected,
            _expired,
            Sum(_lots.Where(lot => lot.ValidUntil > at && lot.ValidUntil <= soon), lot => lot.Remaining),
            Sum(_lots.Where(lot => lot.IsLockedAt(at) && !lot.IsExpiredAt(at)), lot => lot.Remaining),
            RedeemableAt(at),
            Sum(_debts, debt => debt.Remaining),
            at);
    }

    /// <summary>The next instant after the given one at which a figure changes by time alone.</summary>
    public Instant? NextChangeAfter(Instant at)
    {
        Instant? next = null;
        foreach (var lot in _lots)
        {
            if (lot.Remaining.IsZero)
            {
                continue;
            }

            if (lot.LockedUntil is { } locked && locked > at && (next is null || locked < next))
            {
                next = locked;
            }

            if (lot.ValidUntil is { } valid && valid > at && (next is null || valid < next))
            {
                next = valid;
            }
        }

        return next;
    }

    /// <summary>Earliest validity first, none last; then the older, then the lower id (rule 5.1.5).</summary>
    public static IEnumerable<Lot> InOrderOfUse(IEnumerable<Lot> lots) => lots
        .Where(lot => lot.Remaining > Points.Zero)
        .OrderBy(lot => lot.ValidUntil ?? Instant.MaxValue)
        .ThenBy(lot => lot.EarnedAt)
        .ThenBy(lot => lot.EntryId.Value == 0 ? long.MaxValue : lot.EntryId.Value);

    /// <summary>Forgets what has been handed to the store, and goes on from there.</summary>
    public void Settled(long version)
    {
        Version = version;
        _newEntries.Clear();
        _newAllocations.Clear();
        _changedLots.Clear();
    }

    private void TakeOrOwe(IEnumerable<Lot> lots, Points amount, Func<Points, bool, LedgerEntry> entry)
    {
        var usable = lots.ToList();
        var covered = Points.Min(amount, Sum(usable, lot => lot.Remaining));
        if (covered > Points.Zero)
        {
            var debit = entry(covered, false);
            _newEntries.Add(debit);
            TakeFrom(usable, debit, covered);
        }

        if (covered < amount)
        {
            var debt = entry(amount - covered, true);
            _newEntries.Add(debt);
            _debts.Add(new OpenDebt(debt, amount - covered));
        }
    }

    private Points TakeFrom(IEnumerable<Lot> lots, LedgerEntry debit, Points amount)
    {
        foreach (var lot in lots.ToList())
        {
            if (amount.IsZero)
            {
                break;
            }

            var part = Points.Min(amount, lot.Remaining);
            Take(lot, part, debit, debit.EffectiveAt);
            amount -= part;
        }

        return amount;
    }

    private void Take(Lot lot, Points points, LedgerEntry debit, Instant at)
    {
        lot.Remaining -= points;
        _changedLots.Add(lot);
        _newAllocations.Add(new NewAllocation(debit, lot, points, at));
    }

    // Oldest debt first, from unlocked points in their order of use (rule 5.4.7).
    private void RepayDebts(Instant at)
    {
        while (_debts.Count > 0)
        {
            var debt = _debts[0];
            var lot = InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(at))).FirstOrDefault();
            if (lot is null)
            {
                return;
            }

            var part = Points.Min(debt.Remaining, lot.Remaining);
            Take(lot, part, debt.Entry, at);
            debt.Remaining -= part;
            if (debt.Remaining.IsZero)
            {
                _debts.RemoveAt(0);
            }
        }
    }

    private void Expire(Lot lot, Instant bookedAt, Instant? effectiveAt = null)
    {
        var entry = new LedgerEntry
        {
            CustomerId = CustomerId,
            OriginalCustomerId = CustomerId,
            Kind = EntryKind.Expiry,
            Points = -lot.Remaining,
            EffectiveAt = effectiveAt ?? lot.ValidUntil!.Value,
            CreatedAt = bookedAt,
            OrderId = lot.OrderId,
            ExpiredLot = lot,
            Actor = "expiry",
        };
        _newEntries.Add(entry);
        lot.Expired += lot.Remaining;
        _expired += lot.Remaining;
        Take(lot, lot.Remaining, entry, entry.EffectiveAt);
    }

    private List<Instant> ChangesUpTo(Instant at)
    {
        var instants = new SortedSet<Instant>();
        foreach (var lot in _lots)
        {
            if (lot.Remaining.IsZero)
            {
                continue;
            }

            if (HasDebt && lot.LockedUntil is { } locked && locked <= at)
            {
                instants.Add(locked);
            }

            if (lot.ValidUntil is { } valid && valid <= at)
            {
                instants.Add(valid);
            }
        }

        return [.. instants];
    }

    private static Points Sum<T>(IEnumerable<T> items, Func<T, Points> amount)
    {
        var sum = Points.Zero;
        foreach (var item in items)
        {
            sum += amount(item);
        }

        return sum;
    }
}

/// <summary>A deduction, or a part of one, that no lot has covered yet.</summary>
internal sealed record OpenDebt(LedgerEntry Entry, Points Owed)
{
    public Points Remaining { get; set; } = Owed;
}

/// <summary>An allocation that is still to be appended.</summary>
internal sealed record NewAllocation(LedgerEntry Debit, Lot Lot, Points Points, Instant EffectiveAt);
