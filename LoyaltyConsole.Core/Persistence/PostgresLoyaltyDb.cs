using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The same model as <see cref="LoyaltyDb"/>, as PostgreSQL keeps it: names in small letters, so that plain statements need no
/// quotes; truths as numbers; texts in the order of their characters, whatever the server's language.
/// </summary>
internal sealed class PostgresLoyaltyDb(DbContextOptions<PostgresLoyaltyDb> options) : LoyaltyDb(options)
{
    /// <summary>Compares without regard to the case of letters.</summary>
    public const string NoCase = "nocase";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // As SQLite's migrations have it, for statements that leave them out.
        Given<Customer>(modelBuilder, nameof(Customer.TierLock), "0");
        modelBuilder.HasCollation(NoCase, locale: "und-u-ks-level2", provider: "icu", deterministic: false);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(Small(entity.GetTableName()!));
            Spell(entity, "");
            Number(entity);
            foreach (var key in entity.GetKeys())
            {
                key.SetName(Small(key.GetName()!));
            }

            foreach (var reference in entity.GetForeignKeys())
            {
                reference.SetConstraintName(Small(reference.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Small(index.GetDatabaseName()!));

                // Nothing is less than anything, as in SQLite.
                if (index.Properties.Any(property => property.IsNullable) && index.IsDescending is null)
                {
                    index.SetNullSortOrder(index.Properties.Select(property => property.IsNullable ? NullSortOrder.NullsFirst : NullSortOrder.Unspecified).ToArray());
                }
            }
        }
    }

    private static void Spell(IMutableTypeBase type, string whole)
    {
        foreach (var property in type.GetProperties())
        {
            property.SetColumnName(Small(whole + property.GetColumnName()));
            var stored = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
            stored = Nullable.GetUnderlyingType(stored) ?? stored;
            if (stored == typeof(bool))
            {
                property.SetProviderClrType(typeof(int));
            }
            else if (stored == typeof(Guid))
            {
                property.SetValueConverter(new KeyConverter());
                property.SetColumnType("text");
                property.SetCollation("C");
            }
            else if (stored == typeof(string))
            {
                property.SetColumnType("text");
                property.SetCollation(property.GetCollation() is null ? "C" : NoCase);
            }
        }

        foreach (var part in type.GetComplexProperties())
        {
            Spell(part.ComplexType, $"{whole}{part.Name}_");
        }
    }

    // Given by statements, too, which number what they insert by themselves: as SQLite does, each is one more than the greatest.
    private static void Number(IMutableEntityType entity)
    {
        if (entity.FindPrimaryKey()?.Properties is [{ Name: "Id", ValueGenerated: ValueGenerated.Never } id] && id.ClrType != typeof(int))
        {
            id.SetDefaultValueSql($"next_id('{entity.GetTableName()}')");
            id.ValueGenerated = ValueGenerated.Never;
        }
    }

    private static void Given<T>(ModelBuilder modelBuilder, string property, string value)
        where T : class
    {
        var column = modelBuilder.Entity<T>().Property(property).Metadata;
        column.SetDefaultValueSql(value);
        column.ValueGenerated = ValueGenerated.Never;
    }

    private static string Small(string name) => name.ToLowerInvariant();

    // As SQLite keeps it.
    private sealed class KeyConverter() : ValueConverter<Guid, string>(key => key.ToString("D").ToUpperInvariant(), text => Guid.ParseExact(text, "D"));
}

/// <summary>What the migration tool makes PostgreSQL's model from.</summary>
internal sealed class DesignTimePostgresLoyaltyDb : IDesignTimeDbContextFactory<PostgresLoyaltyDb>
{
    public PostgresLoyaltyDb CreateDbContext(string[] args) => new(PostgresEngine.Options("Host=localhost"));
}
