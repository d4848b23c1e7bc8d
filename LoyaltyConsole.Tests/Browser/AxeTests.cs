using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace LoyaltyConsole.Tests.Browser;

[Collection(ConsoleCollection.Name)]
public sealed class AxeTests(ConsoleFixture running)
{
    [Fact]
    public async Task Finds_a_field_without_a_label()
    {
        var page = await running.OpenAsync("about:blank");
        await page.SetContentAsync("""<html lang="en"><title>Search</title><main><h1>Search</h1><input type="text"></main></html>""");

        var found = await Assert.ThrowsAsync<EmptyException>(() => Axe.AssertNone(page));

        Assert.Contains("label", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_the_font_of_the_icons()
    {
        var cancel = TestContext.Current.CancellationToken;
        var page = await running.OpenSignedInAsync("about:blank");
        await page.RouteAsync("**/MaterialSymbols*", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), cancel);
            await route.ContinueAsync();
        });
        await page.GotoAsync("/imports", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await Axe.AssertNone(page);
        await page.Context.CloseAsync();
    }
}
