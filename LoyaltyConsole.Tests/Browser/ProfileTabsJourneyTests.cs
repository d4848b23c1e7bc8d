using System.Text.RegularExpressions;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>What the profile's later tabs tell of a customer, in a browser and without barriers.</summary>
[Collection(ConsoleCollection.Name)]
public sealed partial class ProfileTabsJourneyTests(ConsoleFixture running)
{
    [Fact]
    public async Task E_041_referral_events_are_narrowed_by_type_and_day()
    {
        var ada = await ReferredAsync();
        var page = await running.OpenSignedInAsync($"/customers/{ada}?tab=referral");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Conversion" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);

        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2025-03-02");
        await page.GetByLabel("From", new() { Exact = true }).PressAsync("Tab");
        await Expect(page).ToHaveURLAsync(FromMarch());
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Visit" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Rita Referred" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rita Referred" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task R_029_a_journey_says_by_keyboard_when_and_why_it_was_entered()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var jo = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Jo Journey", email: "jo@journey.example");
        var page = await running.OpenSignedInAsync($"/customers/{jo}?tab=journeys");

        await page.GetByRole(AriaRole.Button, new() { Name = "Show when and why: Welcome" }).PressAsync("Enter");

        await Expect(page.GetByText("Joined the programme")).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
    }

    [Fact]
    public async Task R_030_the_codes_of_a_customer_are_listed_masked_and_shown_by_keyboard()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var store = services.GetRequiredService<LoyaltyStore>();
        var otto = await store.AddCustomerAsync("Otto Onetime", email: "otto@journey.example");
        await AskForCodesAsync(store, isOn: true);
        try
        {
            (await services.GetRequiredService<OneTimeCodes>().SendAsync(Guid.CreateVersion7(), otto, Actor.Person("Eva Brandt", StaffRole.Agent))).OrThrow();
        }
        finally
        {
            await AskForCodesAsync(store, isOn: false);
        }

        var page = await running.OpenSignedInAsync($"/customers/{otto}?tab=codes");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Waiting" })).ToBeVisibleAsync();
        await Axe.AssertNoneInBothThemes(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show code" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Cell).GetByRole(AriaRole.Status)).ToHaveTextAsync(SixDigits());
    }

    // Beside the console, as another process of the programme would.
    private static async Task AskForCodesAsync(LoyaltyStore store, bool isOn) => (await store.WriteAsync<Done>(async writing =>
    {
        (await writing.Db.Settings.SingleAsync()).SpendingNeedsCode = isOn;
        return default(Done);
    })).OrThrow();

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex SixDigits();

    [GeneratedRegex("f-from=2025-03-02")]
    private static partial Regex FromMarch();

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> ReferredAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var store = services.GetRequiredService<LoyaltyStore>();
        var ada = await store.AddCustomerAsync("Ada Referrer", email: "ada.referrer@journey.example");
        await store.AddCustomerAsync("Rita Referred", email: "rita@journey.example", refId: "RITA-1");
        foreach (var (type, referred, day) in new[] { (ReferralType.Visit, (string?)null, 1), (ReferralType.Conversion, "RITA-1", 2) })
        {
            (await services.GetRequiredService<Referrals>().RecordAsync(
                new NewReferralEvent(Guid.CreateVersion7(), new ReferralCode(ada).ToString(), type, referred, Instant.FromUtc(2025, 3, day, 12, 0)),
                Actor.Person("Petra Lang", StaffRole.Manager))).OrThrow();
        }

        return ada;
    }
}
