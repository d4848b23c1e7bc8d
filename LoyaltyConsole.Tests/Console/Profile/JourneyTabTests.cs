using Bunit;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The tab "Journey Reports" .</summary>
public sealed class JourneyTabTests : ProfileContext
{
    [Fact]
    public async Task R_029_the_manuals_columns_say_when_and_how_often_each_journey_was_entered()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 10);

        var screen = Open(ada, "?tab=journeys&j-sort=name");

        Assert.Equal(["Journey Name", "Stage", "Last visited", "No. of times Entered"], Heads(screen));
        Assert.Equal(
            [["Welcome", "left", "28 Nov 2025 14:37", "1"], ["First purchase", "in it now", "28 Nov 2025 14:37", "1"]],
            Rows(screen).Where(row => row.Count == 4).Select(row => row.ToArray()));
    }

    [Fact]
    public async Task R_029_a_journey_unfolds_into_when_and_why()
    {
        var ada = await Programme.CustomerAsync();
        var order = await Programme.OrderAsync(ada, 10);
        var screen = Open(ada, "?tab=journeys");

        await DoAsync(screen, () => screen.Find("button[aria-label='Show when and why: First purchase']").Click());

        var details = screen.WaitForElement(".lc-journey");
        Assert.Contains("From the first order until the second, or until 12 months have passed.", Text(details), StringComparison.Ordinal);
        Assert.Equal([$"28 Nov 2025 14:37 First order: Order {order.Id}"], screen.FindAll(".lc-journey li").Select(Text));
        Assert.Equal("true", screen.Find("button[aria-label='Show when and why: First purchase']").GetAttribute("aria-expanded"));
        await DoAsync(screen, () => screen.Find(".lc-journey .lc-reflink").Click());
        Assert.Contains($"ID {order.Id}", Text(screen.WaitForElement(".lc-dlg-sub")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_029_in_german_too()
    {
        Read("de");
        var ada = await Programme.CustomerAsync();

        var screen = Open(ada, "?tab=journeys");

        Assert.Equal(["Name der Journey", "Phase", "Zuletzt betreten", "Anzahl der Eintritte"], Heads(screen));
        Assert.Equal(["Willkommen", "jetzt darin", "28.11.2025 14:37", "1"], Rows(screen)[0]);
    }
}
