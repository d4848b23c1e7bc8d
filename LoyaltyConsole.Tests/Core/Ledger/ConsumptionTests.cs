using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Which lots a spend uses (rules 5.1.5 and 5.1.6).</summary>
public sealed class ConsumptionTests : LedgerTest
{
    [Fact]
    public async Task T1_takes_what_runs_out_first_and_what_never_runs_out_last()
    {
        Programme.Clock.Set(Berlin(2025, 5, 1));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, Berlin(2025, 7, 1));
        await Programme.LotAsync(ada, 50, Berlin(2025, 6, 1));
        await Programme.LotAsync(ada, 80);

        await Programme.RedeemAsync(ada, 120);

        Assert.Equal([Points.Whole(30), Points.Zero, Points.Whole(80)], Programme.Remaining(ada));
    }

    [Fact]
    public async Task T2_never_touches_a_locked_lot()
    {
        Programme.Clock.Set(Berlin(2025, 5, 1));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, Berlin(2025, 7, 1), lockedUntil: Berlin(2025, 5, 2));
        await Programme.LotAsync(ada, 50, Berlin(2025, 6, 1));
        await Programme.LotAsync(ada, 80);

        await Programme.RedeemAsync(ada, 120);

        Assert.Equal([Points.Whole(100), Points.Zero, Points.Whole(10)], Programme.Remaining(ada));
    }

    [Fact]
    public async Task Prefers_the_older_lot_where_validity_is_the_same()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 10, Berlin(2026, 1, 1));
        Programme.Clock.Advance(NodaTime.Duration.FromHours(1));
        await Programme.LotAsync(ada, 10, Berlin(2026, 1, 1));

        await Programme.RedeemAsync(ada, 10);

        Assert.Equal([Points.Zero, Points.Whole(10)], Programme.Remaining(ada));
    }

    [Fact]
    public async Task A_manual_deduction_goes_on_to_locked_lots_when_the_others_are_used_up()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 30, lockedUntil: Berlin(2026, 1, 1));
        await Programme.LotAsync(ada, 20);

        (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(25)), Programme.Agent)).OrThrow();

        Assert.Equal([Points.Whole(25), Points.Zero], Programme.Remaining(ada));
    }

    [Fact]
    public async Task A_redemption_of_more_than_is_redeemable_is_refused_though_the_total_would_do()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, lockedUntil: Berlin(2026, 1, 1));
        await Programme.LotAsync(ada, 20);

        var result = await Programme.Ledger.RedeemAsync(
            new Redemption(Guid.CreateVersion7(), ada, Points.Whole(21)), Programme.Agent);

        Assert.Equal(new NotEnoughPoints(Points.Whole(20), Points.Whole(21)), Refused(result));
    }
}
