using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The consecutive id of a saved view.</summary>
public readonly record struct CustomerViewId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A list of customers that somebody gave a name: its filter, order and columns, not its rows.</summary>
public sealed class CustomerView
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 60;

    /// <summary>The longest address.</summary>
    public const int QueryLength = 2_000;

    /// <summary>The consecutive id.</summary>
    public CustomerViewId Id { get; internal set; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    // As lines, so that erasure finds a name in it.
    internal string Lines { get; set; } = "";

    /// <summary>The part of the list's address behind the question mark.</summary>
    public string Query => QueryText.OfLines(Lines);

    /// <summary>Whom it finds.</summary>
    public CustomerFilter Filter => CustomerFilterText.Read(Query);

    /// <summary>Whether everybody sees it.</summary>
    public bool IsShared { get; internal set; }

    /// <summary>Who saved it.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether it is whoever asked for it who saved it.</summary>
    public bool IsMine { get; internal set; }

    /// <summary>When it was saved.</summary>
    public Instant SavedAt { get; internal set; }

    internal string OwnerKey { get; init; } = "";

    internal Guid CommandKey { get; set; }
}

/// <summary>A view to be saved.</summary>
/// <param name="Key">The command's key, made when the dialog opened.</param>
/// <param name="Name">What it is called; the same name again replaces one's own view.</param>
/// <param name="Query">The part of the list's address behind the question mark.</param>
/// <param name="IsShared">Whether everybody sees it.</param>
public sealed record CustomerViewDraft(Guid Key, string Name, string Query, bool IsShared);

/// <summary>A view needs a name.</summary>
public sealed record ViewNameMissing : Refusal;

/// <summary>A colleague shares a view of that name.</summary>
/// <param name="Name">The name.</param>
public sealed record ViewNameTaken(string Name) : Refusal;

/// <summary>One person keeps only so many views.</summary>
/// <param name="Most">How many.</param>
public sealed record TooManyViews(int Most) : Refusal;

/// <summary>There is no such view of this person.</summary>
public sealed record ViewNotFound : Refusal;

internal sealed class CustomerViewTable : IEntityTypeConfiguration<CustomerView>
{
    public void Configure(EntityTypeBuilder<CustomerView> builder)
    {
        builder.ToTable("CustomerViews");
        builder.HasKey(view => view.Id);
        builder.Property(view => view.Id).ValueGeneratedNever();
        builder.Property(view => view.Name).HasMaxLength(CustomerView.NameLength);
        builder.Property(view => view.Lines).HasColumnName("Query").HasMaxLength(CustomerView.QueryLength);
        builder.Property(view => view.Owner).HasMaxLength(200);
        builder.Property(view => view.OwnerKey).HasMaxLength(450);
        builder.Property(view => view.CommandKey);
        builder.Ignore(view => view.Query);
        builder.Ignore(view => view.Filter);
        builder.Ignore(view => view.IsMine);
        builder.HasIndex(view => view.CommandKey).IsUnique();
        builder.HasIndex(view => new { view.OwnerKey, view.Name }).IsUnique();
    }
}
