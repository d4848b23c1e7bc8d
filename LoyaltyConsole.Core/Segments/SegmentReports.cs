using System.Data.Common;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>How large a segment is, and what it is worth.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Customers">How many are in it.</param>
/// <param name="Revenue">What they bought within the window, less credit notes.</param>
/// <param name="Points">Their points when the model was run.</param>
public sealed record SegmentSize(Segment Segment, long Customers, Money Revenue, Points Points);

/// <summary>The segments of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Sizes">Each segment in the order of the model at that time.</param>
public sealed record SegmentSnapshot(SegmentRun Run, IReadOnlyList<SegmentSize> Sizes);

/// <summary>How many customers went from one segment to another.</summary>
/// <param name="From">Where they were.</param>
/// <param name="To">Where they are.</param>
/// <param name="Customers">How many.</param>
public sealed record SegmentMove(SegmentId From, SegmentId To, long Customers);

/// <summary>Who moved between two days (X11). Whoever was no customer yet counts as without an order.</summary>
/// <param name="Earlier">The earlier run.</param>
/// <param name="Later">The later run.</param>
/// <param name="Segments">All segments of either, in the order of the later.</param>
/// <param name="Moves">From where to where; what nobody did is left out.</param>
public sealed record SegmentMovement(SegmentRun Earlier, SegmentRun Later, IReadOnlyList<Segment> Segments, IReadOnlyList<SegmentMove> Moves);

/// <summary>What came out of the runs: sizes and their development, and who moved.</summary>
public sealed class SegmentReports
{
    private readonly LoyaltyStore _store;

    internal SegmentReports(LoyaltyStore store) => _store = store;

    /// <summary>What each run of a model found, the earliest day of analysis first.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="from">From this day of analysis on; null for all.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Whoever asked has left.</param>
    /// <returns>The snapshots; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<SegmentSnapshot>>> SnapshotsAsync(
        SegmentModelId model, LocalDate? from, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Segments) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync(
            connection =>
            {
                var runs = SegmentReader.Runs(connection, model).Where(run => from is null || run.AnalysedOn >= from).ToDictionary(run => run.Id);
                var sizes = connection.Query(
                    """
                    SELECT z.RunId, g.Id, g.Kind, g.Name, g.Rule, z.Customers, z.Revenue, z.Points
                    FROM SegmentRuns r JOIN SegmentSizes z ON z.RunId = r.Id JOIN Segments g ON g.Id = z.SegmentId WHERE r.ModelId = @0 ORDER BY z.RunId, z.Place
                    """,
                    row => (Run: new SegmentRunId(row.GetInt64(0)), Segment: SegmentOf(row, 1), Customers: row.GetInt64(5), Revenue: row.GetInt64(6), Points: row.GetInt64(7)),
                    ("@0", model.Value)).ToLookup(size => size.Run);
                return (Result<IReadOnlyList<SegmentSnapshot>>)runs.Values
                    .OrderBy(run => run.AnalysedOn).ThenBy(run => run.Id.Value)
                    .Select(run => new SegmentSnapshot(run, [.. sizes[run.Id].Select(size => new SegmentSize(
                        size.Segment, size.Customers, new Money(size.Revenue, run.Facts.Currency), new Points(size.Points)))]))
                    .ToList();
            },
            cancellationToken);
    }

    /// <summary>Who moved between two runs of a model whose scores are kept.</summary>
    /// <returns>The movement; or, in this order, <see cref="NotAllowed"/>, <see cref="SegmentRunNotKept"/>.</returns>
    public async Task<Result<SegmentMovement>> MovementAsync(SegmentRunId earlier, SegmentRunId later, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Segments) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync<Result<SegmentMovement>>(
            connection =>
            {
                if (SegmentReader.Run(connection, earlier) is not { HasScores: true } one || SegmentReader.Run(connection, later) is not { HasScores: true } two
                    || one.Model != two.Model)
                {
                    return new SegmentRunNotKept();
                }

                return new SegmentMovement(one, two, SegmentsOf(connection, later, earlier), Moves(connection, one, two));
            },
            cancellationToken);
    }

    private static List<Segment> SegmentsOf(DbConnection connection, SegmentRunId later, SegmentRunId earlier) => connection.Query(
        """
        SELECT g.Id, g.Kind, g.Name, g.Rule FROM Segments g
        LEFT JOIN SegmentSizes two ON two.SegmentId = g.Id AND two.RunId = @0 LEFT JOIN SegmentSizes one ON one.SegmentId = g.Id AND one.RunId = @1
        WHERE two.RunId IS NOT NULL OR one.RunId IS NOT NULL ORDER BY two.Place IS NULL, two.Place, one.Place
        """,
        row => SegmentOf(row, 0),
        ("@0", later.Value), ("@1", earlier.Value));

    private static List<SegmentMove> Moves(DbConnection connection, SegmentRun one, SegmentRun two)
    {
        var stayed = connection.Query(
            """
            SELECT a.SegmentId, b.SegmentId, COUNT(*) FROM SegmentScores a CROSS JOIN SegmentScores b ON b.RunId = @1 AND b.CustomerId = a.CustomerId
            WHERE a.RunId = @0 GROUP BY a.SegmentId, b.SegmentId
            """,
            row => new SegmentMove(new SegmentId(row.GetInt64(0)), new SegmentId(row.GetInt64(1)), row.GetInt64(2)),
            ("@0", one.Id.Value), ("@1", two.Id.Value));

        // Whoever has scores in one of the two only did not order within the window of the other.
        var none = new SegmentId(connection.Number("SELECT Id FROM Segments WHERE ModelId = @0 AND Kind = 3", ("@0", one.Model.Value)));
        var (before, after) = (Counts(connection, one.Id), Counts(connection, two.Id));
        var left = before.Select(size => new SegmentMove(size.Key, none, size.Value - stayed.Where(move => move.From == size.Key).Sum(move => move.Customers))).ToList();
        var came = after.Select(size => new SegmentMove(none, size.Key, size.Value - stayed.Where(move => move.To == size.Key).Sum(move => move.Customers))).ToList();
        var never = new SegmentMove(none, none, two.Facts.Customers - after.Values.Sum() - left.Sum(move => move.Customers));
        return [.. stayed.Concat(left).Concat(came).Append(never).Where(move => move.Customers > 0)];
    }

    private static Dictionary<SegmentId, long> Counts(DbConnection connection, SegmentRunId run) => connection.Query(
        "SELECT SegmentId, COUNT(*) FROM SegmentScores WHERE RunId = @0 GROUP BY SegmentId",
        row => (Id: new SegmentId(row.GetInt64(0)), Customers: row.GetInt64(1)),
        ("@0", run.Value)).ToDictionary(size => size.Id, size => size.Customers);

    private static Segment SegmentOf(StoredRow row, int first) =>
        new(new SegmentId(row.GetInt64(first)), (SegmentKind)row.GetInt32(first + 1), row.GetString(first + 2), SegmentRule.Read(row.GetString(first + 3)));
}
