using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Outbox;

/// <summary>
/// What the outbox needs of whoever has a mail server, the words in both languages, and the addresses of staff: Core has
/// none of them.
/// </summary>
public interface IPostOffice
{
    /// <summary>Everybody who may do something and can sign in.</summary>
    Task<IReadOnlyList<StaffReader>> WhoMayAsync(Capability capability, CancellationToken cancellationToken);

    /// <summary>Sends a letter, and comes back within a bounded time however slow the other side is.</summary>
    /// <returns>What came of it.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; nobody knows whether it left.</exception>
    Task<Delivery> SendAsync(Letter letter, CancellationToken cancellationToken);
}

/// <summary>A member of staff who is told something.</summary>
/// <param name="Id">Their id, which they keep whatever they are called.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Email">Their address.</param>
/// <param name="Language">The language that they read: en or de.</param>
public sealed record StaffReader(string Id, string Name, string Email, string Language);

/// <summary>A message on its way out.</summary>
/// <param name="Reference">The same each time that it is sent, so that receivers can drop a double.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Name">Who it is for; null where that is not known.</param>
/// <param name="Template">What it says.</param>
/// <param name="Language">In which language: en or de.</param>
/// <param name="Values">The values of the template, secrets included.</param>
public sealed record Letter(
    Guid Reference, string Address, string? Name, MessageTemplate Template, string Language, IReadOnlyDictionary<string, string> Values);

/// <summary>What came of sending a letter.</summary>
/// <param name="Fault">What went wrong; null where nothing did.</param>
/// <param name="Detail">What the other side answered.</param>
/// <param name="IsForGood">Whether another try is in vain.</param>
/// <param name="ConcernsAll">Whether no other letter would fare better just now.</param>
public sealed record Delivery(MessageFault? Fault = null, string? Detail = null, bool IsForGood = false, bool ConcernsAll = false)
{
    /// <summary>It left.</summary>
    public static Delivery Done { get; } = new();
}
