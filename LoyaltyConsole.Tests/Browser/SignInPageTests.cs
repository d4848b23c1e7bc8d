using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;

namespace LoyaltyConsole.Tests.Browser;

[Collection(ConsoleCollection.Name)]
public sealed class SignInPageTests(ConsoleFixture running)
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("de-DE", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    public async Task Has_no_barriers(string locale, ColorScheme colours)
    {
        var page = await running.OpenAsync("/sign-in", new() { Locale = locale, ColorScheme = colours });

        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task Says_what_went_wrong_without_barriers_and_keeps_the_address()
    {
        var page = await running.OpenAsync("/sign-in");

        await page.GetByLabel("E-mail").FillAsync("nobody@staff.example");
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("form [role=alert]")).ToContainTextAsync("wrong");
        await Assertions.Expect(page.GetByLabel("E-mail")).ToHaveValueAsync("nobody@staff.example");
        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task Leads_to_a_console_without_barriers_that_obeys_its_own_policy()
    {
        var complaints = new List<string>();
        var page = await running.OpenAsync("/sign-in");
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" ? [$"{message.Text} ({message.Location})"] : []);

        await ConsoleFixture.SignInAsync(page);

        await Assertions.Expect(page.GetByRole(AriaRole.Main)).Not.ToBeEmptyAsync();
        await Axe.AssertNone(page);
        Assert.Empty(complaints);
    }
}
