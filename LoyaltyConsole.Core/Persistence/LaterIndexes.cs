using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Builds the indexes of a first load once behind it instead of entry by entry: what arrives in another order than an index
/// has touches a page of it for each row, and in a large programme most of the time goes into these pages. Whatever is put off
/// is noted in the database itself, so that a load that was killed leaves nothing unbuilt behind: the next start builds it.
/// Unique indexes stay, since they guard, and so do those that booking itself reads or that grow at their end.
/// </summary>
internal static class LaterIndexes
{
    private const string Search = "CustomerSearch_learns";

    // By the column that leads them.
    private const string PutOffColumns =
        """
        'Accounts.Balance', 'Accounts.NextChangeAt', 'LedgerEntries.CouponCode', 'Lots.LockedUntil', 'Lots.ValidUntil',
        'Orders.IntegrationId', 'Orders.PlacedAt', 'Orders.RefId'
        """;

    /// <summary>Puts them off in the transaction at hand; for a programme without customers only, in which nobody looks for any.</summary>
    public static void PutOff(DbConnection connection)
    {
        if (connection is not SqliteConnection)
        {
            return;
        }

        connection.Execute("CREATE TABLE IF NOT EXISTS LaterIndexes (Name TEXT NOT NULL PRIMARY KEY, Sql TEXT NOT NULL)");
        connection.Execute(
            $"""
            INSERT OR IGNORE INTO LaterIndexes (Name, Sql)
            SELECT i.name, i.sql FROM sqlite_schema i JOIN pragma_index_info(i.name) c ON c.seqno = 0
            WHERE i.type = 'index' AND i.sql LIKE 'CREATE INDEX %' AND (i.tbl_name = 'Customers' OR i.tbl_name || '.' || c.name IN ({PutOffColumns}))
            UNION ALL SELECT name, sql FROM sqlite_schema WHERE name = '{Search}'
            """);
        foreach (var name in connection.Query("SELECT Name FROM LaterIndexes", row => row.GetString(0)))
        {
            connection.Execute($"DROP {(string.Equals(name, Search, StringComparison.Ordinal) ? "TRIGGER" : "INDEX")} \"{name}\"");
        }
    }

    /// <summary>Builds what was put off, each in a transaction of its own; nothing where nothing was.</summary>
    public static void Build(string connectionString, CancellationToken cancellationToken)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        if (connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'LaterIndexes'") == 0)
        {
            return;
        }

        // Sorted in files beside 32 MB of memory, and by a second thread.
        SqlitePragmas.Apply(connection, forWriting: true);
        connection.Execute("PRAGMA temp_store = FILE; PRAGMA cache_size = -32768; PRAGMA threads = 1; PRAGMA wal_autocheckpoint = 16000");
        foreach (var (name, sql) in connection.Query("SELECT Name, Sql FROM LaterIndexes ORDER BY Name", row => (row.GetString(0), row.GetString(1))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var search = string.Equals(name, Search, StringComparison.Ordinal) ? "INSERT INTO CustomerSearch (CustomerSearch) VALUES ('rebuild');" : "";
            connection.Execute($"BEGIN IMMEDIATE; {search} {sql}; DELETE FROM LaterIndexes WHERE Name = '{name}'; COMMIT");
        }

        connection.Execute("DROP TABLE LaterIndexes");
    }
}
