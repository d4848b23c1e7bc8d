using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>What happened through a customer's referral code (E-040, E-041). The numbers are stored; never reuse one.</summary>
public enum ReferralType
{
    /// <summary>Somebody followed the code.</summary>
    Visit = 1,

    /// <summary>Somebody who followed it became a customer.</summary>
    Conversion = 2,
}

/// <summary>A visit or a conversion through a customer's code.</summary>
public sealed class ReferralEvent
{
    /// <summary>The consecutive id.</summary>
    public long Id { get; internal set; }

    /// <summary>Whose code was followed.</summary>
    public CustomerId CustomerId { get; internal set; }

    /// <summary>Visit or conversion.</summary>
    public ReferralType Type { get; internal init; }

    /// <summary>Who followed it, where they are known.</summary>
    public CustomerId? Referred { get; internal set; }

    /// <summary>The shop that reported it.</summary>
    public IntegrationId? IntegrationId { get; internal init; }

    /// <summary>When it happened.</summary>
    public Instant OccurredAt { get; internal init; }

    /// <summary>When it was recorded here.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>The key of the command that recorded it.</summary>
    internal Guid CommandKey { get; init; }
}

internal sealed class ReferralEventTable : IEntityTypeConfiguration<ReferralEvent>
{
    public void Configure(EntityTypeBuilder<ReferralEvent> builder)
    {
        builder.ToTable("ReferralEvents", table =>
        {
            table.HasCheckConstraint("CK_ReferralEvents_are_visits_or_conversions", "Type IN (1, 2)");
            table.HasCheckConstraint("CK_ReferralEvents_refer_others", "Referred IS NULL OR Referred <> CustomerId");
        });
        builder.HasKey(referral => referral.Id);
        builder.HasOne<Customer>().WithMany().HasForeignKey(referral => referral.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(referral => referral.Referred).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Integration>().WithMany().HasForeignKey(referral => referral.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(referral => referral.CommandKey);
        builder.HasIndex(referral => referral.CommandKey).IsUnique();

        // A customer's events by date and kind (E-041).
        builder.HasIndex(referral => new { referral.CustomerId, referral.OccurredAt, referral.Type });
    }
}
