using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Nothing is booked twice, and nothing is spent twice (rule 5.1.10; targets R3 and R4).</summary>
public sealed class OnceTests : LedgerTest
{
    [Fact]
    public async Task R4_the_same_adjustment_sent_eight_times_at_once_is_booked_once()
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(50));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)));

        Assert.Single(results.Select(result => result.OrThrow().Id).Distinct());
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task R4_the_same_key_with_another_content_is_refused()
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(50));
        (await Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)).OrThrow();

        var result = await Programme.Ledger.AdjustAsync(adjustment with { Points = Points.Whole(60) }, Programme.Agent);

        Assert.Equal(new CommandKeyReused(), Refused(result));
    }

    [Fact]
    public async Task R4_a_refused_command_may_be_sent_again_and_then_succeed()
    {
        var ada = await Programme.CustomerAsync();
        var redemption = new Redemption(Guid.CreateVersion7(), ada, Points.Whole(5));
        Assert.IsType<NotEnoughPoints>(Refused(await Programme.Ledger.RedeemAsync(redemption, Programme.Agent)));
        await Programme.LotAsync(ada, 5);

        var first = (await Programme.Ledger.RedeemAsync(redemption, Programme.Agent)).OrThrow();
        var again = (await Programme.Ledger.RedeemAsync(redemption, Programme.Agent)).OrThrow();

        Assert.Equal(first.Id, again.Id);
    }

    [Fact]
    public async Task R3_of_sixteen_who_redeem_the_last_points_exactly_one_wins()
    {
        // LOYALTY_R3_ROUNDS=10000 runs the whole target; the default keeps the suite quick.
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("LOYALTY_R3_ROUNDS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 100;
        var ada = await Programme.CustomerAsync();
        for (var round = 0; round < rounds; round++)
        {
            await Programme.LotAsync(ada, 100);

            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Programme.Ledger.RedeemAsync(
                new Redemption(Guid.CreateVersion7(), ada, Points.Whole(100)), Programme.Agent))));

            Assert.Single(results, result => result.Succeeded(out _, out _));
            Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
        }
    }

    [Fact]
    public async Task A_locked_customer_still_collects_but_redeems_nothing()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();
        await Programme.LotAsync(ada, 5);

        var result = await Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), ada, Points.Whole(5)), Programme.Agent);

        Assert.Equal(new RedemptionLocked(), Refused(result));
    }
}
