using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>Data that was erased.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Rows">In how many places it stood.</param>
/// <param name="Fields">The fields, as table and column.</param>
public sealed record ErasedData(PersonalKind Kind, int Rows, IReadOnlyList<string> Fields);

/// <summary>Where data of a customer may be that no erasure here reaches (rule 5.8.8).</summary>
public enum OutsideReach
{
    /// <summary>Backups that were made before.</summary>
    Backups,

    /// <summary>Files that were exported or downloaded before, and the imported files themselves.</summary>
    Files,

    /// <summary>E-mails that were sent.</summary>
    SentMail,

    /// <summary>What the shop keeps of its orders, which their numbers lead to.</summary>
    Shop,

    /// <summary>Texts that staff wrote about other customers.</summary>
    OtherCustomers,
}

/// <summary>That a customer was erased: when, by whom, which fields; nothing personal (rule 5.8.5). Never edited.</summary>
public sealed class ErasureCertificate
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The consecutive number of the certificate.</summary>
    public long Id { get; internal set; }

    /// <summary>Whose account it was.</summary>
    public CustomerId CustomerId { get; internal init; }

    /// <summary>The account that it was merged into; null where it was deleted.</summary>
    public CustomerId? MergedInto { get; internal init; }

    /// <summary>When.</summary>
    public Instant At { get; internal init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>The key of the command.</summary>
    internal Guid CommandKey { get; init; }

    /// <summary>What was erased, as JSON.</summary>
    internal string Cleared { get; init; } = "[]";

    /// <summary>What was erased.</summary>
    public IReadOnlyList<ErasedData> Erased => JsonSerializer.Deserialize<ErasedData[]>(Cleared, Json)!;

    /// <summary>Where no erasure here reaches.</summary>
    public static IReadOnlyList<OutsideReach> Outside { get; } = Enum.GetValues<OutsideReach>();

    internal static string InJson(IEnumerable<ErasedData> erased) => JsonSerializer.Serialize(erased, Json);
}

internal sealed class ErasureCertificateTable : IEntityTypeConfiguration<ErasureCertificate>
{
    public void Configure(EntityTypeBuilder<ErasureCertificate> builder)
    {
        builder.ToTable("Erasures");
        builder.HasKey(certificate => certificate.Id);
        builder.HasOne<Customer>().WithMany().HasForeignKey(certificate => certificate.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(certificate => certificate.Actor).HasMaxLength(200);
        builder.Property(certificate => certificate.CommandKey);
        builder.Property(certificate => certificate.Cleared);
        builder.Ignore(certificate => certificate.Erased);

        // A command erases once, and nobody is erased twice.
        builder.HasIndex(certificate => certificate.CommandKey).IsUnique();
        builder.HasIndex(certificate => certificate.CustomerId).IsUnique();
    }
}
