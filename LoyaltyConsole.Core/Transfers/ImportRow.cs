using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What becomes of a staged row or document. The numbers are stored.</summary>
public enum ImportState
{
    /// <summary>It can be booked.</summary>
    Accepted = 1,

    /// <summary>It stays out, though nothing is wrong with it.</summary>
    Skipped = 2,

    /// <summary>It stays out, for the reason it carries.</summary>
    Rejected = 3,

    /// <summary>It is booked.</summary>
    Committed = 4,

    /// <summary>It was booked, and an undo took all of it back.</summary>
    Reversed = 5,

    /// <summary>It was booked, and an undo had to leave some or all of it, for the reason it carries.</summary>
    Kept = 6,
}

/// <summary>A row of a staged file: what it says, and whether it can be used.</summary>
internal sealed class ImportRow
{
    public ImportId ImportId { get; set; }

    /// <summary>The document that the row is a position of; 0 for a row that names none.</summary>
    public int Document { get; init; }

    /// <summary>The line of the file at which the row starts.</summary>
    public long Line { get; init; }

    /// <summary>Why the row cannot be used; null for one that can.</summary>
    public ImportReason? Reason { get; init; }

    /// <summary>What the reason speaks of: the column and the cell.</summary>
    public string? ReasonDetail { get; init; }

    public string? OrderRef { get; init; }

    /// <summary>By what the row names its customer: "r:" and the reference, "e:" and the e-mail, or "p:" and the phone's digits.</summary>
    public string? CustomerKey { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Name { get; init; }

    public Instant? PlacedAt { get; init; }

    public OrderType? Type { get; init; }

    public string? OriginalOrderRef { get; init; }

    public string? Sku { get; init; }

    public string? ItemName { get; init; }

    public string? Category { get; init; }

    public long Quantity { get; init; }

    public long UnitPrice { get; init; }

    /// <summary>What the row adds to its order's total, in ten-thousandths.</summary>
    public long Amount { get; init; }

    /// <summary>The order's total as the row states it; the same in each of its rows.</summary>
    public long? Total { get; init; }

    public string? Currency { get; init; }

    /// <summary>A hash of the position, below 2^31 so that sums do not overflow.</summary>
    public long Hash { get; init; }

    /// <summary>The cells as the file has them, for the file of errors.</summary>
    public required string Cells { get; init; }
}

/// <summary>An order or credit note that the rows of a staged file make up.</summary>
internal sealed class ImportDocument
{
    public ImportId ImportId { get; init; }

    public int Number { get; init; }

    public long FirstLine { get; init; }

    public int Rows { get; init; }

    public required string OrderRef { get; init; }

    public OrderType Type { get; init; }

    public string? OriginalOrderRef { get; init; }

    public string? CustomerKey { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Name { get; init; }

    public Instant PlacedAt { get; init; }

    public required string Currency { get; init; }

    public long GoodsTotal { get; init; }

    /// <summary>The sum of its positions' hashes.</summary>
    public long Hash { get; init; }

    public ImportState State { get; init; }

    public ImportReason? Reason { get; init; }

    public string? ReasonDetail { get; init; }

    /// <summary>The customer it is matched with; null where the commit creates one.</summary>
    public CustomerId? CustomerId { get; init; }

    /// <summary>Points earned, or taken back as a negative number.</summary>
    public Points Points { get; init; }

    /// <summary>The customer's balance before and after, as rehearsed.</summary>
    public Points BalanceBefore { get; init; }

    public Points BalanceAfter { get; init; }

    public OrderId? OrderId { get; init; }
}

internal sealed class ImportTable : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("Imports");
        builder.HasKey(import => import.Id);
        builder.Property(import => import.Id).ValueGeneratedNever();
        builder.Property(import => import.Kind).HasMaxLength(20)
            .HasConversion(kind => kind.ToString().ToLowerInvariant(), text => Enum.Parse<ImportKind>(text, ignoreCase: true));
        builder.Property(import => import.FileName).HasMaxLength(260);
        builder.Property(import => import.FileHash).HasMaxLength(64);
        builder.Property(import => import.Options);
        builder.Property(import => import.Header);
        builder.Property(import => import.Actor).HasMaxLength(200);
        builder.Property(import => import.Refusal).HasMaxLength(500);
        builder.ComplexProperty(import => import.Counts);
        builder.HasIndex(import => import.FileHash);
    }
}

internal sealed class ImportRowTable : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> builder)
    {
        // Clustered by document (WITHOUT ROWID in the migration), because a commit reads a document at a time.
        builder.ToTable("ImportRows");
        builder.HasKey(row => new { row.ImportId, row.Document, row.Line });
        builder.HasOne<Import>().WithMany().HasForeignKey(row => row.ImportId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImportDocumentTable : IEntityTypeConfiguration<ImportDocument>
{
    public void Configure(EntityTypeBuilder<ImportDocument> builder)
    {
        builder.ToTable("ImportDocuments");
        builder.HasKey(document => new { document.ImportId, document.Number });
        builder.HasOne<Import>().WithMany().HasForeignKey(document => document.ImportId).OnDelete(DeleteBehavior.Restrict);

        // The rehearsal goes through a customer's orders one after the other.
        builder.HasIndex(document => new { document.ImportId, document.CustomerKey, document.PlacedAt });

        // The commit goes through what is still to be booked in the order of time.
        builder.HasIndex(document => new { document.ImportId, document.State, document.PlacedAt, document.Number });
    }
}
