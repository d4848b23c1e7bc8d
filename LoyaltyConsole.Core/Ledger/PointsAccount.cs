using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
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
    private readonly List<OpenDebt> _unallocated = [];
    private readonly List<OpenReservation> _reservations = [];
    private readonly List<SettledRedemption> _settled = [];
    private readonly List<LedgerEntry> _newEntries = [];
    private readonly List<NewAllocation> _newAllocations = [];
    private readonly HashSet<Lot> _changedLots = [];
    private Points _collected;
    private Points _expired;

    public CustomerId CustomerId { get; } = customerId;

    /// <summary>The account's version in the store when it was loaded.</summary>
    public long Version { get; private set; }

    /// <summary>What was collected so far, without regard to time.</summary>
    public Points Collected => _collected;

    public IReadOnlyList<Lot> Lots => _lots;

    public IReadOnlyList<LedgerEntry> NewEntries => _newEntries;

    public IReadOnlyList<NewAllocation> NewAllocations => _newAllocations;

    public IReadOnlyCollection<Lot> ChangedLots => _changedLots;

    public IReadOnlyList<SettledRedemption> Settlements => _settled;

    public bool HasChanged => _newEntries.Count + _newAllocations.Count + _changedLots.Count + _settled.Count > 0;

    public bool HasDebt => _debts.Count > 0;

    public Instant? OldestDebtAt => HasDebt ? _debts[0].Entry.EffectiveAt : null;

    /// <summary>Takes over what the store holds.</summary>
    /// <param name="version">The version that the account has there.</param>
    /// <param name="collected">What was collected so far.</param>
    /// <param name="expired">What expired so far.</param>
    /// <param name="lots">The lots that still hold something, or all of them.</param>
    /// <param name="owed">Deductions that are not wholly covered by lots, the oldest first: debts and unallocated ones.</param>
    /// <param name="reservations">Redemptions that wait for their coupon code, by entry, with what they took.</param>
    public void Load(
        long version, Points collected, Points expired, IEnumerable<Lot> lots, IEnumerable<OpenDebt> owed,
        IEnumerable<(LedgerEntry Entry, Instant Until, List<(LedgerEntryId LotId, Points Points)> Taken)> reservations)
    {
        Version = version;
        _collected = collected;
        _expired = expired;
        _lots.AddRange(lots);
        foreach (var debt in owed)
        {
            (debt.Entry.IsDebt ? _debts : _unallocated).Add(debt);
        }

        _reservations.AddRange(reservations.Select(reservation => new OpenReservation(
            reservation.Entry, reservation.Until, [.. reservation.Taken.Select(part => (LotOf(part.LotId), part.Points))])));
    }

    /// <summary>A copy on which a command can be tried.</summary>
    public PointsAccount Copy()
    {
        var copy = new PointsAccount(CustomerId) { Version = Version, _collected = _collected, _expired = _expired };
        var copies = new Dictionary<Lot, Lot>();
        foreach (var lot in _lots)
        {
            copy._lots.Add(copies[lot] = new Lot
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
        copy._unallocated.AddRange(_unallocated.Select(debit => debit with { }));
        copy._reservations.AddRange(_reservations.Select(reservation => reservation with
        {
            Taken = [.. reservation.Taken.Select(part => (copies[part.Lot], part.Points))],
        }));
        return copy;
    }

    /// <summary>
    /// Lets time act up to the instant: reservations whose time is over are void (rule 5.3.2), unlocked points repay
    /// debt (rule 5.4.7), then what has run out expires (rule 5.5.5), in this order at the same instant (rule 5.5.10)
    /// and each dated at the instant at which it happened.
    /// </summary>
    public void AdvanceTo(Instant at, Instant bookedAt)
    {
        if (!_reservations.Exists(reservation => reservation.Until <= at)
            && !_lots.Exists(lot => lot.Remaining > Points.Zero && (lot.IsExpiredAt(at) || HasDebt)))
        {
            return;
        }

        foreach (var instant in ChangesUpTo(at))
        {
            var lapsed = _reservations.Where(reservation => reservation.Until == instant).ToList();
            foreach (var reservation in lapsed)
            {
                Settle(reservation.Entry, RedemptionState.Lapsed, instant);
            }

            Release([.. lapsed.SelectMany(reservation => reservation.Taken, (reservation, part) => (reservation.Entry, part.Lot, part.Points))], instant, bookedAt);
            foreach (var lot in _lots.Where(lot => lot.Remaining > Points.Zero && lot.ValidUntil == instant).ToList())
            {
                Expire(lot, instant, bookedAt, cause: null);
            }

            // What ran out has covered unallocated deductions, and so set other points free.
            RepayDebts(instant);
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

    /// <summary>Repays debt from what is redeemable at the instant: a merge brought debts and points together (rule 5.7).</summary>
    public void SettleDebts(Instant at) => RepayDebts(at);

    /// <summary>
    /// What a redemption can take at the instant (rule 5.1.6): nothing while there is debt (5.1.4). Unallocated
    /// deductions count against redeemable points first (rule 5.1.7).
    /// </summary>
    public Points RedeemableAt(Instant at) =>
        Points.Max(Points.Zero, Sum(_lots.Where(lot => lot.IsRedeemableAt(at)), lot => lot.Remaining) - Unallocated);

    /// <summary>What a manual deduction can take without creating debt: redeemable and locked points.</summary>
    public Points DeductibleAt(Instant at) =>
        Points.Max(Points.Zero, Sum(_lots.Where(lot => !lot.IsExpiredAt(at)), lot => lot.Remaining) - Unallocated);

    /// <summary>Deductions that no lot has covered yet though the balance did (rule 5.1.7).</summary>
    private Points Unallocated => Sum(_unallocated, debit => debit.Remaining);

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
        if (entry.ReservedUntil is { } until)
        {
            _reservations.Add(new OpenReservation(
                entry, until, [.. _newAllocations.Where(taken => taken.Debit == entry).Select(taken => (taken.Lot, taken.Points))]));
        }
    }

    /// <summary>
    /// Takes points without touching a lot, up to what the balance holds; what is missing becomes debt (rule 5.1.7).
    /// </summary>
    /// <param name="amount">How much to take, positive.</param>
    /// <param name="at">When.</param>
    /// <param name="entry">Makes the entry for a part of the amount; the second value tells whether it is the debt.</param>
    public void DeductUnallocated(Points amount, Instant at, Func<Points, bool, LedgerEntry> entry)
    {
        var covered = Points.Min(amount, DeductibleAt(at));
        if (covered > Points.Zero)
        {
            var debit = entry(covered, false);
            _newEntries.Add(debit);
            _unallocated.Add(new OpenDebt(debit, covered));
        }

        Owe(amount - covered, entry);
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
            at,
            entry);
    }

    /// <summary>
    /// Takes back earned points: from the order's own lots first, their locked part before the redeemable one, then
    /// from other redeemable points, then as debt (rule 5.4.4). What expired of them is not taken again.
    /// </summary>
    /// <param name="credits">The credits that are taken back, in the order in which they are charged.</param>
    /// <param name="orders">All lots of the order that earned them, whatever it earned them for.</param>
    /// <param name="asked">How much should be taken back at the most.</param>
    /// <param name="at">When.</param>
    /// <param name="policy">How far it may go (rule 5.4.5).</param>
    /// <param name="entry">Makes the entry for a part of the amount; the second value tells whether it is the debt.</param>
    /// <returns>What was taken back.</returns>
    public Points TakeBack(
        IReadOnlyList<Lot> credits, IReadOnlyList<Lot> orders, Points asked, Instant at, ReturnsPolicy policy,
        Func<Points, bool, LedgerEntry> entry)
    {
        var pending = policy == ReturnsPolicy.OnlyPending;
        var own = (pending ? credits : orders).Where(lot => !lot.IsExpiredAt(at)).ToList();
        if (policy != ReturnsPolicy.Unlimited)
        {
            // Never debt; unallocated deductions count on points that lots still hold (rule 5.1.7).
            var reachable = pending ? own.Where(lot => lot.IsLockedAt(at)) : own.Union(_lots.Where(lot => lot.IsRedeemableAt(at)));
            asked = Points.Min(asked, Points.Min(Sum(reachable, lot => lot.Remaining), DeductibleAt(at)));
        }

        var taken = Points.Zero;
        foreach (var credit in credits.Where(lot => !pending || (lot.IsLockedAt(at) && !lot.IsExpiredAt(at))))
        {
            var held = StillHeld(credit, at);
            var part = Points.Min(asked - taken, pending ? Points.Min(held, credit.Remaining) : held);
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

        var others = _lots.Except(own).Where(lot => lot.IsRedeemableAt(at));
        TakeOrOwe(
            InOrderOfUse(own.Where(lot => lot.IsLockedAt(at)))
                .Concat(InOrderOfUse(own.Where(lot => !lot.IsLockedAt(at))))
                .Concat(InOrderOfUse(others)),
            taken,
            at,
            entry);
        _collected -= taken;
        return taken;
    }

    /// <summary>
    /// Reverses a credit: what it still holds is taken, from its own lot first, then as a manual deduction takes
    /// points (X9). What was taken back or expired of it before is gone already.
    /// </summary>
    /// <returns>What was taken.</returns>
    public Points ReverseCredit(Lot credit, Instant at, Func<Points, bool, LedgerEntry> entry)
    {
        var taken = StillHeld(credit, at);
        if (taken > Points.Zero)
        {
            credit.TakenBack += taken;
            _changedLots.Add(credit);
            var others = _lots.Where(lot => lot != credit && !lot.IsExpiredAt(at)).ToList();
            TakeOrOwe(
                InOrderOfUse(credit.IsExpiredAt(at) ? [] : [credit])
                    .Concat(InOrderOfUse(others.Where(lot => !lot.IsLockedAt(at))))
                    .Concat(InOrderOfUse(others.Where(lot => lot.IsLockedAt(at)))),
                taken,
                at,
                entry);
            _collected -= taken;
        }

        return taken;
    }

    /// <summary>
    /// Takes what a credit's own lot still holds and nothing else, so that no debt arises: what was spent of it stays spent
    /// (X1). Points on which unallocated deductions count stay where they are.
    /// </summary>
    /// <returns>What was taken.</returns>
    public Points Withdraw(Lot credit, Instant at, Func<Points, LedgerEntry> entry)
    {
        var taken = credit.IsExpiredAt(at) ? Points.Zero : Points.Min(Points.Min(credit.Remaining, StillHeld(credit, at)), DeductibleAt(at));
        if (taken > Points.Zero)
        {
            var debit = entry(taken);
            _newEntries.Add(debit);
            credit.TakenBack += taken;
            Take(credit, taken, debit, at);
            _collected -= taken;
        }

        return taken;
    }

    /// <summary>
    /// Gives points of deductions back to the lots that they took them from (rules 5.3.4 and 5.4.8): all of them, before
    /// any repays debt. What ran out meanwhile expires at once and is not revived (rule 5.3.3).
    /// </summary>
    /// <param name="given">
    /// The entries that give back, all of one instant, and how much of each goes to which lot; an entry's points are the sum
    /// of its parts and of what was owed.
    /// </param>
    public void GiveBack(IReadOnlyList<(LedgerEntry Entry, IReadOnlyList<(LedgerEntryId LotId, Points Points)> Parts)> given)
    {
        if (given is not [var (first, _), ..])
        {
            return;
        }

        _newEntries.AddRange(given.Select(back => back.Entry));
        Release([.. given.SelectMany(back => back.Parts, (back, part) => (back.Entry, LotOf(part.LotId), part.Points))], first.EffectiveAt, first.CreatedAt);
    }

    /// <summary>What a deduction still owes: the part of it that no lot has covered.</summary>
    public Points OwedBy(LedgerEntryId debit) =>
        Sum(_debts.Concat(_unallocated).Where(owed => owed.Entry.Id == debit), owed => owed.Remaining);

    /// <summary>What a deduction still owes, the part of it that no lot has covered, is no longer owed.</summary>
    /// <returns>What it owed.</returns>
    public Points Forgive(LedgerEntryId debit)
    {
        var owed = OwedBy(debit);
        _debts.RemoveAll(debt => debt.Entry.Id == debit);
        _unallocated.RemoveAll(unallocated => unallocated.Entry.Id == debit);
        return owed;
    }

    /// <summary>What a recorded deduction took of lots since the account was read: time let lots cover what it owed.</summary>
    public IEnumerable<(LedgerEntryId LotId, Points Points)> TakenSinceBy(LedgerEntryId debit) => _newAllocations
        .Where(allocation => allocation.Debit.Id == debit)
        .Select(allocation => (allocation.Lot.EntryId, allocation.Points));

    /// <summary>The instant at which a redemption that waits for its coupon code is void; null when it does not wait.</summary>
    public Instant? ReservedUntil(LedgerEntryId redemption) =>
        _reservations.Find(reservation => reservation.Entry.Id == redemption)?.Until;

    /// <summary>The redemption's coupon code was used in time.</summary>
    public void Confirm(LedgerEntry redemption, Instant at) => Settle(redemption, RedemptionState.Confirmed, at);

    /// <summary>Ends the waiting of a redemption that is reversed, so that its points are not given back a second time.</summary>
    public void Confirmed(LedgerEntryId redemption, Instant at)
    {
        if (_reservations.Find(reservation => reservation.Entry.Id == redemption) is { } waiting)
        {
            Confirm(waiting.Entry, at);
        }
    }

    /// <summary>What a credit can still give back: not yet taken back, and not expired (rules 5.4.3 and 5.4.4).</summary>
    public static Points StillHeld(Lot credit, Instant at)
    {
        var running = credit.IsExpiredAt(at) ? credit.Remaining : Points.Zero;
        return Points.Max(Points.Zero, credit.Amount - credit.TakenBack - credit.Expired - running);
    }

    /// <summary>
    /// Discards a redemption: its points go back to the lots that it took them from (rule 5.3.2); what ran out
    /// meanwhile expires at once and is not revived (rule 5.3.3).
    /// </summary>
    public void Discard(LedgerEntry redemption, IEnumerable<(LedgerEntryId LotId, Points Points)> taken, Instant at)
    {
        Settle(redemption, RedemptionState.Cancelled, at);
        Release([.. taken.Select(part => (redemption, LotOf(part.LotId), part.Points))], at, at);
    }

    /// <summary>The figures at an instant up to which time has been allowed to act.</summary>
    public Figures FiguresAt(Instant at)
    {
        var soon = at + Figures.Soon;
        var redeemable = RedeemableAt(at);
        return new Figures(
            _collected,
            _expired,
            Sum(_lots.Where(lot => lot.ValidUntil > at && lot.ValidUntil <= soon), lot => lot.Remaining),
            DeductibleAt(at) - redeemable,
            redeemable,
            Sum(_debts, debt => debt.Remaining),
            at);
    }

    /// <summary>The next instant after the given one at which a figure changes by time alone.</summary>
    public Instant? NextChangeAfter(Instant at)
    {
        Instant? next = _reservations.Count == 0 ? null : _reservations.Min(reservation => reservation.Until);
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
        _settled.Clear();
    }

    private Lot LotOf(LedgerEntryId id) => _lots.Single(lot => lot.EntryId == id);

    private void Settle(LedgerEntry redemption, RedemptionState state, Instant at)
    {
        _reservations.RemoveAll(reservation =>
            reservation.Entry == redemption || (redemption.Id.Value > 0 && reservation.Entry.Id == redemption.Id));
        _settled.Add(new SettledRedemption(redemption, state, at));
    }

    private void Release(List<(LedgerEntry Entry, Lot Lot, Points Points)> parts, Instant at, Instant bookedAt)
    {
        foreach (var (entry, lot, points) in parts)
        {
            lot.Remaining += points;
            _changedLots.Add(lot);
            _newAllocations.Add(new NewAllocation(entry, lot, -points, at));
        }

        RepayDebts(at);

        // In the order in which they ran out, which says what an unallocated deduction is covered by (rule 5.1.7).
        foreach (var (entry, lot, _) in parts.DistinctBy(part => part.Lot).Where(part => part.Lot.Remaining > Points.Zero && part.Lot.IsExpiredAt(at))
            .OrderBy(part => part.Lot.ValidUntil).ThenBy(part => part.Lot.EntryId.Value).ToList())
        {
            Expire(lot, at, bookedAt, entry);
        }

        // What covered an unallocated deduction has set others free.
        RepayDebts(at);
    }

    private void TakeOrOwe(IEnumerable<Lot> lots, Points amount, Instant at, Func<Points, bool, LedgerEntry> entry)
    {
        // What unallocated deductions count on stays in the lots for them.
        var usable = lots.ToList();
        var covered = Points.Min(amount, Points.Min(Sum(usable, lot => lot.Remaining), DeductibleAt(at)));
        if (covered > Points.Zero)
        {
            var debit = entry(covered, false);
            _newEntries.Add(debit);
            TakeFrom(usable, debit, covered);
        }

        Owe(amount - covered, entry);
    }

    private void Owe(Points amount, Func<Points, bool, LedgerEntry> entry)
    {
        if (amount > Points.Zero)
        {
            var debt = entry(amount, true);
            _newEntries.Add(debt);
            _debts.Add(new OpenDebt(debt, amount));
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

            // An order that comes late credits points of an earlier time; what had run out before the debt arose repays none of it.
            var due = Instant.Max(at, debt.Entry.EffectiveAt);
            var free = RedeemableAt(due);
            var lot = free.IsZero ? null : InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(due))).FirstOrDefault();
            if (lot is null)
            {
                return;
            }

            var part = Points.Min(Points.Min(debt.Remaining, lot.Remaining), free);
            Take(lot, part, debt.Entry, due);
            debt.Remaining -= part;
            if (debt.Remaining.IsZero)
            {
                _debts.RemoveAt(0);
            }
        }
    }

    // Unallocated deductions are covered by what runs out before anything expires (rule 5.1.7).
    private void Expire(Lot lot, Instant at, Instant bookedAt, LedgerEntry? cause)
    {
        while (_unallocated.Count > 0 && lot.Remaining > Points.Zero)
        {
            var debit = _unallocated[0];
            var part = Points.Min(debit.Remaining, lot.Remaining);
            Take(lot, part, debit.Entry, at);
            debit.Remaining -= part;
            if (debit.Remaining.IsZero)
            {
                _unallocated.RemoveAt(0);
            }
        }

        if (lot.Remaining.IsZero)
        {
            return;
        }

        var entry = new LedgerEntry
        {
            CustomerId = CustomerId,
            OriginalCustomerId = CustomerId,
            Kind = EntryKind.Expiry,
            Points = -lot.Remaining,
            EffectiveAt = at,
            CreatedAt = bookedAt,
            OrderId = lot.OrderId,
            ExpiredLot = lot,
            Cause = cause,
            Actor = "expiry",
        };
        _newEntries.Add(entry);
        lot.Expired += lot.Remaining;
        _expired += lot.Remaining;
        Take(lot, lot.Remaining, entry, at);
    }

    private SortedSet<Instant> ChangesUpTo(Instant at)
    {
        // What a reservation gives back may unlock or run out later on.
        var held = _reservations.SelectMany(reservation => reservation.Taken).Select(part => part.Lot).ToHashSet();
        var instants = new SortedSet<Instant>(_reservations.Select(reservation => reservation.Until).Where(until => until <= at));
        foreach (var lot in _lots.Where(lot => !lot.Remaining.IsZero || held.Contains(lot)))
        {
            if (HasDebt && lot.LockedUntil is { } locked && locked <= at)
            {
                instants.Add(locked);
            }

            if (lot.ValidUntil is { } valid && valid <= at)
            {
                instants.Add(valid);
            }
        }

        return instants;
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

/// <summary>A redemption whose coupon code waits to be used, and what it took from which lot.</summary>
internal sealed record OpenReservation(LedgerEntry Entry, Instant Until, List<(Lot Lot, Points Points)> Taken);

/// <summary>What became of a redemption, still to be written.</summary>
internal sealed record SettledRedemption(LedgerEntry Entry, RedemptionState State, Instant At);

/// <summary>An allocation that is still to be appended.</summary>
internal sealed record NewAllocation(LedgerEntry Debit, Lot Lot, Points Points, Instant EffectiveAt);
