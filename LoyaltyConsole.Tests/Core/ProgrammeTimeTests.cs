using LoyaltyConsole.Core.Programme;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core;

/// <summary>Local dates become instants in the programme's zone (rules 5.5.1 to 5.5.4).</summary>
public sealed class ProgrammeTimeTests
{
    private readonly ProgrammeTime _time = new(DateTimeZoneProviders.Tzdb["Europe/Berlin"]);

    [Fact]
    public void T9_a_day_without_a_time_ends_at_the_next_local_midnight() =>
        Assert.Equal(Berlin(2025, 11, 1), _time.EndOf(new LocalDate(2025, 10, 31)));

    [Theory]
    [InlineData(2025, 2, 28)]
    [InlineData(2024, 2, 29)]
    public void T10_a_month_after_the_31st_of_January_ends_with_the_last_of_February(int year, int month, int day) =>
        Assert.Equal(_time.EndOf(new LocalDate(year, month, day)), _time.ValidUntil(Berlin(year, 1, 31, 18), months: 1));

    [Fact]
    public void A_time_that_the_clock_leaps_over_moves_forward() =>
        Assert.Equal(
            new LocalDateTime(2025, 3, 30, 3, 30),
            _time.Local(_time.ValidUntil(new LocalDate(2025, 3, 30), Berlin(2025, 3, 1, 2, 30))));

    [Fact]
    public void A_time_that_comes_twice_is_the_later_for_an_end_and_the_earlier_for_a_lock()
    {
        var now = Berlin(2025, 10, 1, 2, 30);
        var date = new LocalDate(2025, 10, 26);

        Assert.Equal(Duration.FromHours(1), _time.ValidUntil(date, now) - _time.LockedUntil(date, now));
    }
}
