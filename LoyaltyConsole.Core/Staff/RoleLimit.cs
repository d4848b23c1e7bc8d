using LoyaltyConsole.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Staff;

/// <summary>
/// How many points a person with a role moves by hand without a second pair of eyes (X6): given or taken, alike. Of several
/// roles the most generous counts.
/// </summary>
public sealed class RoleLimit
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The most in one entry; null for no limit.</summary>
    public Points? PerEntry { get; internal set; }

    /// <summary>The most in one day of the programme, all entries together; null for no limit.</summary>
    public Points? PerDay { get; internal set; }
}

/// <summary>What a person has moved by hand on one day of the programme; what somebody else approved is not in it.</summary>
internal sealed class StaffDay
{
    public required string StaffKey { get; init; }

    public LocalDate Day { get; init; }

    public Points Points { get; init; }
}

internal sealed class RoleLimitTable : IEntityTypeConfiguration<RoleLimit>
{
    public void Configure(EntityTypeBuilder<RoleLimit> builder)
    {
        builder.ToTable("RoleLimits", table => table.HasCheckConstraint("CK_RoleLimits_are_positive", "PerEntry > 0 AND PerDay > 0"));
        builder.HasKey(limit => limit.Role);
        builder.Property(limit => limit.Role).HasMaxLength(50);
    }
}

internal sealed class StaffDayTable : IEntityTypeConfiguration<StaffDay>
{
    public void Configure(EntityTypeBuilder<StaffDay> builder)
    {
        builder.ToTable("StaffDays", table => table.HasCheckConstraint("CK_StaffDays_never_fall_below_nothing", "Points >= 0"));
        builder.HasKey(day => new { day.StaffKey, day.Day });
        builder.Property(day => day.StaffKey).HasMaxLength(200);
    }
}

/// <summary>The limits of the roles (X6).</summary>
public sealed class RoleLimits
{
    private readonly LoyaltyStore _store;

    internal RoleLimits(LoyaltyStore store) => _store = store;

    /// <summary>One limit for each role, from the least to the most.</summary>
    public Task<IReadOnlyList<RoleLimit>> ListAsync(CancellationToken cancellationToken) => _store.ReadAsync<IReadOnlyList<RoleLimit>>(
        async db =>
        {
            var known = await db.RoleLimits.ToDictionaryAsync(limit => limit.Role, StringComparer.Ordinal, cancellationToken);
            return [.. StaffRole.All.Select(role => known.GetValueOrDefault(role) ?? new RoleLimit { Role = role })];
        },
        cancellationToken);

    /// <summary>Changes the limits of a role.</summary>
    /// <param name="role">Which one.</param>
    /// <param name="perEntry">The most in one entry; null for no limit.</param>
    /// <param name="perDay">The most in one day; null for no limit.</param>
    /// <param name="actor">Who changes them.</param>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffRoleMissing"/>, <see cref="LimitNotPositive"/>,
    /// <see cref="DayBelowEntryLimit"/>.
    /// </returns>
    public Task<Result<Done>> ChangeAsync(string role, Points? perEntry, Points? perDay, Actor actor)
    {
        Refusal? refusal = !actor.May(Capability.ManageStaff) ? new NotAllowed(Capability.ManageStaff)
            : !StaffRole.All.Contains(role, StringComparer.Ordinal) ? new StaffRoleMissing()
            : perEntry <= Points.Zero || perDay <= Points.Zero ? new LimitNotPositive()
            : perDay < perEntry ? new DayBelowEntryLimit()
            : null;
        if (refusal is not null)
        {
            return Task.FromResult<Result<Done>>(refusal);
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            var limit = await writing.Db.RoleLimits.SingleOrDefaultAsync(known => known.Role == role);
            if (limit is null)
            {
                limit = new RoleLimit { Role = role };
                writing.Db.RoleLimits.Add(limit);
            }

            if (limit.PerEntry != perEntry || limit.PerDay != perDay)
            {
                var before = Words(limit);
                (limit.PerEntry, limit.PerDay) = (perEntry, perDay);
                writing.Audit(actor, "ChangeLimits", null, before, Words(limit));
            }

            return default(Done);
        });
    }

    private static string Words(RoleLimit limit) =>
        $"{limit.Role}: {limit.PerEntry?.ToString() ?? "no limit"} per entry, {limit.PerDay?.ToString() ?? "no limit"} per day";
}
