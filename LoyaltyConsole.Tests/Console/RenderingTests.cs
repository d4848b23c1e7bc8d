using Bunit;

namespace LoyaltyConsole.Tests.Console;

public sealed class RenderingTests : BunitContext
{
    [Fact]
    public void A_click_renders_again()
    {
        var counter = Render<Greeting>();

        counter.Find("button").Click();

        counter.Find("[role=status]").MarkupMatches("<p role=\"status\">1</p>");
    }
}
