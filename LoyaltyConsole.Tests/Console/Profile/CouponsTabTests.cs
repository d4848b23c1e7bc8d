using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The Customer Coupons tab .</summary>
public sealed class CouponsTabTests : ProfileContext
{
    [Fact]
    public async Task R_024_shows_the_coupons_given_and_the_codes_of_redemptions()
    {
        AddCampaign();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.RedeemAsync(ada, 30);
        Programme.Clock.Advance(Duration.FromMinutes(1));
        var given = await GiveAsync(ada);

        var screen = Open(ada, "?tab=coupons");

        Assert.Equal(
            ["Coupon Code", "Campaign or reward", "Points", "Status", "Received", "Valid Until", "Used or void since", "Ref. ID", "Action"], Heads(screen));
        Assert.Equal(
            [["Autumn 10 % off", "", "Open", "28 Dec 2025 24:00"], ["Redemption", "−30", "Open", ""]],
            Rows(screen).Select(row => new[] { row[1], row[2], row[3], row[5] }));
        Assert.Equal([$"more: {given.Code}"], screen.FindAll(".lc-grid [aria-haspopup=menu]").Select(menu => menu.GetAttribute("aria-label")));
        Assert.NotNull(screen.Find($"button[aria-label='Copy {given.Code}']"));
    }

    [Fact]
    public async Task R_025_and_R_026_create_a_coupon_from_a_campaign_once()
    {
        AddCampaign();
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada, "?tab=coupons");

        await ClickAsync(screen, "Create Coupon");
        Assert.Equal(["Autumn"], screen.WaitForElement("#coupon-campaign").Children.Select(Text));
        Assert.Contains("Its use brings 25 points.", Text(screen.Find(".lc-deed")), StringComparison.Ordinal);
        var form = screen.Find("form.lc-dlg");
        await screen.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => form.SubmitAsync())));

        screen.WaitForElement(".lc-given");
        var coupon = (await Programme.Get<CouponBook>().ListAsync(ada, new CouponQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows.Single();
        Assert.Equal($"Coupon of Autumn {coupon.Code} Valid until 28 Dec 2025 24:00.", Text(screen.Find(".lc-given")));
        screen.WaitForAssertion(() => Assert.Equal(coupon.Code, Rows(screen).Single()[0]));
        await ClickAsync(screen, "Close");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
    }

    [Fact]
    public async Task R_027_without_a_campaign_a_link_leads_to_the_campaigns()
    {
        var screen = Open(await Programme.CustomerAsync(), "?tab=coupons");

        await ClickAsync(screen, "Create Coupon");

        var sentence = screen.WaitForElement(".lc-deed p");
        Assert.Equal("There is no campaign that gives coupons at present. Click Here to create one.", Text(sentence));
        Assert.Equal("/campaigns", sentence.QuerySelector("a")!.GetAttribute("href"));
        Assert.DoesNotContain(screen.FindAll(".lc-dlg-foot button"), button => Says(button, "Generate Coupon"));
    }

    [Fact]
    public async Task A_coupon_that_was_used_brings_its_points()
    {
        AddCampaign();
        var ada = await Programme.CustomerAsync();
        var given = await GiveAsync(ada);
        var screen = Open(ada, "?tab=coupons");

        await ChooseAsync(screen, given.Code, "Mark as used…");
        screen.WaitForElement("#coupon-order");
        await DoAsync(screen, () => screen.Find("#coupon-order").Input("SW-9"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal(["25", "Used", "SW-9"], new[] { 2, 3, 7 }.Select(cell => Rows(screen).Single()[cell])));
        screen.WaitForAssertion(() => Assert.Equal("25", Value(screen, ".lc-figs", "Total Points")));
    }

    [Fact]
    public async Task A_coupon_that_was_withdrawn_is_void()
    {
        AddCampaign();
        var ada = await Programme.CustomerAsync();
        var given = await GiveAsync(ada);
        var screen = Open(ada, "?tab=coupons");

        await ChooseAsync(screen, given.Code, "Withdraw…");
        screen.WaitForElement(".lc-deed");
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Void", Rows(screen).Single()[3]));
        Assert.Empty(screen.FindAll(".lc-grid [aria-haspopup=menu]"));
    }

    [Fact]
    public async Task A_coupon_beyond_its_time_is_said_to_be_expired()
    {
        AddCampaign();
        var ada = await Programme.CustomerAsync();
        var given = await GiveAsync(ada);
        Programme.Clock.Set(given.ValidUntil!.Value);

        var screen = Open(ada, "?tab=coupons");

        Assert.Equal("Expired", Rows(screen).Single()[3]);
        await ChooseAsync(screen, given.Code, "Withdraw…");
        Assert.DoesNotContain(screen.FindAll(".lc-menu .rz-navigation-item-link"), entry => Says(entry, "Mark as used…"));
    }

    [Fact]
    public async Task Who_may_grant_nothing_creates_nothing()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);

        var screen = Open(await Programme.CustomerAsync(), "?tab=coupons");

        Assert.Contains("No coupons yet", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Create Coupon"));
    }

    private void AddCampaign() => Programme.Execute(
        "INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, CouponText) VALUES (5, 'Autumn', 8, 2500, 0, 1, '10 % off')");

    private async Task<GivenCoupon> GiveAsync(CustomerId customer) =>
        (await Programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), customer, new CampaignId(5), Programme.Agent)).OrThrow();
}
