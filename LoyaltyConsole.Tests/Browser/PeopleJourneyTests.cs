using System.Text.RegularExpressions;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>Somebody is registered with the keyboard alone, gets a note, and all of it is told afterwards, without barriers.</summary>
[Collection(ConsoleCollection.Name)]
public sealed partial class PeopleJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task R_002_to_R_018_a_customer_is_registered_noted_and_traced_by_keyboard()
    {
        await AddKnownAsync();
        var page = await running.OpenSignedInAsync("/customers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register Customer" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("First name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Jan");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Novak");

        // The known one appears beside the form, however it is accented; what is missing is told beside its field.
        await Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Jan Novák" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByText("Fill in the phone number.")).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Phone")).ToBeFocusedAsync();
        await Axe.AssertNoneInBothThemes(page);
        await dialog.GetByLabel("Phone").FocusAsync();
        await page.Keyboard.TypeAsync("+420 987 654 321");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("jan.novak@journey.example");

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByText("This is not saved yet.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep editing" }).PressAsync("Enter");
        await dialog.GetByLabel("E-Mail").PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Profile());
        await Expect(page.GetByText("Jan Novak is registered")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Notes" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add note" })).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).PressAsync("Enter");
        await Expect(dialog.GetByLabel("Note", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Prefers e-mail.");
        await Axe.AssertNone(page);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        var notes = page.GetByRole(AriaRole.Region, new() { Name = "Notes" });
        await Expect(notes.GetByText("Prefers e-mail.")).ToBeVisibleAsync();
        var activities = page.GetByRole(AriaRole.Region, new() { Name = "User Activities" });
        await Expect(activities.GetByText("User Signed up")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await activities.GetByRole(AriaRole.Link, new() { Name = "All activities" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Note written" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.GotoAsync("/audit?deed=WriteNote");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Wrote a note" }).First).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }

    [GeneratedRegex("/customers/[0-9]+$")]
    private static partial Regex Profile();

    // Beside the console, as another process of the programme would.
    private async Task AddKnownAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Jan Novák", email: "jan.novak@email.cz");
    }
}
