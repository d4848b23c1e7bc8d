using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Segments;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

public sealed class SegmentsTabTests : ProfileContext
{
    [Fact]
    public async Task E_033_to_E_037_the_manuals_champion_with_the_scores_that_add_up()
    {
        var champion = await ManualAsync();
        await RunAsync(1);

        var screen = Open(champion, "?tab=segments");

        var panel = Panel(screen, 0);
        Assert.StartsWith("RFM model · as of 28 Nov 2025 Champions segment 37.6 /100", panel, StringComparison.Ordinal);
        Assert.Contains("Recency 16 days 35.70 40% 91% of customers", panel, StringComparison.Ordinal);
        Assert.Contains("Frequency 4 purchases 1.84 30% 91% of customers", panel, StringComparison.Ordinal);
        Assert.Contains("Monetary 178.40 EUR 0.06 30%", panel, StringComparison.Ordinal);
        Assert.Contains("Too few customers", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task X11_says_what_took_a_champion_out_of_the_segment_by_both_models()
    {
        var champion = await ManualAsync();
        await RunAsync(1);
        await RunAsync(2);
        Programme.Clock.Advance(Duration.FromDays(20));
        await Programme.OrderAsync(new CustomerId(champion.Value + 1), 1_784m);
        await RunAsync(1);
        await RunAsync(2);

        var screen = Open(champion, "?tab=segments");

        Assert.Contains(
            "Left Champions for Loyal between 28 Nov 2025 and 18 Dec 2025 because recency fell from 35.7 to 31.5, frequency fell from 1.84 to 1.80.", Panel(screen, 0), StringComparison.Ordinal);
        Assert.Contains("RFM quintiles", Panel(screen, 1), StringComparison.Ordinal);
        Assert.Equal(["18 Dec 2025 Loyal", "28 Nov 2025 Champions"], screen.FindAll("table[aria-label=History] tbody tr").Select(row => string.Join(' ', Words(row).Split(' ')[..4])));
    }

    [Fact]
    public async Task E_031_a_metric_develops_over_a_window_that_is_chosen()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, placedAt: Support.Programme.Berlin(2025, 6, 1, 12));
        await Programme.OrderAsync(ada, 50m, placedAt: Support.Programme.Berlin(2025, 9, 1, 12));
        await RunAsync(1);

        var screen = Open(ada, "?tab=segments&metric=monetary");

        Assert.Equal("Monetary: 100 on 28 Jun 2025, 150 on 28 Nov 2025.", screen.WaitForElement("section[aria-label='Development of metrics'] svg").GetAttribute("aria-label"));
        Assert.Equal("28 Nov 2025 88 days 2 purchases 150.00 EUR", Words(screen.Find("section[aria-label='Development of metrics'] tbody tr")));
        await ClickAsync(screen, "6 months");
        screen.WaitForAssertion(() => Assert.Equal(
            "Monetary: 100 on 6 Jun 2025, 150 on 28 Nov 2025.", screen.Find("section[aria-label='Development of metrics'] svg").GetAttribute("aria-label")));
    }

    [Fact]
    public async Task Who_did_not_order_has_a_segment_and_no_score()
    {
        var guest = await Programme.CustomerAsync(registered: false);
        var screen = Open(guest, "?tab=segments");
        Assert.Contains("This model has not run yet", screen.Markup, StringComparison.Ordinal);

        await RunAsync(1);
        screen = Open(guest, "?tab=segments");

        Assert.Contains("No orders segment No order in the window, so there is no score.", Panel(screen, 0), StringComparison.Ordinal);
    }

    // The manual's customer; one who bought much, one whose one order was given back, and twenty who bought once.
    private async Task<CustomerId> ManualAsync()
    {
        var today = Programme.Clock.GetCurrentInstant();
        var (champion, most, least) = (await Programme.CustomerAsync("Jan Novák"), await Programme.CustomerAsync("Most"), await Programme.CustomerAsync("Least"));
        for (var order = 0; order < 4; order++)
        {
            await Programme.OrderAsync(champion, 44.60m, placedAt: today - Duration.FromDays(16 + order));
        }

        for (var order = 0; order < 50; order++)
        {
            await Programme.OrderAsync(most, 1_784m);
        }

        await Programme.OrderAsync(least, 10m, "given-back", today - Duration.FromDays(149));
        await Programme.CreditNoteAsync(least, 10m, "given-back");
        for (var once = 0; once < 20; once++)
        {
            await Programme.OrderAsync(await Programme.CustomerAsync(), 20m, placedAt: today - Duration.FromDays(100));
        }

        return champion;
    }

    private async Task RunAsync(long model) => (await Programme.Get<SegmentRunner>().RunAsync(
        new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(model)), Programme.Manager)).OrThrow();

    private static string Panel(IRenderedComponent<ContainerFragment> screen, int place)
    {
        screen.WaitForElement(".lc-scores section");
        return Words(screen.FindAll(".lc-scores section")[place]);
    }

    private static string Words(IElement element) => string.Join(' ', element.GetDescendants().OfType<IText>()
        .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
