using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Derives one figure from an explained account: what counts, and the terms that add up to it.</summary>
internal sealed class Derivation(ExplainedAccount account, Figure figure)
{
    private const int MostDates = 3;

    /// <summary>The credits behind the figure in the order in which they are shown.</summary>
    public IReadOnlyList<Lot> Lots() => figure switch
    {
        Figure.Redeemable or Figure.Total => [.. Usable(), .. Locked(), .. Spent()],
        Figure.Locked => [.. Locked()],
        Figure.Expiring => [.. account.Lots.Where(lot => Counted(lot) > Points.Zero).OrderBy(lot => lot.ValidUntil).ThenBy(lot => lot.EntryId.Value)],
        Figure.Expired => [.. account.Lots.Where(lot => Counted(lot) > Points.Zero).OrderByDescending(lot => lot.ValidUntil).ThenByDescending(lot => lot.EntryId.Value)],
        Figure.Collected => [.. Latest(account.Lots)],
        Figure.Debt => [],
        _ => throw new ArgumentOutOfRangeException(nameof(figure)),
    };

    /// <summary>The movements behind the figure, the latest first.</summary>
    public IReadOnlyList<Movement> Movements() => figure switch
    {
        Figure.Redeemable or Figure.Total => [.. Latest(account.Movements)],
        Figure.Collected => [.. Latest(account.Movements.Where(LowersCollected))],
        Figure.Debt => [.. Latest(account.Movements.Where(movement => movement.IsDebt)).OrderBy(movement => movement.Open.IsZero)],
        Figure.Locked => [.. Latest(account.Movements.Where(movement => Counted(movement) < Points.Zero))],
        Figure.Expiring or Figure.Expired => [],
        _ => throw new ArgumentOutOfRangeException(nameof(figure)),
    };

    /// <summary>What of a credit is part of the figure.</summary>
    public Points Counted(Lot lot) => figure switch
    {
        Figure.Redeemable => lot.IsRedeemableAt(account.At) ? lot.Remaining : Points.Zero,
        Figure.Locked => IsLocked(lot) ? lot.Remaining : Points.Zero,
        Figure.Total => lot.IsExpiredAt(account.At) ? Points.Zero : lot.Remaining,
        Figure.Expiring => !lot.IsExpiredAt(account.At) && lot.IsExpiredAt(account.At + Duration.FromDays(30)) ? lot.Remaining : Points.Zero,
        Figure.Expired => Sum(account.TakingsFrom(lot).Where(taking => taking.Movement.Kind == EntryKind.Expiry), taking => taking.Points),
        Figure.Collected => lot.Amount,
        Figure.Debt => Points.Zero,
        _ => throw new ArgumentOutOfRangeException(nameof(lot)),
    };

    /// <summary>What of a movement is part of the figure.</summary>
    public Points Counted(Movement movement) => figure switch
    {
        Figure.Collected => movement.Points,
        Figure.Debt => movement.Open,
        Figure.Redeemable or Figure.Total or Figure.Locked => -Uncovered(movement),
        _ => Points.Zero,
    };

    /// <summary>The terms, credits first, then what was taken in the order in which it began.</summary>
    public IReadOnlyList<Term> Terms() => figure switch
    {
        Figure.Redeemable => [.. Left(account.Lots), .. UnallocatedTerms(), .. LockedTerm()],
        Figure.Total => [.. Left(account.Lots), .. UnallocatedTerms()],
        Figure.Locked => [.. Left(Lots()), .. UnallocatedTerms()],
        Figure.Expiring => Left(Lots()),
        Figure.Expired => [.. Terms(TermKind.Credited, Lots().Select(lot => Credit(lot) with { Points = Counted(lot) }))],
        Figure.Collected =>
        [
            .. Terms(TermKind.Credited, Lots().Select(Credit)),
            .. Terms(TermKind.Taken, Movements().Select(movement => new Part(movement.Kind, movement.Points, movement.At, movement))),
        ],
        Figure.Debt =>
        [
            .. Terms(TermKind.Owed, Movements().Select(debt => new Part(debt.Kind, -debt.Points, debt.At, debt))),
            .. Terms(TermKind.RepaidDebt, Movements().SelectMany(debt => debt.Takings).Select(taking => Taken(taking) with { Kind = null })),
            .. Terms(TermKind.GivenBack, Corrections()),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(figure)),
    };

    /// <summary>When the figure changes next by time alone.</summary>
    public (IReadOnlyList<DatedPoints> Dates, bool HasMore) Dates()
    {
        var dates = (figure switch
        {
            Figure.Redeemable or Figure.Total or Figure.Locked => Locked().Select(lot => (At: lot.LockedUntil!.Value, lot.Remaining)),
            Figure.Expiring => Lots().Select(lot => (At: lot.ValidUntil!.Value, lot.Remaining)),
            _ => [],
        })
            .GroupBy(lot => lot.At, (at, lots) => new DatedPoints(at, Sum(lots, lot => lot.Remaining)))
            .OrderBy(date => date.At)
            .Take(MostDates + 1)
            .ToList();
        return ([.. dates.Take(MostDates)], dates.Count > MostDates);
    }

    public bool IsLocked(Lot lot) => lot.IsLockedAt(account.At) && !lot.IsExpiredAt(account.At);

