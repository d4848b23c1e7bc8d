using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>An agent in front of a dialog whose deed somebody else has to approve (X6).</summary>
public sealed class SubmittingTests : ProfileContext
{
    [Fact]
    public async Task X6_above_the_limit_the_dialog_says_so_and_submits()
    {
        await LimitAsync(100);
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance");

        await TypeAsync(screen, "#points", "100");
        Assert.Empty(screen.FindAll(".lc-dlg > .lc-banner"));
        await TypeAsync(screen, "#points", "101");
        screen.WaitForAssertion(() => Assert.Equal(
            "You may book up to 100 points in one entry; a colleague has to approve more.", Text(screen.Find(".lc-dlg > .lc-banner"))));
        Assert.Equal("Submit for approval", Text(Save(screen)));
        Assert.Equal("0 → 101", Effect(screen, "Total Redeemable Points"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("Submitted for approval as request 1. Nothing is booked yet.", screen.Markup, StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        screen.WaitForAssertion(() => Assert.Contains("1 change waits for approvalAdjust points +101 by Eva Brandt", Text(screen.Find(".lc-waiting")), StringComparison.Ordinal));
        Assert.Empty(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task X6_where_the_limit_comes_while_the_dialog_is_open_nothing_is_booked_and_the_dialog_offers_to_submit()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance");
        await TypeAsync(screen, "#points", "101");
        await LimitAsync(100);

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Submit for approval", Text(Save(screen))));
        Assert.Empty(await Programme.EntriesAsync(ada));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        Assert.Equal(1, Programme.Query("SELECT COUNT(*) FROM ApprovalRequests", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public async Task X6_a_campaigns_points_are_submitted_as_well()
    {
        await LimitAsync(20);
        var ada = await Programme.CustomerAsync();
        (await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(), new CampaignDraft("Sorry", CampaignKind.Manual, Points.Whole(30)), Programme.Manager)).OrThrow();
        var screen = Open(ada);
        await ClickAsync(screen, "Grant extra points");
        screen.WaitForAssertion(() => Assert.Equal("Submit for approval", Text(Save(screen))));

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("Grant campaign points +30 by Eva Brandt", Text(screen.Find(".lc-waiting")), StringComparison.Ordinal));
        Assert.Empty(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task X6_a_level_that_gives_points_beyond_the_limit_is_submitted_as_well()
    {
        await LimitAsync(20);
        var ada = await Programme.CustomerAsync();
        Programme.Execute("UPDATE Tiers SET EntryPoints = 5000 WHERE Name = 'Gold'");
        var screen = Open(ada);
        await ClickAsync(screen, "Change Tier");
        screen.WaitForElement("#new-tier");
        var gold = (await Programme.TierAsync(ada)).Levels.Single(level => level.Name is "Gold").Id;

        await DoAsync(screen, () => screen.Find("#new-tier").Change(gold.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        screen.WaitForAssertion(() => Assert.Equal("Submit for approval", Text(Save(screen))));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("Change tier +50 by Eva Brandt", Text(screen.Find(".lc-waiting")), StringComparison.Ordinal));
        Assert.Equal("Member", Programme.StoredTier(ada));
    }

    private async Task LimitAsync(int points) => (await Programme.Get<RoleLimits>().ChangeAsync(
        StaffRole.Agent, Points.Whole(points), null, Actor.Person("Ines Kolb", StaffRole.Administrator))).OrThrow();
}
