using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Model;

/// <summary>The model itself against the vectors of part 6, by the numbers that stand there.</summary>
public sealed class ModelVectorTests
{
    private static readonly Instant _start = Berlin(2025, 5, 1, 14, 37);
    private readonly LoyaltyModel _model = new(new ModelRules(), true);

    public ModelVectorTests() => _model.AdvanceTo(_start);

    private ModelAccount Ada => _model[0].Account;

    [Fact]
    public void T1_takes_the_lot_that_ends_first_and_the_one_without_end_last()
    {
        LotsABC();

        _model.Redeem(0, 120);

        Assert.Equal([30m, 0m, 80m], Ada.Lots.Select(lot => lot.Remaining));
    }

    [Fact]
    public void T2_does_not_touch_the_locked_lot()
    {
        LotsABC(lockedA: _start + Duration.FromDays(1));

        _model.Redeem(0, 120);

        Assert.Equal([100m, 0m, 10m], Ada.Lots.Select(lot => lot.Remaining));
    }

    [Fact]
    public void T3_an_unallocated_deduction_is_not_taken_a_second_time_when_the_lot_ends()
    {
        _model.Rules = new ModelRules { DeductsUnallocated = true };
        Ada.Credit(ModelKind.ManualCredit, 100, _start, null, Berlin(2025, 6, 1));
        _model.Adjust(0, AdjustmentDoor.DrawOff, 100, null, null, ReasonKind.Reward);
        Ada.Credit(ModelKind.ManualCredit, 40, _start, null, null);

        Assert.Equal((40m, 100m), (Ada.Total, Ada.FiguresAt(Berlin(2025, 5, 15)).ExpiringIn30Days));
        _model.AdvanceTo(Berlin(2025, 6, 1));

        Assert.Equal((40m, 0m), (Ada.Total, Ada.FiguresAt(Ada.Now).Expired));
    }

    [Fact]
    public void T4_an_unused_coupon_code_is_void_after_exactly_fifteen_minutes()
    {
        Ada.Credit(ModelKind.ManualCredit, 100, _start, null, null);
        _model.Reserve(0, 60, isHolderVerified: false);

        Assert.Equal(40m, Ada.FiguresAt(_start + Duration.FromMinutes(15) - Duration.FromMilliseconds(1)).Redeemable);
        Assert.Equal(100m, Ada.FiguresAt(_start + Duration.FromMinutes(15)).Redeemable);
        _model.AdvanceTo(_start + Duration.FromMinutes(15));
        Assert.Equal(nameof(ReservationLapsed), _model.Confirm(0, 0, "A").Refusal);
    }

    [Fact]
    public void T5_a_return_after_spending_leaves_debt_that_the_next_order_repays()
    {
        _model.Buy(0, "A", _start, Goods(50));
        _model.Redeem(0, 50);

        _model.Return(0, "A", 50);
        Assert.Equal((50m, 0m), (Ada.Debt, Ada.Redeemable));
        _model.Buy(0, "C", _start, Goods(70));

        Assert.Equal((0m, 20m), (Ada.Debt, Ada.Redeemable));
    }

    [Fact]
    public void T6_beyond_the_balance_the_rest_is_debt()
    {
        _model.Buy(0, "A", _start, Goods(70));
        _model.Redeem(0, 20);

        Assert.Equal(-70m, _model.Return(0, "A", 70).Points);
        Assert.Equal((20m, 0m), (Ada.Debt, Ada.Redeemable));
    }

    [Fact]
    public void T7_partial_returns_add_up_to_exactly_what_was_earned()
    {
        _model.Buy(0, "A", _start, Goods(99.90m));

        Assert.Equal([-33m, -34m, -33m], Enumerable.Range(0, 3).Select(_ => _model.Return(0, "A", 33.30m).Points));
    }

    [Fact]
    public void T8_takes_back_what_was_booked()
    {
        _model.Buy(0, "A", _start, Goods(50));
        _model.Rules = new ModelRules { Campaigns = [new ModelCampaign(ModelKind.Revenue, 2m)] };

        Assert.Equal(-50m, _model.Return(0, "A", 50).Points);
    }

