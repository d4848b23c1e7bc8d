using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>A call that was answered, written in the transaction of its deed.</summary>
internal sealed class AnsweredCall
{
    public long Id { get; set; }

    public IntegrationId IntegrationId { get; init; }

    public required string Key { get; init; }

    public required byte[] Content { get; init; }

    public int Status { get; init; }

    public required byte[] Body { get; init; }

    public Instant At { get; init; }

    /// <summary>The customer whom the deed was about, with whom the answer is erased; null where it was about nobody.</summary>
    public CustomerId? CustomerId { get; init; }
}

internal sealed class AnsweredCallTable : IEntityTypeConfiguration<AnsweredCall>
{
    public void Configure(EntityTypeBuilder<AnsweredCall> builder)
    {
        builder.ToTable("AnsweredCalls");
        builder.HasKey(call => call.Id);
        builder.HasOne<Integration>().WithMany().HasForeignKey(call => call.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(call => call.Key).HasMaxLength(IntegrationCall.KeyLength);

        // One deed a key.
        builder.HasIndex(call => new { call.IntegrationId, call.Key }).IsUnique();
        builder.HasIndex(call => call.CustomerId).HasFilter("CustomerId IS NOT NULL");
    }
}
