using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// A statement that goes to SQLite directly: the provider looks each value's name up at each run, which is half the time of a small
/// insert; here values go by position, and by name where they are read once.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, string sql) : Prepared(sql)
{
    private sqlite3_stmt? _statement;
    private int[] _places = [];

    public override object? Run(params ReadOnlySpan<object?> values)
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

    public override long Change(params ReadOnlySpan<object?> values)
    {
        Run(values);
        return raw.sqlite3_changes(connection.Handle);
    }

    public override void Each(Action<StoredRow> row, ReadOnlySpan<object?> values)
    {
        var statement = _statement ??= Prepare();
        try
        {
            Bind(statement, values);
            Each(statement, row);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override void Each(Action<StoredRow> row, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = _statement ??= Prepare();
        try
        {
            raw.sqlite3_clear_bindings(statement);
            foreach (var (name, value) in values)
            {
                if (raw.sqlite3_bind_parameter_index(statement, name) is var place and > 0)
                {
                    Check(Bind(statement, place, value));
                }
            }

            Each(statement, row);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override void Dispose() => _statement?.Dispose();

    private void Each(sqlite3_stmt statement, Action<StoredRow> row)
    {
        while (Step(statement))
        {
            row(new StoredRow(statement));
        }
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
        Check(raw.sqlite3_prepare_v3(connection.Handle, Sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            statement.Dispose();
            throw new InvalidOperationException($"There is more than one statement: {rest}");
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
