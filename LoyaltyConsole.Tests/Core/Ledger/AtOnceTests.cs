using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Fifty tasks at once on one balance: exactly the right ones win, and nothing is lost (rule 5.1.10, target R3).</summary>
public sealed class AtOnceTests : LedgerTest
{
    private const int Tasks = 50;

    [Fact]
    public async Task R3_of_fifty_who_spend_one_balance_at_once_as_many_win_as_it_holds()
    {
        for (var round = 0; round < 5; round++)
        {
            var ada = await AdaAsync();

            var answers = await AtOnceAsync(task => SpendAsync(ada, Points.Whole(30), task));

            Assert.Equal(33, answers.Count(answer => answer is null));
            Assert.All(answers.OfType<Refusal>(), refusal => Assert.Equal(new NotEnoughPoints(Points.Whole(10), Points.Whole(30)), refusal));
            Assert.Equal(Points.Whole(10), (await Programme.FiguresAsync(ada)).Total);
        }
    }

    [Fact]
    public async Task R3_of_fifty_who_want_different_amounts_nobody_is_refused_what_was_left()
    {
        var ada = await AdaAsync();
        var wanted = Enumerable.Range(0, Tasks).Select(task => Points.Whole(7 + (task * 13 % 61))).ToList();

        var answers = await AtOnceAsync(task => SpendAsync(ada, wanted[task], task));

        var spent = Enumerable.Range(0, Tasks).Where(task => answers[task] is null).Aggregate(Points.Zero, (sum, task) => sum + wanted[task]);
        var left = (await Programme.FiguresAsync(ada)).Total;
        Assert.Equal(Points.Whole(1_000), spent + left);
        Assert.All(Enumerable.Range(0, Tasks).Where(task => answers[task] is not null), task =>
        {
            var refusal = Assert.IsType<NotEnoughPoints>(answers[task]);
            Assert.True(refusal.Possible < wanted[task], "It was there.");
            Assert.True(left < wanted[task], "It is still there.");
        });
    }

    [Fact]
    public async Task R3_coupon_codes_confirmed_cancelled_and_lapsing_at_once_give_back_exactly_what_was_not_used()
    {
        var ada = await AdaAsync();
        var coupons = new List<Reserved>();
        for (var number = 0; number < Tasks; number++)
        {
            coupons.Add(await Programme.ReserveAsync(ada, 20));
        }

        // Each is confirmed and cancelled at the same time; the last ten lapse meanwhile.
        var confirmed = await AtOnceAsync(async task =>
        {
            var coupon = coupons[task].CouponCode;
            if (task >= 40)
            {
                return await RefusalAsync(Programme.Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), ada, Points.Whole(1_000)), Programme.Agent));
            }

            var both = await Task.WhenAll(
                Task.Run(() => RefusalAsync(Programme.Ledger.ConfirmAsync(coupon, null, Programme.Agent))),
                Task.Run(() => RefusalAsync(Programme.Ledger.CancelAsync(coupon, Programme.Agent))));
            Assert.Single(both, refusal => refusal is null);
            return both[0];
        });
        Programme.Clock.Advance(Duration.FromMinutes(15));

        var used = confirmed.Take(40).Count(refusal => refusal is null);
        Assert.All(confirmed.Take(40).OfType<Refusal>(), refusal => Assert.Equal(new RedemptionDiscarded(), refusal));
        Assert.Equal(Points.Whole(1_000 - (20 * used)), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    // A thousand points in ten lots of their own ends.
    private async Task<CustomerId> AdaAsync()
    {
        var ada = await Programme.CustomerAsync();
        for (var lot = 1; lot <= 10; lot++)
        {
            await Programme.LotAsync(ada, 100, Programme.Clock.GetCurrentInstant() + Duration.FromDays(1 + (lot * 7 % 10)));
        }

        return ada;
    }

    private static async Task<Refusal?[]> AtOnceAsync(Func<int, Task<Refusal?>> act)
    {
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            await begin.Task;
            return await act(task);
        })).ToList();
        begin.SetResult();
        return await Task.WhenAll(tasks);
    }

    // A third each by coupon code, at the desk and by hand; whoever adjusts looks again when somebody else was faster.
    private async Task<Refusal?> SpendAsync(CustomerId customer, Points points, int task)
    {
        switch (task % 3)
        {
            case 0:
                return await RefusalAsync(Programme.Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), customer, points), Programme.Agent));
            case 1:
                return await RefusalAsync(Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), customer, points), Programme.Agent));
            default:
                var refusal = (Refusal?)new AccountChanged(Points.Zero, Points.Zero);
                while (refusal is AccountChanged)
                {
                    var adjustment = await Programme.AdjustmentAsync(customer, AdjustmentDoor.DrawOff, points);
                    refusal = await RefusalAsync(Programme.Ledger.AdjustAsync(adjustment, Programme.Agent));
                }

                return refusal;
        }
    }

    private static async Task<Refusal?> RefusalAsync<T>(Task<Result<T>> deed)
        where T : notnull => (await deed).Succeeded(out _, out var refusal) ? null : refusal;
}
