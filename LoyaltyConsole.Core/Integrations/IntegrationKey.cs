using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>The id of a key.</summary>
public readonly record struct IntegrationKeyId(long Value);

/// <summary>A key by which a shop calls. It is never deleted, so that what was done with it stays explained.</summary>
public sealed class IntegrationKey
{
    /// <summary>The key's id.</summary>
    public IntegrationKeyId Id { get; internal set; }

    /// <summary>Whose key it is.</summary>
    public IntegrationId IntegrationId { get; internal init; }

    /// <summary>The part that stays visible.</summary>
    public required string Prefix { get; init; }

    internal byte[] Hash { get; init; } = [];

    /// <summary>What it opens.</summary>
    public IntegrationScopes Scopes { get; internal init; }

    /// <summary>When it was made.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was revoked; null while it opens.</summary>
    public Instant? RevokedAt { get; internal set; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; internal set; }

    /// <summary>When it was last used, to within some seconds.</summary>
    public Instant? LastCallAt { get; internal set; }

    /// <summary>How often it was used.</summary>
    public long Calls { get; internal set; }

    /// <summary>How many of those calls ended in a problem.</summary>
    public long Problems { get; internal set; }
}

internal sealed class IntegrationKeyTable : IEntityTypeConfiguration<IntegrationKey>
{
    public void Configure(EntityTypeBuilder<IntegrationKey> builder)
    {
        builder.ToTable("IntegrationKeys", table =>
        {
            table.HasCheckConstraint("CK_IntegrationKeys_open_something", "Scopes > 0");
            table.HasCheckConstraint("CK_IntegrationKeys_are_revoked_by_somebody", "(RevokedAt IS NULL) = (RevokedBy IS NULL)");
        });
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.HasOne<Integration>().WithMany().HasForeignKey(key => key.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(key => key.Prefix).HasMaxLength(KeySecret.PrefixLength);
        builder.Property(key => key.Hash);
        builder.Property(key => key.CreatedBy).HasMaxLength(200);
        builder.Property(key => key.RevokedBy).HasMaxLength(200);

        // A call names its key by the prefix.
        builder.HasIndex(key => key.Prefix).IsUnique();
    }
}
