using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Outbox;

/// <summary>The consecutive id of a message.</summary>
public readonly record struct MessageId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>On which way a message leaves. The numbers are stored; never reuse one.</summary>
public enum MessageChannel
{
    /// <summary>By e-mail.</summary>
    Email = 1,

    /// <summary>By text message.</summary>
    Sms = 2,

    /// <summary>By WhatsApp.</summary>
    WhatsApp = 3,

    /// <summary>As a push notification.</summary>
    Push = 4,
}

/// <summary>What a message says. The words are found when it leaves. The numbers are stored; never reuse one.</summary>
public enum MessageTemplate
{
    /// <summary>A guest's PIN (E-052, E-053).</summary>
    Pin = 1,

    /// <summary>To staff: somebody asks that two accounts become one (L-081).</summary>
    MergeRequested = 2,

    /// <summary>To staff: a deed waits for somebody else's approval (X6).</summary>
    ApprovalWaiting = 3,

    /// <summary>A one-time code for spending points .</summary>
    OneTimeCode = 4,
}

/// <summary>What has become of a message. The numbers are stored; never reuse one.</summary>
public enum MessageState
{
    /// <summary>It leaves as soon as it is due.</summary>
    Waiting = 1,

    /// <summary>It left.</summary>
    Sent = 2,

    /// <summary>A dead letter: nobody tries again unless a person says so.</summary>
    Failed = 3,

    /// <summary>It was taken back, or nobody needed it any more.</summary>
    Cancelled = 4,

    /// <summary>It was for several people, and each of them has one of their own.</summary>
    SharedOut = 5,
}

/// <summary>Why a message did not leave. The numbers are stored; never reuse one.</summary>
public enum MessageFault
{
    /// <summary>The customer has no e-mail address.</summary>
    NoAddress = 1,

    /// <summary>What stands where the e-mail address should be is none.</summary>
    AddressUnusable = 2,

    /// <summary>It has no purpose any more: the customer registered, or was deleted.</summary>
    NotNeeded = 3,

    /// <summary>Nobody who might read it can sign in.</summary>
    NobodyToTell = 4,

    /// <summary>The receiving side said no, for good.</summary>
    Rejected = 5,

    /// <summary>The mail server could not be reached, or has no time; another try may succeed.</summary>
    Unreachable = 6,

    /// <summary>The console stopped again and again while it was sending.</summary>
    Unfinished = 7,
}

/// <summary>A message as it is kept: what it is to say and to whom, never the words, because they may hold a secret.</summary>
internal sealed class Message
{
    /// <summary>The longest key.</summary>
    public const int KeyLength = 200;

    /// <summary>The longest answer of a mail server that is kept.</summary>
    public const int DetailLength = 500;

    public MessageId Id { get; init; }

    /// <summary>What the deed calls it; the same key again is no second message.</summary>
    public required string Key { get; init; }

    /// <summary>What receivers know a double by.</summary>
    public Guid Reference { get; init; }

    public MessageChannel Channel { get; init; }

    public MessageTemplate Template { get; init; }

    public required string Language { get; init; }

    /// <summary>To which customer; null where it is for staff.</summary>
    public CustomerId? CustomerId { get; init; }

    /// <summary>To everybody who may do this; null where it is for one.</summary>
    public Capability? WhoMay { get; init; }

    /// <summary>To which of those who may; null until it is shared out.</summary>
    public string? StaffId { get; init; }

    /// <summary>To which of those who may not, because the deed is theirs.</summary>
    public string? NotTo { get; init; }

    /// <summary>The values of the template in JSON; empty once they are erased.</summary>
    public required string Parameters { get; init; }

    public MessageState State { get; init; }

    public int Attempts { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant NextAttemptAt { get; init; }

    /// <summary>Until when whoever took it has time to send it.</summary>
    public Instant? ClaimedUntil { get; init; }

    public Instant? SentAt { get; init; }

    /// <summary>The address that it went to.</summary>
    public string? SentTo { get; init; }

    public MessageFault? Fault { get; init; }

    /// <summary>What the mail server answered.</summary>
    public string? Detail { get; init; }
}

internal sealed class MessageTable : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("Messages", table =>
        {
            table.HasCheckConstraint("CK_Messages_have_one_kind_of_reader", "(CustomerId IS NULL) <> (WhoMay IS NULL)");
            table.HasCheckConstraint("CK_Messages_wait_or_are_settled", "State BETWEEN 1 AND 5");
            table.HasCheckConstraint("CK_Messages_left_at_some_time", "(State = 2) = (SentAt IS NOT NULL)");
        });
        builder.HasKey(message => message.Id);
        builder.HasOne<Customer>().WithMany().HasForeignKey(message => message.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(message => message.Key).HasMaxLength(Message.KeyLength);
        builder.Property(message => message.Language).HasMaxLength(2);
        builder.Property(message => message.WhoMay).HasConversion<string>().HasMaxLength(100);
        builder.Property(message => message.StaffId).HasMaxLength(200);
        builder.Property(message => message.NotTo).HasMaxLength(200);
        builder.Property(message => message.SentTo).HasMaxLength(Customer.ShortLength);
        builder.Property(message => message.Detail).HasMaxLength(Message.DetailLength);

        // A deed tells once.
        builder.HasIndex(message => message.Key).IsUnique();
        builder.HasIndex(message => message.Reference).IsUnique();

        // What waits, in the order in which it is due.
        builder.HasIndex(message => new { message.NextAttemptAt, message.Id }).HasFilter("State = 1");

        // What was sent to a customer, the latest first; and what went wrong.
        builder.HasIndex(message => new { message.CustomerId, message.Id });
        builder.HasIndex(message => new { message.State, message.Id });
    }
}
