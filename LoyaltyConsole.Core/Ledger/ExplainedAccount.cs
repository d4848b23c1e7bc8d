using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>
/// An account at an instant together with everything that led there: which movement took what from which credit, be
/// it written down or done by time alone. Made of the same account that answers the figures, so that they agree.
/// </summary>
internal sealed class ExplainedAccount
{
    private readonly Dictionary<LedgerEntryId, Movement> _movements;
    private readonly Dictionary<LedgerEntryId, List<Taking>> _takings = [];

    private ExplainedAccount(PointsAccount account, Dictionary<LedgerEntryId, Movement> movements, Instant at)
    {
        (_movements, Figures, Lots) = (movements, account.FiguresAt(at), account.Lots);
        Lapsed = account.Settlements
            .Where(settled => settled.State == RedemptionState.Lapsed)
            .ToDictionary(settled => settled.Entry.Id, settled => settled.At);
        Movements = [.. movements.Values.Where(movement => movement.IsCounted && !Lapsed.ContainsKey(movement.Id!.Value))];
    }

    public Figures Figures { get; }

    public IReadOnlyList<Lot> Lots { get; }

    /// <summary>What took, gave back or went beyond the balance up to the instant.</summary>
    public List<Movement> Movements { get; }

    /// <summary>Redemptions that are void by time alone and not written down as such yet, and since when (rule 5.3.2).</summary>
    public IReadOnlyDictionary<LedgerEntryId, Instant> Lapsed { get; }

    public Instant At => Figures.At;

    /// <summary>Reads what the account and its entries say, and lets time act up to the instant.</summary>
    /// <param name="reads">Where from.</param>
    /// <param name="customer">Whose account.</param>
    /// <param name="at">The instant that is asked about.</param>
    /// <param name="now">The instant up to which everything that is booked counts, as it does for the figures.</param>
    public static ExplainedAccount Read(Reads reads, CustomerId customer, Instant at, Instant now)
    {
        var account = at >= now
            ? AccountReader.Read(reads, customer, withSpentLots: true)
            : AccountReader.ReadAsOf(reads, customer, at);
        var until = at >= now ? long.MaxValue : at.ToUnixTimeMilliseconds();
        account.AdvanceTo(at, at);
        var explained = new ExplainedAccount(account, MovementsOf(reads, customer, until), at);
        explained.Explain(StoredTakings(reads, customer, until), account);
        return explained;
    }

    /// <summary>What took from a credit or gave back to it, in the order of time.</summary>
    public IReadOnlyList<Taking> TakingsFrom(Lot lot) => _takings.GetValueOrDefault(lot.EntryId) ?? [];

    private void Explain(List<StoredTaking> stored, PointsAccount account)
    {
        var all = stored
            .Where(taking => _movements.ContainsKey(taking.Debit))
            .Select(taking => (Movement: _movements[taking.Debit], taking.Lot, taking.Points, taking.At))
            .ToList();
        var unwritten = new Dictionary<LedgerEntry, Movement>(ReferenceEqualityComparer.Instance);
        foreach (var entry in account.NewEntries)
        {
            var movement = new Movement(null, entry.Kind, entry.Points, entry.EffectiveAt) { OrderId = entry.OrderId };
            unwritten.Add(entry, movement);
            Movements.Add(movement);
        }

        foreach (var movement in Movements.Where(movement => movement.Id is not null))
        {
            movement.Open = account.OwedBy(movement.Id!.Value);
            movement.ReservedUntil = account.ReservedUntil(movement.Id.Value);
        }

        all.AddRange(account.NewAllocations.Select(taking => (
            unwritten.GetValueOrDefault(taking.Debit) ?? _movements[taking.Debit.Id], taking.Lot.EntryId, taking.Points, taking.EffectiveAt)));
        var lots = Lots.Select(lot => lot.EntryId).ToHashSet();
        foreach (var pair in all.GroupBy(taking => (taking.Movement, taking.Lot)))
        {
            foreach (var (points, at) in Net([.. pair.Select(taking => (taking.Points, taking.At))]))
            {
                var taking = new Taking(pair.Key.Movement, pair.Key.Lot, points, at);
                pair.Key.Movement.Takings.Add(taking);
                if (!lots.Contains(taking.Lot))
                {
                    // Earned only after the instant: no part of the account yet.
                    continue;
                }

                if (!_takings.TryGetValue(taking.Lot, out var takings))
                {
                    _takings.Add(taking.Lot, takings = []);
                }

                takings.Add(taking);
            }
        }

        foreach (var takings in _takings.Values)
        {
            takings.Sort((left, right) => left.At.CompareTo(right.At));
        }
    }

