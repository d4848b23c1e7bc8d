using NodaTime;

namespace LoyaltyConsole.Tests.Model;

/// <summary>
/// One customer's points, as part 5 of the requirements tells it, with lists and decimals and nothing clever. Time acts
/// one instant after the other; what is asked about the future is tried on a copy.
/// </summary>
internal sealed class ModelAccount
{
    private readonly List<ModelLot> _lots = [];
    private readonly List<ModelDebit> _debits = [];
    private decimal _collected;

    public Instant Now { get; private set; } = Instant.MinValue;

    public IReadOnlyList<ModelLot> Lots => _lots;

    public IReadOnlyList<ModelDebit> Debits => _debits;

    public decimal Debt => _debits.Where(debit => !debit.IsUnallocated).Sum(debit => debit.Owed);

    public decimal Redeemable => Free(_lots.Where(lot => lot.IsRedeemableAt(Now)));

    public decimal Total => Free(_lots.Where(lot => !lot.HasRunOutAt(Now)));

    // What unallocated deductions have taken is taken from redeemable points first, as allocated ones would have been.
    public decimal Locked => Total - Redeemable;

    public ModelAccount Copy()
    {
        var copy = new ModelAccount { Now = Now, _collected = _collected };
        copy._lots.AddRange(_lots.Select(lot => lot with { }));
        copy._debits.AddRange(_debits.Select(debit => debit.Copy()));
        return copy;
    }

    public ModelFigures FiguresAt(Instant at)
    {
        var then = Copy();
        then.AdvanceTo(at);
        return then.Figures();
    }

    /// <summary>The instants after now at which something happens by time alone.</summary>
    public IEnumerable<Instant> Ahead() => _lots
        .SelectMany(lot => new[] { lot.LockedUntil, lot.ValidUntil })
        .Concat(_debits.Select(debit => debit.ReservedUntil))
        .OfType<Instant>()
        .Where(instant => instant > Now);

    /// <summary>
    /// What was earned less what was taken back or reversed of it, in the period in which it was earned, and what staff took
    /// (rules 5.4.9 and 5.6.1); what had run out before a reversal was not reversed.
    /// </summary>
    /// <param name="locked">Whether locked points count before they unlock (rule 5.2.4).</param>
    public IEnumerable<ModelQualifying> Qualifying(bool locked) =>
    [
        .. _lots.Where(lot => lot.Qualifies)
            .Select(lot => new ModelQualifying(locked ? lot.EarnedAt : lot.OpenFrom, lot.Amount - lot.TakenBack)),
        .. _debits.Where(debit => debit.Qualifies && !debit.IsReversed).Select(debit => new ModelQualifying(debit.At, -debit.Amount)),
    ];

    /// <summary>Lets everything happen that time alone brings, in its order (rule 5.5.10).</summary>
    public void AdvanceTo(Instant at)
    {
        while (Ahead().Where(instant => instant <= at).Order().Select(instant => (Instant?)instant).FirstOrDefault() is { } next)
        {
            Now = next;
            Settle();
        }

        Now = Instant.Max(Now, at);
    }

    /// <summary>Credits points, which pay debt first as soon as they are unlocked (rule 5.4.7).</summary>
    public ModelLot Credit(
        ModelKind kind, decimal points, Instant earnedAt, Instant? lockedUntil, Instant? validUntil, string? order = null, bool qualifies = true)
    {
        var lot = new ModelLot(_lots.Count, kind, points, earnedAt, lockedUntil, validUntil, order) { Qualifies = qualifies };
        _lots.Add(lot);
        _collected += points;
        RepayDebts(earnedAt);
        return lot;
    }

    /// <summary>
    /// What was credited for an earlier time, because its order came late, does now what it would have done since: repay debt
    /// where it was unlocked, and run out.
    /// </summary>
    public void CatchUp()
    {
        foreach (var unlock in _lots.Select(lot => lot.OpenFrom).Where(instant => instant <= Now).Order().ToList())
        {
            RepayDebts(unlock);
        }

        Settle();
    }

