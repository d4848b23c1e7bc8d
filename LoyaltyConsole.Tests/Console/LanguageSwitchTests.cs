using Bunit;
using LoyaltyConsole.Components.Layout;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console;

public sealed class LanguageSwitchTests : ConsoleContext
{
    [Fact]
    public void Leads_back_to_the_page_that_is_shown_and_not_to_the_one_it_came_with()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/customers?q=Ada");
        var screen = Render<LanguageSwitch>();

        navigation.NavigateTo("/customers/1?tab=history");

        screen.WaitForAssertion(() => Assert.Equal("/customers/1?tab=history", screen.Find("input[name=returnUrl]").GetAttribute("value")));
    }
}
