using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A date and time as a file writes it.</summary>
/// <param name="Local">The date and time; midnight when only a date is written.</param>
/// <param name="Offset">The offset from UTC when it is written; null when the programme's zone is meant.</param>
/// <param name="HasTime">Whether a time of day is written.</param>
public readonly record struct WrittenMoment(LocalDateTime Local, Offset? Offset, bool HasTime)
{
    /// <summary>
    /// The instant; a local time that the zone skips moves on by the gap, one that occurs twice is the earlier.
    /// </summary>
    /// <param name="zone">The zone of moments that name no offset.</param>
    public Instant In(DateTimeZone zone) =>
        Offset is { } offset ? Local.WithOffset(offset).ToInstant() : Local.InZoneLeniently(zone).ToInstant();
}
