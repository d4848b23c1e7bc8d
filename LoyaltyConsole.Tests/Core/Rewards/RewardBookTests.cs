using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Rewards;

/// <summary>What points are spent on, and what becomes of it (S-012, S-013, S-022 to S-027).</summary>
public sealed class RewardBookTests : LedgerTest
{
    private RewardBook Rewards => Programme.Get<RewardBook>();

    [Fact]
    public async Task T14_a_reward_that_costs_too_much_is_listed_with_what_is_missing()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 299);
        await RewardAsync("Mug", 300);
        await RewardAsync("Sticker", 20);
        await RewardAsync("Over", 1, ends: Programme.Clock.GetCurrentInstant());

        var view = (await Rewards.ChoicesAsync(ada, Programme.Agent, CancellationToken.None)).OrThrow();

        Assert.Null(view.Blocked);
        Assert.Equal([("Sticker", Points.Zero), ("Mug", Points.Whole(1))], view.Choices.Select(choice => (choice.Reward.Name, choice.Missing)));
    }

    [Fact]
    public async Task S_025_the_effect_is_what_is_booked_and_what_is_refused_is_refused_alike()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        var soon = await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(5));
        await Programme.LotAsync(ada, 400);
        var account = await Programme.AccountAsync(ada);
        var spend = new RewardSpend(Guid.CreateVersion7(), ada, mug.Id, account.Version, account.Figures.Balance);

        var preview = (await PreviewAsync(spend)).OrThrow();
        Assert.Equal((account.Figures, Points.Whole(200)), (preview.Now, preview.After.Redeemable));
        Assert.Equal([(soon, Points.Whole(100)), (new LedgerEntryId(2), Points.Whole(200))], preview.Uses.Select(lot => (lot.EntryId, lot.Points)));
        Assert.Equal(account.Version, (await Programme.AccountAsync(ada)).Version);
        (await Rewards.SpendAsync(spend, Programme.Agent)).OrThrow();
        Assert.Equal(preview.After, await Programme.FiguresAsync(ada));

        AssertRefused(new AccountChanged(Points.Whole(500), Points.Whole(200)), await PreviewAsync(spend));
        var again = spend with { SeenVersion = (await Programme.AccountAsync(ada)).Version };
        AssertRefused(new NotEnoughPoints(Points.Whole(200), Points.Whole(300)), await PreviewAsync(again));
        AssertRefused(new RewardNotFound(new RewardId(77)), await PreviewAsync(again with { Reward = new RewardId(77) }));
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();
        AssertRefused(new RedemptionLocked(), await PreviewAsync(again));
        AssertRefused(new NotAllowed(Capability.RedeemPoints), await Rewards.PreviewAsync(again, Actor.Person("Mia", StaffRole.Marketing), CancellationToken.None));
    }

    [Fact]
    public async Task X9_a_reward_goes_with_the_points_that_are_given_back()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 300);
        var spent = (await SpendAsync(ada, mug)).OrThrow();

        (await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), spent.Id, Programme.Agent)).OrThrow();

        Assert.Equal(CustomerRewardState.Removed, (await OnlyAsync(ada)).State);
        Assert.Equal(Points.Whole(300), (await Programme.FiguresAsync(ada)).Redeemable);
        AssertRefused(new RedemptionDiscarded(), await Programme.Ledger.ConfirmAsync(spent.CouponCode!, "A-1", Programme.Agent));
        var coupon = (await Programme.Get<CouponBook>().ListAsync(ada, new CouponQuery(), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows.Single();
        Assert.Equal((CouponState.Withdrawn, Programme.Clock.GetCurrentInstant()), (coupon.State, coupon.SettledAt));
    }

    [Fact]
    public async Task A_spend_whose_reward_was_used_meanwhile_is_not_undone_but_reversed_on_purpose()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 300);
        var spent = (await SpendAsync(ada, mug)).OrThrow();
        (await Rewards.UseAsync((await OnlyAsync(ada)).Id, Programme.Agent)).OrThrow();

        AssertRefused(new CouponUsed(spent.CouponCode!), await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), spent.Id, Programme.Agent));

        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), spent.Id, "Wrong customer"), Programme.Manager)).OrThrow();
        Assert.Equal(CustomerRewardState.Removed, (await OnlyAsync(ada)).State);
    }

    [Fact]
    public async Task S_012_rewards_are_shown_by_what_became_of_them()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 100));
        await Programme.LotAsync(ada, 300);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await SpendAsync(ada, mug)).OrThrow();
        }

        var all = await ListAsync(ada);
        (await Rewards.UseAsync(all[0].Id, Programme.Agent)).OrThrow();
        (await Rewards.RemoveAsync(all[1].Id, evenIfUsed: false, Programme.Agent)).OrThrow();

        foreach (var (state, id) in new[] { (CustomerRewardState.Used, 0), (CustomerRewardState.Removed, 1), (CustomerRewardState.Outstanding, 2) })
        {
            Assert.Equal([all[id].Id], (await ListAsync(ada, state)).Select(row => row.Id));
        }

        var row = (await Rewards.CatalogueAsync(Programme.Agent, CancellationToken.None)).OrThrow().Single();
        Assert.Equal((1, 1), (row.Outstanding, row.Used));
    }

    [Fact]
    public async Task S_012_a_reward_is_outstanding_until_its_coupon_is_used()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 500);

        var entry = (await SpendAsync(ada, mug)).OrThrow();
        var row = await OnlyAsync(ada);
        Assert.Equal((CustomerRewardState.Outstanding, Points.Whole(300), entry.CouponCode), (row.State, row.Points, row.CouponCode));
        Assert.Equal(Points.Whole(200), (await Programme.FiguresAsync(ada)).Redeemable);

        (await Programme.Ledger.ConfirmAsync(row.CouponCode!, "A-1", Programme.Agent)).OrThrow();
        (await Programme.Ledger.ConfirmAsync(row.CouponCode!, "A-1", Programme.Agent)).OrThrow();

        Assert.Equal((CustomerRewardState.Used, "A-1"), ((await OnlyAsync(ada)).State, (await OnlyAsync(ada)).OrderRefId));
        AssertRefused(new CouponUsed(row.CouponCode!), await Programme.Ledger.ConfirmAsync(row.CouponCode!, "A-2", Programme.Agent));
    }

    [Fact]
    public async Task S_013_removing_an_unused_reward_gives_the_points_back_and_a_used_one_only_on_purpose()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 600);
        (await SpendAsync(ada, mug)).OrThrow();
        (await Rewards.RemoveAsync((await OnlyAsync(ada)).Id, evenIfUsed: false, Programme.Agent)).OrThrow();
        Assert.Equal(Points.Whole(600), (await Programme.FiguresAsync(ada)).Redeemable);

        (await SpendAsync(ada, mug)).OrThrow();
        var second = (await ListAsync(ada))[0].Id;
        (await Rewards.UseAsync(second, Programme.Agent)).OrThrow();

        AssertRefused(new RewardUsed(), await Rewards.RemoveAsync(second, evenIfUsed: false, Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ReverseEntries), await Rewards.RemoveAsync(second, evenIfUsed: true, Programme.Agent));
        (await Rewards.RemoveAsync(second, evenIfUsed: true, Programme.Manager)).OrThrow();
        Assert.Equal(Points.Whole(600), (await Programme.FiguresAsync(ada)).Redeemable);
        Assert.Contains(await Programme.EntriesAsync(ada), entry => entry.Kind == EntryKind.Reversal);
        AssertRefused(new RewardRemoved(), await Rewards.UseAsync(second, Programme.Agent));
        AssertRefused(new CustomerRewardNotFound(new CustomerRewardId(99)), await Rewards.UseAsync(new CustomerRewardId(99), Programme.Agent));
    }

    [Fact]
    public async Task A_shop_that_reserves_a_reward_leaves_none_behind_when_the_coupon_lapses()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 300);

        var reserved = (await Rewards.ReserveAsync(new Reservation(Guid.CreateVersion7(), ada, Points.Zero), mug.Id, Programme.Agent)).OrThrow();
        Assert.Equal(Points.Whole(300), reserved.Points);
        Assert.Equal(CustomerRewardState.Outstanding, (await OnlyAsync(ada)).State);
        Programme.Clock.Advance(Duration.FromMinutes(15));

        Assert.Equal(CustomerRewardState.Removed, (await OnlyAsync(ada)).State);
        Assert.Equal(0, (await Rewards.CatalogueAsync(Programme.Agent, CancellationToken.None)).OrThrow().Single().Outstanding);
        Assert.Equal(Points.Whole(300), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task Spending_is_refused_in_a_fixed_order_and_booked_once()
    {
        var (ada, mug) = (await Programme.CustomerAsync(), await RewardAsync("Mug", 300));
        await Programme.LotAsync(ada, 500);
        var account = await Programme.AccountAsync(ada);
        var spend = new RewardSpend(Guid.CreateVersion7(), ada, mug.Id, account.Version, account.Figures.Balance);

        AssertRefused(new RewardNotFound(new RewardId(77)), await Rewards.SpendAsync(spend with { Reward = new RewardId(77) }, Programme.Agent));
        AssertRefused(new AccountChanged(Points.Whole(500), Points.Whole(500)), await Rewards.SpendAsync(spend with { SeenVersion = 0 }, Programme.Agent));
        var first = (await Rewards.SpendAsync(spend, Programme.Agent)).OrThrow();
        Assert.Equal(first.Id, (await Rewards.SpendAsync(spend, Programme.Agent)).OrThrow().Id);
        AssertRefused(new CommandKeyReused(), await Rewards.SpendAsync(spend with { SeenVersion = 9 }, Programme.Agent));
        AssertRefused(new NotEnoughPoints(Points.Whole(200), Points.Whole(300)), await SpendAsync(ada, mug));
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();
        AssertRefused(new RedemptionLocked(), await SpendAsync(ada, mug));
        Assert.Equal(new RedemptionLocked(), (await Rewards.ChoicesAsync(ada, Programme.Agent, CancellationToken.None)).OrThrow().Blocked);
    }

    [Fact]
    public async Task The_catalogue_refuses_what_no_reward_can_be_and_stale_forms()
    {
        var start = Programme.Clock.GetCurrentInstant();
        AssertRefused(new RewardNameMissing(), await Rewards.SaveAsync(null, new RewardDraft(" ", null, Points.Whole(1)), Programme.Manager));
        AssertRefused(new TextTooLong(Reward.NameLength), await Rewards.SaveAsync(null, new RewardDraft(new string('x', 201), null, Points.Whole(1)), Programme.Manager));
        AssertRefused(new RewardCostOutOfRange(Points.MostInOneEntry), await Rewards.SaveAsync(null, new RewardDraft("Mug", null, Points.Zero), Programme.Manager));
        AssertRefused(new RewardEndsBeforeItStarts(), await Rewards.SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(1), start, start), Programme.Manager));
        AssertRefused(new NotAllowed(Capability.ManageRewards), await Rewards.SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(1)), Programme.Agent));

        var mug = await RewardAsync("Mug", 300);
        var dearer = new RewardDraft("Mug", "White", Points.Whole(350), Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        Assert.Equal(2, (await Rewards.SaveAsync((mug.Id, 1), dearer, Programme.Manager)).OrThrow().Version);
        AssertRefused(new RewardChanged("Mug"), await Rewards.SaveAsync((mug.Id, 1), dearer, Programme.Manager));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        AssertRefused(new RewardNotAvailable("Mug"), await SpendAsync(ada, mug));
        Assert.Equal(Points.Whole(350), (await Rewards.CatalogueAsync(Programme.Agent, CancellationToken.None)).OrThrow().Single().Reward.Cost);
    }

    [Fact]
    public async Task R_024_a_campaigns_coupon_is_given_used_once_and_brings_its_points()
    {
        var coupons = Programme.Get<CouponBook>();
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, CouponText) VALUES (5, 'Autumn', 8, 2500, 0, 1, '10 % off')");
        var ada = await Programme.CustomerAsync();
        var key = Guid.CreateVersion7();

        Assert.Equal("Autumn", (await Programme.Get<CampaignBook>().ToGiveAsync(CampaignKind.Coupon, Programme.Agent, CancellationToken.None)).OrThrow().Single().Name);
        var given = (await coupons.GiveAsync(key, ada, new CampaignId(5), Programme.Agent)).OrThrow();
        Assert.Equal(given, (await coupons.GiveAsync(key, ada, new CampaignId(5), Programme.Agent)).OrThrow());
        (await coupons.UseAsync(given.Code, "A-1", Programme.Agent)).OrThrow();
        (await coupons.UseAsync(given.Code, "A-1", Programme.Agent)).OrThrow();

        Assert.Equal(Points.Whole(25), (await Programme.FiguresAsync(ada)).Collected);
        AssertRefused(new CouponUsed(given.Code), await coupons.UseAsync(given.Code, "A-2", Programme.Agent));
        AssertRefused(new CouponUsed(given.Code), await coupons.WithdrawAsync(given.Code, Programme.Agent));
        var row = (await coupons.ListAsync(ada, new CouponQuery(), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows.Single();
        Assert.Equal(("Autumn", "10 % off", CouponState.Used, Points.Whole(25)), (row.Campaign, row.Text, row.State, row.Points));

        var second = (await coupons.GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(5), Programme.Agent)).OrThrow();
        (await coupons.WithdrawAsync(second.Code, Programme.Agent)).OrThrow();
        AssertRefused(new CouponWithdrawn(second.Code), await coupons.UseAsync(second.Code, null, Programme.Agent));
        var third = (await coupons.GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(5), Programme.Agent)).OrThrow();
        Programme.Clock.Set(third.ValidUntil!.Value);
        AssertRefused(new CouponExpired(third.Code), await coupons.UseAsync(third.Code, null, Programme.Agent));
        AssertRefused(new CouponCampaignNotFound(), await coupons.GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(1), Programme.Agent));
        Programme.Execute("UPDATE Campaigns SET EndsAt = 0 WHERE Id = 5");
        AssertRefused(new CampaignNotInForce("Autumn"), await coupons.GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(5), Programme.Agent));
    }

    private async Task<Reward> RewardAsync(string name, int cost, Instant? ends = null) =>
        (await Rewards.SaveAsync(null, new RewardDraft(name, null, Points.Whole(cost), EndsAt: ends), Programme.Manager)).OrThrow();

    private async Task<Result<LedgerEntry>> SpendAsync(CustomerId customer, Reward reward)
    {
        var account = await Programme.AccountAsync(customer);
        return await Rewards.SpendAsync(
            new RewardSpend(Guid.CreateVersion7(), customer, reward.Id, account.Version, account.Figures.Balance), Programme.Agent);
    }

    private async Task<CustomerRewardRow> OnlyAsync(CustomerId customer) => Assert.Single(await ListAsync(customer));

    private Task<Result<SpendPreview>> PreviewAsync(RewardSpend spend) => Rewards.PreviewAsync(spend, Programme.Agent, CancellationToken.None);

    private async Task<IReadOnlyList<CustomerRewardRow>> ListAsync(CustomerId customer, CustomerRewardState? state = null) => (await Rewards.ListAsync(
        customer, new CustomerRewardQuery(state), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows;
}
