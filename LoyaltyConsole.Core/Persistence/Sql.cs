using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>Plain statements for the hot paths, where EF's tracking would only stand in the way.</summary>
internal static class Sql
{
    /// <summary>Reads rows.</summary>
    public static List<T> Query<T>(
        this DbConnection connection, string sql, Func<StoredRow, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var rows = new List<T>();
        connection.Each(sql, one => rows.Add(row(one)), values);
        return rows;
    }

    /// <summary>Reads rows one after the other, of which none is kept. Nothing else may be asked of the connection meanwhile.</summary>
    public static void Each(
        this DbConnection connection, string sql, Action<StoredRow> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (connection is not ReadingConnection reading)
        {
            using var once = connection.Prepare(sql);
            once.Each(row, values);
            return;
        }

        var lent = reading.Lend(sql);
        try
        {
            lent.Each(row, values);
        }
        finally
        {
            reading.TakeBack(lent);
        }
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public static long Number(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        connection.Query(sql, row => row.LongOrNull(0) ?? 0, values) is [var number, ..] ? number : 0;

    /// <summary>Changes rows, and tells how many.</summary>
    public static int Execute(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var isPostgres = connection is NpgsqlConnection;
        using var command = connection.CreateCommand();
        command.CommandText = isPostgres ? PostgresText.Of(sql) : sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(isPostgres ? PostgresStatement.Parameter(name, value) : new SqliteParameter(name, value ?? DBNull.Value));
        }

        return command.ExecuteNonQuery();
    }

    /// <summary>A statement that is going to be run more than once on this connection.</summary>
    public static Prepared Prepare(this DbConnection connection, string sql) => connection switch
    {
        SqliteConnection sqlite => new SqliteStatement(sqlite, sql),
        NpgsqlConnection postgres => new PostgresStatement(postgres, sql),
        _ => throw new ArgumentException($"Nobody knows how a {connection.GetType().Name} is asked.", nameof(connection)),
    };

    public static long? LongOrNull(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string? TextOrNull(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>
/// What the ledger's rules are read from: a reader's connection, or the writer's with its prepared statements. Values
/// are given by position, as @0, @1 and so on.
/// </summary>
internal readonly struct Reads
{
    private readonly DbConnection _connection;
    private readonly WriteConnection? _writer;

    private Reads(DbConnection connection, WriteConnection? writer) => (_connection, _writer) = (connection, writer);

    public static implicit operator Reads(DbConnection connection) => new(connection, null);

    public static implicit operator Reads(WriteConnection writer) => new(writer.Database, writer);

    public List<T> Query<T>(string sql, Func<StoredRow, T> row, params ReadOnlySpan<object?> values)
    {
        if (_writer is null)
        {
            using var statement = _connection.Prepare(sql);
            return statement.Rows(row, values);
        }

        return _writer.Prepare(sql).Rows(row, values);
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) =>
        Query(sql, row => row.LongOrNull(0) ?? 0, values) is [var number, ..] ? number : 0;
}

/// <summary>A statement that is prepared once and run many times.</summary>
internal abstract class Prepared(string sql) : IDisposable
{
    public string Sql => sql;

    /// <summary>Runs it with the values of @0, @1 … and answers its first cell.</summary>
    public abstract object? Run(params ReadOnlySpan<object?> values);

    /// <summary>Runs it with the values of @0, @1 … and tells how many rows it has changed.</summary>
    public abstract long Change(params ReadOnlySpan<object?> values);

    /// <summary>Runs it with the values of @0, @1 … and reads its rows.</summary>
    public List<T> Rows<T>(Func<StoredRow, T> row, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        Each(one => rows.Add(row(one)), values);
        return rows;
    }

    /// <summary>Runs it with the values of @0, @1 … and reads its rows one after the other.</summary>
    public abstract void Each(Action<StoredRow> row, ReadOnlySpan<object?> values);

    /// <summary>The same with values by name, of which it may be given more than it asks for.</summary>
    public abstract void Each(Action<StoredRow> row, ReadOnlySpan<(string Name, object? Value)> values);

    public abstract void Dispose();
}
