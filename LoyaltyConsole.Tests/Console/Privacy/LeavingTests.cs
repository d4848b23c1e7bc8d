using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Tests.Console.Profile;

namespace LoyaltyConsole.Tests.Console.Privacy;

/// <summary>Somebody takes a customer out of the programme and back, on the profile (S-009, D13).</summary>
public sealed class LeavingTests : ProfileContext
{
    [Fact]
    public async Task S_009_asks_for_the_reason_and_the_head_says_since_when()
    {
        var screen = Open(await Programme.CustomerAsync("Ada"));
        await ChooseAsync(screen, "Ada", "Remove from the programme");
        screen.WaitForElement("#leave-reason");

        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Equal("true", screen.Find("#leave-reason").GetAttribute("aria-invalid")));
        await DoAsync(screen, () => screen.Find("#leave-reason").Input("moved abroad"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Left the programme on 28 Nov 2025", Text(screen.Find(".lc-title-row .lc-lock"))));
    }

    [Fact]
    public async Task D13_the_way_back_is_in_the_same_menu()
    {
        var ada = await Programme.CustomerAsync("Ada");
        (await Programme.Get<Participation>().LeaveAsync(ada, "moved abroad", Programme.Agent)).OrThrow();
        var screen = Open(ada);

        await ChooseAsync(screen, "Ada", "Take back into the programme");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-title-row .lc-lock")));
    }
}
