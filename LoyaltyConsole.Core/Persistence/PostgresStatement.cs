using System.Globalization;
using Npgsql;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>A statement that goes to PostgreSQL, in its own words; the provider prepares what is run more than once.</summary>
internal sealed class PostgresStatement(NpgsqlConnection connection, string sql) : Prepared(sql)
{
    private readonly string _text = PostgresText.Of(sql);

    public override object? Run(params ReadOnlySpan<object?> values)
    {
        using var command = Command(values);
        return command.ExecuteScalar() is { } value ? StoredRow.Plain(value) : null;
    }

    public override long Change(params ReadOnlySpan<object?> values)
    {
        using var command = Command(values);
        return command.ExecuteNonQuery();
    }

    public override void Each(Action<StoredRow> row, ReadOnlySpan<object?> values)
    {
        using var command = Command(values);
        Each(command, row);
    }

    public override void Each(Action<StoredRow> row, ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = new NpgsqlCommand(_text, connection);
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(Parameter(name, value));
        }

        Each(command, row);
    }

    public override void Dispose()
    {
    }

    /// <summary>A value as PostgreSQL takes it: truths are kept as numbers, and nothing has no type of its own.</summary>
    public static NpgsqlParameter Parameter(string name, object? value) => new(name, value switch
    {
        null => DBNull.Value,
        bool flag => flag ? 1L : 0L,
        int number => (long)number,

        string text => PostgresTexts.Kept(text),
        _ => value,
    });

    private static void Each(NpgsqlCommand command, Action<StoredRow> row)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(new StoredRow(reader));
        }
    }

    private NpgsqlCommand Command(ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(_text, connection);
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters.Add(Parameter(string.Create(CultureInfo.InvariantCulture, $"@{index}"), values[index]));
        }

        return command;
    }
}
