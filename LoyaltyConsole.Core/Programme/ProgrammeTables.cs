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
        });
        builder.HasKey(settings => settings.Id);
        builder.Property(settings => settings.Id).ValueGeneratedNever();
        builder.Ignore(settings => settings.Time);
        builder.Property(settings => settings.Name).HasMaxLength(200);
        builder.Property(settings => settings.ZoneId).HasMaxLength(100);
        builder.Property(settings => settings.Currency).HasMaxLength(3);
        builder.Property(settings => settings.CallingCode).HasMaxLength(4);
    }
}

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("Campaigns", table =>
        {
            table.HasCheckConstraint("CK_Campaigns_pay_something", "Rate > 0");
            table.HasCheckConstraint("CK_Campaigns_lock_for_days", "LockDays >= 0");
            table.HasCheckConstraint("CK_Campaigns_stay_valid_for_months", "ValidityMonths IS NULL OR ValidityMonths > 0");
        });
        builder.HasKey(campaign => campaign.Id);
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.Property(campaign => campaign.Name).HasMaxLength(200);
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
