using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;
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
        Movements = [.. movements.Values.Where(movement => movement.IsCounted)];
    }

    public Figures Figures { get; }

    public IReadOnlyList<Lot> Lots { get; }

    /// <summary>What took, gave back or went beyond the balance up to the instant.</summary>
    public List<Movement> Movements { get; }

    public Instant At => Figures.At;

    /// <summary>Reads what the account and its entries say, and lets time act up to the instant.</summary>
    /// <param name="connection">Where from.</param>
    /// <param name="customer">Whose account.</param>
    /// <param name="at">The instant that is asked about.</param>
    /// <param name="now">The instant up to which everything that is booked counts, as it does for the figures.</param>
    public static ExplainedAccount Read(SqliteConnection connection, CustomerId customer, Instant at, Instant now)
    {
        var account = at >= now
            ? AccountReader.Read(connection, customer, withSpentLots: true)
            : AccountReader.ReadAsOf(connection, customer, at);
        var until = at >= now ? long.MaxValue : at.ToUnixTimeMilliseconds();
        account.AdvanceTo(at, at);
        var explained = new ExplainedAccount(account, MovementsOf(connection, customer, until), at);
        explained.Explain(StoredTakings(connection, customer, until), account);
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
            var movement = new Movement(null, entry.Kind, entry.Points, entry.IsDebt, entry.EffectiveAt, entry.OrderId, IsCounted: true);
            unwritten.Add(entry, movement);
            Movements.Add(movement);
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

    private static Dictionary<LedgerEntryId, Movement> MovementsOf(SqliteConnection connection, CustomerId customer, long until) => connection.Query(
        """
        SELECT e.Id, e.Kind, e.Points, e.IsDebt, e.EffectiveAt, e.OrderId FROM LedgerEntries e
        LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
        WHERE e.CustomerId = @0 AND e.Status = 1 AND l.EntryId IS NULL
        """,
        row => new Movement(
            new LedgerEntryId(row.GetInt64(0)), (EntryKind)row.GetInt32(1), new Points(row.GetInt64(2)), row.GetBoolean(3),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(4)), row.LongOrNull(5) is { } order ? new OrderId(order) : null,
            IsCounted: row.GetInt64(4) <= until),
        ("@0", customer.Value)).ToDictionary(movement => movement.Id!.Value);

    private static List<StoredTaking> StoredTakings(SqliteConnection connection, CustomerId customer, long until) => connection.Query(
        """
        SELECT a.DebitId, a.LotId, a.Points, a.EffectiveAt FROM Lots l JOIN Allocations a ON a.LotId = l.EntryId
        WHERE l.CustomerId = @0 AND a.EffectiveAt <= @1 ORDER BY a.Id
        """,
        row => new StoredTaking(
            new LedgerEntryId(row.GetInt64(0)), new LedgerEntryId(row.GetInt64(1)), new Points(row.GetInt64(2)),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(3))),
        ("@0", customer.Value), ("@1", until));

    private sealed record StoredTaking(LedgerEntryId Debit, LedgerEntryId Lot, Points Points, Instant At);
}

/// <summary>An entry that is no credit of its own.</summary>
/// <param name="Id">The entry; null where time has done it and no job has written it down yet.</param>
/// <param name="Kind">Why points moved.</param>
/// <param name="Points">How many, signed.</param>
/// <param name="IsDebt">Whether it went beyond the balance.</param>
/// <param name="At">When it acts.</param>
/// <param name="OrderId">The order or credit note it belongs to.</param>
/// <param name="IsCounted">Whether it acts up to the instant that is explained.</param>
internal sealed record Movement(
    LedgerEntryId? Id, EntryKind Kind, Points Points, bool IsDebt, Instant At, OrderId? OrderId, bool IsCounted)
{
    public List<Taking> Takings { get; } = [];

    /// <summary>What of a debt nothing has repaid yet.</summary>
    public Points Open => IsDebt ? -Points - Takings.Aggregate(Points.Zero, (sum, taking) => sum + taking.Points) : Points.Zero;

    // Two movements are the same only when they are one.
    public bool Equals(Movement? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>What a movement took from a credit; negative where it gave back.</summary>
internal sealed record Taking(Movement Movement, LedgerEntryId Lot, Points Points, Instant At);
