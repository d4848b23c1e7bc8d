using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>A change by hand, and the two strengths of a lock (S-028 to S-033, E-048, E-050, rules 5.6.6 and 5.6.7).</summary>
public sealed class TierLockTests : LedgerTest
{
    private CustomerTiers Tiers => Programme.Get<CustomerTiers>();

    [Fact]
    public async Task T22_a_full_lock_withstands_the_recalculation_down_and_up()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);
        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Full, Note = "Prize draw" });

        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));
        Assert.Equal("Silver", Programme.StoredTier(ada));

        await Programme.OrderAsync(ada, 5_000m);
        await Programme.RecalculateAsync(Programme.Berlin(2027, 11, 29));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Equal(0, (await Programme.RecalculateAsync()).Processed);
        var view = await Programme.TierAsync(ada);
        Assert.Equal((TierLock.Full, null, "Petra Lang", "Prize draw"), (view.Lock, view.LockedUntil, view.LockedBy, view.LockReason));
    }

    [Fact]
    public async Task R_5_6_6_a_floor_lets_the_level_rise_but_never_fall()
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Floor });

        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Equal(Programme.Berlin(2027, 11, 29), (await Programme.TierAsync(ada)).DueAt);

        await Programme.OrderAsync(ada, 2_000m);
        Assert.Equal("Gold", Programme.StoredTier(ada));
        await Programme.RecalculateAsync(Programme.Berlin(2028, 12, 1));
        Assert.Equal("Gold", Programme.StoredTier(ada));
    }

    [Theory]
    [InlineData(TierLock.Full)]
    [InlineData(TierLock.Floor)]
    public async Task R_5_6_6_a_lock_that_lapses_is_taken_away_and_what_came_due_under_it_is_evaluated(TierLock strength)
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Gold", order => order with { Lock = strength, LockUntil = new LocalDate(2027, 1, 31) });
        var ends = Programme.Berlin(2027, 2, 1);

        await Programme.RecalculateAsync(ends - Duration.FromMilliseconds(1));
        Assert.Equal("Gold", Programme.StoredTier(ada));
        Assert.Equal(TierLock.None, await LockAtAsync(ada, ends));
        await Programme.RecalculateAsync(ends + Duration.FromDays(2));

        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Equal(
            [(TierCause.LockLapsed, ends), (TierCause.Missed, ends)],
            (await Programme.TierHistoryAsync(ada)).TakeLast(2).Select(change => (change.Cause, change.At)));
        Assert.Null((await Programme.TierAsync(ada)).LockedBy);
    }

    [Fact]
    public async Task R_5_6_6_a_lock_that_lapses_before_the_evaluation_takes_nothing_away()
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Gold", order => order with { Lock = TierLock.Full, LockUntil = new LocalDate(2026, 6, 30) });
        await Programme.OrderAsync(ada, 12_000m);
        Assert.Equal("Gold", Programme.StoredTier(ada));

        await Programme.RecalculateAsync(Programme.Berlin(2026, 7, 1));

        Assert.Equal("Platinum", Programme.StoredTier(ada));
        var bo = await Programme.CustomerAsync("Bo");
        await ChangeAsync(bo, "Gold", order => order with { Lock = TierLock.Full, LockUntil = new LocalDate(2026, 9, 30) });
        await Programme.RecalculateAsync(Programme.Berlin(2026, 10, 1));
        Assert.Equal("Gold", Programme.StoredTier(bo));
    }

    [Fact]
    public async Task S_033_a_change_without_lock_lasts_until_the_next_evaluation()
    {
        var ada = await Programme.CustomerAsync();

        var change = await ChangeAsync(ada, "Gold", order => order with { Note = "Outstanding loyalty" });

        Assert.Equal(
            ("Member", "Gold", TierCause.ByHand, "Petra Lang", "Outstanding loyalty", Points.Zero),
            (change.FromName, change.ToName, change.Cause, change.Actor, change.Note, change.Qualifying));
        Assert.Equal("Gold", Programme.StoredTier(ada));
        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Equal(
            ["ChangeTier Petra Lang Member Gold"],
            Programme.Query("SELECT Deed || ' ' || Actor || ' ' || Before || ' ' || After FROM AuditEntries WHERE Deed = 'ChangeTier'", row => row.GetString(0)));
    }

    [Fact]
    public async Task R_5_6_6_a_level_that_was_lowered_by_hand_is_not_raised_by_the_next_order()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 2_500m);

        await ChangeAsync(ada, "Silver");
        await Programme.OrderAsync(ada, 10m);
        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.True((await Programme.TierAsync(ada)).Forecast.IsHeld);

        // Beyond what was deserved then it rises, and what was not deserved then is reached as ever.
        await Programme.OrderAsync(ada, 7_490m);
        Assert.Equal("Platinum", Programme.StoredTier(ada));
        var bo = await Programme.CustomerAsync("Bo");
        await ChangeAsync(bo, "Gold");
        await ChangeAsync(bo, "Member");
        await Programme.OrderAsync(bo, 600m);
        Assert.Equal("Silver", Programme.StoredTier(bo));
    }

    [Fact]
    public async Task R_5_6_6_a_level_that_was_lowered_by_hand_is_what_is_deserved_after_the_evaluation()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);
        await ChangeAsync(ada, "Member");
        Programme.Clock.Set(Programme.Berlin(2026, 3, 1));
        await Programme.OrderAsync(ada, 600m);
        Assert.Equal(("Member", Programme.Berlin(2026, 11, 29)), (Programme.StoredTier(ada), (await Programme.TierAsync(ada)).DueAt));

        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));

        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task E_050_a_lock_that_is_taken_away_leads_to_an_evaluation_as_of_then()
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Gold", order => order with { Lock = TierLock.Full });
        Programme.Clock.Set(Programme.Berlin(2027, 3, 1));
        await Programme.OrderAsync(ada, 2_000m);

        await ChangeAsync(ada, "Gold", order => order with { Lock = TierLock.None });
        await Programme.RecalculateAsync();

        Assert.Equal("Gold", Programme.StoredTier(ada));
        Assert.Equal(Programme.Berlin(2027, 11, 29), (await Programme.TierAsync(ada)).DueAt);
    }

    [Fact]
    public async Task E_050_a_full_lock_that_becomes_a_floor_leads_to_an_evaluation_as_of_then()
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Full });
        Programme.Clock.Set(Programme.Berlin(2027, 6, 1, 12));
        await Programme.OrderAsync(ada, 600m);

        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Floor, LockUntil = new LocalDate(2028, 3, 31) });
        await Programme.RecalculateAsync();

        Assert.Equal(Programme.Berlin(2027, 11, 29), (await Programme.TierAsync(ada)).DueAt);
    }

    [Fact]
    public async Task E_050_what_came_due_under_a_full_lock_is_evaluated_before_an_order_of_the_same_instant()
    {
        var ada = await Programme.CustomerAsync();
        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Full });
        Programme.Clock.Set(Programme.Berlin(2027, 6, 1, 12));
        var locked = new LocalDate(2028, 3, 31);
        await ChangeAsync(ada, "Silver", order => order with { Lock = TierLock.Floor, LockUntil = locked });

        await Programme.OrderAsync(ada, 600m);

        Assert.Equal(Programme.Berlin(2028, 4, 1), (await Programme.TierAsync(ada)).DueAt);
    }

    [Fact]
    public async Task Agents_change_levels_and_managers_lock_them()
    {
        var ada = await Programme.CustomerAsync();
        var marketing = Actor.Person("Max", StaffRole.Marketing);
        var order = await Programme.TierOrderAsync(ada, "Silver");

        AssertRefused(new NotAllowed(Capability.ChangeTier), await Tiers.ChangeAsync(order, marketing));
        AssertRefused(new NotAllowed(Capability.ChangeTier), await Tiers.PreviewAsync(order, marketing, CancellationToken.None));
        AssertRefused(new NotAllowed(Capability.LockTier), await Tiers.ChangeAsync(order with { Lock = TierLock.Floor }, Programme.Agent));
        (await Tiers.ChangeAsync(order, Programme.Agent)).OrThrow();
        await ChangeAsync(ada, "Silver", locked => locked with { Lock = TierLock.Full });
        AssertRefused(new NotAllowed(Capability.LockTier), await Tiers.ChangeAsync(await Programme.TierOrderAsync(ada, "Gold"), Programme.Agent));
    }

    [Fact]
    public async Task T16_a_stale_dialog_is_refused_and_says_the_level_now()
    {
        var ada = await Programme.CustomerAsync();
        var order = await Programme.TierOrderAsync(ada, "Gold");
        await Programme.OrderAsync(ada, 600m);

        AssertRefused(new TierChangedMeanwhile("Silver"), await Tiers.ChangeAsync(order, Programme.Agent));
        AssertRefused(new TierChangedMeanwhile("Silver"), await Tiers.PreviewAsync(order, Programme.Agent, CancellationToken.None));
    }

    [Fact]
    public async Task Refuses_what_makes_no_sense_in_this_order()
    {
        var (ada, gone) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Gone", change: customer => customer.Status = CustomerStatus.Deleted));
        var order = await Programme.TierOrderAsync(ada, "Member");
        var done = await ChangeAsync(ada, "Gold");
        var now = await Programme.TierOrderAsync(ada, "Gold");

        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Tiers.ChangeAsync(order with { Customer = new CustomerId(99) }, Programme.Manager));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Tiers.OpenAsync(new CustomerId(99), Programme.Manager, CancellationToken.None));
        AssertRefused(new CustomerDeleted(), await Tiers.ChangeAsync(order with { Customer = gone }, Programme.Manager));
        AssertRefused(new TierNotFound(), await Tiers.ChangeAsync(now with { To = new TierId(77) }, Programme.Manager));
        AssertRefused(new TextTooLong(TierChange.NoteLength), await Tiers.ChangeAsync(now with { Note = new string('x', TierChange.NoteLength + 1) }, Programme.Manager));
        AssertRefused(
            new TierLockInThePast(),
            await Tiers.ChangeAsync(now with { Lock = TierLock.Full, LockUntil = new LocalDate(2025, 11, 27) }, Programme.Manager));
        AssertRefused(new TierUnchanged(), await Tiers.ChangeAsync(now, Programme.Manager));
        AssertRefused(new CommandKeyReused(), await Tiers.ChangeAsync(now with { Key = (Guid)done.CommandKey! }, Programme.Manager));
        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Manager)).OrThrow();
        AssertRefused(new CustomerInactive(), await Tiers.ChangeAsync(now with { To = Tier.Base }, Programme.Manager));
    }

    [Fact]
    public async Task A_lock_may_end_today_and_a_change_repeated_answers_the_first_line()
    {
        var ada = await Programme.CustomerAsync();
        var order = await Programme.TierOrderAsync(ada, "Silver") with { Lock = TierLock.Full, LockUntil = new LocalDate(2025, 11, 28) };

        var first = (await Tiers.ChangeAsync(order, Programme.Manager)).OrThrow();
        var again = (await Tiers.ChangeAsync(order, Programme.Manager)).OrThrow();

        Assert.Equal((first.Id, first.ToName, Programme.Berlin(2025, 11, 29)), (again.Id, again.ToName, again.Until));
        Assert.Single(await Programme.TierHistoryAsync(ada));
    }

    [Fact]
    public async Task X2_the_effect_is_told_before_and_nothing_is_written()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);
        var order = await Programme.TierOrderAsync(ada, "Gold") with { Lock = TierLock.Floor, LockUntil = new LocalDate(2027, 6, 30) };

        var preview = (await Tiers.PreviewAsync(order, Programme.Manager, CancellationToken.None)).OrThrow();

        Assert.Equal(("Silver", "Gold"), (preview.Now.Level.Name, preview.After.Level.Name));
        Assert.Equal((TierLock.Floor, Programme.Berlin(2027, 7, 1)), (preview.After.Lock, preview.After.LockedUntil));
        Assert.Equal(("Silver", Programme.Berlin(2027, 7, 1)), (preview.After.Forecast.Outlook!.To.Name, preview.After.Forecast.Outlook.At));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        Assert.Single(await Programme.TierHistoryAsync(ada));
    }

    private async Task<TierLock> LockAtAsync(CustomerId customer, Instant at)
    {
        Programme.Clock.Set(at);
        return (await Programme.TierAsync(customer)).Lock;
    }

    private async Task<TierChange> ChangeAsync(CustomerId customer, string to, Func<TierOrder, TierOrder>? with = null)
    {
        var order = await Programme.TierOrderAsync(customer, to);
        return (await Tiers.ChangeAsync(with?.Invoke(order) ?? order, Programme.Manager)).OrThrow();
    }
}
