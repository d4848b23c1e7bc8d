using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>What a level gives on entry, once in a qualifying cycle (rule 5.6.7, S-032).</summary>
public sealed class TierEntryTests : LedgerTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await GivesAsync("Silver", 50, months: 6);
        await GivesAsync("Gold", 200, months: null);
    }

    [Fact]
    public async Task R_5_6_7_reaching_a_level_credits_its_entry_points()
    {
        var ada = await Programme.CustomerAsync();

        var receipt = await Programme.OrderAsync(ada, 500m);

        var entry = (await Programme.EntriesAsync(ada))[^1];
        Assert.Equal((EntryKind.Campaign, Points.Whole(50), "Silver"), (entry.Kind, entry.Points, entry.CustomerText));
        Assert.Equal(Points.Whole(550), (await Programme.FiguresAsync(ada)).Redeemable);
        Assert.Equal(Points.Whole(550), receipt.Account.Redeemable);
        Assert.Equal(
            Programme.Berlin(2026, 5, 29),
            Programme.Query("SELECT ValidUntil FROM Lots WHERE Kind = 12", row => Instant.FromUnixTimeMilliseconds(row.GetInt64(0))).Single());
    }

    [Fact]
    public async Task R_5_6_7_one_order_that_reaches_two_levels_gives_as_much_as_two_orders()
    {
        var (one, two) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));

        await Programme.OrderAsync(one, 2_000m);
        await Programme.OrderAsync(two, 500m);
        await Programme.OrderAsync(two, 1_500m);

        Assert.Equal(Points.Whole(2_250), (await Programme.FiguresAsync(one)).Total);
        Assert.Equal(Points.Whole(2_250), (await Programme.FiguresAsync(two)).Total);
        Assert.Equal(["Gold", "Silver"], (await Programme.TierAsync(one)).Gifts.Select(gift => gift.Level));
    }

    [Theory]
    [InlineData(499, ReasonKind.Reward, "Member", 0)]
    [InlineData(500, ReasonKind.Reward, "Silver", 50)]
    [InlineData(1_960, ReasonKind.CorrectionOfEarning, "Gold", 250)]
    [InlineData(5_000, ReasonKind.Goodwill, "Member", 0)]
    [InlineData(-1, ReasonKind.CorrectionOfEarning, "Member", 0)]
    public async Task X2_the_level_that_follows_from_an_adjustment_is_told_before_as_it_then_comes(int points, ReasonKind reason, string level, int gift)
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 1m, placedAt: Programme.Berlin(2024, 3, 1));
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(points)) with { Reason = reason };

        var told = (await Programme.Get<CustomerTiers>().AfterAsync(adjustment, Programme.Agent, CancellationToken.None)).OrThrow();
        Assert.Equal("Member", Programme.StoredTier(ada));
        (await Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)).OrThrow();

        Assert.Equal(("Member", level, Points.Whole(gift)), (told.Now.Name, told.After.Name, told.Gift));
        Assert.Equal(level, Programme.StoredTier(ada));
        Assert.Equal(Points.Whole(gift), (await Programme.TierAsync(ada)).Gifts.Aggregate(Points.Zero, (sum, one) => sum + one.Points));
    }

    [Fact]
    public async Task X2_locked_points_are_told_to_raise_nobody_and_what_is_refused_tells_nothing()
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(500)) with
        {
            Reason = ReasonKind.Reward,
            RedeemableAfter = new LocalDate(2025, 12, 24),
        };
        var tiers = Programme.Get<CustomerTiers>();

        Assert.Equal("Member", (await tiers.AfterAsync(adjustment, Programme.Agent, CancellationToken.None)).OrThrow().After.Name);
        (await tiers.AfterAsync(adjustment with { Points = Points.Zero }, Programme.Agent, CancellationToken.None)).Succeeded(out _, out var refusal);
        Assert.IsType<PointsMustBePositive>(refusal);
        (await tiers.AfterAsync(adjustment, Actor.Person("Nobody"), CancellationToken.None)).Succeeded(out _, out refusal);
        Assert.IsType<NotAllowed>(refusal);
    }

    [Fact]
    public async Task Entry_points_qualify_like_the_points_of_any_campaign()
    {
        var ada = await Programme.CustomerAsync();

        await Programme.OrderAsync(ada, 1_960m);

        Assert.Equal("Gold", Programme.StoredTier(ada));
        Assert.Equal(Points.Whole(2_210), (await Programme.TierAsync(ada)).Forecast.Qualifying);
    }

    [Fact]
    public async Task R_5_6_7_leaving_and_coming_back_does_not_pay_twice_in_one_cycle()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 500m);
        await ChangeAsync(ada, "Member", rewards: false);
        await ChangeAsync(ada, "Silver", rewards: true);
        Assert.Single((await Programme.TierAsync(ada)).Gifts);

        // A year later another cycle has begun.
        Programme.Clock.Advance(Duration.FromDays(400));
        await Programme.RecalculateAsync();
        await Programme.OrderAsync(ada, 500m);

        Assert.Equal(2, (await Programme.TierAsync(ada)).Gifts.Count);
    }

    [Fact]
    public async Task S_032_a_change_by_hand_gives_only_when_asked_to()
    {
        var (with, without) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        var order = await Programme.TierOrderAsync(with, "Silver") with { GivesRewards = true };
        var preview = (await Programme.Get<CustomerTiers>().PreviewAsync(order, Programme.Agent, CancellationToken.None)).OrThrow();

        await ChangeAsync(with, "Silver", rewards: true);
        await ChangeAsync(without, "Silver", rewards: false);

        Assert.Equal(Points.Whole(50), preview.Rewards);
        Assert.Equal(Points.Whole(50), (await Programme.FiguresAsync(with)).Total);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(without)).Total);
    }

    [Fact]
    public async Task R_5_4_9_what_was_given_stays_when_the_level_is_lost_and_is_flagged()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 500m, "1");
        await Programme.CreditNoteAsync(ada, 500m, "1");

        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));

        var gift = Assert.Single((await Programme.TierAsync(ada)).Gifts);
        Assert.Equal(("Silver", Points.Whole(50), true), (gift.Level, gift.Points, gift.IsLeft));
    }

    [Fact]
    public async Task L_023_who_does_not_take_part_is_given_nothing()
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 600, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Manager)).OrThrow();

        await Programme.RecalculateAsync(Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));

        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Empty((await Programme.TierAsync(ada)).Gifts);
    }

    [Fact]
    public async Task R_5_4_7_entry_points_repay_debt_like_any_credit()
    {
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(520));
        (await Programme.Ledger.AdjustAsync(adjustment with { Reason = ReasonKind.Goodwill }, Programme.Agent)).OrThrow();

        await Programme.OrderAsync(ada, 500m);

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Whole(30), Points.Zero), (figures.Redeemable, figures.Debt));
    }

    private async Task GivesAsync(string name, int points, int? months)
    {
        var book = Programme.Get<TierBook>();
        var level = (await book.ListAsync(Programme.Manager, CancellationToken.None)).OrThrow().Single(row => string.Equals(row.Level.Name, name, StringComparison.Ordinal)).Level;
        (await book.ChangeAsync(level, new TierDraft(name, level.Threshold, Points.Whole(points), months), Programme.Manager)).OrThrow();
    }

    private async Task ChangeAsync(CustomerId customer, string to, bool rewards)
    {
        var order = await Programme.TierOrderAsync(customer, to);
        (await Programme.Get<CustomerTiers>().ChangeAsync(order with { GivesRewards = rewards }, Programme.Agent)).OrThrow();
    }
}
