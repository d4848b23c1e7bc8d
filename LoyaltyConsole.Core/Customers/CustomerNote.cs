using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The consecutive id of a note.</summary>
public readonly record struct NoteId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a note is about. The numbers are stored; never reuse one.</summary>
public enum NoteKind
{
    /// <summary>The customer complained.</summary>
    Complaint = 1,

    /// <summary>The customer asked.</summary>
    Query = 2,

    /// <summary>Something is to be done.</summary>
    Reminder = 3,

    /// <summary>Anything else.</summary>
    Other = 4,
}

/// <summary>A note of staff about a customer .</summary>
public sealed class CustomerNote
{
    /// <summary>The longest text.</summary>
    public const int TextLength = 2_000;

    /// <summary>The consecutive id.</summary>
    public NoteId Id { get; internal set; }

    /// <summary>About whom.</summary>
    public CustomerId CustomerId { get; internal set; }

    /// <summary>About whom it was before a merge; null where there was none.</summary>
    public CustomerId? FromCustomerId { get; internal set; }

    /// <summary>What it is about.</summary>
    public NoteKind Kind { get; internal set; }

    /// <summary>What it says.</summary>
    public required string Text { get; set; }

    /// <summary>Who wrote it, by the name of that day.</summary>
    public required string Author { get; init; }

    /// <summary>When it was written.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>When its author last changed it; null where they never did.</summary>
    public Instant? EditedAt { get; internal set; }

    // Names change and collide; whose note it is does not.
    internal string AuthorKey { get; init; } = "";

    // When its author deleted it; it can be brought back for a while.
    internal Instant? DeletedAt { get; set; }

    internal Guid CommandKey { get; init; }
}

internal sealed class CustomerNoteTable : IEntityTypeConfiguration<CustomerNote>
{
    public void Configure(EntityTypeBuilder<CustomerNote> builder)
    {
        builder.ToTable("CustomerNotes", table =>
        {
            table.HasCheckConstraint("CK_CustomerNotes_are_complaints_queries_reminders_or_others", "Kind IN (1, 2, 3, 4)");
            table.HasCheckConstraint("CK_CustomerNotes_say_no_more_than_fits", $"length(Text) <= {CustomerNote.TextLength}");
        });
        builder.HasKey(note => note.Id);
        builder.Property(note => note.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(note => note.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(note => note.Text).HasMaxLength(CustomerNote.TextLength);
        builder.Property(note => note.Author).HasMaxLength(200);
        builder.Property(note => note.AuthorKey).HasMaxLength(200);
        builder.Property(note => note.DeletedAt);
        builder.Property(note => note.CommandKey);
        builder.HasIndex(note => note.CommandKey).IsUnique();

        // The newest of a customer first.
        builder.HasIndex(note => new { note.CustomerId, note.CreatedAt, note.Id });
    }
}
