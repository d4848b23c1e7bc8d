using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Rewards;

internal sealed class RewardTable : IEntityTypeConfiguration<Reward>
{
    public void Configure(EntityTypeBuilder<Reward> builder)
    {
        builder.ToTable("Rewards", table => table.HasCheckConstraint("CK_Rewards_cost_something", "Cost > 0"));
        builder.HasKey(reward => reward.Id);
        builder.Property(reward => reward.Id).ValueGeneratedNever();
        builder.Property(reward => reward.Name).HasMaxLength(Reward.NameLength);
        builder.Property(reward => reward.Description).HasMaxLength(Reward.DescriptionLength);
    }
}

internal sealed class CustomerRewardTable : IEntityTypeConfiguration<CustomerReward>
{
    public void Configure(EntityTypeBuilder<CustomerReward> builder)
    {
        builder.ToTable("CustomerRewards", table =>
        {
            table.HasCheckConstraint("CK_CustomerRewards_are_outstanding_used_or_removed", "State IN (1, 2, 3)");
            table.HasCheckConstraint("CK_CustomerRewards_are_paid_for_by_a_redemption", "(Origin = 1) = (EntryId IS NOT NULL)");
        });
        builder.HasKey(reward => reward.Id);
        builder.Property(reward => reward.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(reward => reward.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Reward>().WithMany().HasForeignKey(reward => reward.RewardId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LedgerEntry>().WithOne().HasForeignKey<CustomerReward>(reward => reward.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(reward => reward.SettledBy).HasMaxLength(200);
        builder.HasIndex(reward => new { reward.CustomerId, reward.Id });
    }
}

internal sealed class CouponTable : IEntityTypeConfiguration<Coupon>
{
    public void Configure(EntityTypeBuilder<Coupon> builder)
    {
        builder.ToTable("Coupons", table => table.HasCheckConstraint("CK_Coupons_are_given_used_or_withdrawn", "State IN (1, 2, 3)"));
        builder.HasKey(coupon => coupon.Id);
        builder.Property(coupon => coupon.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(coupon => coupon.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(coupon => coupon.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LedgerEntry>().WithOne().HasForeignKey<Coupon>(coupon => coupon.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(coupon => coupon.Code).HasMaxLength(50);
        builder.Property(coupon => coupon.GivenBy).HasMaxLength(200);
        builder.Property(coupon => coupon.SettledBy).HasMaxLength(200);
        builder.Property(coupon => coupon.OrderRefId).HasMaxLength(320);
        builder.HasIndex(coupon => coupon.Code).IsUnique();
        builder.HasIndex(coupon => coupon.CommandKey).IsUnique();
        builder.HasIndex(coupon => new { coupon.CustomerId, coupon.Id });
    }
}
