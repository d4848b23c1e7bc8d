using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Campaigns;

/// <summary>Extra points of a campaign, granted by hand.</summary>
public sealed class CampaignGrantsTests : LedgerTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignGrants Grants => Programme.Get<CampaignGrants>();

    [Fact]
    public async Task L_058_what_the_preview_says_is_what_is_booked_once()
    {
        var ada = await Programme.CustomerAsync();
        var campaign = await CreateAsync("Sorry", 30);
        var grant = await GrantAsync(ada, campaign) with { InternalReason = "Late parcel", CustomerText = "With our apologies" };

        var preview = (await Grants.PreviewAsync(grant, Programme.Agent, Cancel)).OrThrow();
        var booked = (await Grants.GrantAsync(grant, Programme.Agent)).OrThrow();
        var again = (await Grants.GrantAsync(grant, Programme.Agent)).OrThrow();

        Assert.Equal((Points.Zero, Points.Whole(30)), (preview.Now.Redeemable, preview.After.Redeemable));
        Assert.Equal(preview.After, await Programme.FiguresAsync(ada));
        Assert.Equal(booked.Id, again.Id);
        var entry = Assert.Single(await Programme.EntriesAsync(ada));
        Assert.Equal(
            (EntryKind.Campaign, campaign, "Late parcel", "With our apologies", "Eva Brandt"),
            (entry.Kind, entry.CampaignId, entry.InternalReason, entry.CustomerText, entry.Actor));
        Assert.Equal(["GrantCampaign"], Programme.Query("SELECT Deed FROM AuditEntries WHERE CustomerId = 1", row => row.GetString(0)));
    }

    [Fact]
    public async Task A_grant_repays_debt_first()
    {
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(10)), Programme.Agent);

        var preview = (await Grants.PreviewAsync(await GrantAsync(ada, await CreateAsync("Sorry", 30)), Programme.Agent, Cancel)).OrThrow();

        Assert.Equal((Points.Whole(10), Points.Whole(20)), (preview.RepaysDebt, preview.After.Redeemable));
    }

    [Fact]
    public async Task Only_running_campaigns_for_granting_are_offered()
    {
        await CreateAsync("Planned", 5, new LocalDate(2025, 12, 24));
        var ended = await CreateAsync("Ended", 5);
        await Programme.Get<CampaignBook>().EndAsync(ended, Programme.Manager);
        await CreateAsync("Sorry", 30);

        var offered = (await Programme.Get<CampaignBook>().ToGiveAsync(CampaignKind.Manual, Programme.Agent, Cancel)).OrThrow();

        Assert.Equal(["Sorry"], offered.Select(campaign => campaign.Name));
    }

    [Fact]
    public async Task Refuses_in_this_order_what_cannot_be_granted()
    {
        var ada = await Programme.CustomerAsync();
        var campaign = await CreateAsync("Sorry", 30);
        var ended = await CreateAsync("Ended", 5);
        await Programme.Get<CampaignBook>().EndAsync(ended, Programme.Manager);
        var inactive = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Inactive);
        var grant = await GrantAsync(ada, campaign);
        var marketing = Actor.Person("Mia", StaffRole.Marketing);

        await RefusedAsync(new NotAllowed(Capability.GrantCampaigns), grant, marketing);
        await RefusedAsync(new CampaignNotFound(new CampaignId(99)), grant with { Campaign = new CampaignId(99) });
        await RefusedAsync(new CampaignIsNotGranted("Points for revenue"), grant with { Campaign = new CampaignId(1) });
        await RefusedAsync(new CampaignNotInForce("Ended"), grant with { Campaign = ended });
        await RefusedAsync(new CustomerInactive(), grant with { Customer = inactive });
        await RefusedAsync(new TextTooLong(2_000), grant with { InternalReason = new string('x', 2_001) });
        await Programme.LotAsync(ada, 5);
        await RefusedAsync(new AccountChanged(Points.Zero, Points.Whole(5)), grant);
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    private async Task RefusedAsync(Refusal refusal, CampaignGrant grant, Actor? actor = null)
    {
        AssertRefused(refusal, await Grants.PreviewAsync(grant, actor ?? Programme.Agent, Cancel));
        AssertRefused(refusal, await Grants.GrantAsync(grant, actor ?? Programme.Agent));
    }

    private async Task<CampaignGrant> GrantAsync(CustomerId customer, CampaignId campaign)
    {
        var account = await Programme.AccountAsync(customer);
        return new CampaignGrant(Guid.CreateVersion7(), customer, campaign, account.Version, account.Figures.Balance);
    }

    private async Task<CampaignId> CreateAsync(string name, int points, LocalDate? starts = null) =>
        (await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(), new CampaignDraft(name, CampaignKind.Manual, Points.Whole(points)) { StartsOn = starts }, Programme.Manager)).OrThrow().Id;
}