    // As the ledger counts them (L-037, rule 5.1.11): all credits, less what was taken back or reversed of them.
    private static bool LowersCollected(Movement movement) =>
        movement.Kind == EntryKind.Clawback || (movement.Kind == EntryKind.Reversal && movement.Points < Points.Zero);

    // Deductions that touch no lot count against redeemable points first, the oldest first, then against locked ones (rule 5.1.7).
    private Points Uncovered(Movement movement)
    {
        if (!movement.IsUnallocated || movement.Open.IsZero)
        {
            return Points.Zero;
        }

        var before = Sum(account.Movements.Where(other => other.IsUnallocated && IsBefore(other, movement)), other => other.Open);
        var redeemable = Sum(account.Lots.Where(lot => lot.IsRedeemableAt(account.At)), lot => lot.Remaining);
        var locked = Sum(account.Lots.Where(IsLocked), lot => lot.Remaining);
        return figure switch
        {
            Figure.Redeemable => Of(redeemable),
            Figure.Locked => Of(redeemable + locked) - Of(redeemable),
            _ => Of(redeemable + locked),
        };

        Points Of(Points available) => Points.Max(Points.Zero, Points.Min(movement.Open, available - before));
    }

    private static bool IsBefore(Movement one, Movement other) =>
        (one.At, one.Id?.Value ?? long.MaxValue).CompareTo((other.At, other.Id?.Value ?? long.MaxValue)) < 0;

    private IEnumerable<Term> UnallocatedTerms() => Terms(
        TermKind.Unallocated,
        account.Movements
            .Select(movement => new Part(movement.Kind, -Uncovered(movement), movement.At, movement))
            .Where(part => !part.Points.IsZero));

    // What a reversal gave back that no credit had covered is no longer owed.
    private IEnumerable<Part> Corrections()
    {
        var debts = Movements().ToDictionary(debt => debt.Id!.Value);
        return account.Movements
            .Where(movement => movement.CorrectsId is { } corrected && movement.Points > Points.Zero && debts.ContainsKey(corrected))
            .Select(movement => new Part(movement.Kind, -(movement.Points + movement.Taken), movement.At, movement))
            .Where(part => !part.Points.IsZero);
    }

    private IEnumerable<Lot> Usable() => PointsAccount.InOrderOfUse(account.Lots.Where(lot => lot.IsRedeemableAt(account.At)));

    private IEnumerable<Lot> Locked() =>
        PointsAccount.InOrderOfUse(account.Lots.Where(IsLocked)).OrderBy(lot => lot.LockedUntil);

    private IEnumerable<Lot> Spent() => Latest(account.Lots.Where(lot => lot.Remaining.IsZero || lot.IsExpiredAt(account.At)));

    private static IEnumerable<Lot> Latest(IEnumerable<Lot> lots) =>
        lots.OrderByDescending(lot => lot.EarnedAt).ThenByDescending(lot => lot.EntryId.Value);

    private static IEnumerable<Movement> Latest(IEnumerable<Movement> movements) =>
        movements.OrderByDescending(movement => movement.At).ThenByDescending(movement => movement.Id?.Value ?? long.MaxValue);

    // What is left of some credits is what was credited less what was taken from them.
    private List<Term> Left(IReadOnlyList<Lot> lots)
    {
        var takings = lots.SelectMany(account.TakingsFrom).ToList();
        return
        [
            .. Terms(TermKind.Credited, lots.Select(Credit)),
            .. Terms(TermKind.GivenBack, takings.Where(taking => taking.Points < Points.Zero).Select(Taken)),
            .. Terms(TermKind.Taken, takings.Where(taking => taking.Points > Points.Zero && !taking.Movement.IsDebt).Select(Taken)),
            .. Terms(
                TermKind.RepaidDebt,
                takings.Where(taking => taking.Points > Points.Zero && taking.Movement.IsDebt).Select(taking => Taken(taking) with { Kind = null })),
        ];
    }

    private IEnumerable<Term> LockedTerm()
    {
        var locked = Locked().ToList();
        return locked.Count == 0
            ? []
            : [new Term(TermKind.Locked, null, -Sum(locked, lot => lot.Remaining), locked.Count, locked[0].LockedUntil!.Value, locked[^1].LockedUntil!.Value)];
    }

    private static IEnumerable<Term> Terms(TermKind kind, IEnumerable<Part> parts) => parts
        .GroupBy(part => part.Kind)
        .Select(group => new Term(
            kind, group.Key, Sum(group, part => part.Points), group.Select(part => part.Thing).Distinct().Count(),
            group.Min(part => part.At), group.Max(part => part.At)))
        .OrderBy(term => term.First);

    private static Part Credit(Lot lot) => new(Merged(lot.Kind), lot.Amount, lot.EarnedAt, Key(lot));

    private static Part Taken(Taking taking) => new(taking.Movement.Kind, -taking.Points, taking.At, taking.Movement);

    // An order earns by several sources and is still one order.
    private static EntryKind Merged(EntryKind kind) => kind <= EntryKind.Item ? EntryKind.OrderBase : kind;

    private static object Key(Lot lot) => lot.OrderId is { } order ? order : lot.EntryId;

    private static Points Sum<T>(IEnumerable<T> items, Func<T, Points> points) =>
        items.Aggregate(Points.Zero, (sum, item) => sum + points(item));

    private sealed record Part(EntryKind? Kind, Points Points, Instant At, object Thing);
}
