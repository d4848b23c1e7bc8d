using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a staged file of points: what it says, what it would do, and what it did.</summary>
internal sealed class ImportedPoints : ImportedRow
{
    /// <summary>The customer of a row that finds nobody: no part of a key is missing.</summary>
    public static readonly CustomerId Nobody = new(0);

    public PointsMode Mode { get; init; }

    /// <summary>The points as the row has them.</summary>
    public Points Points { get; init; }

    public Instant? LockedUntil { get; init; }

    public Instant? ValidUntil { get; init; }

    public string? InternalReason { get; init; }

    public string? CustomerText { get; init; }

    /// <summary>What makes the row one deed among all imports.</summary>
    public string? Identifier { get; init; }

    /// <summary>What is, or would be, booked.</summary>
    public Points Difference { get; init; }

    public Points BalanceBefore { get; init; }

    public Points BalanceAfter { get; init; }

    public Points LockedBefore { get; init; }

    public Points LockedAfter { get; init; }

    public long? TierBefore { get; init; }

    public long? TierAfter { get; init; }

    /// <summary>How much debt the row creates; negative for what it repays.</summary>
    public Points Debt { get; init; }

    /// <summary>The first entry that it booked.</summary>
    public LedgerEntryId? EntryId { get; init; }
}

internal sealed class ImportedPointsTable() : ImportedRowTable<ImportedPoints>("ImportedPoints")
{
    public override void Configure(EntityTypeBuilder<ImportedPoints> builder)
    {
        base.Configure(builder);

        // Rehearsal, commit and undo go through a customer's rows one after the other, customers in their order: in the file's
        // order each row would be on a page of its own.
        builder.HasKey(row => new { row.ImportId, row.CustomerId, row.Line });

        // An identifier is booked once, whatever the import.
        builder.HasIndex(row => row.Identifier).IsUnique().HasFilter("Identifier IS NOT NULL AND State = 4");

        IndexExceptions(builder);

        // Levels that move.
        builder.HasIndex(row => new { row.ImportId, row.Line }, "IX_ImportedPoints_Tiers").HasFilter("TierAfter <> TierBefore");
    }
}

/// <summary>Whose row stands on a line of a file of points, so that its rows are shown in the order of the file.</summary>
internal sealed class ImportedPointsLine
{
    public ImportId ImportId { get; init; }

    public long Line { get; init; }

    /// <summary>The customer, or <see cref="ImportedPoints.Nobody"/>.</summary>
    public CustomerId CustomerId { get; init; }
}

internal sealed class ImportedPointsLineTable : IEntityTypeConfiguration<ImportedPointsLine>
{
    public void Configure(EntityTypeBuilder<ImportedPointsLine> builder)
    {
        // Clustered by line (WITHOUT ROWID in the migration).
        builder.ToTable("ImportedPointsLines");
        builder.HasKey(row => new { row.ImportId, row.Line });
        builder.HasOne<Import>().WithMany().HasForeignKey(row => row.ImportId).OnDelete(DeleteBehavior.Restrict);
    }
}
