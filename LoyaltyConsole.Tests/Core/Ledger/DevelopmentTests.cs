using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>How an account has developed, and what time alone will do to it (E-027, E-030, E-032).</summary>
public sealed class DevelopmentTests : LedgerTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E_027_tells_the_balance_at_the_end_of_each_local_day_even_when_the_clocks_change()
    {
        Programme.Clock.Set(Berlin(2025, 10, 25, 23, 30));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        Programme.Clock.Set(Berlin(2025, 10, 26, 23, 30));
        await Programme.RedeemAsync(ada, 30);
        Programme.Clock.Set(Berlin(2025, 10, 27, 12));

        var development = await DevelopAsync(ada, new DevelopmentQuery(new LocalDate(2025, 10, 24), null, DevelopmentStep.Day));

        Assert.Equal(
            [(24, 0m, 0m, 0m), (25, 100m, 0m, 100m), (26, 0m, -30m, 70m), (27, 0m, 0m, 70m)],
            development.Points.Select(point => (point.From.Day, point.Credited.Value, point.Deducted.Value, point.Balance.Value)));
    }

    [Theory]
    [InlineData(DevelopmentStep.Week, "2025-09-29", "2025-10-05", 5)]
    [InlineData(DevelopmentStep.Month, "2025-10-01", "2025-10-31", 1)]
    public async Task E_027_by_week_and_by_month(DevelopmentStep step, string first, string last, int points)
    {
        Programme.Clock.Set(Berlin(2025, 10, 1, 12));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 7);
        Programme.Clock.Set(Berlin(2025, 10, 31, 12));

        var development = await DevelopAsync(ada, new DevelopmentQuery(null, null, step));

        Assert.Equal(points, development.Points.Count);
        Assert.Equal((first, last), (Iso(development.Points[0].From), Iso(development.Points[0].To)));
        Assert.Equal(7m, development.Points[^1].Balance.Value);
    }

    [Fact]
    public async Task E_027_takes_a_longer_step_rather_than_too_many_points_and_shows_nothing_where_nothing_was()
    {
        var ada = await Programme.CustomerAsync();
        Assert.Empty((await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day))).Points);

        await Programme.LotAsync(ada, 7);
        Programme.Clock.Advance(Duration.FromDays(401));
        var weeks = await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day));
        var centuries = await DevelopAsync(ada, new DevelopmentQuery(new LocalDate(1500, 1, 1), null, DevelopmentStep.Day));

        Assert.Equal(DevelopmentStep.Week, weeks.Step);
        Assert.Equal((DevelopmentStep.Month, DevelopmentQuery.MostPoints, 7m), (centuries.Step, centuries.Points.Count, centuries.Points[^1].Balance.Value));
    }

    [Fact]
    public async Task E_027_knows_what_no_job_has_written_down_yet()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 60, validUntil: now + Duration.FromDays(2));
        await Programme.LotAsync(ada, 40);
        await Programme.ReserveAsync(ada, 10);
        Programme.Clock.Advance(Duration.FromDays(3));

        var development = await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day));

        Assert.Equal([100m, 100m, 40m, 40m], development.Points.Select(point => point.Balance.Value));
        Assert.Equal((0m, 0m), (development.Redeemed.Value, development.UtilisationRate));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task E_027_agrees_with_the_account_on_every_day(int seed, bool unallocated)
    {
        await Programme.ChangeAsync(settings => (settings.AllowsNegativeBalance, settings.ManualDebitsUnallocated) = (true, unallocated));
        var ada = await Programme.CustomerAsync();

        // What comes in late changes what was true then, which is another question.
        var life = new RandomLife(Programme, ada, new Random(seed)) { IsLate = false };
        for (var deed = 0; deed < 60; deed++)
        {
            Programme.Clock.Advance(Duration.FromHours(31));
            await life.DoAsync();
        }

        Programme.Clock.Advance(Duration.FromHours(31));
        var time = Programme.Get<ProgrammeBook>().Settings().Time;
        var now = Programme.Clock.GetCurrentInstant();
        foreach (var point in (await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day))).Points)
        {
            var end = Instant.Min(now, time.EndOf(point.To) - Duration.FromMilliseconds(1));
            Assert.Equal((point.To, (await Programme.FiguresAsync(ada, end)).Balance), (point.To, point.Balance));
        }
    }

    [Fact]
    public async Task E_032_points_utilisation_is_what_was_redeemed_of_what_was_collected()
    {
        var ada = await Programme.CustomerAsync();
        Assert.Null((await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day))).UtilisationRate);

        await Programme.LotAsync(ada, 100);
        await Programme.RedeemAsync(ada, 64);
        var reversed = await Programme.RedeemAsync(ada, 10);
        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), reversed.Id, "By mistake"), Programme.Manager)).OrThrow();

        Assert.Equal(0.64m, (await DevelopAsync(ada, new DevelopmentQuery(null, null, DevelopmentStep.Day))).UtilisationRate);
    }

    [Fact]
    public async Task E_030_names_what_unlocks_what_repays_debt_and_what_expires_each_with_its_date()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var (unlock, end) = (now + Duration.FromDays(10), now + Duration.FromDays(20));
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50, "SW-1");
        await Programme.RedeemAsync(ada, 50);
        await Programme.CreditNoteAsync(ada, 50, "SW-1", "GS-1");
        await Programme.LotAsync(ada, 80, validUntil: end, lockedUntil: unlock);

        var future = (await Programme.Get<PointsDevelopment>().FutureAsync(ada, Programme.Agent, Cancel)).OrThrow();

        Assert.Equal(
            [
                (unlock, FutureChangeKind.Unlocks, 80m, 30m), (unlock, FutureChangeKind.RepaysDebt, 50m, 30m),
                (end, FutureChangeKind.Expires, 30m, 0m),
            ],
            future.Changes.Select(change => (change.At, change.Kind, change.Points.Value, change.Redeemable.Value)));
        Assert.Equal("GS-1", future.Changes[1].From.Single().OrderRef);
        Assert.False(future.HasMore);
    }

    [Fact]
    public async Task E_030_a_coupon_that_nobody_uses_gives_its_points_back()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 80);
        var reserved = await Programme.ReserveAsync(ada, 30);

        var future = (await Programme.Get<PointsDevelopment>().FutureAsync(ada, Programme.Agent, Cancel)).OrThrow();

        var change = Assert.Single(future.Changes);
        Assert.Equal(
            (reserved.ReservedUntil!.Value, FutureChangeKind.Returns, 30m, 80m), (change.At, change.Kind, change.Points.Value, change.Redeemable.Value));
    }

    [Fact]
    public async Task E_030_is_bounded_and_agrees_with_the_account_to_come()
    {
        var now = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        for (var day = 1; day <= FutureChanges.MostChanges + 5; day++)
        {
            await Programme.LotAsync(ada, day, validUntil: now + Duration.FromDays(day));
        }

        var future = (await Programme.Get<PointsDevelopment>().FutureAsync(ada, Programme.Agent, Cancel)).OrThrow();

        Assert.Equal((FutureChanges.MostChanges, true), (future.Changes.Count, future.HasMore));
        foreach (var change in future.Changes.Where((_, index) => index % 10 == 0))
        {
            Assert.Equal((await Programme.FiguresAsync(ada, change.At)).Redeemable, change.Redeemable);
        }
    }

    [Fact]
    public async Task Tells_nothing_of_nobody_of_the_deleted_or_to_the_uninvited()
    {
        var deleted = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Deleted);
        var development = Programme.Get<PointsDevelopment>();
        var query = new DevelopmentQuery(null, null, DevelopmentStep.Day);

        AssertRefused(new CustomerDeleted(), await development.FutureAsync(deleted, Programme.Agent, Cancel));
        AssertRefused(new CustomerDeleted(), await development.DevelopmentAsync(deleted, query, Programme.Agent, Cancel));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await development.FutureAsync(new CustomerId(99), Programme.Agent, Cancel));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await development.FutureAsync(deleted, Actor.Person("Nobody"), Cancel));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await development.DevelopmentAsync(deleted, query, Actor.Person("Nobody"), Cancel));
    }

    private async Task<Development> DevelopAsync(CustomerId customer, DevelopmentQuery query) =>
        (await Programme.Get<PointsDevelopment>().DevelopmentAsync(customer, query, Programme.Agent, Cancel)).OrThrow();

    private static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}