    /// <summary>Spends redeemable points (rule 5.1.5), of which there must be enough.</summary>
    public ModelDebit Spend(decimal points)
    {
        var debit = Take(ModelKind.Redemption, points, InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(Now))));
        return debit.Owed == 0 ? debit : throw new InvalidOperationException("The model spends only what is there.");
    }

    /// <summary>Takes redeemable points, then locked ones, then makes debt (rule 5.1.6).</summary>
    public IReadOnlyList<ModelDebit> Deduct(decimal points) => [Take(ModelKind.ManualDebit, points, RedeemableThenLocked())];

    /// <summary>Takes points without saying which; what is beyond the balance is debt (rule 5.1.7).</summary>
    public IReadOnlyList<ModelDebit> DeductUnallocated(decimal points)
    {
        var covered = Math.Min(points, Total);
        _debits.Add(new ModelDebit(_debits.Count, ModelKind.ManualDebit, covered, Now, IsUnallocated: true) { Owed = covered });
        _debits.Add(new ModelDebit(_debits.Count, ModelKind.ManualDebit, points - covered, Now) { Owed = points - covered });
        return [_debits[^2], _debits[^1]];
    }

    /// <summary>
    /// Reverses a credit: what it still holds is taken, from its own lot first, then as a manual deduction takes (X9).
    /// </summary>
    public void Reverse(ModelLot credit)
    {
        var held = credit.Held;
        (credit.IsReversed, credit.TakenBack) = (true, credit.TakenBack + held);
        _collected -= held;
        Take(ModelKind.TakenBack, held, [credit, .. RedeemableThenLocked().Where(lot => lot != credit)]);
    }

    /// <summary>Reverses a deduction: all of it goes back to its lots, and what it owed is owed no longer (X9).</summary>
    public void Reverse(IReadOnlyList<ModelDebit> debits)
    {
        foreach (var debit in debits)
        {
            (debit.IsReversed, debit.ReservedUntil, debit.Owed) = (true, null, 0m);
        }

        foreach (var debit in debits)
        {
            GiveBack(debit, debit.Amount);
        }

        Settle();
    }

    /// <summary>
    /// Takes back what these credits earned, never more than they still hold to their name, and never what ran out (rules
    /// 5.4.3 and 5.4.4): from the order's own lots, locked before redeemable, then from other redeemable ones, then as debt,
    /// as far as the policy goes (rule 5.4.5).
    /// </summary>
    /// <returns>What was taken back.</returns>
    public decimal TakeBack(IReadOnlyList<ModelLot> credits, decimal asked, IReadOnlyList<ModelLot> own, ModelReturnsPolicy policy)
    {
        var pending = policy == ModelReturnsPolicy.OnlyPending;
        List<ModelLot> from = pending
            ? InOrderOfUse(credits.Where(lot => lot.IsLockedAt(Now)))
            :
            [
                .. InOrderOfUse(own.Where(lot => lot.IsLockedAt(Now))),
                .. InOrderOfUse(own.Where(lot => lot.IsRedeemableAt(Now))),
                .. InOrderOfUse(_lots.Except(own).Where(lot => lot.IsRedeemableAt(Now))),
            ];
        if (policy != ModelReturnsPolicy.Unlimited)
        {
            asked = Math.Min(asked, Math.Min(from.Sum(lot => lot.Remaining), Total));
        }

        var taken = 0m;
        foreach (var credit in credits)
        {
            var held = pending ? Math.Min(credit.Held, credit.IsLockedAt(Now) ? credit.Remaining : 0m) : credit.Held;
            var part = Math.Max(0m, Math.Min(asked - taken, held));
            credit.TakenBack += part;
            taken += part;
        }

        if (taken > 0)
        {
            _collected -= taken;
            Take(ModelKind.TakenBack, taken, from);
        }

        return taken;
    }

    /// <summary>Takes a redemption back as if it had never been: its points go back to the lots they came from (rule 5.3.2).</summary>
    public void Discard(ModelDebit debit)
    {
        (debit.IsDiscarded, debit.ReservedUntil) = (true, null);
        GiveBack(debit, debit.Amount);
        Settle();
    }

    /// <summary>Gives points back because the order they were spent on was returned, those taken last first (rule 5.4.8).</summary>
    public void Restore(ModelDebit debit, decimal points)
    {
        debit.GivenBack += points;
        GiveBack(debit, points);
        Settle();
    }

    // What ran out meanwhile expires at once: it pays no debt and is not revived (rule 5.3.3).
    private void GiveBack(ModelDebit debit, decimal points)
    {
        for (var last = debit.Taken.Count - 1; last >= 0 && points > 0; last--)
        {
            var (lot, taken) = debit.Taken[last];
            var part = Math.Min(points, taken);
            debit.Taken[last] = (lot, taken - part);
            _lots[lot].Remaining += part;
            points -= part;
        }

        RunOut().ForEach(Expire);
    }

    private ModelFigures Figures()
    {
        var soon = Now + Duration.FromDays(30);
        return new ModelFigures(
            _collected,
            _lots.Sum(lot => lot.Expired),
            _lots.Where(lot => lot.ValidUntil > Now && lot.ValidUntil <= soon).Sum(lot => lot.Remaining),
            Total,
            Locked,
            Redeemable,
            Debt);
    }

    // One order for everything that happens at the same instant (rule 5.5.10).
    private void Settle()
    {
        foreach (var waiting in _debits.Where(debit => debit.ReservedUntil <= Now).ToList())
        {
            (waiting.IsDiscarded, waiting.IsLapsed, waiting.ReservedUntil) = (true, true, null);
            GiveBack(waiting, waiting.Amount);
        }

        RepayDebts(Now);
        foreach (var lot in RunOut())
        {
            Expire(lot);

            // A deduction that it covered leaves other points free, of that time or of now.
            RepayDebts(lot.ValidUntil!.Value);
            RepayDebts(Now);
        }
    }

    // Oldest debt first, by points that could be spent at that time (rule 5.4.7); what had run out before there was any debt
    // repays none of it.
    private void RepayDebts(Instant at)
    {
        foreach (var debit in _debits.Where(debit => debit.Owed > 0 && !debit.IsUnallocated))
        {
            var due = Instant.Max(at, debit.At);
            var open = InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(due)));
            TakeFrom(open, debit, Free(open));
            if (debit.Owed > 0)
            {
                return;
            }
        }
    }

    // What an order brings that came late may have run out at several instants.
    private List<ModelLot> RunOut() => [.. _lots.Where(lot => lot.HasRunOutAt(Now)).OrderBy(lot => lot.ValidUntil)];

    private void Expire(ModelLot lot)
    {
        // Deductions that touched no lot are covered by what runs out, or it would be taken twice (rule 5.1.7).
        foreach (var debit in _debits.Where(debit => debit.IsUnallocated))
        {
            TakeFrom([lot], debit, lot.Remaining);
        }

        lot.Expired += lot.Remaining;
        lot.Remaining = 0;
    }

    private List<ModelLot> RedeemableThenLocked() =>
    [
        .. InOrderOfUse(_lots.Where(lot => lot.IsRedeemableAt(Now))),
        .. InOrderOfUse(_lots.Where(lot => lot.IsLockedAt(Now))),
    ];

    private ModelDebit Take(ModelKind kind, decimal points, IReadOnlyList<ModelLot> lots)
    {
        var debit = new ModelDebit(_debits.Count, kind, points, Now) { Owed = points };
        TakeFrom(lots, debit, Total);
        _debits.Add(debit);
        return debit;
    }

    private static void TakeFrom(IReadOnlyList<ModelLot> lots, ModelDebit debit, decimal atMost)
    {
        foreach (var lot in lots)
        {
            var part = Math.Min(atMost, Math.Min(debit.Owed, lot.Remaining));
            lot.Remaining -= part;
            debit.Owed -= part;
            atMost -= part;
            debit.Taken.Add((lot.Number, part));
        }
    }

    // What lots hold beyond what unallocated deductions have taken already.
    private decimal Free(IEnumerable<ModelLot> lots) => Math.Max(
        0m, lots.Sum(lot => lot.Remaining) - _debits.Where(debit => debit.IsUnallocated).Sum(debit => debit.Owed));

    // Earliest expiry first, none last; then the older, then the lower number (rule 5.1.5).
    private static List<ModelLot> InOrderOfUse(IEnumerable<ModelLot> lots) =>
    [
        .. lots.Where(lot => lot.Remaining > 0).OrderBy(lot => lot.ValidUntil.OrNever()).ThenBy(lot => lot.EarnedAt).ThenBy(lot => lot.Number),
    ];
}
