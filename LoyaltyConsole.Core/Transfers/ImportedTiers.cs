using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a staged file of levels: what it says, what it would do, and what it did of whom.</summary>
internal sealed class ImportedTiers : ImportedRow
{
    /// <summary>The level that the row names; null where it keeps the level.</summary>
    public long? Tier { get; init; }

    /// <summary>Whether the row locks; null where it says nothing of it.</summary>
    public bool? Locks { get; init; }

    /// <summary>When the lock that the row names ends.</summary>
    public Instant? LocksUntil { get; init; }

    /// <summary>"Internal notes".</summary>
    public string? Note { get; init; }

    public long? TierBefore { get; init; }

    public long? TierAfter { get; init; }

    public TierLock LockBefore { get; init; }

    public TierLock LockAfter { get; init; }

    public Instant? LockedUntilBefore { get; init; }

    public Instant? LockedUntilAfter { get; init; }

    /// <summary>Since when the customer was on the level before.</summary>
    public Instant? SinceBefore { get; init; }

    /// <summary>When that was due to be evaluated.</summary>
    public Instant? DueBefore { get; init; }

    /// <summary>Until when it was kept in grace.</summary>
    public Instant? KeptUntilBefore { get; init; }

    /// <summary>The qualifying points with which a person had set it.</summary>
    public Points? HeldBefore { get; init; }

    /// <summary>Who had locked it.</summary>
    public string? LockedByBefore { get; init; }

    /// <summary>Why.</summary>
    public string? LockReasonBefore { get; init; }

    /// <summary>The last line of the customer's history when the row was carried out; what came later is somebody else's.</summary>
    public long? ChangeId { get; init; }
}

internal sealed class ImportedTiersTable() : ImportedRowTable<ImportedTiers>("ImportedTiers")
{
    public override void Configure(EntityTypeBuilder<ImportedTiers> builder)
    {
        base.Configure(builder);
        builder.Property(row => row.LockedByBefore).HasMaxLength(200);
        builder.Property(row => row.LockReasonBefore).HasMaxLength(TierChange.NoteLength);
        builder.Property(row => row.Note).HasMaxLength(TierChange.NoteLength);

        IndexCustomers(builder);

        IndexExceptions(builder);
    }
}
