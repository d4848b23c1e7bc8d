using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>Whoever meets a threshold is raised at once (rule 5.6.2).</summary>
public sealed class TierAscentTests : LedgerTest
{
    [Fact]
    public async Task R_5_6_2_the_booking_that_meets_a_threshold_raises_at_once()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 499m);
        Assert.Equal("Member", Programme.StoredTier(ada));

        await Programme.OrderAsync(ada, 1m);

        Assert.Equal("Silver", Programme.StoredTier(ada));
        var change = Assert.Single(await Programme.TierHistoryAsync(ada));
        Assert.Equal(
            ("Member", "Silver", TierCause.Reached, Points.Whole(500), Points.Whole(500), Programme.Clock.GetCurrentInstant()),
            (change.FromName, change.ToName, change.Cause, change.Qualifying, change.Threshold, change.At));
        var view = await Programme.TierAsync(ada);
        Assert.Equal(Programme.Clock.GetCurrentInstant(), view.Since);
        Assert.Equal(Programme.Berlin(2026, 11, 29), view.DueAt);
    }

    [Fact]
    public async Task R_5_6_2_several_levels_are_taken_in_one_step()
    {
        var ada = await Programme.CustomerAsync();

        await Programme.OrderAsync(ada, 12_000m);

        Assert.Equal("Platinum", Programme.StoredTier(ada));
        Assert.Equal(("Member", "Platinum"), (await Programme.TierHistoryAsync(ada)).Select(change => (change.FromName, change.ToName)).Single());
    }

    [Fact]
    public async Task R_5_6_2_a_return_lowers_no_level_at_once()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m, "1");

        await Programme.CreditNoteAsync(ada, 600m, "1");
        await Programme.OrderAsync(ada, 1m);

        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Equal(Points.Whole(1), (await Programme.TierAsync(ada)).Forecast.Qualifying);
    }

    [Fact]
    public async Task R_5_6_1_points_that_do_not_qualify_raise_nobody_however_many_they_are()
    {
        var ada = await Programme.CustomerAsync();
        await AdjustAsync(ada, AdjustmentDoor.TopUp, 5_000, ReasonKind.Goodwill);
        await Programme.OrderAsync(ada, 700m, placedAt: Programme.Berlin(2024, 3, 1));

        Assert.Equal("Member", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task R_5_2_4_unlocked_points_raise_when_the_account_is_refreshed()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 600, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(14));
        Assert.Equal("Member", Programme.StoredTier(ada));

        Programme.Clock.Advance(Duration.FromDays(14));
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task R_5_2_4_unlocked_points_raise_by_the_recalculation_even_when_they_were_taken_while_locked()
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 600, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(14));
        await AdjustAsync(ada, AdjustmentDoor.DrawOff, 600, ReasonKind.ManualExpiry);

        var report = await Programme.RecalculateAsync(Programme.Clock.GetCurrentInstant() + Duration.FromDays(14));

        Assert.Equal(new TierReport(1, 1, 0, 1, 0), report);
        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R_5_2_4_a_rise_is_dated_when_the_points_unlocked_however_late_somebody_looks(bool byBooking)
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        var unlocks = Programme.Clock.GetCurrentInstant() + Duration.FromDays(14);
        await Programme.LotAsync(ada, 600, lockedUntil: unlocks);
        await Programme.LotAsync(ada, 1_400, lockedUntil: unlocks + Duration.FromDays(1));

        Programme.Clock.Advance(Duration.FromDays(20));
        var seen = await Programme.TierAsync(ada);
        await (byBooking ? Programme.OrderAsync(ada, 1m) : (Task)Programme.RecalculateAsync());

        Assert.Equal(
            [("Silver", unlocks, Points.Whole(600)), ("Gold", unlocks + Duration.FromDays(1), Points.Whole(2_000))],
            (await Programme.TierHistoryAsync(ada)).Select(change => (change.ToName, change.At, change.Qualifying)));
        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Gold", unlocks + Duration.FromDays(1), Programme.Berlin(2026, 12, 14)), (view.Level.Name, view.Since, view.DueAt));
        Assert.Equal((view.Level.Name, view.Since, view.DueAt), (seen.Level.Name, seen.Since, seen.DueAt));
    }

    [Fact]
    public async Task R_5_2_4_what_was_booked_after_the_unlocking_raises_when_it_was_booked()
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        var unlocks = Programme.Clock.GetCurrentInstant() + Duration.FromDays(14);
        await Programme.LotAsync(ada, 400, lockedUntil: unlocks);
        Programme.Clock.Advance(Duration.FromDays(20));

        await Programme.OrderAsync(ada, 200m, placedAt: unlocks - Duration.FromDays(1));

        Assert.Equal(Programme.Clock.GetCurrentInstant(), Assert.Single(await Programme.TierHistoryAsync(ada)).At);
    }

    [Fact]
    public async Task R_5_2_4_a_deduction_that_is_reversed_after_the_unlocking_raises_when_it_is_reversed()
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        var unlocks = Programme.Clock.GetCurrentInstant() + Duration.FromDays(14);
        await Programme.LotAsync(ada, 600, lockedUntil: unlocks);
        var deduction = await AdjustAsync(ada, AdjustmentDoor.DrawOff, 300, ReasonKind.CorrectionOfEarning);
        Programme.Clock.Advance(Duration.FromDays(20));
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);
        Assert.Equal("Member", Programme.StoredTier(ada));

        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), deduction.Id, "By mistake"), Programme.Manager)).OrThrow();

        Assert.Equal(Programme.Clock.GetCurrentInstant(), Assert.Single(await Programme.TierHistoryAsync(ada)).At);
    }

    [Fact]
    public async Task R_5_6_6_what_unlocked_under_a_full_lock_raises_when_a_person_takes_the_lock_away()
    {
        await Programme.RecalculateAsync();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 600, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(14));
        await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Member") with { Lock = TierLock.Full }, Programme.Manager);
        Programme.Clock.Advance(Duration.FromDays(20));
        await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Member"), Programme.Manager);
        var freed = Programme.Clock.GetCurrentInstant();
        Programme.Clock.Advance(Duration.FromDays(1));

        await Programme.OrderAsync(ada, 1m);

        var rise = (await Programme.TierHistoryAsync(ada)).Single(change => change.Cause == TierCause.Reached);
        Assert.Equal((freed, "Silver"), (rise.At, rise.ToName));
    }

    [Fact]
    public async Task R_5_6_6_what_a_person_decided_under_a_full_lock_outlives_the_lock()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);
        var tiers = Programme.Get<CustomerTiers>();
        (await tiers.ChangeAsync(await Programme.TierOrderAsync(ada, "Member") with { Lock = TierLock.Full }, Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(20));

        (await tiers.ChangeAsync(await Programme.TierOrderAsync(ada, "Member"), Programme.Manager)).OrThrow();
        await Programme.OrderAsync(ada, 1m);

        Assert.Equal("Member", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task A_deduction_that_leaves_the_window_raises_by_the_recalculation()
    {
        var ada = await Programme.CustomerAsync();
        await AdjustAsync(ada, AdjustmentDoor.TopUp, 200, ReasonKind.Goodwill);
        await AdjustAsync(ada, AdjustmentDoor.DrawOff, 200, ReasonKind.CorrectionOfEarning);
        Programme.Clock.Advance(Duration.FromDays(30));
        await Programme.OrderAsync(ada, 600m);
        await Programme.RecalculateAsync();
        Assert.Equal("Member", Programme.StoredTier(ada));

        Assert.Equal(0, (await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29) - Duration.FromMilliseconds(1))).Raised);
        Assert.Equal(1, (await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 30, 4))).Raised);
        Assert.Equal(Programme.Berlin(2026, 11, 29), Assert.Single(await Programme.TierHistoryAsync(ada)).At);
    }

    [Fact]
    public async Task R_5_1_9_a_lower_threshold_acts_from_the_next_booking_or_recalculation_on()
    {
        var (ada, bo) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        await Programme.OrderAsync(ada, 400m);
        await Programme.OrderAsync(bo, 400m);
        await Programme.RecalculateAsync();
        var book = Programme.Get<TierBook>();
        var silver = (await book.ListAsync(Programme.Manager, CancellationToken.None)).OrThrow()[1].Level;

        (await book.ChangeAsync(silver, new TierDraft("Silver", Points.Whole(300), Points.Zero, null), Programme.Manager)).OrThrow();
        Assert.Equal("Member", Programme.StoredTier(ada));
        await Programme.OrderAsync(ada, 1m);
        Assert.Equal(("Silver", "Member"), (Programme.StoredTier(ada), Programme.StoredTier(bo)));

        Assert.Equal(1, (await Programme.RecalculateAsync()).Raised);
        Assert.Equal("Silver", Programme.StoredTier(bo));
        Assert.Equal(0, (await Programme.RecalculateAsync()).Processed);
    }

    private async Task<LedgerEntry> AdjustAsync(CustomerId customer, AdjustmentDoor door, int points, ReasonKind reason)
    {
        var adjustment = await Programme.AdjustmentAsync(customer, door, Points.Whole(points));
        return (await Programme.Ledger.AdjustAsync(adjustment with { Reason = reason }, Programme.Agent)).OrThrow();
    }
}
