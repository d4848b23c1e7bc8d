using System.Collections.Concurrent;
using System.Data.Common;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// How many customers there are (P4). Nobody is ever deleted from the table and whoever comes gets a higher id than all before,
/// so only those behind the last one counted are counted again. The same holds for those who have a segment: a run moves them
/// from one to another and adds whoever has come since.
/// </summary>
internal sealed class CustomerCount
{
    private sealed record Known(long LastId, int Count);

    private readonly ConcurrentDictionary<(long Model, string Segments), Known> _segmented = [];
    private Known _known = new(0, 0);

    /// <summary>Counts on.</summary>
    public int All(DbConnection connection)
    {
        var known = _known;

        // The first time by the narrowest index that SQLite finds, instead of from row to row.
        var (last, more) = connection.Query(
            $"SELECT (SELECT MAX(Id) FROM Customers), (SELECT COUNT(*) FROM Customers{(known.LastId == 0 ? "" : " WHERE Id > @0")})",
            row => (row.LongOrNull(0) ?? 0, row.GetInt32(1)),
            ("@0", known.LastId))[0];

        // A reader may still see an earlier state than the one that was counted: what it sees is no place to count on from.
        if (last < known.LastId)
        {
            return (int)connection.Number("SELECT COUNT(*) FROM Customers");
        }

        _known = new Known(last, known.Count + more);
        return known.Count + more;
    }

    /// <summary>Up to which id everybody has one of some segments of a model; 0 where nobody has, null where only some have.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="model">The model.</param>
    /// <param name="segments">The segments, separated by commas.</param>
    public long? Segmented(DbConnection connection, long model, string segments)
    {
        var key = (model, segments);
        var known = _segmented.GetValueOrDefault(key);
        var (first, last) = connection.Query(
            $"SELECT (SELECT MIN(Id) FROM Customers), (SELECT MAX(CustomerId) FROM CustomerSegments WHERE ModelId = {model})",
            row => (row.LongOrNull(0) ?? 1, row.LongOrNull(1) ?? 0))[0];
        var counted = known is null || known.LastId > last ? new Known(0, 0) : known;

        // By the plus SQLite goes to those behind the last one instead of through a whole segment.
        var count = counted.Count + (int)connection.Number(
            $"SELECT COUNT(*) FROM CustomerSegments WHERE ModelId = {model} AND {(counted.LastId == 0 ? "" : $"CustomerId > {counted.LastId} AND +")}SegmentId IN ({segments})");
        if (count == 0 || count != last - first + 1)
        {
            return count == 0 ? 0 : null;
        }

        _segmented[key] = new Known(last, count);
        return last;
    }
}
