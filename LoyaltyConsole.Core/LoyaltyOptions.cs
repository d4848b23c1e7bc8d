namespace LoyaltyConsole.Core;

/// <summary>What Core needs to be told.</summary>
public sealed class LoyaltyOptions
{
    /// <summary>The SQLite connection string.</summary>
    public required string ConnectionString { get; init; }
}
