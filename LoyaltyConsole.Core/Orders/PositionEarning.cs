using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Core.Orders;

/// <summary>A line of an order that contributed to a category's or an item's points (S-011), so that it takes them back when it is returned.</summary>
internal sealed class PositionEarning
{
    public LedgerEntryId EntryId { get; init; }

    public int Line { get; init; }
}
