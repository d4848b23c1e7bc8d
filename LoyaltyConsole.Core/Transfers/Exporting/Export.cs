using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>The consecutive id of an export.</summary>
public readonly record struct ExportId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is exported. The numbers are stored.</summary>
public enum ExportKind
{
    /// <summary>Customers with their accounts (S-003).</summary>
    Customers = 1,

    /// <summary>The points history of everybody, with who they are (E-015).</summary>
    Transactions = 2,

    /// <summary>The same by ids only, for whoever reckons rather than writes to people.</summary>
    Ledger = 3,

    /// <summary>Orders and credit notes.</summary>
    Orders = 4,

    /// <summary>The audit log.</summary>
    Audit = 5,

    /// <summary>Who is in which segment, and why.</summary>
    Segments = 6,
}

/// <summary>For whom the file is written. The numbers are stored.</summary>
public enum ExportFormat
{
    /// <summary>The console's own columns, which it imports again.</summary>
    Own = 1,

    /// <summary>Contacts for Mailchimp.</summary>
    Mailchimp = 2,

    /// <summary>Contacts for Brevo.</summary>
    Brevo = 3,

    /// <summary>Profiles for Klaviyo.</summary>
    Klaviyo = 4,

    /// <summary>Contacts for Ecomail.</summary>
    Ecomail = 5,

    /// <summary>Customers for Shopify.</summary>
    Shopify = 6,
}

/// <summary>How far an export has come. The numbers are stored.</summary>
public enum ExportState
{
    /// <summary>It may be fetched, once, for a few minutes.</summary>
    Requested = 1,

    /// <summary>Its rows are on their way.</summary>
    Running = 2,

    /// <summary>All of it was handed over.</summary>
    Done = 3,

    /// <summary>It broke off: the browser went away, or something failed.</summary>
    CutOff = 4,
}

/// <summary>Something that left the programme as a file: who, when, what, why, and how much of it (5.10.4, target S13).</summary>
public sealed class Export
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLength = 500;

    internal const int FilterLength = 2_000;

    /// <summary>The consecutive id.</summary>
    public ExportId Id { get; internal set; }

    /// <summary>What names it in its address, until it is fetched.</summary>
    public Guid Key { get; internal init; }

    /// <summary>What is exported.</summary>
    public ExportKind Kind { get; internal init; }

    /// <summary>For whom the file is written.</summary>
    public ExportFormat Format { get; internal init; }

    /// <summary>How far it has come.</summary>
    public ExportState State { get; internal set; }

    /// <summary>Who wanted it.</summary>
    public required string Actor { get; init; }

    internal string ActorKey { get; init; } = "";

    /// <summary>Why.</summary>
    public string? Reason { get; internal init; }

    // Not as the address spells it, in which no erasure would find a name.
    /// <summary>Which rows: the parts of the list's address, one on a line; empty for all.</summary>
    public string? Filter { get; internal init; }

    /// <summary>Which columns, comma-separated; null for all.</summary>
    public string? Columns { get; internal init; }

    internal int SortBy { get; init; }

    internal bool IsDescending { get; init; }

    /// <summary>As of when its figures are; null for when it was fetched.</summary>
    public Instant? At { get; internal init; }

    /// <summary>The file's name, which says what, when, by whom and by which filter.</summary>
    public required string FileName { get; init; }

    /// <summary>When it was wanted.</summary>
    public Instant RequestedAt { get; internal init; }

    /// <summary>When it ended; null before.</summary>
    public Instant? EndedAt { get; internal set; }

    /// <summary>How many rows were written, without the header.</summary>
    public long Rows { get; internal set; }
}

internal sealed class ExportTable : IEntityTypeConfiguration<Export>
{
    public void Configure(EntityTypeBuilder<Export> builder)
    {
        builder.ToTable("Exports", table => table.HasCheckConstraint("CK_Exports_come_far_in_four_states", "State BETWEEN 1 AND 4"));
        builder.HasKey(export => export.Id);
        builder.Property(export => export.Id).ValueGeneratedNever();
        builder.Property(export => export.Actor).HasMaxLength(200);
        builder.Property(export => export.ActorKey).HasMaxLength(450);
        builder.Property(export => export.Reason).HasMaxLength(Export.ReasonLength);
        builder.Property(export => export.Filter).HasMaxLength(Export.FilterLength);
        builder.Property(export => export.SortBy);
        builder.Property(export => export.IsDescending);
        builder.Property(export => export.FileName).HasMaxLength(200);
        builder.HasIndex(export => export.Key).IsUnique();

        // What a person has exported within the hour.
        builder.HasIndex(export => new { export.ActorKey, export.RequestedAt });
    }
}
