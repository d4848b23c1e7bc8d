using System.Text;
using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>Columns that say nothing are mapped by hand once, and by nobody the next time (S-005).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class SavedMappingJourneyTests(ConsoleFixture running)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    [Fact]
    public async Task S_005_a_mapping_by_hand_is_saved_proposed_and_deleted()
    {
        var page = await running.OpenSignedInAsync("/imports/new?kind=points");
        await ChooseAsync(page, "Wer;Wieviele\nada@example.org;5\n");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save mapping" })).ToHaveCountAsync(0);
        await MapAsync(page, "email", "Wer");
        await MapAsync(page, "points", "Wieviele");

        await page.GetByRole(AriaRole.Button, new() { Name = "Save mapping" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Fair");
        await Axe.AssertNoneInBothThemes(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("As in the saved mapping “Fair” of")).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);

        await page.GotoAsync("/imports/new?kind=points");
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Fair" })).ToBeVisibleAsync(Patience);
        await Axe.AssertNoneInBothThemes(page);
        await ChooseAsync(page, "wieviele;WER\n5;ada@example.org\n");
        await Expect(page.GetByText("As in the saved mapping “Fair” of")).ToBeVisibleAsync(Patience);

        await page.GotoAsync("/imports/new?kind=points");
        await page.GetByRole(AriaRole.Button, new() { Name = "more: Fair" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete mapping" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Fair" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static async Task ChooseAsync(IPage page, string text)
    {
        var choice = page.GetByLabel("Choose a file of points");
        await Expect(choice).ToBeEnabledAsync();
        await choice.SetInputFilesAsync(
            new FilePayload { Name = "fair.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" })).ToBeVisibleAsync(Patience);
    }

    private static async Task MapAsync(IPage page, string field, string column)
    {
        var choice = page.Locator($"#{field}");
        await choice.SelectOptionAsync(new SelectOptionValue { Label = column });
        await Expect(choice.Locator("option:checked")).ToHaveTextAsync(column);
    }
}
