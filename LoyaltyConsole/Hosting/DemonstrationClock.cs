using NodaTime;

namespace LoyaltyConsole.Hosting;

/// <summary>A clock that was set to another time at the start and runs on from there.</summary>
public sealed class DemonstrationClock(Instant start, TimeProvider time) : IClock
{
    private readonly long _started = time.GetTimestamp();

    /// <inheritdoc />
    public Instant GetCurrentInstant() => start + Duration.FromTimeSpan(time.GetElapsedTime(_started));
}
