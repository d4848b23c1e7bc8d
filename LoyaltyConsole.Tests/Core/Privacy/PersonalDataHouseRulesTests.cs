using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LoyaltyConsole.Tests.Core.Privacy;

/// <summary>Every text column of the database is in the registry once, whoever adds it (X12).</summary>
public sealed class PersonalDataHouseRulesTests
{
    private static IEnumerable<string> PersonalColumns =>
        PrivacyRegistry.Personal.SelectMany(data => data.Columns.Select(column => $"{data.Table}.{column.Name}")).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> OtherColumns => PrivacyRegistry.NotPersonal.SelectMany(other => other.Columns);

    [Fact]
    public void X12_every_text_column_is_personal_or_says_why_not()
    {
        var registered = PersonalColumns.Concat(OtherColumns).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Columns().Where(column => column.IsText).Select(column => column.Name).Except(registered, StringComparer.Ordinal));
    }

    [Fact]
    public void X12_no_column_is_both_or_listed_twice()
    {
        Assert.Empty(PersonalColumns.Intersect(OtherColumns, StringComparer.Ordinal));
        Assert.Equal(OtherColumns.Distinct(StringComparer.Ordinal).Count(), OtherColumns.Count());
    }

    [Fact]
    public void X12_the_registry_names_nothing_that_is_not_there()
    {
        var beside = PrivacyRegistry.Personal.SelectMany(data => data.Beside.Select(column => $"{data.Table}.{column}"));

        Assert.Empty(PersonalColumns.Concat(OtherColumns).Concat(beside).Except(Columns().Select(column => column.Name), StringComparer.Ordinal));
    }

    [Fact]
    public void X12_every_reason_says_something() =>
        Assert.All(PrivacyRegistry.NotPersonal, other => Assert.True(other.Reason.Length > 5 && other.Columns.Count > 0));

    [Fact]
    public async Task X12_every_statement_of_the_registry_runs_and_finds_nobody_in_an_empty_programme()
    {
        await using var programme = await Programme.CreateAsync();
        var values = await programme.Store.ReadAsync(
            connection => KnownAs.Of(connection, new LoyaltyConsole.Core.Customers.CustomerId(1)).Values, CancellationToken.None);

        Assert.All(PrivacyRegistry.Personal, data => Assert.Equal(0, programme.Query(
            $"SELECT COUNT(*) FROM {data.Table} WHERE {data.Rows}", row => row.GetInt64(0), values).Single()));
    }

    // Keys that are drawn by lot say nothing.
    private static List<(string Name, bool IsText)> Columns()
    {
        using var db = new LoyaltyDb(SqliteEngine.Options("Data Source=:memory:"));
        return
        [
            .. from entity in db.Model.GetEntityTypes()
               let table = StoreObjectIdentifier.Table(entity.GetTableName()!)
               from property in entity.GetFlattenedProperties()
               select ($"{table.Name}.{property.GetColumnName(table)}",
                   property.GetColumnType() is "TEXT" or "BLOB" && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) != typeof(Guid)),
        ];
    }
}
