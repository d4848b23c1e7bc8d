namespace LoyaltyConsole.Core;

/// <summary>Which engine holds a programme's data.</summary>
public enum DatabaseProvider
{
    /// <summary>One process over one SQLite file.</summary>
    Sqlite,

    /// <summary>PostgreSQL, 15 or later, for programmes that outgrow one process.</summary>
    PostgreSql,
}
