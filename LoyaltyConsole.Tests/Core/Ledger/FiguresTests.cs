using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>The six figures and the debt are a function of time (L-037 to L-042, rules 5.1.11 and 5.5.5).</summary>
public sealed class FiguresTests : LedgerTest
{
    [Fact]
    public async Task L_040_total_is_redeemable_and_locked_points()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.LotAsync(ada, 40, lockedUntil: Berlin(2026, 1, 1));

        var figures = await Programme.FiguresAsync(ada);

        Assert.Equal((Points.Whole(100), Points.Whole(40), Points.Whole(140)), (figures.Redeemable, figures.Locked, figures.Total));
    }

    [Fact]
    public async Task A_lot_unlocks_at_the_very_instant_without_any_job()
    {
        var unlock = Berlin(2025, 12, 1, 9);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 40, lockedUntil: unlock);

        Programme.Clock.Set(unlock - Duration.FromMilliseconds(1));
        var before = await Programme.FiguresAsync(ada);
        Programme.Clock.Set(unlock);
        var after = await Programme.FiguresAsync(ada);

        Assert.Equal((Points.Whole(40), Points.Zero), (before.Locked, before.Redeemable));
        Assert.Equal((Points.Zero, Points.Whole(40)), (after.Locked, after.Redeemable));
    }

    [Fact]
    public async Task L_038_points_expire_at_the_very_instant_without_any_job()
    {
        var end = Berlin(2025, 12, 24);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 40, end);

        Programme.Clock.Set(end - Duration.FromMilliseconds(1));
        var before = await Programme.FiguresAsync(ada);
        Programme.Clock.Set(end);
        var after = await Programme.FiguresAsync(ada);

        Assert.Equal((Points.Zero, Points.Whole(40), Points.Whole(40)), (before.Expired, before.Total, before.Collected));
        Assert.Equal((Points.Whole(40), Points.Zero, Points.Whole(40)), (after.Expired, after.Total, after.Collected));
    }

    [Fact]
    public async Task L_039_counts_what_runs_out_within_thirty_days_locked_points_included()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1, now + Duration.FromDays(30));
        await Programme.LotAsync(ada, 10, now + Duration.FromDays(30) + Duration.FromMilliseconds(1));
        await Programme.LotAsync(ada, 100, now + Duration.FromDays(20), lockedUntil: now + Duration.FromDays(10));

        Assert.Equal(Points.Whole(101), (await Programme.FiguresAsync(ada)).ExpiringIn30Days);
    }

    [Fact]
    public async Task Tells_the_figures_of_an_earlier_instant()
    {
        var ada = await Programme.CustomerAsync();
        var start = Programme.Clock.GetCurrentInstant();
        await Programme.LotAsync(ada, 100, start + Duration.FromDays(10));
        Programme.Clock.Advance(Duration.FromDays(5));
        await Programme.RedeemAsync(ada, 30);
        Programme.Clock.Advance(Duration.FromDays(10));
        await Programme.LotAsync(ada, 7);

        var first = await Programme.FiguresAsync(ada, start);
        var afterSpending = await Programme.FiguresAsync(ada, start + Duration.FromDays(6));
        var afterExpiry = await Programme.FiguresAsync(ada, start + Duration.FromDays(10));
        var now = await Programme.FiguresAsync(ada);

        Assert.Equal((Points.Whole(100), Points.Zero), (first.Redeemable, first.Expired));
        Assert.Equal((Points.Whole(70), Points.Zero), (afterSpending.Redeemable, afterSpending.Expired));
        Assert.Equal((Points.Zero, Points.Whole(70)), (afterExpiry.Redeemable, afterExpiry.Expired));
        Assert.Equal((Points.Whole(7), Points.Whole(70), Points.Whole(107)), (now.Redeemable, now.Expired, now.Collected));
    }

    [Fact]
    public async Task L_068_a_discarded_redemption_affects_nothing_and_revives_nothing()
    {
        var end = Berlin(2025, 12, 1);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 50, end);
        await Programme.LotAsync(ada, 50);
        var spent = await Programme.RedeemAsync(ada, 80);
        Programme.Clock.Set(Berlin(2025, 12, 2));

        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();
        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Whole(50), Points.Whole(50), Points.Whole(100)), (figures.Redeemable, figures.Expired, figures.Collected));
    }

    [Fact]
    public async Task L_068_a_discarded_redemption_affects_no_earlier_figure_either()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 50);
        var spent = await Programme.RedeemAsync(ada, 20);
        var between = Programme.Clock.GetCurrentInstant();
        Programme.Clock.Advance(Duration.FromMinutes(15));
        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        Assert.Equal(Points.Whole(50), (await Programme.FiguresAsync(ada, between)).Total);
    }

    [Fact]
    public async Task Only_a_redemption_that_exists_is_discarded()
    {
        var ada = await Programme.CustomerAsync();
        var credit = await Programme.LotAsync(ada, 50);

        Assert.Equal(new NotARedemption(credit), Refused(await Programme.Ledger.DiscardAsync(credit, Programme.Agent)));
        Assert.Equal(
            new EntryNotFound(new LedgerEntryId(999)), Refused(await Programme.Ledger.DiscardAsync(new LedgerEntryId(999), Programme.Agent)));
    }
}
