using NodaTime;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FrozenClock(Instant now) : IClock
{
    // Jobs and services read it from several threads.
    private long _ticks = now.ToUnixTimeTicks();

    /// <summary>Stands at noon UTC of an ordinary working day, away from every daylight-saving change.</summary>
    public FrozenClock()
        : this(Instant.FromUtc(2026, 3, 10, 12, 0))
    {
    }

    /// <summary>Called whenever somebody asks for the time, so that a test can come in between.</summary>
    public Action? OnAsked { get; set; }

    /// <inheritdoc />
    public Instant GetCurrentInstant()
    {
        OnAsked?.Invoke();
        return Instant.FromUnixTimeTicks(Interlocked.Read(ref _ticks));
    }

    public void Set(Instant instant) => Interlocked.Exchange(ref _ticks, instant.ToUnixTimeTicks());

    public void Advance(Duration duration) => Interlocked.Add(ref _ticks, duration.BclCompatibleTicks);
}
