using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Tiers;

internal sealed class TierTable : IEntityTypeConfiguration<Tier>
{
    public void Configure(EntityTypeBuilder<Tier> builder)
    {
        builder.ToTable("Tiers", table =>
        {
            table.HasCheckConstraint("CK_Tiers_begin_at_nothing", "(Rank = 0) = (Threshold = 0) AND Threshold >= 0");
            table.HasCheckConstraint("CK_Tiers_give_something_or_nothing", "EntryPoints >= 0 AND (EntryMonths IS NULL OR EntryMonths > 0)");
        });
        builder.HasKey(tier => tier.Id);
        builder.Property(tier => tier.Name).HasMaxLength(Tier.NameLength);
        builder.HasIndex(tier => tier.Rank).IsUnique();
    }
}

internal sealed class TierChangeTable : IEntityTypeConfiguration<TierChange>
{
    public void Configure(EntityTypeBuilder<TierChange> builder)
    {
        builder.ToTable("TierChanges", table => table.HasCheckConstraint("CK_TierChanges_name_who_acted_by_hand", "(Cause = 5) = (Actor IS NOT NULL)"));
        builder.HasKey(change => change.Id);
        builder.Property(change => change.FromName).HasMaxLength(Tier.NameLength);
        builder.Property(change => change.ToName).HasMaxLength(Tier.NameLength);
        builder.Property(change => change.Actor).HasMaxLength(200);
        builder.Property(change => change.Note).HasMaxLength(TierChange.NoteLength);
        builder.Property(change => change.CommandKey);
        builder.Property(change => change.Fingerprint);

        // A customer's history.
        builder.HasIndex(change => change.CustomerId);

        // A command changes a level once.
        builder.HasIndex(change => change.CommandKey).IsUnique().HasFilter("CommandKey IS NOT NULL");
    }
}

internal sealed class TierGrantTable : IEntityTypeConfiguration<TierGrant>
{
    public void Configure(EntityTypeBuilder<TierGrant> builder)
    {
        builder.ToTable("TierGrants");
        builder.HasKey(grant => new { grant.CustomerId, grant.TierId, grant.Cycle });
        builder.Property(grant => grant.CustomerId).ValueGeneratedNever();
        builder.Property(grant => grant.TierId).ValueGeneratedNever();
        builder.Property(grant => grant.Cycle).ValueGeneratedNever();
    }
}

internal sealed class TierRunTable : IEntityTypeConfiguration<TierRun>
{
    public void Configure(EntityTypeBuilder<TierRun> builder)
    {
        builder.ToTable("TierRuns");
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Rules).HasMaxLength(10_000);
    }
}
