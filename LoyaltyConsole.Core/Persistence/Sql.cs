using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>Plain statements for the hot paths, where EF's tracking would only stand in the way.</summary>
internal static class Sql
{
    /// <summary>Reads rows.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<StoredRow, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (connection is not ReadingConnection reading)
        {
            using var once = new Prepared(connection, sql);
            return once.Rows(row, values);
        }

        var lent = reading.Lend(sql);
        try
        {
            return lent.Rows(row, values);
        }
        finally
        {
            reading.TakeBack(lent);
        }
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        connection.Query(sql, row => row.LongOrNull(0) ?? 0, values) is [var number, ..] ? number : 0;

    /// <summary>Changes rows, and tells how many.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteNonQuery();
    }

    public static long? LongOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string? TextOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
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

    public List<T> Query<T>(string sql, Func<StoredRow, T> row, params ReadOnlySpan<object?> values)
    {
        if (_writer is null)
        {
            using var statement = new Prepared(_connection, sql);
            return statement.Rows(row, values);
        }

        return _writer.Prepare(sql).Rows(row, values);
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) =>
        Query(sql, row => row.LongOrNull(0) ?? 0, values) is [var number, ..] ? number : 0;
}

/// <summary>
/// A statement that is prepared once and run many times. It goes to SQLite directly: the provider looks each value's name up at
/// each run, which is half the time of a small insert; here values go by position, and by name where they are read once.
/// </summary>
internal sealed class Prepared(SqliteConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _statement;
    private int[] _places = [];

    public string Sql => sql;

    /// <summary>Runs it with the values of @0, @1 … and answers its first cell.</summary>
    public object? Run(params ReadOnlySpan<object?> values)
    {
        var statement = _statement ??= Prepare();
        try
        {
            Bind(statement, values);
            return Step(statement) ? FirstCell(statement) : null;
        }
        finally
        {
            // Says again what the step said.
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs it with the values of @0, @1 … and reads its rows.</summary>
    public List<T> Rows<T>(Func<StoredRow, T> row, params ReadOnlySpan<object?> values)
    {
        var statement = _statement ??= Prepare();
        try
        {
            Bind(statement, values);
            return Rows(statement, row);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs it with values by name and reads its rows.</summary>
    public List<T> Rows<T>(Func<StoredRow, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = _statement ??= Prepare();
        try
        {
            raw.sqlite3_clear_bindings(statement);
            foreach (var (name, value) in values)
            {
                // A statement may be given more than it asks for.
                if (raw.sqlite3_bind_parameter_index(statement, name) is var place and > 0)
                {
                    Check(Bind(statement, place, value));
                }
            }

            return Rows(statement, row);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => _statement?.Dispose();

    private List<T> Rows<T>(sqlite3_stmt statement, Func<StoredRow, T> row)
    {
        var rows = new List<T>();
        while (Step(statement))
        {
            rows.Add(row(new StoredRow(statement)));
        }

        return rows;
    }

    private bool Step(sqlite3_stmt statement)
    {
        var step = raw.sqlite3_step(statement);
        Check(step is raw.SQLITE_ROW or raw.SQLITE_DONE ? raw.SQLITE_OK : step);
        return step == raw.SQLITE_ROW;
    }

    private void Bind(sqlite3_stmt statement, ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < _places.Length; index++)
        {
            Check(Bind(statement, _places[index], values[index]));
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, place),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool flag => raw.sqlite3_bind_int64(statement, place, flag ? 1 : 0),
        string text => raw.sqlite3_bind_text(statement, place, text),
        double number => raw.sqlite3_bind_double(statement, place, number),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is nothing that is stored.", nameof(value)),
    };

    private static object FirstCell(sqlite3_stmt statement) => raw.sqlite3_column_type(statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, 0).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, 0).ToArray(),
        _ => DBNull.Value,
    };

    private sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            statement.Dispose();
            throw new ArgumentException($"There is more than one statement: {rest}", nameof(sql));
        }

        // A place is counted by where a name stands first, whatever its number.
        _places = [.. Enumerable.Range(0, raw.sqlite3_bind_parameter_count(statement)).Select(index => raw.sqlite3_bind_parameter_index(statement, $"@{index}"))];
        return statement;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        }
    }
}
