using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>What became of a document that could not be matched.</summary>
public enum UnmatchedState
{
    /// <summary>It waits for a person.</summary>
    Waiting = 1,

    /// <summary>A person assigned it, or it came again and matched.</summary>
    Settled = 2,

    /// <summary>A person put it aside.</summary>
    Dismissed = 3,
}

/// <summary>
/// An order whose customer, or a credit note whose order, is not known here: it is listed for a person instead of
/// being guessed at.
/// </summary>
internal sealed class UnmatchedDocument
{
    public long Id { get; init; }

    public IntegrationId IntegrationId { get; init; }

    public required string RefId { get; init; }

    public OrderType Type { get; init; }

    /// <summary>The reference, e-mail or order that was not found.</summary>
    public required string Sought { get; init; }

    /// <summary>The document as it was sent, in JSON.</summary>
    public required string Content { get; init; }

    public UnmatchedState State { get; set; }

    public Instant ReceivedAt { get; init; }

    public Instant? SettledAt { get; set; }

    public string? SettledBy { get; set; }

    /// <summary>Why it was put aside.</summary>
    public string? SettledReason { get; set; }
}
