using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>A coupon code waits for fifteen minutes, to the millisecond (L-069, D5, rule 5.3).</summary>
public sealed class ReservationTests : LedgerTest
{
    [Fact]
    public async Task T4_a_coupon_that_is_not_used_is_void_at_the_very_instant_without_any_job()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);

        var reserved = await Programme.ReserveAsync(ada, 60);
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada)).Redeemable);

        Programme.Clock.Advance(Duration.FromMinutes(15) - Duration.FromMilliseconds(1));
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada)).Redeemable);
        Programme.Clock.Advance(Duration.FromMilliseconds(1));

        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada)).Redeemable);
        AssertRefused(new ReservationLapsed(reserved.ReservedUntil!.Value), await Programme.Ledger.ConfirmAsync(reserved.CouponCode, "1", Programme.Agent));
    }

    [Fact]
    public async Task L_068_a_lapsed_redemption_is_discarded_and_leaves_no_trace_in_figures_past_or_present()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 60);
        var meanwhile = Programme.Clock.GetCurrentInstant() + Duration.FromMinutes(5);

        Programme.Clock.Advance(Duration.FromHours(1));
        var report = await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        Assert.Equal(1, report.Changed);
        Assert.Equal(EntryStatus.Discarded, (await Programme.EntriesAsync(ada)).Single(entry => entry.Id == reserved.Id).Status);
        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada, meanwhile)).Redeemable);
        Assert.Equal(0, (await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None)).Processed);
    }

    [Fact]
    public async Task A_coupon_used_in_time_stays_spent()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 60);

        Programme.Clock.Advance(Duration.FromMinutes(14));
        var confirmed = (await Programme.Ledger.ConfirmAsync(reserved.CouponCode.ToLowerInvariant(), "A-1", Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromHours(1));

        Assert.Equal(RedemptionState.Confirmed, confirmed.State);
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada)).Total);
        Assert.Equal(confirmed, (await Programme.Ledger.ConfirmAsync(reserved.CouponCode, "A-1", Programme.Agent)).OrThrow());
        AssertRefused(new CouponUsed(reserved.CouponCode), await Programme.Ledger.ConfirmAsync(reserved.CouponCode, "A-2", Programme.Agent));
        AssertRefused(new CouponUsed(reserved.CouponCode), await Programme.Ledger.CancelAsync(reserved.CouponCode, Programme.Agent));
    }

    [Fact]
    public async Task A_cancelled_coupon_gives_its_points_back_once()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 60);

        (await Programme.Ledger.CancelAsync(reserved.CouponCode, Programme.Agent)).OrThrow();
        (await Programme.Ledger.CancelAsync(reserved.CouponCode, Programme.Agent)).OrThrow();

        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada)).Redeemable);
        AssertRefused(new RedemptionDiscarded(), await Programme.Ledger.ConfirmAsync(reserved.CouponCode, null, Programme.Agent));
        AssertRefused(new CouponNotFound("NO-SUCH"), await Programme.Ledger.CancelAsync("NO-SUCH", Programme.Agent));
    }

    [Fact]
    public async Task Points_do_not_expire_while_reserved_and_are_not_revived_when_the_coupon_lapses()
    {
        var ada = await Programme.CustomerAsync();
        var soon = Programme.Clock.GetCurrentInstant() + Duration.FromMinutes(10);
        await Programme.LotAsync(ada, 100, validUntil: soon);
        await Programme.ReserveAsync(ada, 60);

        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada, soon)).Expired);

        Programme.Clock.Advance(Duration.FromMinutes(15));
        var figures = await Programme.FiguresAsync(ada);
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        Assert.Equal((Points.Whole(100), Points.Zero), (figures.Expired, figures.Total));
        Assert.Equal(
            [(soon, Points.Whole(-40)), (Programme.Clock.GetCurrentInstant(), Points.Whole(-60))],
            (await Programme.EntriesAsync(ada)).Where(entry => entry.Kind == EntryKind.Expiry).Select(entry => (entry.EffectiveAt, entry.Points)));
    }

    [Fact]
    public async Task What_a_lapsed_coupon_gives_back_repays_debt_first()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50m, "A");
        await Programme.ReserveAsync(ada, 50);
        await Programme.CreditNoteAsync(ada, 50m, "A");
        Assert.Equal(Points.Whole(50), (await Programme.FiguresAsync(ada)).Debt);

        Programme.Clock.Advance(Duration.FromMinutes(15));

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Zero), (figures.Debt, figures.Total));
    }

    [Fact]
    public async Task A_guest_redeems_only_when_the_pin_has_shown_who_it_is()
    {
        var guest = await Programme.CustomerAsync(registered: false);
        await Programme.LotAsync(guest, 100);

        AssertRefused(
            new PinNotVerified(),
            await Programme.Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), guest, Points.Whole(10)), Programme.Agent));
        (await Programme.Ledger.ReserveAsync(
            new Reservation(Guid.CreateVersion7(), guest, Points.Whole(10)) { HolderVerified = true }, Programme.Agent)).OrThrow();
    }

    [Fact]
    public async Task The_shop_may_send_the_order_after_the_coupon_and_a_return_gives_the_points_back_to_their_lots()
    {
        var ada = await Programme.CustomerAsync();
        var early = Programme.Clock.GetCurrentInstant() + Duration.FromDays(20);
        await Programme.LotAsync(ada, 30, validUntil: early);
        await Programme.LotAsync(ada, 100);
        var reserved = (await Programme.Ledger.ReserveAsync(
            new Reservation(Guid.CreateVersion7(), ada, Points.Whole(60)) { Integration = "Shop" }, Programme.Agent)).OrThrow();
        (await Programme.Ledger.ConfirmAsync(reserved.CouponCode, "B", Programme.Agent)).OrThrow();
        await Programme.OrderAsync(ada, 99.90m, "B");

        var first = await Programme.CreditNoteAsync(ada, 33.30m, "B");
        Assert.Equal((Points.Whole(-33), Points.Whole(20)), (first.Points, first.RedeemedPointsReturned));
        Assert.Equal([Points.Zero, Points.Whole(90), Points.Whole(67)], Programme.Remaining(ada));

        Programme.Clock.Advance(Duration.FromDays(21));
        var rest = await Programme.CreditNoteAsync(ada, 66.60m, "B");

        // The thirty that came from the early lot expire at once; they are not revived.
        Assert.Equal((Points.Whole(-67), Points.Whole(40)), (rest.Points, rest.RedeemedPointsReturned));
        Assert.Equal([Points.Zero, Points.Whole(100), Points.Zero], Programme.Remaining(ada));
        Assert.Equal(Points.Whole(30), (await Programme.FiguresAsync(ada)).Expired);
        AssertRefused(new AlreadyGivenBack(reserved.Id), await Programme.Ledger.DiscardAsync(reserved.Id, Programme.Agent));
    }
}