    [Fact]
    public void T9_the_dialogs_date_takes_the_time_of_day_and_an_order_runs_to_the_end_of_its_day()
    {
        _model.Adjust(0, AdjustmentDoor.TopUp, 10, null, new LocalDate(2025, 10, 31), ReasonKind.Reward);
        _model.Rules = new ModelRules { Campaigns = [new ModelCampaign(ModelKind.Revenue, 1m, ValidityMonths: 6)] };
        _model.Buy(0, "A", Berlin(2025, 4, 30, 23, 59), Goods(10));

        Assert.Equal([Berlin(2025, 10, 31, 14, 37), Berlin(2025, 10, 31)], Ada.Lots.Select(lot => lot.ValidUntil!.Value));
    }

    [Theory]
    [InlineData(2025, 1, 3, 1)]
    [InlineData(2024, 1, 3, 1)]
    [InlineData(2024, 2, 3, 30)]
    public void T10_a_shorter_month_ends_on_its_last_day(int year, int month, int endMonth, int endDay)
    {
        _model.Rules = new ModelRules { Campaigns = [new ModelCampaign(ModelKind.Revenue, 1m, ValidityMonths: 1)] };
        _model.Buy(0, "A", Berlin(year, month, month == 1 ? 31 : 29, 12), Goods(10));

        Assert.Equal(Berlin(year, endMonth, endDay), Ada.Lots[0].ValidUntil);
    }

    [Fact]
    public void T11_points_expire_once_however_time_is_cut()
    {
        LotsABC();
        var atOnce = Ada.FiguresAt(Berlin(2026, 1, 1));
        Ada.AdvanceTo(Berlin(2025, 6, 1));
        Ada.AdvanceTo(Berlin(2025, 6, 1));
        Ada.AdvanceTo(Berlin(2026, 1, 1));

        Assert.Equal(new ModelFigures(Collected: 230, Expired: 150, ExpiringIn30Days: 0, Total: 80, Locked: 0, Redeemable: 80, Debt: 0), atOnce);
        Assert.Equal(atOnce, Ada.FiguresAt(Ada.Now));
    }

    [Fact]
    public void T12_more_than_the_balance_is_refused_or_becomes_debt()
    {
        Ada.Credit(ModelKind.ManualCredit, 20, _start, null, null);

        Assert.Equal(nameof(NotEnoughPoints), _model.Adjust(0, AdjustmentDoor.AddOrSubtract, -24, null, null, ReasonKind.Reward).Refusal);
        _model.Rules = new ModelRules { AllowsNegativeBalance = true };
        _model.Adjust(0, AdjustmentDoor.AddOrSubtract, -24, null, null, ReasonKind.Reward);

        Assert.Equal((0m, 4m), (Ada.Redeemable, Ada.Debt));
    }

    [Fact]
    public void T16_of_two_who_take_80_of_100_one_succeeds()
    {
        Ada.Credit(ModelKind.ManualCredit, 100, _start, null, null);

        Assert.Null(_model.Redeem(0, 80).Refusal);
        Assert.Equal(nameof(NotEnoughPoints), _model.Redeem(0, 80).Refusal);
    }

    [Fact]
    public void Rule_5_4_8_what_was_spent_on_a_returned_order_comes_back_pro_rata_and_in_all()
    {
        Ada.Credit(ModelKind.ManualCredit, 10, _start, null, null);
        _model.Reserve(0, 10, isHolderVerified: true);
        _model.Confirm(0, 0, "A");
        _model.Rules = new ModelRules { Campaigns = [] };
        _model.Buy(0, "A", _start, Goods(99.90m));

        var redeemable = new List<decimal>();
        for (var part = 0; part < 3; part++)
        {
            _model.Return(0, "A", 33.30m);
            redeemable.Add(Ada.Redeemable);
        }

        Assert.Equal([3m, 7m, 10m], redeemable);
    }

    [Fact]
    public void Rule_5_4_2_each_source_goes_back_in_its_own_way()
    {
        _model.Rules = new ModelRules
        {
            Campaigns =
            [
                new ModelCampaign(ModelKind.OrderBase, 5m), new ModelCampaign(ModelKind.Revenue, 1m),
                new ModelCampaign(ModelKind.Category, 1m) { Only = "shoes" }, new ModelCampaign(ModelKind.Item, 7m) { Only = "B-2" },
            ],
        };
        ModelPosition[] positions = [new("A-1", "Shoes", 1, 60), new("B-2", null, 2, 20)];

        Assert.Equal(5m + 100m + 60m + 14m, _model.Buy(0, "A", _start, positions).Points);
        Assert.Equal(-20m - 7m, _model.Return(0, "A", [("B-2", 1m)]).Points);
        Assert.Equal(nameof(ReturnedTooMany), _model.Return(0, "A", [("B-2", 2m)]).Refusal);
        Assert.Equal(-60m - 60m, _model.Return(0, "A", [("A-1", 1m)]).Points);
        Assert.Equal(-5m - 20m - 7m, _model.Return(0, "A", [("B-2", 1m)]).Points);
    }

