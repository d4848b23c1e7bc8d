namespace LoyaltyConsole.Core.Ledger;

/// <summary>What several queries have to say in the same words.</summary>
internal static class LedgerSql
{
    /// <summary>
    /// Whether an entry counts as collected: credits, less what was taken back or reversed of them; points that
    /// were given back after they were spent are not collected anew (rule 5.1.11).
    /// </summary>
    public const string IsCollected = "(Kind <= 5 OR Kind BETWEEN 9 AND 13 OR (Kind = 15 AND Points < 0))";

    /// <summary>Whether an entry is a credit with a lot of its own.</summary>
    public const string HasLot = "(Kind <= 5 OR Kind BETWEEN 10 AND 13)";
}
