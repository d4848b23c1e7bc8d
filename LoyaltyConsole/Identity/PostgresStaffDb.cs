using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace LoyaltyConsole.Identity;

/// <summary>
/// The people as PostgreSQL keeps them, with names in small letters like the programme's own; and the keys of cookies and
/// secrets, which all who share the server read.
/// </summary>
public sealed class PostgresStaffDb(DbContextOptions<PostgresStaffDb> options) : StaffDb(options), IDataProtectionKeyContext
{
    // Any number that nobody else locks.
    private const long PeopleLock = 0x5374616666;

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public override async Task<IDbContextTransaction> BeginAloneAsync()
    {
        var transaction = await Database.BeginTransactionAsync();
        await Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PeopleLock})");
        return transaction;
    }

    // Its lock goes with the process that took it.
    private protected override async Task MigrateAsync()
    {
        await this.GetService<IHistoryRepository>().CreateIfNotExistsAsync();
        await Database.MigrateAsync();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<DataProtectionKey>().ToTable("DataProtectionKeys");
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(entity.GetTableName()!.ToLowerInvariant());
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(property.GetColumnName().ToLowerInvariant());
            }
        }
    }
}

/// <summary>What the migration tool makes PostgreSQL's model of the people from.</summary>
internal sealed class DesignTimePostgresStaffDb : IDesignTimeDbContextFactory<PostgresStaffDb>
{
    public PostgresStaffDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresStaffDb>()
        .UseNpgsql("Host=localhost", postgres => postgres.MigrationsHistoryTable(StaffDb.MigrationsHistory)).Options);
}
