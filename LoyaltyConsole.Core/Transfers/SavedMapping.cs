using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>The consecutive id of a saved mapping.</summary>
public readonly record struct SavedMappingId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Which column is which field, as somebody once said it for files with these columns; all staff share it.</summary>
public sealed class SavedMapping
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 60;

    /// <summary>The longest mapping.</summary>
    public const int MapLength = 8_000;

    /// <summary>The consecutive id.</summary>
    public SavedMappingId Id { get; internal init; }

    /// <summary>What the files hold.</summary>
    public ImportKind Kind { get; internal init; }

    /// <summary>What it is called.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The mapping, as <see cref="ColumnMapping.Parse"/> reads it.</summary>
    public string Map { get; internal set; } = "";

    /// <summary>Who saved it last.</summary>
    public string SavedBy { get; internal set; } = "";

    /// <summary>When that was.</summary>
    public Instant SavedAt { get; internal set; }

    internal string HeaderKey { get; init; } = "";

    internal Guid CommandKey { get; set; }

    internal string Words => $"{Name} ({Kind}): {Map}";

    /// <summary>What files with the same columns have in common, in whatever order and case they stand.</summary>
    internal static string KeyOf(IEnumerable<string> header) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u001F', header.Select(column => column.Trim().ToUpperInvariant()).Order(StringComparer.Ordinal)))));
}

/// <summary>A mapping to be saved.</summary>
/// <param name="Key">The command's key, made when the dialog opened.</param>
/// <param name="Kind">What the files hold.</param>
/// <param name="Name">What it is called; the same name again replaces the mapping of the same columns.</param>
/// <param name="Header">The file's columns.</param>
/// <param name="Map">The mapping, as <see cref="ColumnMapping.Parse"/> reads it.</param>
public sealed record SavedMappingDraft(Guid Key, ImportKind Kind, string Name, IReadOnlyList<string> Header, string Map);

/// <summary>A mapping needs a name.</summary>
public sealed record MappingNameMissing : Refusal;

/// <summary>A mapping of other columns has that name.</summary>
/// <param name="Name">The name.</param>
public sealed record MappingNameTaken(string Name) : Refusal;

/// <summary>The programme keeps only so many mappings.</summary>
/// <param name="Most">How many.</param>
public sealed record TooManyMappings(int Most) : Refusal;

/// <summary>There is no such mapping any more.</summary>
public sealed record MappingNotFound : Refusal;

internal sealed class SavedMappingTable : IEntityTypeConfiguration<SavedMapping>
{
    public void Configure(EntityTypeBuilder<SavedMapping> builder)
    {
        builder.ToTable("SavedMappings");
        builder.HasKey(mapping => mapping.Id);
        builder.Property(mapping => mapping.Id).ValueGeneratedNever();
        builder.Property(mapping => mapping.Kind);
        builder.Property(mapping => mapping.Name).HasMaxLength(SavedMapping.NameLength);
        builder.Property(mapping => mapping.Map).HasMaxLength(SavedMapping.MapLength);
        builder.Property(mapping => mapping.SavedBy).HasMaxLength(200);
        builder.Property(mapping => mapping.HeaderKey).HasMaxLength(64);
        builder.Property(mapping => mapping.CommandKey);
        builder.Ignore(mapping => mapping.Words);
        builder.HasIndex(mapping => mapping.CommandKey).IsUnique();
        builder.HasIndex(mapping => new { mapping.Kind, mapping.Name }).IsUnique();

        // By which a file's own is found.
        builder.HasIndex(mapping => new { mapping.Kind, mapping.HeaderKey });
    }
}
