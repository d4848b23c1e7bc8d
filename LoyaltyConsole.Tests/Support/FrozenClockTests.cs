using NodaTime;

namespace LoyaltyConsole.Tests.Support;

public sealed class FrozenClockTests
{
    private static readonly Instant _start = Instant.FromUtc(2026, 1, 31, 22, 30);

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var clock = new FrozenClock(_start);

        Assert.Equal(_start, clock.GetCurrentInstant());
        Assert.Equal(_start, clock.GetCurrentInstant());
    }

    [Fact]
    public void Moves_by_what_it_is_advanced_and_to_where_it_is_set()
    {
        var clock = new FrozenClock(_start);

        clock.Advance(Duration.FromMinutes(90));
        Assert.Equal(Instant.FromUtc(2026, 2, 1, 0, 0), clock.GetCurrentInstant());

        clock.Set(_start);
        Assert.Equal(_start, clock.GetCurrentInstant());
    }
}
