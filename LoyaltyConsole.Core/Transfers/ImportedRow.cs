using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a staged file that concerns one customer: whom it means, and what became of it.</summary>
internal abstract class ImportedRow
{
    public ImportId ImportId { get; init; }

    /// <summary>The line of the file at which the row starts.</summary>
    public long Line { get; init; }

    public ImportState State { get; init; }

    public ImportReason? Reason { get; init; }

    public string? ReasonDetail { get; init; }

    /// <summary>What the row names its customer by, for people to read.</summary>
    public string? Named { get; init; }

    /// <summary>The customer; null where nobody is found, or the commit creates one.</summary>
    public CustomerId? CustomerId { get; init; }

    /// <summary>The cells as the file has them, as long as the row is not carried out.</summary>
    public string? Cells { get; init; }
}

/// <summary>A table of such rows, clustered by line (WITHOUT ROWID in the migration) unless it says otherwise: staged and shown in this order.</summary>
/// <param name="table">Its name.</param>
internal abstract class ImportedRowTable<TRow>(string table) : IEntityTypeConfiguration<TRow>
    where TRow : ImportedRow
{
    public virtual void Configure(EntityTypeBuilder<TRow> builder)
    {
        builder.ToTable(table);
        builder.HasKey(row => new { row.ImportId, row.Line });
        builder.HasOne<Import>().WithMany().HasForeignKey(row => row.ImportId).OnDelete(DeleteBehavior.Restrict);
    }

    // What stays out, and what an undo kept: few among many.
    protected static void IndexExceptions(EntityTypeBuilder<TRow> builder) =>
        builder.HasIndex(row => new { row.ImportId, row.State, row.Line }).HasFilter("State IN (2, 3, 6)");

    // What concerns a customer who is to be erased.
    protected static void IndexCustomers(EntityTypeBuilder<TRow> builder) => builder.HasIndex(row => new { row.CustomerId, row.ImportId });
}
