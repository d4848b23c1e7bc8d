using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The limit: the least that SQLite can be asked for the same answer, prepared once, on one connection that stays open,
/// with every value of every row read.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public RawConnection(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Read("PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147483647");
    }

    public long Number(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>Runs the statement, and answers how many rows there were.</summary>
    public int Read(string sql, params ReadOnlySpan<object> values)
    {
        var command = Prepare(sql, values);
        using var reader = command.ExecuteReader();
        var (rows, cells) = (0, new object[reader.FieldCount]);
        while (reader.Read())
        {
            reader.GetValues(cells);
            rows++;
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared[sql] = command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters.AddWithValue($"@{index}", values[index]);
            }

            command.Prepare();
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }

        return command;
    }
}
