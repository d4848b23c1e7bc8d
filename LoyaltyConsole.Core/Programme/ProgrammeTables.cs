using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Programme;

internal sealed class ProgrammeSettingsTable : IEntityTypeConfiguration<ProgrammeSettings>
{
    public void Configure(EntityTypeBuilder<ProgrammeSettings> builder)
    {
        builder.ToTable("Programme", table =>
        {
            table.HasCheckConstraint("CK_Programme_is_one", "Id = 1");
            table.HasCheckConstraint("CK_Programme_books_up_to_two_decimals", "Decimals BETWEEN 0 AND 2");
            table.HasCheckConstraint("CK_Programme_fills_cards_with_stamps", "StampsPerCard IS NULL OR StampsPerCard BETWEEN 2 AND 1000");
            table.HasCheckConstraint("CK_Programme_keeps_periods_positive", "ReservationMinutes > 0 AND TierMonths > 0 AND TierGraceDays >= 0 AND UndoMinutes >= 0");
        });
        builder.HasKey(settings => settings.Id);
        builder.Property(settings => settings.Id).ValueGeneratedNever();
        builder.Ignore(settings => settings.Time);
        builder.Property(settings => settings.PinSecret);
        builder.Property(settings => settings.Name).HasMaxLength(200);
        builder.Property(settings => settings.ZoneId).HasMaxLength(100);
        builder.Property(settings => settings.Currency).HasMaxLength(3);
        builder.Property(settings => settings.CallingCode).HasMaxLength(4);
        foreach (var name in new[] { nameof(ProgrammeSettings.UnitEn), nameof(ProgrammeSettings.UnitsEn), nameof(ProgrammeSettings.UnitDe), nameof(ProgrammeSettings.UnitsDe) })
        {
            builder.Property(name).HasMaxLength(ProgrammeSettings.UnitLength);
        }


        // For the programme that is there already.
        builder.Property(settings => settings.Language).HasMaxLength(2).HasDefaultValue("en");
        builder.Property(settings => settings.UnitEn).HasDefaultValue("point");
        builder.Property(settings => settings.UnitsEn).HasDefaultValue("points");
        builder.Property(settings => settings.UnitDe).HasDefaultValue("Punkt");
        builder.Property(settings => settings.UnitsDe).HasDefaultValue("Punkte");
        builder.Property(settings => settings.ReturnsPolicy).HasDefaultValue(ReturnsPolicy.Unlimited);
        builder.Property(settings => settings.ReservationMinutes).HasDefaultValue(15);
        builder.Property(settings => settings.TierMonths).HasDefaultValue(12);
        builder.Property(settings => settings.TierPeriod).HasDefaultValue(TierPeriod.TierStart);
        builder.Property(settings => settings.TierDescent).HasDefaultValue(TierDescent.OneDown);
        builder.Property(settings => settings.UndoMinutes).HasDefaultValue(10);
    }
}

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("Campaigns", table =>
        {
            table.HasCheckConstraint("CK_Campaigns_pay_something", "Rate > 0 OR (Kind = 8 AND Rate = 0)");
            table.HasCheckConstraint("CK_Campaigns_name_what_they_pay_for", "(Kind = 3) = (Category IS NOT NULL) AND (Kind = 4) = (Sku IS NOT NULL)");
            table.HasCheckConstraint("CK_Campaigns_lock_for_days", "LockDays >= 0");
            table.HasCheckConstraint("CK_Campaigns_stay_valid_for_months", "ValidityMonths IS NULL OR ValidityMonths > 0");
        });
        builder.HasKey(campaign => campaign.Id);
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.Property(campaign => campaign.Name).HasMaxLength(Campaign.NameLength);
        builder.Property(campaign => campaign.Category).HasMaxLength(Campaign.CategoryLength);
        builder.Property(campaign => campaign.Sku).HasMaxLength(Campaign.SkuLength);
        builder.Property(campaign => campaign.Variant).HasMaxLength(Campaign.SkuLength);
        builder.Property(campaign => campaign.CouponText).HasMaxLength(Campaign.CouponTextLength);
        builder.Property(campaign => campaign.Version).HasDefaultValue(1L);
        builder.Ignore(campaign => campaign.Terms);
        builder.Property(campaign => campaign.CommandKey);
        builder.HasIndex(campaign => campaign.CommandKey).IsUnique().HasFilter("CommandKey IS NOT NULL");
    }
}

internal sealed class EarlierTermsTable : IEntityTypeConfiguration<EarlierTerms>
{
    public void Configure(EntityTypeBuilder<EarlierTerms> builder)
    {
        builder.ToTable("CampaignTerms");
        builder.HasKey(terms => new { terms.CampaignId, terms.Until });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(terms => terms.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(terms => terms.CampaignId).ValueGeneratedNever();
        builder.Property(terms => terms.Until).ValueGeneratedNever();
        builder.Property(terms => terms.Category).HasMaxLength(Campaign.CategoryLength);
        builder.Property(terms => terms.Sku).HasMaxLength(Campaign.SkuLength);
        builder.Property(terms => terms.Variant).HasMaxLength(Campaign.SkuLength);
    }
}

internal sealed class CampaignTotalTable : IEntityTypeConfiguration<CampaignTotal>
{
    public void Configure(EntityTypeBuilder<CampaignTotal> builder)
    {
        builder.ToTable("CampaignTotals");
        builder.HasKey(total => total.CampaignId);
        builder.Property(total => total.CampaignId).ValueGeneratedNever();
    }
}

internal sealed class CampaignAwardTable : IEntityTypeConfiguration<CampaignAward>
{
    public void Configure(EntityTypeBuilder<CampaignAward> builder)
    {
        builder.ToTable("CampaignAwards");
        builder.HasKey(award => new { award.CustomerId, award.CampaignId, award.Occasion });
        builder.Property(award => award.CustomerId).ValueGeneratedNever();
        builder.Property(award => award.CampaignId).ValueGeneratedNever();
        builder.Property(award => award.Occasion).ValueGeneratedNever();
    }
}

internal sealed class IntegrationTable : IEntityTypeConfiguration<Integration>
{
    public void Configure(EntityTypeBuilder<Integration> builder)
    {
        builder.ToTable("Integrations");
        builder.HasKey(integration => integration.Id);
        builder.Property(integration => integration.Name).HasMaxLength(Integration.NameLength).UseCollation("NOCASE");
        builder.HasIndex(integration => integration.Name).IsUnique();
    }
}
