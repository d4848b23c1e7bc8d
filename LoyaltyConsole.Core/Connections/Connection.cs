using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>The consecutive id of a connection.</summary>
public readonly record struct ConnectionId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>To what customers are sent (E-049, E-056). The numbers are stored; never reuse one.</summary>
public enum ConnectionKind
{
    /// <summary>A shop or another system that takes signed messages.</summary>
    Webhook = 1,

    /// <summary>An audience of Mailchimp.</summary>
    Mailchimp = 2,

    /// <summary>The contacts of Brevo.</summary>
    Brevo = 3,

    /// <summary>A list of Ecomail.</summary>
    Ecomail = 4,
}

/// <summary>Whether changes are sent. The numbers are stored; never reuse one.</summary>
public enum ConnectionState
{
    /// <summary>Each change is sent.</summary>
    Active = 1,

    /// <summary>Changes are kept until somebody lets them go on.</summary>
    Paused = 2,

    /// <summary>It is gone; its row stays, because the audit log names it.</summary>
    Deleted = 3,
}

/// <summary>Why something was not taken. The numbers are stored; never reuse one.</summary>
public enum ConnectionFault
{
    /// <summary>The service refuses this customer, for good.</summary>
    Refused = 1,

    /// <summary>Nobody answered, or not in time.</summary>
    Unreachable = 2,

    /// <summary>The service asks to wait.</summary>
    TooMany = 3,

    /// <summary>The service does not know the key, or the key may not do this.</summary>
    KeyRefused = 4,

    /// <summary>There is no such list, or nothing at that address.</summary>
    NotFound = 5,

    /// <summary>The service sends us elsewhere, where we do not go.</summary>
    Redirected = 6,

    /// <summary>The address lies inside somebody's own network.</summary>
    AddressForbidden = 7,

    /// <summary>The key that is kept cannot be read any more.</summary>
    KeyUnreadable = 8,

    /// <summary>The service failed; another try may succeed.</summary>
    ServiceFailed = 9,

    /// <summary>The console stopped again and again while it was sending.</summary>
    Unfinished = 10,
}

/// <summary>Somewhere that hears of every change of a customer: a mailing service, or a shop (E-049, E-056 to E-058).</summary>
public sealed class Connection
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The longest address.</summary>
    public const int AddressLength = 500;

    /// <summary>The longest id of a list.</summary>
    public const int ListLength = 100;

    /// <summary>The longest key.</summary>
    public const int SecretLength = 500;

    /// <summary>The shortest signing secret of a webhook.</summary>
    public const int ShortestSigningSecret = 24;

    internal const int DetailLength = 300;

    /// <summary>The consecutive id.</summary>
    public ConnectionId Id { get; internal set; }

    // The key of the command that made it.
    internal Guid Key { get; init; }

    /// <summary>To what it leads.</summary>
    public ConnectionKind Kind { get; internal init; }

    /// <summary>What staff call it.</summary>
    public required string Name { get; set; }

    /// <summary>Where it leads: the whole address of a webhook, the beginning of the service's addresses else.</summary>
    public required string Address { get; set; }

    /// <summary>The service's id of the list; null for a webhook.</summary>
    public string? List { get; internal set; }

    /// <summary>Whether whoever is new to the service counts as subscribed: only where all customers have agreed to that.</summary>
    public bool SubscribesNew { get; internal set; }

    // Readable by the console's own keys only, which lie elsewhere.
    internal byte[] Secret { get; set; } = [];

    /// <summary>Whether changes are sent.</summary>
    public ConnectionState State { get; internal set; }

    /// <summary>When it was made.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When a customer was last taken.</summary>
    public Instant? LastSentAt { get; internal set; }

    /// <summary>Since when nobody is taken; null where all is well.</summary>
    public Instant? FailingSince { get; internal set; }

    /// <summary>Why; null where all is well.</summary>
    public ConnectionFault? Fault { get; internal set; }

    /// <summary>What the service said.</summary>
    public string? Detail { get; internal set; }

    // Tries in vain since the last success.
    internal int Failures { get; set; }

    /// <summary>When it is tried again; null where nothing holds it.</summary>
    public Instant? HeldUntil { get; internal set; }

    /// <summary>When everybody was last begun to be sent (E-056); null for never.</summary>
    public Instant? ExportStartedAt { get; internal set; }

    /// <summary>When that came to its end.</summary>
    public Instant? ExportEndedAt { get; internal set; }

    /// <summary>How many customers that was begun with.</summary>
    public long ExportTotal { get; internal set; }

    // How many of them have been put in line, up to which customer, and to whom it goes.
    internal long ExportTaken { get; set; }

    internal long? ExportAfter { get; set; }

    internal long ExportUpTo { get; set; }
}

internal sealed class ConnectionTable : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.ToTable("Connections", table =>
        {
            table.HasCheckConstraint("CK_Connections_lead_to_something_known", "Kind BETWEEN 1 AND 4");
            table.HasCheckConstraint("CK_Connections_are_active_paused_or_deleted", "State BETWEEN 1 AND 3");
        });
        builder.HasKey(connection => connection.Id);
        builder.Property(connection => connection.Id).ValueGeneratedNever();
        builder.Property(connection => connection.Key);
        builder.Property(connection => connection.Name).HasMaxLength(Connection.NameLength);
        builder.Property(connection => connection.Address).HasMaxLength(Connection.AddressLength);
        builder.Property(connection => connection.List).HasMaxLength(Connection.ListLength);
        builder.Property(connection => connection.Secret);
        builder.Property(connection => connection.CreatedBy).HasMaxLength(200);
        builder.Property(connection => connection.Detail).HasMaxLength(Connection.DetailLength);
        builder.Property(connection => connection.Failures);
        builder.Property(connection => connection.ExportTaken);
        builder.Property(connection => connection.ExportAfter);
        builder.Property(connection => connection.ExportUpTo);

        // A command makes one.
        builder.HasIndex(connection => connection.Key).IsUnique();
    }
}
