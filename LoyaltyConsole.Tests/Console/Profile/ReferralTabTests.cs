using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The Referral tab: the code, what it has brought, and each event (E-040, E-041, R-014).</summary>
public sealed class ReferralTabTests : ProfileContext
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task R_014_the_code_can_be_copied_and_stands_beside_what_it_brought()
    {
        var ada = await Programme.CustomerAsync();
        var ben = await Programme.CustomerAsync("Ben Roth", refId: "B-1");
        await FollowAsync(ada, ReferralType.Visit, Programme.Berlin(2025, 11, 1, 10));
        await FollowAsync(ada, ReferralType.Conversion, Programme.Berlin(2025, 11, 2, 11), "B-1");

        var screen = Open(ada, "?tab=referral");

        var code = new ReferralCode(ada).ToString();
        Assert.Equal(code, Value(screen, ".lc-referral", "Referral Code"));
        Assert.Single(screen.FindAll($"button[aria-label='Copy {code}']"));
        Assert.Equal(("1", "1"), (Value(screen, ".lc-referral", "Visits"), Value(screen, ".lc-referral", "Conversions")));
        Assert.Equal(["Date", "Event type", "Who followed the code", "Integration"], Heads(screen));
        Assert.Equal([["2 Nov 2025 11:00", "Conversion", "Ben Roth"], ["1 Nov 2025 10:00", "Visit", "not known"]], Rows(screen).Select(row => row.Take(3).ToArray()));
        Assert.Equal($"/customers/{ben}", screen.Find(".lc-grid a.lc-reflink").GetAttribute("href"));
        Assert.Equal("Ada Lovelace 2 Nov 2025", Value(Open(ben, "?tab=referral"), ".lc-referral", "Referred by"));
    }

    [Fact]
    public async Task E_041_days_and_type_narrow_the_list_and_stand_in_the_address()
    {
        var ada = await Programme.CustomerAsync();
        await FollowAsync(ada, ReferralType.Visit, Programme.Berlin(2025, 11, 1, 10));
        await FollowAsync(ada, ReferralType.Visit, Programme.Berlin(2025, 11, 20, 10));
        var screen = Open(ada, "?tab=referral");

        await DoAsync(screen, () => screen.FindAll(".lc-order-day input")[0].Change("2025-11-10"));
        screen.WaitForAssertion(() => Assert.Equal(["20 Nov 2025 10:00"], Rows(screen).Select(row => row[0])));
        Assert.Contains("f-from=2025-11-10", Address, StringComparison.Ordinal);
        Assert.Equal("1", Value(screen, ".lc-referral", "Visits"));

        await DoAsync(screen, () => screen.FindAll(".lc-order-day input")[1].Change("2025-11-12"));
        screen.WaitForAssertion(() => Assert.Contains("Nothing found", Text(screen.Find(".lc-empty")), StringComparison.Ordinal));
        await ClickAsync(screen, "Clear filters");
        screen.WaitForAssertion(() => Assert.Equal(2, Rows(screen).Count));
        Assert.DoesNotContain("f-from", Address, StringComparison.Ordinal);

        screen = Open(ada, "?tab=referral&f-kind=conversion&f-from=2025-99-99");
        Assert.Contains("Nothing found", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        Assert.Equal("2", Value(screen, ".lc-referral", "Visits"));
    }

    [Fact]
    public async Task R_014_a_code_that_nobody_followed_says_what_will_stand_there()
    {
        var screen = Open(await Programme.CustomerAsync(), "?tab=referral");

        Assert.Contains("Nobody has followed the code yet", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
    }

    private async Task FollowAsync(CustomerId customer, ReferralType type, Instant at, string? referred = null) => (await Programme.Get<Referrals>().RecordAsync(
        new NewReferralEvent(Guid.CreateVersion7(), new ReferralCode(customer).ToString(), type, referred, at), Programme.Manager)).OrThrow();
}
