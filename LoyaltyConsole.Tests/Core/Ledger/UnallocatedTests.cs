using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>"Manual deductions unallocated" (D6, rule 5.1.7): as the manual has it, without taking the same points twice.</summary>
public sealed class UnallocatedTests : LedgerTest
{
    [Fact]
    public async Task T3_what_runs_out_covers_the_deduction_before_anything_expires()
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = true);
        Programme.Clock.Set(Programme.Berlin(2026, 5, 1));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Berlin(2026, 6, 1));
        await DrawOffAsync(ada, 100);
        await Programme.LotAsync(ada, 40);

        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada, Programme.Berlin(2026, 5, 15))).ExpiringIn30Days);
        Programme.Clock.Set(Programme.Berlin(2026, 6, 1));
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(40)), (figures.Expired, figures.Total));
    }

    [Fact]
    public async Task It_counts_against_redeemable_points_first_and_no_redemption_takes_what_it_counts_on()
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 60);
        await Programme.LotAsync(ada, 50, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        await DrawOffAsync(ada, 80);

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(30)), (figures.Redeemable, figures.Locked));
        var refused = await Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), ada, Points.Whole(1)), Programme.Agent);
        Assert.False(refused.Succeeded(out _, out var refusal));
        Assert.Equal(new NotEnoughPoints(Points.Zero, Points.Whole(1)), refusal);

        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.RedeemAsync(ada, 30);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task An_unallocated_deduction_can_be_undone()
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 60);
        var debit = await DrawOffAsync(ada, 40);

        (await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), debit.Id, Programme.Agent)).OrThrow();

        Assert.Equal(Points.Whole(60), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task R_5_4_7_a_late_order_whose_points_ran_out_covers_it_and_what_that_sets_free_repays_debt()
    {
        await Programme.ChangeAsync(settings => (settings.ManualDebitsUnallocated, settings.AllowsNegativeBalance) = (true, true));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await DrawOffAsync(ada, 110);

        await Programme.OrderAsync(ada, 50m, placedAt: Programme.Clock.GetCurrentInstant() - Duration.FromDays(1_800));

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Whole(40), Points.Zero), (figures.Redeemable, figures.Debt));
    }

    [Fact]
    public async Task R_5_1_7_of_what_comes_back_expired_the_first_to_run_out_covers_it()
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(30));
        await Programme.LotAsync(ada, 100);
        var covered = await DrawOffAsync(ada, 130);
        Programme.Clock.Advance(Duration.FromDays(40));
        await Programme.OrderAsync(ada, 50m, placedAt: Programme.Clock.GetCurrentInstant() - Duration.FromDays(1_800));
        await DrawOffAsync(ada, 18);

        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), covered.Id, "By mistake"), Programme.Manager)).OrThrow();

        Assert.Equal([100L, 0L, 32L], Programme.Query("SELECT Expired / 100 FROM Lots ORDER BY EntryId", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task What_comes_back_expired_covers_it_and_what_that_sets_free_repays_debt()
    {
        await Programme.ChangeAsync(settings => (settings.ManualDebitsUnallocated, settings.AllowsNegativeBalance) = (true, true));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 100);
        await DrawOffAsync(ada, 130);
        Programme.Clock.Advance(Duration.FromDays(2));

        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(70), Points.Zero), (figures.Debt, figures.Redeemable, figures.Expired));
    }

    [Fact]
    public async Task A_return_that_takes_only_pending_points_makes_no_debt_of_what_was_drawn_off()
    {
        await Programme.ChangeAsync(settings => (settings.ManualDebitsUnallocated, settings.ReturnsPolicy) = (true, ReturnsPolicy.OnlyPending));
        Programme.Execute("UPDATE Campaigns SET LockDays = 14");
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");
        await DrawOffAsync(ada, 70);

        var returned = await Programme.CreditNoteAsync(ada, 100m, "A");

        Assert.Equal((Points.Whole(-30), Points.Zero, Points.Zero), (returned.Points, returned.Account.Total, returned.Account.Debt));
    }

    private async Task<LedgerEntry> DrawOffAsync(CustomerId customer, int points) =>
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(customer, AdjustmentDoor.DrawOff, Points.Whole(points)), Programme.Agent)).OrThrow();
}
