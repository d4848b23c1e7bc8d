using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Staff;

/// <summary>Who did what to whom, written in the transaction of the deed itself. Never edited.</summary>
internal sealed class AuditEntry
{
    public long Id { get; set; }

    public Instant At { get; init; }

    public required string Actor { get; init; }

    /// <summary>The deed's name, for instance AdjustPoints.</summary>
    public required string Deed { get; init; }

    public CustomerId? CustomerId { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Actor).HasMaxLength(200);
        builder.Property(entry => entry.Deed).HasMaxLength(100);
        builder.HasIndex(entry => new { entry.CustomerId, entry.At });

        // The newest first: all of them, a person's, one deed's.
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => new { entry.Actor, entry.At });
        builder.HasIndex(entry => new { entry.Deed, entry.At });
    }
}
