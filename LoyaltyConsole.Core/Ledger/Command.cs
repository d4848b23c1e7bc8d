using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>A command that was carried out: the key its dialog or shop gave it, and what it said.</summary>
internal sealed class Command
{
    public Guid Key { get; init; }

    /// <summary>The hash of the command's content, by which the same key with another content is refused.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The first entry that it booked.</summary>
    public LedgerEntryId EntryId { get; init; }

    public Instant CreatedAt { get; init; }
}
