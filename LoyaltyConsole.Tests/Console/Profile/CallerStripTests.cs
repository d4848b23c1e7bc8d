using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Features.Profile.Calling;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The strip in which an agent finds out whether the caller is the customer, and what they then read out (X7).</summary>
public sealed class CallerStripTests : ConsoleContext
{
    [Fact]
    public async Task X7_what_the_caller_says_is_typed_and_two_matches_are_logged_as_verified()
    {
        var strip = await OpenAsync(registered: true);
        Assert.True(Button(strip, "Log as verified").HasAttribute("disabled"));
        Assert.Contains("2 matches are needed", strip.Markup, StringComparison.Ordinal);

        await SayAsync(strip, 0, "25.06.1985");
        strip.WaitForAssertion(() => Assert.Equal(["No match"], Matches(strip)));
        await SayAsync(strip, 0, "24.06.1985");
        strip.WaitForAssertion(() => Assert.Equal(["Match"], Matches(strip)));
        await strip.InvokeAsync(() => Button(strip, "Ask another").Click());
        await SayAsync(strip, 1, "+420 123 456 789");
        strip.WaitForAssertion(() => Assert.Equal(["Match", "Match"], Matches(strip)));
        await strip.InvokeAsync(() => Button(strip, "Log as verified").Click());

        strip.WaitForAssertion(() => Assert.Contains("Verified 14:37:00", strip.Markup, StringComparison.Ordinal));
        Assert.Equal(5, strip.FindAll(".lc-summary li").Count);
        Assert.Contains("You can redeem 100 points now.", strip.Find(".lc-summary").TextContent, StringComparison.Ordinal);
        Assert.Equal([1L], Programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'VerifyCaller' AND After = 'Birthday, Phone'", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task X7_what_is_no_date_says_how_to_type_it()
    {
        var strip = await OpenAsync(registered: true);

        await SayAsync(strip, 0, "in June");

        strip.WaitForAssertion(() => Assert.Equal(["Type the date as day.month.year, for instance 24.06.1985."], Matches(strip)));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task E_054_a_registered_customer_is_not_asked_for_a_pin(bool registered, int expected)
    {
        var strip = await OpenAsync(registered);

        Assert.Equal(expected, strip.FindAll("option[value=Pin]").Count);
    }

    [Fact]
    public async Task X7_the_summary_reads_in_german_too()
    {
        Read("de");
        var strip = await OpenAsync(registered: true);

        await strip.InvokeAsync(() => Button(strip, "Vorlesen").Click());

        Assert.Contains("Sie können jetzt 100 Punkte einlösen", strip.Find(".lc-summary").TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<CallerStrip> strip, string text) =>
        strip.FindAll("button").Single(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal));

    private static Task SayAsync(IRenderedComponent<CallerStrip> strip, int question, string said) =>
        strip.InvokeAsync(() => strip.FindAll(".lc-vf input")[question].Change(said));

    private static IEnumerable<string> Matches(IRenderedComponent<CallerStrip> strip) => strip.FindAll(".lc-vf .lc-match")
        .Select(match => match.ChildNodes.Where(node => node.NodeType == AngleSharp.Dom.NodeType.Text).Aggregate("", (text, node) => text + node.TextContent).Trim());

    private async Task<IRenderedComponent<CallerStrip>> OpenAsync(bool registered)
    {
        var jan = await Programme.CustomerAsync(
            "Jan Novák", "jan@email.cz", "+420 123 456 789", registered: registered, change: customer => customer.Birthday = new LocalDate(1985, 6, 24));
        await Programme.LotAsync(jan, 100);
        var profile = (await Programme.Profiles.OpenAsync(jan, Programme.Agent, Cancel)).OrThrow();
        return Render<CallerStrip>(parameters => parameters.Add(strip => strip.Profile, profile));
    }
}
