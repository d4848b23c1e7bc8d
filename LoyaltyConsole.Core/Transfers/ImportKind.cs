namespace LoyaltyConsole.Core.Transfers;

/// <summary>What an imported file holds.</summary>
public enum ImportKind
{
    /// <summary>Orders and credit notes, one row a position or one row an order.</summary>
    Orders,

    /// <summary>Points to credit or deduct, or balances to set.</summary>
    Points,

    /// <summary>Customer profiles.</summary>
    Customers,
}
