using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The row at which a statement stands. Cells come from SQLite directly: of a customer with thousands of lots, the provider's reader
/// takes most of the time that reading takes.
/// </summary>
internal readonly struct StoredRow(sqlite3_stmt statement)
{
    public long GetInt64(int column) => LongOrNull(column) ?? throw Nothing(column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public string GetString(int column) => TextOrNull(column) ?? throw Nothing(column);

    public byte[] GetBytes(int column) => BytesOrNull(column) ?? throw Nothing(column);

    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column)
    {
        var number = raw.sqlite3_column_int64(statement, column);
        return number != 0 || !IsDBNull(column) ? number : null;
    }

    public string? TextOrNull(int column) => IsDBNull(column) ? null : raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[]? BytesOrNull(int column) => IsDBNull(column) ? null : raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>As it is stored: a number, a text, bytes or nothing.</summary>
    public object? ValueOrNull(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => GetInt64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_BLOB => GetBytes(column),
        _ => GetString(column),
    };

    private static InvalidOperationException Nothing(int column) => new($"Column {column} holds nothing.");
}
