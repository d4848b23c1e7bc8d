using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Identity;

/// <summary>The people of the console. It shares the file with the programme, but neither tables nor migrations.</summary>
public sealed class StaffDb(DbContextOptions<StaffDb> options) : IdentityDbContext<StaffPerson>(options)
{
    public const string MigrationsHistory = "__StaffMigrationsHistory";

    public DbSet<SignInTry> SignInTries => Set<SignInTry>();

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
