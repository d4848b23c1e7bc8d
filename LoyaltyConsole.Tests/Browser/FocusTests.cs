using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>The focus is where somebody works, and nothing that comes late takes it away.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class FocusTests(ConsoleFixture running)
{
    [Fact]
    public async Task A_dialog_has_the_focus_at_once_and_leaves_whoever_has_gone_on_in_it_alone()
    {
        var page = await running.OpenSignedInAsync("/customers");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Customer overview" })).ToBeVisibleAsync();
        var first = await page.EvaluateAsync<string>(
            """
            () => {
              document.body.insertAdjacentHTML("beforeend", '<div class="rz-dialog"><div class="rz-dialog-content"><input id="first"><input id="second"></div></div>');
              Radzen.openDialog({ autoFocusFirstElement: true }, null, {});
              return document.activeElement.id;
            }
            """);
        Assert.Equal("first", first);

        await page.EvaluateAsync("() => new Promise(later => { document.getElementById('second').focus(); setTimeout(later, 800); })");

        await Expect(page.Locator("#second")).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_row_takes_the_focus_back_from_nobody_alone()
    {
        var page = await running.OpenSignedInAsync("/customers");
        var search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search this list" });
        await search.FocusAsync();
        await page.EvaluateAsync("() => { document.body.insertAdjacentHTML('beforeend', '<button id=\"row\">more</button>'); lc.focusAgain('row'); }");
        await Expect(search).ToBeFocusedAsync();

        await page.EvaluateAsync("() => { document.activeElement.blur(); lc.focusAgain('row'); }");

        await Expect(page.Locator("#row")).ToBeFocusedAsync();

        await page.Context.CloseAsync();
    }
}
