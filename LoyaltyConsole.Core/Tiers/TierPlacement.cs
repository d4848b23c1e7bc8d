using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// Puts customers on the level that their qualifying points of the last twelve months reach: what orders earned less
/// what credit notes took back, and what staff gave as a reward or to correct an earning (rule 5.6.1).
/// </summary>
internal static class TierPlacement
{
    // Few enough that a step stays within its time.
    private const int CustomersInAStep = 2_000;

    private static readonly string Place =
        $"""
        UPDATE Customers SET TierId = placed.TierId
        FROM (
            SELECT c.Id, (
                SELECT t.Id FROM Tiers t
                WHERE t.Rank = 0 OR t.Threshold <= COALESCE((
                    SELECT SUM(e.Points) FROM LedgerEntries e
                    WHERE e.CustomerId = c.Id AND e.EffectiveAt >= @2 AND e.EffectiveAt <= @3 AND e.Status = {(int)EntryStatus.Active}
                      AND (e.Kind <= {(int)EntryKind.Item} OR e.Kind = {(int)EntryKind.Clawback}
                        OR e.Kind IN ({(int)EntryKind.ManualCredit}, {(int)EntryKind.ManualDebit})
                          AND e.Reason IN ({(int)ReasonKind.Reward}, {(int)ReasonKind.CorrectionOfEarning}))), 0)
                ORDER BY t.Rank DESC LIMIT 1) AS TierId
            FROM Customers c WHERE c.Id > @0 AND c.Id <= @1) AS placed
        WHERE placed.Id = Customers.Id AND placed.TierId <> Customers.TierId
        """;

    /// <summary>Places everybody, in steps.</summary>
    public static async Task PlaceAllAsync(LoyaltyStore store, CancellationToken cancellationToken)
    {
        var last = await store.ReadAsync(connection => connection.Number("SELECT MAX(Id) FROM Customers"), cancellationToken);
        for (var from = 0L; from < last; from += CustomersInAStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = from;
            await store.WriteStepAsync<Done>(writing =>
            {
                var time = writing.Settings.Time;
                var since = time.StartOf(time.Today(writing.Now).PlusMonths(-12));
                writing.Connection.Prepare(Place).Run(
                    after, after + CustomersInAStep, since.ToUnixTimeMilliseconds(), writing.Now.ToUnixTimeMilliseconds());
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }
    }
}
