using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace LoyaltyConsole.Identity;

/// <summary>The people of the console. It shares the file with the programme, but neither tables nor migrations.</summary>
public class StaffDb(DbContextOptions options) : IdentityDbContext<StaffPerson>(options)
{
    public const string MigrationsHistory = "__StaffMigrationsHistory";

    public DbSet<SignInTry> SignInTries => Set<SignInTry>();

    /// <summary>Brings the tables of the people up to date.</summary>
    public static async Task EnsureMigratedAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StaffDb>();
        await db.MigrateAsync();
    }

    /// <summary>Begins a transaction beside which nobody else changes people, from before anything is read.</summary>
    public virtual Task<IDbContextTransaction> BeginAloneAsync() => Database.BeginTransactionAsync();

    // In one transaction: EF's own lock would outlive a process that is killed.
    private protected virtual async Task MigrateAsync()
    {
        if (!(await Database.GetPendingMigrationsAsync()).Any())
        {
            return;
        }

        await using var transaction = await BeginAloneAsync();

        // Somebody else may have come first.
        if ((await Database.GetPendingMigrationsAsync()).Any())
        {
            var last = (await Database.GetAppliedMigrationsAsync()).LastOrDefault();
            await using var command = Database.GetDbConnection().CreateCommand();
            command.CommandText = this.GetService<IMigrator>().GenerateScript(last, toMigration: null, MigrationsSqlGenerationOptions.NoTransactions);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<StaffPerson>().ToTable("StaffPeople").Property(person => person.Name).HasMaxLength(StaffPerson.NameLength);
        builder.Entity<StaffPerson>().Property(person => person.Culture).HasMaxLength(2);
        builder.Entity<IdentityRole>().ToTable("StaffRoles").HasData(StaffRole.All.Select(AsRow));
        builder.Entity<IdentityUserRole<string>>().ToTable("StaffPeopleRoles");
        builder.Entity<IdentityUserClaim<string>>().ToTable("StaffPeopleClaims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("StaffPeopleLogins");
        builder.Entity<IdentityUserToken<string>>().ToTable("StaffPeopleTokens");
        builder.Entity<IdentityRoleClaim<string>>().ToTable("StaffRoleClaims");

        builder.Entity<SignInTry>().ToTable("StaffSignInTries").HasKey(tried => tried.Address);
        builder.Entity<SignInTry>().Property(tried => tried.Address).HasMaxLength(64);
    }

    // The same values at each run, or every migration would rewrite the roles.
    private static IdentityRole AsRow(string role) => new(role)
    {
        Id = role,
        NormalizedName = role.ToUpperInvariant(),
        ConcurrencyStamp = role,
    };
}