    [Theory]
    [InlineData(nameof(ModelReturnsPolicy.OnlyPending), -30, 20, 0)]
    [InlineData(nameof(ModelReturnsPolicy.WithinBalance), -50, 0, 0)]
    [InlineData(nameof(ModelReturnsPolicy.Unlimited), -100, 0, 50)]
    public void Rule_5_4_5_a_credit_note_goes_as_far_as_the_policy(string policy, int taken, int redeemable, int debt)
    {
        _model.Rules = new ModelRules
        {
            Returns = Enum.Parse<ModelReturnsPolicy>(policy),
            Campaigns = [new ModelCampaign(ModelKind.Revenue, 0.7m), new ModelCampaign(ModelKind.Category, 0.3m, LockDays: 14) { Only = "shoes" }],
        };
        _model.Buy(0, "A", _start, new ModelPosition("A-1", "Shoes", 1, 100m));
        _model.Redeem(0, 50);

        Assert.Equal(taken, _model.Return(0, "A", 100).Points);
        Assert.Equal(((decimal)redeemable, (decimal)debt), (Ada.Redeemable, Ada.Debt));
    }

    [Fact]
    public void T22_a_full_lock_withstands_time_and_points()
    {
        _model.Buy(0, "A", _start, Goods(200));
        _model.ChangeTier(0, 1, ModelLock.Full, last: null);

        _model.AdvanceTo(Berlin(2027, 1, 1));
        Assert.Equal("Silver", _model[0].Tiers.Level);
        _model.Buy(0, "B", Berlin(2027, 1, 1), Goods(5_000));

        Assert.Equal("Silver", _model[0].Tiers.Level);
    }

    [Fact]
    public void Rule_5_6_2_a_level_rises_at_once_by_several_steps_and_falls_one_when_its_year_is_over()
    {
        _model.Buy(0, "A", _start, Goods(950));
        _model.Redeem(0, 950);
        Assert.Equal(("Platinum", Berlin(2026, 5, 2)), (_model[0].Tiers.Level, _model[0].Tiers.Due));

        _model.Return(0, "A", 900);
        _model.AdvanceTo(Berlin(2026, 5, 2) - Duration.FromMilliseconds(1));
        Assert.Equal("Platinum", _model[0].Tiers.Level);
        _model.AdvanceTo(Berlin(2026, 5, 2));

        Assert.Equal(("Gold", Berlin(2027, 5, 3)), (_model[0].Tiers.Level, _model[0].Tiers.Due));
    }

    [Fact]
    public void Rule_5_2_4_locked_points_raise_when_they_unlock()
    {
        _model.Adjust(0, AdjustmentDoor.TopUp, 200, new LocalDate(2025, 5, 15), null, ReasonKind.Reward);
        Assert.Equal("Member", _model[0].Tiers.Level);

        _model.AdvanceTo(Berlin(2025, 5, 15, 14, 37));

        Assert.Equal(("Silver", 200m), (_model[0].Tiers.Level, _model[0].Tiers.QualifyingAt(Ada.Now)));
    }

    [Fact]
    public void Rule_5_3_3_what_ran_out_while_it_was_spent_is_not_revived()
    {
        LotsABC();
        _model.Redeem(0, 120);
        _model.AdvanceTo(Berlin(2025, 6, 1));

        _model.Discard(0, 0);

        Assert.Equal((180m, 50m), (Ada.Redeemable, Ada.FiguresAt(Ada.Now).Expired));
    }

    private static ModelPosition Goods(decimal worth) => new("A-1", null, 1, worth);

    // A 100 valid to 30 June, B 50 valid to 31 May, C 80 without end.
    private void LotsABC(Instant? lockedA = null)
    {
        Ada.Credit(ModelKind.ManualCredit, 100, _start, lockedA, Berlin(2025, 7, 1));
        Ada.Credit(ModelKind.ManualCredit, 50, _start, null, Berlin(2025, 6, 1));
        Ada.Credit(ModelKind.ManualCredit, 80, _start, null, null);
    }
}
