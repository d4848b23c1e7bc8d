using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Programme;

/// <summary>
/// What a campaign has paid up to an entry of the ledger. Entries are only ever appended, so that the sum goes on from
/// there; nothing has to be written when an order is booked.
/// </summary>
internal sealed class CampaignTotal
{
    // So many entries are summed up while a page waits; what is beyond is summed up beforehand, in steps.
    private const long MostUnsummed = 20_000;

    private const long EntriesInAStep = 100_000;

    private const string Sums =
        "SELECT CampaignId, COUNT(*) FILTER (WHERE Points > 0) AS Entries, SUM(Points) AS Points FROM LedgerEntries WHERE Id > @0 AND Id <= @1 AND CampaignId IS NOT NULL GROUP BY CampaignId";

    public CampaignId CampaignId { get; init; }

    /// <summary>The last entry that is in the sums.</summary>
    public long Through { get; init; }

    public long Entries { get; init; }

    public Points Points { get; init; }

    /// <summary>Brings the sums near the end of the ledger.</summary>
    public static async Task CatchUpAsync(LoyaltyStore store, CancellationToken cancellationToken)
    {
        var through = await store.ReadAsync(connection => SummedThrough(connection), cancellationToken);
        while (await store.ReadAsync(connection => LastEntry(connection), cancellationToken) > through + MostUnsummed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            through = (await store.WriteStepAsync(writing => Task.FromResult<Result<Summed>>(Step(writing.Connection)))).OrThrow().Through;
        }
    }

    /// <summary>What each campaign has paid so far.</summary>
    public static IReadOnlyDictionary<CampaignId, (long Entries, Points Points)> Read(Reads reads) => reads.Query(
        $"""
        SELECT CampaignId, SUM(Entries), SUM(Points)
        FROM (SELECT CampaignId, Entries, Points FROM CampaignTotals UNION ALL {Sums}) paid GROUP BY CampaignId
        """,
        row => (Id: new CampaignId(row.GetInt64(0)), Entries: row.GetInt64(1), Points: new Points(row.GetInt64(2))),
        SummedThrough(reads), long.MaxValue).ToDictionary(total => total.Id, total => (total.Entries, total.Points));

    private static Summed Step(WriteConnection connection)
    {
        var from = SummedThrough(connection);
        var to = Math.Min(from + EntriesInAStep, LastEntry(connection));
        connection.Prepare(
            $"""
            INSERT INTO CampaignTotals (CampaignId, Entries, Points, Through) SELECT CampaignId, Entries, Points, @1 FROM ({Sums}) paid WHERE true
            ON CONFLICT (CampaignId) DO UPDATE SET Entries = CampaignTotals.Entries + excluded.Entries, Points = CampaignTotals.Points + excluded.Points
            """).Run(from, to);

        // Where nothing has been paid yet, somebody has to stand for how far the sums go.
        connection.Prepare("INSERT INTO CampaignTotals (CampaignId, Entries, Points, Through) VALUES (0, 0, 0, @0) ON CONFLICT DO NOTHING").Run(to);
        connection.Prepare("UPDATE CampaignTotals SET Through = @0").Run(to);
        return new Summed(to);
    }

    private static long LastEntry(Reads reads) => reads.Number("SELECT MAX(Id) FROM LedgerEntries");

    private static long SummedThrough(Reads reads) => reads.Number("SELECT MAX(Through) FROM CampaignTotals");

    private sealed record Summed(long Through);
}
