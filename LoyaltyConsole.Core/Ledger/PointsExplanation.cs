using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>"Why is it this number?": derives every figure from the credits and from what took from them (X3).</summary>
public sealed class PointsExplanation
{
    private const int MostDiscarded = 3;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal PointsExplanation(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Explains a figure at an instant; the same number as <see cref="PointsLedger.AccountAsync"/> answers.</summary>
    /// <returns>
    /// The explanation; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, since a deleted account can no longer be viewed in detail (L-100).
    /// </returns>
    public Task<Result<Explanation>> ExplainAsync(
        CustomerId customer, ExplanationQuery query, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Explanation>>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<Explanation>>(
            connection => (CustomerStatus)connection.Number("SELECT Status FROM Customers WHERE Id = @0", ("@0", customer.Value)) switch
            {
                CustomerStatus.Active or CustomerStatus.Inactive => Explain(connection, customer, query, now),
                CustomerStatus.Deleted => new CustomerDeleted(),
                _ => new CustomerNotFound(customer),
            },
            cancellationToken);
    }

    private static Explanation Explain(DbConnection connection, CustomerId customer, ExplanationQuery query, Instant now)
    {
        var at = query.At ?? now;
        var account = ExplainedAccount.Read(connection, customer, at, now);
        var derivation = new Derivation(account, query.Figure);
        var (allLots, allMovements) = (derivation.Lots(), derivation.Movements());
        var (lots, movements) = (Part(allLots, query.Lots), Part(allMovements, query.Movements));
        var sources = SourcesOf(connection, account, lots, movements);
        var (dates, hasMore) = derivation.Dates();
        var (discarded, count) = DiscardedOf(connection, customer, account, at >= now ? long.MaxValue : at.ToUnixTimeMilliseconds());
        return new Explanation(
            query.Figure, account.Figures, now, derivation.Terms(),
            new Page<LotPart>([.. lots.Select(lot => PartOf(lot, account, derivation, sources))], allLots.Count),
            new Page<MovementPart>([.. movements.Select(movement => PartOf(movement, derivation, sources))], allMovements.Count),
            dates, hasMore, discarded, count);
    }

    private static List<T> Part<T>(IReadOnlyList<T> all, Window window)
    {
        var part = window.Bounded();
        return [.. all.Skip(part.Skip).Take(part.Take)];
    }

    private static LotPart PartOf(Lot lot, ExplainedAccount account, Derivation derivation, SourceReader sources)
    {
        var takings = account.TakingsFrom(lot);
        return new LotPart(
            lot.EntryId, sources.Of(lot.EntryId), lot.EarnedAt, lot.Amount, lot.Remaining, derivation.Counted(lot), derivation.IsLocked(lot),
            lot.LockedUntil, lot.ValidUntil,
            [
                .. takings.Take(LotPart.MostUses).Select(taking => new LotUsed(
                    taking.Movement.Id, sources.Of(taking.Movement), taking.Movement.IsDebt, taking.Points, taking.At, taking.Movement.ReservedUntil)),
            ],
            takings.Count,
            takings.Skip(LotPart.MostUses).Aggregate(Points.Zero, (sum, taking) => sum + taking.Points));
    }

    private static MovementPart PartOf(Movement movement, Derivation derivation, SourceReader sources) => new(
        movement.Id, sources.Of(movement), movement.Points, movement.IsDebt, movement.At, derivation.Counted(movement), movement.Open,
        movement.ReservedUntil,
        [
            .. movement.Takings.Take(MovementPart.MostLots)
                .Select(taking => new TakenFrom(taking.Lot, sources.Of(taking.Lot), taking.Points, taking.At)),
        ],
        movement.Takings.Count);

    private static SourceReader SourcesOf(Reads reads, ExplainedAccount account, IReadOnlyList<Lot> lots, IReadOnlyList<Movement> movements) =>
        SourceReader.Of(
            reads,
            lots.Select(lot => lot.EntryId)
                .Concat(lots.SelectMany(lot => account.TakingsFrom(lot).Take(LotPart.MostUses)).Select(taking => taking.Movement.Id).OfType<LedgerEntryId>())
                .Concat(movements.Select(movement => movement.Id).OfType<LedgerEntryId>())
                .Concat(movements.SelectMany(movement => movement.Takings.Take(MovementPart.MostLots)).Select(taking => taking.Lot)));

    private static (IReadOnlyList<DiscardedMovement> Latest, int Count) DiscardedOf(
        DbConnection connection, CustomerId customer, ExplainedAccount account, long until)
    {
        var lapsed = string.Join(',', account.Lapsed.Keys);
        (string, object?)[] values = [("@0", customer.Value), ("@1", until)];
        var which = $"e.CustomerId = @0 AND (e.Status = 2 OR e.Id IN ({lapsed})) AND e.EffectiveAt <= @1";
        var count = (int)connection.Number($"SELECT COUNT(*) FROM LedgerEntries e WHERE {which}", values);
        return count == 0 ? ([], 0) : (connection.Query(
            $"""
            SELECT e.Id, e.Points, e.EffectiveAt, r.SettledAt, r.State, {SourceReader.Columns} FROM {SourceReader.From}
            LEFT JOIN Redemptions r ON r.EntryId = e.Id
            WHERE {which} ORDER BY e.EffectiveAt DESC, e.Id DESC LIMIT {MostDiscarded}
            """,
            row =>
            {
                var id = new LedgerEntryId(row.GetInt64(0));
                var isVoid = account.Lapsed.TryGetValue(id, out var since);
                return new DiscardedMovement(
                    id, SourceReader.SourceOf(row, 5), new Points(row.GetInt64(1)), Instant.FromUnixTimeMilliseconds(row.GetInt64(2)),
                    isVoid ? since : row.LongOrNull(3).ToInstant(), isVoid || row.LongOrNull(4) == (int)RedemptionState.Lapsed);
            },
            values), count);
    }
}
