using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A level is changed and locked on the profile, and the page of levels says who stands where, without barriers.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class TierJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task S_028_to_S_033_a_level_is_changed_by_hand_with_a_guard_against_losing_it()
    {
        var customer = await AddAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change Tier" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("New tier").SelectOptionAsync(new SelectOptionValue { Label = "Gold, from 2,000" });
        await dialog.GetByLabel("Internal notes").FillAsync("Outstanding loyalty");
        await Expect(dialog.GetByText("Without a lock this lasts until the evaluation on")).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByText("This is not saved yet.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep editing" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change tier" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Tier" })).ToContainTextAsync("Gold");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Tiers" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Outstanding loyalty" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task X10_the_page_of_levels_lists_who_would_move_without_barriers()
    {
        var page = await running.OpenSignedInAsync("/tiers?on=2026-01-01");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Who would move" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Moves" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> AddAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        return await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Tina Stufe");
    }
}
