using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Tiers;

internal sealed class TierTable : IEntityTypeConfiguration<Tier>
{
    public void Configure(EntityTypeBuilder<Tier> builder)
    {
        builder.ToTable("Tiers");
        builder.HasKey(tier => tier.Id);
        builder.Property(tier => tier.Name).HasMaxLength(100);
        builder.HasIndex(tier => tier.Rank).IsUnique();
    }
}
