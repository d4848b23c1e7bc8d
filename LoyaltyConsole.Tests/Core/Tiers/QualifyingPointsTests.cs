using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>What counts towards a level: what was earned in the window, not the balance (rule 5.6.1).</summary>
public sealed class QualifyingPointsTests : LedgerTest
{
    [Fact]
    public async Task R_5_6_1_spending_and_expiry_never_lower_them()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m);
        await Programme.LotAsync(ada, 40, validUntil: Now + Duration.FromDays(10));

        await Programme.RedeemAsync(ada, 60);
        Programme.Clock.Advance(Duration.FromDays(11));
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        Assert.Equal(Points.Whole(140), await QualifyingAsync(ada));
        Assert.Equal(Points.Whole(80), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task R_5_4_9_a_return_lowers_them_in_the_period_in_which_they_were_earned()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "1", placedAt: Now - Duration.FromDays(300));
        await Programme.OrderAsync(ada, 50m);

        await Programme.CreditNoteAsync(ada, 40m, "1");
        Assert.Equal(Points.Whole(110), await QualifyingAsync(ada));

        // A hundred days later the order is out of the window, and its return with it.
        Programme.Clock.Advance(Duration.FromDays(100));
        Assert.Equal(Points.Whole(50), await QualifyingAsync(ada));
    }

    [Theory]
    [InlineData(ReasonKind.Reward, false, 100)]
    [InlineData(ReasonKind.CorrectionOfEarning, false, 100)]
    [InlineData(ReasonKind.Goodwill, false, 0)]
    [InlineData(ReasonKind.Goodwill, true, 100)]
    [InlineData(ReasonKind.ReturnOfRedemption, true, 0)]
    [InlineData(ReasonKind.ManualExpiry, true, 0)]
    public async Task R_5_6_1_manual_entries_count_by_their_reason(ReasonKind reason, bool goodwill, int counted)
    {
        await Programme.ChangeAsync(settings => settings.GoodwillQualifies = goodwill);
        var (credited, deducted) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        await Programme.OrderAsync(deducted, 400m);

        await AdjustAsync(credited, AdjustmentDoor.TopUp, 100, reason);
        await AdjustAsync(deducted, AdjustmentDoor.DrawOff, 100, reason);

        Assert.Equal(Points.Whole(counted), await QualifyingAsync(credited));
        Assert.Equal(Points.Whole(400 - counted), await QualifyingAsync(deducted));
    }

    [Fact]
    public async Task R_5_6_1_what_is_reversed_has_never_counted()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 300m);
        var credit = await AdjustAsync(ada, AdjustmentDoor.TopUp, 100, ReasonKind.Reward);
        var debit = await AdjustAsync(ada, AdjustmentDoor.DrawOff, 30, ReasonKind.CorrectionOfEarning);
        Assert.Equal(Points.Whole(370), await QualifyingAsync(ada));

        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), debit.Id, "Wrong one"), Programme.Manager)).OrThrow();
        Assert.Equal(Points.Whole(400), await QualifyingAsync(ada));

        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), credit.Id, "Wrong one"), Programme.Manager)).OrThrow();
        Assert.Equal(Points.Whole(300), await QualifyingAsync(ada));
    }

    [Fact]
    public async Task R_5_2_4_locked_points_count_once_unlocked_unless_the_programme_says_otherwise()
    {
        var ada = await Programme.CustomerAsync();
        var unlocks = Now + Duration.FromDays(14);
        await Programme.LotAsync(ada, 90, lockedUntil: unlocks);

        Assert.Equal(Points.Zero, await QualifyingAsync(ada));
        Assert.Equal(new(unlocks, Points.Whole(90)), Assert.Single((await Programme.TierAsync(ada)).Forecast.Pending));
        await Programme.ChangeAsync(settings => settings.LockedPointsQualify = true);
        Assert.Equal(Points.Whole(90), await QualifyingAsync(ada));
        await Programme.ChangeAsync(settings => settings.LockedPointsQualify = false);

        Programme.Clock.Set(unlocks - Duration.FromMilliseconds(1));
        Assert.Equal(Points.Zero, await QualifyingAsync(ada));
        Programme.Clock.Set(unlocks);
        Assert.Equal(Points.Whole(90), await QualifyingAsync(ada));
    }

    [Fact]
    public async Task R_5_6_3_the_window_begins_with_the_local_day_twelve_months_ago()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 7m, placedAt: Programme.Berlin(2024, 11, 28) - Duration.FromMilliseconds(1));
        await Programme.OrderAsync(ada, 50m, placedAt: Programme.Berlin(2024, 11, 28));

        Assert.Equal(Points.Whole(50), await QualifyingAsync(ada));
        Programme.Clock.Set(Programme.Berlin(2025, 11, 29) - Duration.FromMilliseconds(1));
        Assert.Equal(Points.Whole(50), await QualifyingAsync(ada));
        Programme.Clock.Set(Programme.Berlin(2025, 11, 29));
        Assert.Equal(Points.Zero, await QualifyingAsync(ada));
    }

    [Fact]
    public async Task R_5_6_3_the_window_has_as_many_months_as_the_programme_says()
    {
        await Programme.ChangeAsync(settings => settings.TierMonths = 3);
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 7m, placedAt: Programme.Berlin(2025, 8, 27, 23, 59));
        await Programme.OrderAsync(ada, 50m, placedAt: Programme.Berlin(2025, 8, 28));

        Assert.Equal(Points.Whole(50), await QualifyingAsync(ada));
    }

    [Fact]
    public async Task Every_kind_of_credit_counts_but_what_was_given_back()
    {
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Db.Campaigns.Add(new Campaign { Id = new CampaignId(7), Name = "Base", Kind = CampaignKind.Order, Rate = Points.Whole(10) });
            writing.Db.Campaigns.Add(new Campaign { Id = new CampaignId(8), Name = "Thing", Kind = CampaignKind.Item, Sku = "SKU", Rate = Points.Whole(5) });
            return Task.FromResult<Result<Done>>(default(Done));
        });
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m);
        Assert.Equal(Points.Whole(115), await QualifyingAsync(ada));

        var spent = await Programme.RedeemAsync(ada, 50);
        await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent);
        Assert.Equal(Points.Whole(115), await QualifyingAsync(ada));
    }

    private Instant Now => Programme.Clock.GetCurrentInstant();

    private async Task<Points> QualifyingAsync(CustomerId customer) => (await Programme.TierAsync(customer)).Forecast.Qualifying;

    private async Task<LedgerEntry> AdjustAsync(CustomerId customer, AdjustmentDoor door, int points, ReasonKind reason)
    {
        var adjustment = await Programme.AdjustmentAsync(customer, door, Points.Whole(points));
        return (await Programme.Ledger.AdjustAsync(adjustment with { Reason = reason }, Programme.Agent)).OrThrow();
    }
}