    // What a movement took and gave back itself leaves no trace but the difference.
    private static IReadOnlyList<(Points Points, Instant At)> Net(IReadOnlyList<(Points Points, Instant At)> takings)
    {
        if (takings.All(taking => taking.Points > Points.Zero) || takings.All(taking => taking.Points < Points.Zero))
        {
            return takings;
        }

        var net = takings.Aggregate(Points.Zero, (sum, taking) => sum + taking.Points);
        return net.IsZero ? [] : [(net, takings.Max(taking => taking.At))];
    }

    private static Dictionary<LedgerEntryId, Movement> MovementsOf(Reads reads, CustomerId customer, long until) => reads.Query(
        """
        SELECT e.Id, e.Kind, e.Points, e.IsDebt, e.EffectiveAt, e.OrderId, e.IsUnallocated, e.CorrectsId FROM LedgerEntries e
        LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
        WHERE e.CustomerId = @0 AND e.Status = 1 AND l.EntryId IS NULL
        """,
        row => new Movement(
            new LedgerEntryId(row.GetInt64(0)), (EntryKind)row.GetInt32(1), new Points(row.GetInt64(2)),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(4)))
        {
            IsDebt = row.GetBoolean(3),
            IsUnallocated = row.GetBoolean(6),
            OrderId = row.LongOrNull(5) is { } order ? new OrderId(order) : null,
            CorrectsId = row.LongOrNull(7) is { } corrected ? new LedgerEntryId(corrected) : null,
            IsCounted = row.GetInt64(4) <= until,
        },
        customer.Value).ToDictionary(movement => movement.Id!.Value);

    private static List<StoredTaking> StoredTakings(Reads reads, CustomerId customer, long until) => reads.Query(
        """
        SELECT a.DebitId, a.LotId, a.Points, a.EffectiveAt FROM Lots l JOIN Allocations a ON a.LotId = l.EntryId
        WHERE l.CustomerId = @0 AND a.EffectiveAt <= @1 ORDER BY a.Id
        """,
        row => new StoredTaking(
            new LedgerEntryId(row.GetInt64(0)), new LedgerEntryId(row.GetInt64(1)), new Points(row.GetInt64(2)),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(3))),
        customer.Value, until);

    private sealed record StoredTaking(LedgerEntryId Debit, LedgerEntryId Lot, Points Points, Instant At);
}

/// <summary>An entry that is no credit with a lot of its own.</summary>
/// <param name="id">The entry; null where time has done it and no job has written it down yet.</param>
/// <param name="kind">Why points moved.</param>
/// <param name="points">How many, signed.</param>
/// <param name="at">When it acts.</param>
internal sealed class Movement(LedgerEntryId? id, EntryKind kind, Points points, Instant at)
{
    public LedgerEntryId? Id => id;

    public EntryKind Kind => kind;

    public Points Points => points;

    public Instant At => at;

    /// <summary>Whether it went beyond the balance.</summary>
    public bool IsDebt { get; init; }

    /// <summary>Whether it touches no lot until one expires (rule 5.1.7).</summary>
    public bool IsUnallocated { get; init; }

    public OrderId? OrderId { get; init; }

    /// <summary>The movement that it reverses or gives back from.</summary>
    public LedgerEntryId? CorrectsId { get; init; }

    /// <summary>Whether it acts up to the instant that is explained.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>What of it nothing has covered yet.</summary>
    public Points Open { get; set; }

    /// <summary>Until when a redemption waits for its coupon code.</summary>
    public Instant? ReservedUntil { get; set; }

    public List<Taking> Takings { get; } = [];

    /// <summary>What it took from credits, less what it gave back.</summary>
    public Points Taken => Takings.Aggregate(Points.Zero, (sum, taking) => sum + taking.Points);
}

/// <summary>What a movement took from a credit; negative where it gave back.</summary>
internal sealed record Taking(Movement Movement, LedgerEntryId Lot, Points Points, Instant At);
