using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The Rewards tab: outstanding, used, removed (S-012, S-013, 5.3.4).</summary>
public sealed class RewardsTabTests : ProfileContext
{
    private RewardBook Rewards => Programme.Get<RewardBook>();

    [Fact]
    public async Task S_012_shows_which_rewards_are_outstanding_used_and_removed()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1_000);
        var ids = new[] { await SpentAsync(ada, "Mug", 300), await SpentAsync(ada, "Tea", 50), await SpentAsync(ada, "Sticker", 20) };
        (await Rewards.UseAsync(ids[1], Programme.Agent)).OrThrow();
        (await Rewards.RemoveAsync(ids[2], evenIfUsed: false, Programme.Agent)).OrThrow();

        var screen = Open(ada, "?tab=rewards");

        Assert.Equal(["Reward", "Status", "Points", "Coupon Code", "Received", "Used or removed", "Ref. ID", "Action"], Heads(screen));
        Assert.Equal(
            [["Sticker", "Removed", "20", "28 Nov 2025 14:37", "28 Nov 2025 14:37"], ["Tea", "Used", "50", "28 Nov 2025 14:37", "28 Nov 2025 14:37"], ["Mug", "Outstanding", "300", "28 Nov 2025 14:37", ""]],
            Rows(screen).Select(row => new[] { row[0], row[1], row[2], row[4], row[5] }));
        Assert.Equal(["more: Mug"], screen.FindAll(".lc-grid [aria-haspopup=menu]").Select(menu => menu.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task S_012_the_address_narrows_to_what_became_of_them()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1_000);
        await SpentAsync(ada, "Mug", 300);
        (await Rewards.UseAsync(await SpentAsync(ada, "Tea", 50), Programme.Agent)).OrThrow();

        var screen = Open(ada, "?tab=rewards&r-kind=used");

        Assert.Equal(["Tea"], Rows(screen).Select(row => row[0]));
    }

    [Fact]
    public async Task S_013_removing_says_what_happens_and_gives_the_points_back()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        await SpentAsync(ada, "Mug", 300);
        var screen = Open(ada, "?tab=rewards");
        var code = Rows(screen).Single()[3];

        await ChooseAsync(screen, "Mug", "Remove…");
        screen.WaitForAssertion(() => Assert.Equal("200 → 500", Effect(screen, "Total Redeemable Points")));
        Assert.Equal(
            ["300 points go back to where they were taken from. What has expired meanwhile is not revived.", $"The coupon code {code} is void from then on."],
            screen.FindAll(".lc-deed p").Select(Text));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Removed", Rows(screen).Single()[1]));
        screen.WaitForAssertion(() => Assert.Equal("500", Value(screen, ".lc-figs", "Total Redeemable Points")));
    }

    [Fact]
    public async Task S_012_an_agent_marks_a_reward_as_used()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        await SpentAsync(ada, "Mug", 300);
        var screen = Open(ada, "?tab=rewards");

        await ChooseAsync(screen, "Mug", "Mark as used…");
        Assert.Contains("After that it can only be refunded, by a manager.", Text(screen.WaitForElement(".lc-deed")), StringComparison.Ordinal);
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Used", Rows(screen).Single()[1]));
        Assert.Empty(screen.FindAll(".lc-grid [aria-haspopup=menu]"));
    }

    [Fact]
    public async Task Rule_5_3_4_a_manager_refunds_a_used_reward_on_purpose_after_a_warning()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        (await Rewards.UseAsync(await SpentAsync(ada, "Mug", 300), Programme.Agent)).OrThrow();
        var screen = Open(ada, "?tab=rewards");

        await ChooseAsync(screen, "Mug", "Refund…");
        Assert.Contains("its discount stays granted", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        Assert.Equal("Refund 300 points", Text(Save(screen)));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Removed", Rows(screen).Single()[1]));
        screen.WaitForAssertion(() => Assert.Equal("500", Value(screen, ".lc-figs", "Total Redeemable Points")));
    }

    [Fact]
    public async Task What_somebody_else_did_meanwhile_is_said_and_nothing_is_done()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        var mug = await SpentAsync(ada, "Mug", 300);
        var screen = Open(ada, "?tab=rewards");
        await ChooseAsync(screen, "Mug", "Remove…");
        screen.WaitForElement(".lc-deed");

        (await Rewards.UseAsync(mug, Programme.Manager)).OrThrow();
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("The reward was used.", Text(screen.Find(".lc-formerr")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customer_without_rewards_is_told_where_they_come_from()
    {
        var screen = Open(await Programme.CustomerAsync(), "?tab=rewards");

        Assert.Contains("No rewards yet", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
    }

    private async Task<CustomerRewardId> SpentAsync(CustomerId customer, string name, int cost)
    {
        var (reward, account) = (await RewardAsync(name, cost), await Programme.AccountAsync(customer));
        (await Rewards.SpendAsync(new RewardSpend(Guid.CreateVersion7(), customer, reward.Id, account.Version, account.Figures.Balance), Programme.Agent)).OrThrow();
        return (await Rewards.ListAsync(customer, new CustomerRewardQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows[0].Id;
    }
}
