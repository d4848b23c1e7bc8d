using System.Numerics;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Orders;

/// <summary>What credit notes have returned of an order's goods, in ten-thousandths of its currency.</summary>
/// <param name="Total">In all.</param>
internal sealed record Returned(long Total)
{
    // The part of the total for which the lines are known, and the value of each of those lines in the order.
    private Dictionary<int, (long Value, long Quantity)> Lines { get; init; } = [];

    private IReadOnlyList<OrderPosition> Positions { get; init; } = [];

    private ILookup<LedgerEntryId, int>? EarningLines { get; init; }

    /// <summary>What was returned before and is returned now.</summary>
    /// <param name="reads">Where the order is recorded.</param>
    /// <param name="original">The order.</param>
    /// <param name="goods">The goods' value that is returned now, positive.</param>
    /// <param name="positions">The lines that are returned now, each with its original line; none for an amount.</param>
    public static Returned Of(Reads reads, Order original, long goods, IReadOnlyList<OrderPosition> positions)
    {
        var before = reads.Number("SELECT -SUM(GoodsTotal) FROM Orders WHERE OriginalOrderId = @0", original.Id.Value);
        var lines = LinesBefore(reads, original);
        foreach (var position in positions)
        {
            var line = lines.GetValueOrDefault(position.OriginalLine!.Value);
            lines[position.OriginalLine.Value] = (line.Value + position.Value, line.Quantity + position.Quantity);
        }

        return lines.Count == 0
            ? new Returned(checked(before + goods))
            : new Returned(checked(before + goods))
            {
                Lines = lines,
                Positions = OrderPosting.PositionsOf(reads, original.Id),
                EarningLines = reads.Query(
                    "SELECT p.EntryId, p.Line FROM PositionEarnings p JOIN LedgerEntries e ON e.Id = p.EntryId WHERE e.OrderId = @0",
                    row => (Entry: new LedgerEntryId(row.GetInt64(0)), Line: row.GetInt32(1)),
                    original.Id.Value).ToLookup(earning => earning.Entry, earning => earning.Line),
            };
    }

    /// <summary>How many of each line earlier credit notes have returned, in ten-thousandths.</summary>
    public static Dictionary<int, (long Value, long Quantity)> LinesBefore(Reads reads, Order original) => reads.Query(
        """
        SELECT p.OriginalLine, p.Quantity, p.UnitPrice FROM OrderPositions p JOIN Orders o ON o.Id = p.OrderId
        WHERE o.OriginalOrderId = @0 AND p.OriginalLine IS NOT NULL
        """,
        row => (Line: row.GetInt32(0), Position: new OrderPosition { Quantity = row.GetInt64(1), UnitPrice = row.GetInt64(2) }),
        original.Id.Value)
        .GroupBy(returned => returned.Line)
        .ToDictionary(line => line.Key, line => (line.Sum(returned => returned.Position.Value), line.Sum(returned => returned.Position.Quantity)));

    /// <summary>Whether everything of the order is returned.</summary>
    public bool IsWhole(Order original) => Total >= original.GoodsTotal;

    /// <summary>
    /// How much of what these credits earned goes back for what is returned so far, pro rata to the goods that earned
    /// it: to their positions for a category or an item, else to all. An amount without positions counts pro rata for
    /// all of them (rules 5.4.2 and 5.4.3).
    /// </summary>
    public Points DueOf(Order original, IReadOnlyList<Lot> credits, Points earned, int decimals)
    {
        // As fractions of whole numbers: a share that was rounded before it is multiplied can fall short of a half point.
        if (EarningLines is null || credits is not [{ Kind: EntryKind.Category or EntryKind.Item } credit])
        {
            return earned.Share(Total, original.GoodsTotal, decimals);
        }

        var earning = EarningLines[credit.EntryId].ToHashSet();
        BigInteger worth = Positions.Where(position => earning.Contains(position.Line)).Sum(position => position.Value);
        BigInteger returned = Lines.Where(line => earning.Contains(line.Key)).Sum(line => line.Value.Value);
        BigInteger byAmount = Total - Lines.Values.Sum(line => line.Value);
        if (worth.IsZero)
        {
            return earned.Share(Total, original.GoodsTotal, decimals);
        }

        // Lines that came back and an amount beside them can be more than all; what is beyond must not round anything up.
        var all = worth * original.GoodsTotal;
        return earned.Share(BigInteger.Min(all, (returned * original.GoodsTotal) + (byAmount * worth)), all, decimals);
    }
}
