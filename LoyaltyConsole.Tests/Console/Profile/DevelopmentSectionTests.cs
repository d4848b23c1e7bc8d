using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Features.Profile.Developing;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The account's development and what time alone will do, below the tabs (E-027, E-030, E-032).</summary>
public sealed class DevelopmentSectionTests : ProfileContext
{
    [Fact]
    public async Task E_027_draws_the_balance_and_tells_it_in_a_sentence_and_a_table()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        Programme.Clock.Advance(Duration.FromDays(2));
        await Programme.RedeemAsync(ada, 40);

        var screen = Open(ada, "?period=all");

        screen.WaitForAssertion(() => Assert.Equal(
            "From 100 points on 28 Nov 2025 to 60 on 30 Nov 2025; the lowest 60, the highest 100.", screen.Find(".lc-chart svg").GetAttribute("aria-label")));
        Assert.Equal("M0,0 H666.67V80 H1000", screen.Find(".lc-chart .line").GetAttribute("d")!.Replace(" ,", ",", StringComparison.Ordinal).Replace(" V", "V", StringComparison.Ordinal));
        Assert.Equal(["100", "50", "0"], screen.FindAll(".lc-chart-y span").Select(Text));
        Assert.Equal(["30 Nov 2025|0|−40|60", "28 Nov 2025|100|0|100"], Table(screen, ".lc-chart-table"));
    }

    [Fact]
    public async Task E_027_P9_days_on_which_nothing_moved_are_one_place_to_point_at()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        Programme.Clock.Advance(Duration.FromDays(6));
        await Programme.RedeemAsync(ada, 40);

        var screen = Open(ada, "?period=all");

        screen.WaitForAssertion(() => Assert.Equal(
            ["0|142.86|28 Nov 2025: 100 (+100)", "142.86|714.29|29 Nov 2025 – 3 Dec 2025: 100 (0)", "857.14|142.86|4 Dec 2025: 60 (−40)"],
            screen.FindAll(".lc-chart rect").Select(place => $"{place.GetAttribute("x")}|{place.GetAttribute("width")}|{Text(place)}")));
    }

    [Fact]
    public async Task E_027_period_and_step_live_in_the_address()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var screen = Open(ada);
        screen.WaitForAssertion(() => Assert.Equal(["Days", "1 y"], Pressed(screen)));

        await ClickAsync(screen, "Months");
        screen.WaitForAssertion(() => Assert.Equal(["Months", "1 y"], Pressed(screen)));
        await ClickAsync(screen, "90 d");
        screen.WaitForAssertion(() => Assert.Equal(["Months", "90 d"], Pressed(screen)));

        Assert.EndsWith("?step=month&period=quarter", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_030_lists_what_time_alone_will_do()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 80, validUntil: now + Duration.FromDays(40), lockedUntil: now + Duration.FromDays(10));

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal(
            ["8 Dec 2025 14:37|Can be redeemed Manual credit|+80|80", "7 Jan 2026 14:37|Expire Manual credit|−80|0"], Table(screen, ".lc-future")));
    }

    [Fact]
    public async Task E_030_E_032_says_so_where_nothing_changes_and_how_well_points_are_used()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.RedeemAsync(ada, 64);

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal("64%", Text(screen.Find(".lc-rate"))));
        Assert.Contains("Time alone changes nothing", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_movement_has_no_development()
    {
        var screen = Open(await Programme.CustomerAsync());

        screen.WaitForAssertion(() => Assert.Contains("The development begins with the first credit.", screen.Markup, StringComparison.Ordinal));
        Assert.Empty(screen.FindAll(".lc-chart"));
    }

    [Theory]
    [InlineData(0, 0, 0, 1, 1)]
    [InlineData(0, 2_620, 0, 1_000, 3)]
    [InlineData(-50, 40, -50, 50, 2)]
    [InlineData(0, 100, 0, 50, 2)]
    [InlineData(-3, 999_999, -500_000, 500_000, 3)]
    public void The_numbers_beside_a_chart_are_round_and_have_room_for_all(int least, int most, int bottom, int step, int steps)
    {
        var scale = ChartScale.Of(Points.Whole(least), Points.Whole(most));

        Assert.Equal(new ChartScale(Points.Whole(bottom), Points.Whole(step), steps), scale);
        Assert.InRange(scale.Place(Points.Whole(least), 200), 0, 200);
        Assert.InRange(scale.Place(Points.Whole(most), 200), 0, 200);
    }

    private static IEnumerable<string> Pressed(IRenderedComponent<ContainerFragment> screen) =>
        screen.FindAll(".lc-lower [aria-pressed=true]").Select(Text);

    private static IEnumerable<string> Table(IRenderedComponent<ContainerFragment> screen, string where) =>
        screen.FindAll($"{where} tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Select(Text)));
}
