using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>A clock that always says the same.</summary>
internal sealed class StoppedClock(Instant now) : IClock
{
    public Instant GetCurrentInstant() => now;
}
