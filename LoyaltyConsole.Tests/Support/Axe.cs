using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Holds a page to WCAG 2.2 AA, as far as a machine can tell.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions _options = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Looks in the light theme and in the dark one, and leaves the page as it was.</summary>
    public static async Task AssertNoneInBothThemes(IPage page)
    {
        await AssertNone(page);
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        await AssertNone(page);
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
    }

    public static async Task AssertNone(IPage page)
    {
        // The title comes with the circuit, a moment after the first text.
        await Assertions.Expect(page).Not.ToHaveTitleAsync("");

        // An icon is a word until its font has come, and is then held against the name of its button.
        await page.EvaluateAsync("() => document.fonts.load('1em \"Material Symbols\"', 'menu').then(() => {})");

        // A colour that is still fading in has a contrast of its own.
        await page.EvaluateAsync("() => Promise.allSettled(document.getAnimations().filter(a => a.effect?.getTiming().iterations !== Infinity).map(a => a.finished))");

        var result = await page.RunAxe(_options);

        var found =
            from violation in result.Violations
            from node in violation.Nodes
            select $"{violation.Id}: {violation.Help}: {node.Html}";

        // An empty page violates nothing.
        Assert.NotEmpty(result.Passes);
        Assert.Empty(found);
    }
}
