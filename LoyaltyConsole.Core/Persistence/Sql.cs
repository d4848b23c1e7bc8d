using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>Plain statements for the hot paths, where EF's tracking would only stand in the way.</summary>
internal static class Sql
{
    /// <summary>Reads rows.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>Changes rows, and tells how many.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public static long? LongOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string? TextOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static SqliteCommand Command(
        this SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

/// <summary>
/// What the ledger's rules are read from: a reader's connection, or the writer's with its prepared statements. Values
/// are given by position, as @0, @1 and so on.
/// </summary>
internal readonly struct Reads
{
    private readonly SqliteConnection _connection;
    private readonly WriteConnection? _writer;

    private Reads(SqliteConnection connection, WriteConnection? writer) => (_connection, _writer) = (connection, writer);

    public static implicit operator Reads(SqliteConnection connection) => new(connection, null);

    public static implicit operator Reads(WriteConnection writer) => new(writer.Sqlite, writer);

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        if (_writer is null)
        {
            using var statement = new Prepared(_connection, sql);
            return Rows(statement, row, values);
        }

        return Rows(_writer.Prepare(sql), row, values);
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) =>
        Query(sql, row => row.LongOrNull(0) ?? 0, values) is [var number, ..] ? number : 0;

    private static List<T> Rows<T>(Prepared statement, Func<SqliteDataReader, T> row, ReadOnlySpan<object?> values)
    {
        using var reader = statement.Read(values);
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}

/// <summary>A statement that is prepared once and run many times with values by position.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Prepared(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        var count = 0;
        while (sql.Contains($"@{count}", StringComparison.Ordinal))
        {
            count++;
        }

        _parameters = new SqliteParameter[count];
        for (var index = 0; index < count; index++)
        {
            _parameters[index] = _command.Parameters.Add($"@{index}", SqliteType.Text);
        }
    }

    /// <summary>Runs it with the values of @0, @1 … and answers its first cell.</summary>
    public object? Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar();
    }

    /// <summary>Runs it and hands out its rows.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var parameter = _parameters[index];
            parameter.ResetSqliteType();
            parameter.Value = values[index] ?? DBNull.Value;
        }
    }
}
