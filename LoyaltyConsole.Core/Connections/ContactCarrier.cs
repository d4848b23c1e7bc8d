using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>Keeps secrets so that whoever has the database alone cannot read them: Core has no keys of its own.</summary>
public interface ISecretKeeper
{
    /// <summary>Locks a secret up.</summary>
    byte[] Lock(string secret);

    /// <summary>Reads it again; null where the keys of the console have been lost since.</summary>
    string? Read(byte[] locked);
}

/// <summary>What connections need of whoever speaks HTTP: Core does not.</summary>
public interface IContactCarrier
{
    /// <summary>
    /// Tells the other side how a customer stands, and comes back within a bounded time however slow that is. What is told
    /// twice has the effect of once.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped; nobody knows whether it arrived.</exception>
    Task<Carried> CarryAsync(ConnectionAccess access, ContactNews news, CancellationToken cancellationToken);

    /// <summary>Whether the address, the key and the list are right, without telling of anybody.</summary>
    Task<Carried> TryAsync(ConnectionAccess access, CancellationToken cancellationToken);

    /// <summary>Why an address cannot be used; null where it can.</summary>
    Refusal? ObjectionTo(string address);
}

/// <summary>A connection with its secret.</summary>
/// <param name="Kind">To what it leads.</param>
/// <param name="Address">Where.</param>
/// <param name="List">The service's id of the list; null for a webhook.</param>
/// <param name="SubscribesNew">Whether whoever is new to the service counts as subscribed.</param>
/// <param name="Secret">The key, or what a webhook is signed with.</param>
public sealed record ConnectionAccess(ConnectionKind Kind, Uri Address, string? List, bool SubscribesNew, string Secret);

/// <summary>What has become of a customer for the other side.</summary>
public enum ContactDeed
{
    /// <summary>They take part; this is how they stand.</summary>
    Changed,

    /// <summary>They left the programme (S-009).</summary>
    Left,

    /// <summary>They were deleted, or merged into another account (L-097).</summary>
    Erased,
}

/// <summary>What is new of a customer; several at once where they came together.</summary>
[Flags]
public enum ContactChanges
{
    /// <summary>Nothing that is sent.</summary>
    None = 0,

    /// <summary>Something.</summary>
    Any = 1,

    /// <summary>The customer group (E-049).</summary>
    Group = 2,

    /// <summary>The level.</summary>
    Tier = 4,

    /// <summary>The points.</summary>
    Points = 8,

    /// <summary>All of it: whoever was never sent before.</summary>
    All = 15,
}

/// <summary>What the other side is to know of a customer.</summary>
/// <param name="Connection">Through which connection.</param>
/// <param name="Customer">Whom it is about.</param>
/// <param name="Version">Counts up with each change, so that a late message is known by it.</param>
/// <param name="At">When it is told.</param>
/// <param name="Deed">What has become of the customer.</param>
/// <param name="Changes">What is new.</param>
/// <param name="Contact">How they stand; null unless they take part.</param>
/// <param name="FormerAddress">An e-mail address under which the service knows them and is not to any more; null where there is none.</param>
/// <param name="MergedInto">The account that took everything over; null for all others.</param>
public sealed record ContactNews(
    ConnectionId Connection, CustomerId Customer, long Version, Instant At, ContactDeed Deed, ContactChanges Changes, Contact? Contact, string? FormerAddress,
    CustomerId? MergedInto);

/// <summary>A customer as another system is told of them.</summary>
/// <param name="RefId">Their id in the system where they registered.</param>
/// <param name="Integration">That system.</param>
/// <param name="Name">The whole name.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Phone">The phone number with its country; null where that is not known.</param>
/// <param name="Company">The company.</param>
/// <param name="Gender">female, male or diverse; null where it is not known.</param>
/// <param name="Birthday">The day of birth, ISO.</param>
/// <param name="Language">The language in which they are written to.</param>
/// <param name="Group">The customer group.</param>
/// <param name="IsRegistered">Whether they have an account with the shop.</param>
/// <param name="IsLocked">Whether they cannot redeem.</param>
/// <param name="IsActive">Whether they take part at present.</param>
/// <param name="Tier">The level.</param>
/// <param name="EnrolledAt">When they joined.</param>
/// <param name="Figures">Their points.</param>
public sealed record Contact(
    string? RefId, string Integration, string? Name, string? FirstName, string? LastName, string? Email, string? Phone, string? Company, string? Gender,
    string? Birthday, string? Language, string? Group, bool IsRegistered, bool IsLocked, bool IsActive, string Tier, Instant EnrolledAt, Figures Figures);

/// <summary>What came of telling the other side.</summary>
/// <param name="Fault">What went wrong; null where nothing did.</param>
/// <param name="Detail">What the other side answered; may repeat what we sent.</param>
/// <param name="Pause">How long it asks us to wait; null where it does not say.</param>
public sealed record Carried(ConnectionFault? Fault = null, string? Detail = null, Duration? Pause = null)
{
    /// <summary>It is known there.</summary>
    public static Carried Done { get; } = new();

    /// <summary>Whether nobody else would fare better just now.</summary>
    internal bool ConcernsAll => Fault is not (null or ConnectionFault.Refused or ConnectionFault.ServiceFailed or ConnectionFault.Unfinished);
}
