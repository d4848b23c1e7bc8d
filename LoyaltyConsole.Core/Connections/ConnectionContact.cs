using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>How a customer stands with a connection. The numbers are stored.</summary>
internal enum ContactState
{
    /// <summary>The other side knows the latest.</summary>
    Sent = 0,

    /// <summary>Something changed that the other side does not know.</summary>
    Waiting = 1,

    /// <summary>It was refused for good, until the customer changes again or a person says so.</summary>
    Refused = 2,
}

/// <summary>
/// What the other side of a connection knows of a customer. One row, however often they change: what is sent is the latest,
/// and is read when it leaves.
/// </summary>
internal sealed class ConnectionContact
{
    public ConnectionId ConnectionId { get; init; }

    public CustomerId CustomerId { get; init; }

    public ContactState State { get; init; }

    /// <summary>Counts the changes, so that one which came while an older one was on its way is not taken for sent.</summary>
    public long Version { get; init; }

    public int Attempts { get; init; }

    public Instant NextAttemptAt { get; init; }

    /// <summary>Until when whoever took it has time to send it.</summary>
    public Instant? ClaimedUntil { get; init; }

    /// <summary>Whether it waits because everybody is sent.</summary>
    public bool IsExported { get; init; }

    public Instant? SentAt { get; init; }

    /// <summary>Hashes of what was sent, by which it is told what is new.</summary>
    public byte[]? SentProof { get; init; }

    /// <summary>The e-mail address by which the service knows the customer, under lock: it is needed to take them away.</summary>
    public byte[]? SentAddress { get; init; }

    public ConnectionFault? Fault { get; init; }

    public string? Detail { get; init; }
}

internal sealed class ConnectionContactTable : IEntityTypeConfiguration<ConnectionContact>
{
    public void Configure(EntityTypeBuilder<ConnectionContact> builder)
    {
        builder.ToTable("ConnectionContacts", table => table.HasCheckConstraint("CK_ConnectionContacts_are_sent_waiting_or_refused", "State IN (0, 1, 2)"));
        builder.HasKey(contact => new { contact.ConnectionId, contact.CustomerId });
        builder.HasOne<Connection>().WithMany().HasForeignKey(contact => contact.ConnectionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(contact => contact.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(contact => contact.Detail).HasMaxLength(Connection.DetailLength);

        // Who is sent next, and who is refused.
        builder.HasIndex(contact => new { contact.ConnectionId, contact.State, contact.NextAttemptAt, contact.CustomerId }).HasFilter("State > 0");

        // Counted before each batch that is sent, while a million who changed may wait beside those who are exported.
        builder.HasIndex(contact => new { contact.ConnectionId, contact.CustomerId }).HasFilter("State = 1 AND IsExported = 1");

        // Erasure finds a customer by it.
        builder.HasIndex(contact => contact.CustomerId);
    }
}
