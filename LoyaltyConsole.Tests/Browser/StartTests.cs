using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Browser;

[Collection(ConsoleCollection.Name)]
public sealed class StartTests(ConsoleFixture running)
{
    [Fact]
    public async Task Shows_a_page_without_barriers()
    {
        var page = await running.OpenAsync("/");

        await Axe.AssertNone(page);
    }
}
