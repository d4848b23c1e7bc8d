using System.Data.Common;
using System.Globalization;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The row at which a statement stands. Cells come from SQLite directly: of a customer with thousands of lots, the provider's reader
/// takes most of the time that reading takes. What PostgreSQL tells in other types (a sum of whole numbers is a numeric, a
/// comparison a truth) is told as SQLite tells it.
/// </summary>
internal readonly struct StoredRow
{
    private readonly sqlite3_stmt? _statement;
    private readonly DbDataReader? _reader;

    public StoredRow(sqlite3_stmt statement) => _statement = statement;

    public StoredRow(DbDataReader reader) => _reader = reader;

    public long GetInt64(int column) => LongOrNull(column) ?? throw Nothing(column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public string GetString(int column) => TextOrNull(column) ?? throw Nothing(column);

    public byte[] GetBytes(int column) => BytesOrNull(column) ?? throw Nothing(column);

    public bool IsDBNull(int column) => _reader?.IsDBNull(column) ?? raw.sqlite3_column_type(_statement!, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column)
    {
        if (_reader is { } reader)
        {
            return reader.IsDBNull(column) ? null
                : reader.GetFieldType(column) == typeof(long) ? reader.GetInt64(column)
                : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
        }

        var number = raw.sqlite3_column_int64(_statement!, column);
        return number != 0 || !IsDBNull(column) ? number : null;
    }

    public string? TextOrNull(int column) => IsDBNull(column) ? null
        : _reader is { } reader ? Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)
        : raw.sqlite3_column_text(_statement!, column).utf8_to_string();

    public byte[]? BytesOrNull(int column) => IsDBNull(column) ? null
        : _reader is { } reader ? reader.GetFieldValue<byte[]>(column)
        : raw.sqlite3_column_blob(_statement!, column).ToArray();

    /// <summary>As it is stored: a number, a text, bytes or nothing.</summary>
    public object? ValueOrNull(int column) => _reader is { } reader
        ? reader.IsDBNull(column) ? null : Plain(reader.GetValue(column))
        : raw.sqlite3_column_type(_statement!, column) switch
        {
            raw.SQLITE_NULL => null,
            raw.SQLITE_INTEGER => GetInt64(column),
            raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement!, column),
            raw.SQLITE_BLOB => GetBytes(column),
            _ => GetString(column),
        };

    /// <summary>A value of PostgreSQL as SQLite tells it.</summary>
    public static object Plain(object value) => value switch
    {
        int or short or bool => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        decimal number when decimal.IsInteger(number) => (long)number,
        decimal number => (double)number,
        _ => value,
    };

    private static InvalidOperationException Nothing(int column) => new($"Column {column} holds nothing.");
}
