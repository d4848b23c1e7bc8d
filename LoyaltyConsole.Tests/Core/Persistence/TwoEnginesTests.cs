using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Persistence.Migrations.Postgres;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>SQLite and PostgreSQL keep the same programme: the same tables, columns, rules and guards.</summary>
public sealed class TwoEnginesTests
{
    [Fact]
    public void Both_engines_have_migrations_for_the_whole_model()
    {
        using var sqlite = new LoyaltyDb(SqliteEngine.Options("Data Source=:memory:"));
        using var postgres = new PostgresLoyaltyDb(PostgresEngine.Options("Host=localhost"));

        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(postgres.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Both_engines_have_the_same_columns_indexes_and_rules()
    {
        using var sqlite = new LoyaltyDb(SqliteEngine.Options("Data Source=:memory:"));
        using var postgres = new PostgresLoyaltyDb(PostgresEngine.Options("Host=localhost"));

        Assert.Equal(Described(sqlite), Described(postgres));
    }

    [Fact]
    public async Task Both_engines_have_the_same_guards()
    {
        // The index of the search is SQLite's own, and so are the triggers that keep it.
        using var connection = new SqliteConnection($"Data Source={await Programme.PreparedFile};Mode=ReadOnly");
        connection.Open();
        var guards = connection.Query("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'CustomerSearch%' ORDER BY name", row => row.GetString(0));

        Assert.Equal(guards, PostgresGuards.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("SELECT 1 FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = 1", "SELECT 1 FROM json_each(@0) i JOIN Customers c ON c.Id = 1")]
    [InlineData("FROM a CROSS JOIN json_each('[1, -1]') n WHERE TRUE", "FROM a CROSS JOIN json_each('[1, -1]') n WHERE TRUE")]
    [InlineData("FROM LedgerEntries e INDEXED BY IX_LedgerEntries_Deductions WHERE e.Id = 1", "FROM LedgerEntries e WHERE e.Id = 1")]
    [InlineData("WHERE Name LIKE @0", "WHERE Name ILIKE @0")]
    [InlineData("WHERE +PlacedAt >= @0 AND +(c.A OR c.B) AND x + y > 1", "WHERE PlacedAt >= @0 AND (c.A OR c.B) AND x + y > 1")]
    [InlineData("SELECT json_group_array(Id) FROM t", "SELECT COALESCE(json_agg(Id)::text, '[]') FROM t")]
    [InlineData("SELECT 1 LIMIT -1", "SELECT 1 LIMIT ALL")]
    [InlineData("CREATE TABLE temp.DueLevels (CustomerId INTEGER PRIMARY KEY)", "CREATE TABLE pg_temp.DueLevels (CustomerId BIGINT PRIMARY KEY)")]
    [InlineData("DELETE FROM temp.Untouched", "DELETE FROM pg_temp.Untouched")]
    public void Statements_are_put_into_PostgreSQLs_words(string sqlite, string postgres) => Assert.Equal(postgres, PostgresText.Of(sqlite));

    private static List<string> Described(DbContext db)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        return [.. model.GetRelationalModel().Tables.SelectMany(table => new[]
        {
            table.Columns.Select(column => $"{table.Name}.{column.Name} {(column.IsNullable ? "may be nothing" : "holds something")}"),
            table.Indexes.Select(index => $"{table.Name}: {(index.IsUnique ? "unique " : "")}{string.Join(", ", index.Columns.Select(column => column.Name))} {index.Filter}"),
            table.CheckConstraints.Select(check => $"{table.Name}: {check.Name} {check.Sql}"),
            table.ForeignKeyConstraints.Select(key => $"{table.Name}: {string.Join(", ", key.Columns.Select(column => column.Name))} of {key.PrincipalTable.Name}"),
        }.SelectMany(lines => lines)).Select(line => line.ToUpperInvariant()).Order(StringComparer.Ordinal)];
    }
}
