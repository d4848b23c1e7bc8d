using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Engagement;

/// <summary>"Journey Reports": which stages a customer was in, when, how often, and why.</summary>
public sealed class CustomerJourneysTests : LedgerTest
{
    [Fact]
    public async Task R_029_a_customer_is_welcomed_until_their_first_order()
    {
        var ada = await CustomerAsync();

        var welcome = Assert.Single(await ListAsync(ada));
        Assert.Equal((JourneyKind.Welcome, 1, true, JourneyCause.Enrolled), (welcome.Kind, welcome.Times, welcome.IsInside, welcome.Entries[0].Cause));
        Assert.Equal(Programme.Berlin(2022, 1, 10), welcome.LastVisited);

        await OrderAsync(ada, 2022, 3, 1);
        var journeys = await ListAsync(ada);

        Assert.False(journeys.Single(journey => journey.Kind == JourneyKind.Welcome).IsInside);
        Assert.Equal((1, true), Of(journeys, JourneyKind.FirstPurchase) is var first ? (first.Times, first.IsInside) : default);
    }

    [Fact]
    public async Task R_029_the_life_of_a_buyer_is_told_from_their_orders_with_the_reason_of_each_step()
    {
        var ada = await CustomerAsync();
        var first = await OrderAsync(ada, 2022, 3, 1);
        var second = await OrderAsync(ada, 2022, 5, 1);
        await OrderAsync(ada, 2022, 6, 1);
        var back = await OrderAsync(ada, 2024, 1, 15);
        var again = await OrderAsync(ada, 2024, 2, 1);
        At(2024, 3, 1);

        var journeys = await ListAsync(ada);

        Assert.Equal(new JourneyEntry(Programme.Berlin(2022, 3, 1, 12), JourneyCause.FirstOrder, first), Assert.Single(Of(journeys, JourneyKind.FirstPurchase).Entries));
        Assert.Equal(
            [
                new JourneyEntry(Programme.Berlin(2024, 2, 1, 12), JourneyCause.SecondOrderSinceWonBack, again),
                new JourneyEntry(Programme.Berlin(2022, 5, 1, 12), JourneyCause.SecondOrder, second),
            ],
            Of(journeys, JourneyKind.RepeatBuyer).Entries);
        Assert.Equal(
            new JourneyEntry(Programme.Berlin(2023, 6, 2), JourneyCause.NoOrder, Other: Programme.Berlin(2022, 6, 1, 12)),
            Assert.Single(Of(journeys, JourneyKind.Lapsed).Entries));
        Assert.Equal(
            new JourneyEntry(Programme.Berlin(2024, 1, 15, 12), JourneyCause.OrderAfterLapse, back, Programme.Berlin(2022, 6, 1, 12)),
            Assert.Single(Of(journeys, JourneyKind.WonBack).Entries));
        Assert.Equal([JourneyKind.RepeatBuyer], Inside(journeys));
    }

    [Theory]
    [InlineData(2023, 3, 1, 23, 59, JourneyKind.FirstPurchase)]
    [InlineData(2023, 3, 2, 0, 0, JourneyKind.Lapsed)]
    public async Task R_029_a_customer_has_lapsed_at_the_end_of_the_day_twelve_months_after_the_last_order(
        int year, int month, int day, int hour, int minute, JourneyKind stage)
    {
        var ada = await CustomerAsync();
        await OrderAsync(ada, 2022, 3, 1);
        Programme.Clock.Set(Programme.Berlin(year, month, day, hour, minute));

        Assert.Equal([stage], Inside(await ListAsync(ada)));
    }

    [Fact]
    public async Task R_029_an_order_on_the_last_day_wins_nobody_back_and_one_after_it_does()
    {
        var (ada, ben) = (await CustomerAsync(), await CustomerAsync());
        await OrderAsync(ada, 2022, 3, 1);
        await OrderAsync(ada, 2023, 3, 1);
        await OrderAsync(ben, 2022, 3, 1);
        At(2023, 3, 3);
        await Programme.OrderAsync(ben, 10m, placedAt: Programme.Berlin(2023, 3, 2));

        Assert.Equal([JourneyKind.RepeatBuyer], Inside(await ListAsync(ada)));
        Assert.Equal([JourneyKind.WonBack], Inside(await ListAsync(ben)));
    }

    [Fact]
    public async Task R_029_whoever_left_is_in_no_journey_and_whoever_came_back_is_welcomed_again()
    {
        var ada = await CustomerAsync();
        await OrderAsync(ada, 2022, 3, 1);
        var participation = Programme.Get<Participation>();
        (await participation.LeaveAsync(ada, "Asked to", Programme.Manager)).OrThrow();
        Assert.Empty(Inside(await ListAsync(ada)));
        At(2022, 5, 1);
        (await participation.RejoinAsync(ada, Programme.Manager)).OrThrow();

        var journeys = await ListAsync(ada);

        Assert.Equal((2, JourneyCause.Rejoined), Of(journeys, JourneyKind.Welcome) is var welcome ? (welcome.Times, welcome.Entries[0].Cause) : default);
        Assert.Equal([JourneyKind.Welcome, JourneyKind.FirstPurchase], Inside(journeys).Order());
        await OrderAsync(ada, 2022, 5, 2);
        Assert.Equal([JourneyKind.RepeatBuyer], Inside(await ListAsync(ada)));
    }

    [Fact]
    public async Task R_029_points_that_are_about_to_run_out_count_once_for_as_long_as_they_overlap()
    {
        At(2022, 2, 1);
        var ada = await CustomerAsync();
        await Programme.LotAsync(ada, 10, Programme.Berlin(2022, 6, 1));
        await Programme.LotAsync(ada, 10, Programme.Berlin(2022, 6, 20));
        await Programme.LotAsync(ada, 10, Programme.Berlin(2022, 12, 1));
        var spent = await Programme.LotAsync(ada, 10, Programme.Berlin(2022, 2, 20));
        await Programme.RedeemAsync(ada, 10);
        Assert.NotEqual(default, spent);
        At(2022, 4, 1);
        Assert.DoesNotContain(await ListAsync(ada), journey => journey.Kind == JourneyKind.PointsRunningOut);
        At(2022, 6, 10);
        await Programme.LotAsync(ada, 1);

        var journey = Of(await ListAsync(ada), JourneyKind.PointsRunningOut);
        Assert.Equal((1, true), (journey.Times, journey.IsInside));
        Assert.Equal(new JourneyEntry(Programme.Berlin(2022, 5, 2), JourneyCause.PointsEnd, Other: Programme.Berlin(2022, 6, 1)), Assert.Single(journey.Entries));
        At(2022, 7, 1);
        Assert.False(Of(await ListAsync(ada), JourneyKind.PointsRunningOut).IsInside);
        At(2022, 11, 20);
        Assert.Equal((2, true), Of(await ListAsync(ada), JourneyKind.PointsRunningOut) is var later ? (later.Times, later.IsInside) : default);
    }

    [Fact]
    public async Task R_029_each_rise_in_level_is_told_and_no_drop()
    {
        await Programme.CustomerAsync();
        var ada = await CustomerAsync();
        await OrderAsync(ada, 2022, 3, 1, 600m);
        (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Gold"), Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(1));

        var journey = Of(await ListAsync(ada), JourneyKind.LevelReached);

        Assert.Equal([("Gold", JourneyCause.LevelGiven), ("Silver", JourneyCause.LevelReached)], journey.Entries.Select(entry => (entry.Level!, entry.Cause)));
        Assert.True(journey.IsInside);
        (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Member"), Programme.Manager)).OrThrow();
        journey = Of(await ListAsync(ada), JourneyKind.LevelReached);
        Assert.Equal((2, false), (journey.Times, journey.IsInside));
    }

    [Fact]
    public async Task R_029_birthdays_count_from_joining_on_and_a_leap_days_on_the_28th_too()
    {
        At(2022, 1, 10);
        var ada = await Programme.CustomerAsync(change: customer => customer.Birthday = new LocalDate(1984, 2, 29));
        At(2024, 2, 29);

        var journey = Of(await ListAsync(ada), JourneyKind.Birthday);

        Assert.Equal([Programme.Berlin(2024, 2, 29), Programme.Berlin(2023, 2, 28), Programme.Berlin(2022, 2, 28)], journey.Entries.Select(entry => entry.At));
        Assert.True(journey.IsInside);
        At(2024, 3, 1);
        Assert.False(Of(await ListAsync(ada), JourneyKind.Birthday).IsInside);
    }

    [Fact]
    public async Task R_029_journeys_are_read_in_any_order_and_told_of_existing_customers_only()
    {
        var ada = await CustomerAsync();
        for (var month = 1; month <= 6; month++)
        {
            await OrderAsync(ada, 2022, month, 20);
        }

        foreach (var sort in Enum.GetValues<JourneySort>())
        {
            var up = await ListAsync(ada, new JourneyQuery(sort, Descending: false));
            Assert.Equal(up.Select(journey => journey.Kind), (await ListAsync(ada, new JourneyQuery(sort))).Select(journey => journey.Kind).Reverse());
        }

        var journeys = Programme.Get<CustomerJourneys>();
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await journeys.ListAsync(ada, new JourneyQuery(), new Window(0, 10), Actor.Person("Nobody"), Cancel));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await journeys.ListAsync(new CustomerId(99), new JourneyQuery(), new Window(0, 10), Programme.Agent, Cancel));
        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), ada, ada.ToString()), Programme.Manager)).OrThrow();
        AssertRefused(new CustomerDeleted(), await journeys.ListAsync(ada, new JourneyQuery(), new Window(0, 10), Programme.Agent, Cancel));
    }

    [Fact]
    public async Task R_029_a_heavy_customers_journeys_are_told_of_the_latest_times_only()
    {
        var ada = await CustomerAsync();
        await OrderAsync(ada, 2000, 1, 1);
        Programme.Execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO Orders (CustomerId, IntegrationId, RefId, Type, PlacedAt, CreatedAt, Currency, GoodsTotal, Shipping, Fingerprint)
            SELECT CustomerId, IntegrationId, 'H-' || i, 1, PlacedAt + i * 34000000000 % 900000000000, CreatedAt, Currency, GoodsTotal, Shipping, Fingerprint FROM Orders, n WHERE RefId LIKE 'O-%'
            """);
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            var account = AccountReader.Read(writing.Connection.Database, ada);
            for (var credit = 0; credit < 10_000; credit++)
            {
                account.Credit(
                    new LedgerEntry
                    {
                        CustomerId = ada,
                        OriginalCustomerId = ada,
                        Kind = EntryKind.ManualCredit,
                        Points = Points.Whole(10),
                        EffectiveAt = writing.Now,
                        CreatedAt = writing.Now,
                        Actor = "test",
                    },
                    lockedUntil: null, writing.Now + Duration.FromDays(40 * (1 + (credit % 100))));
            }

            writing.Ledger.Append(account, writing.Now);
            return Task.FromResult<Result<Done>>(default(Done));
        });
        At(2028, 6, 1);

        var journey = Of(await ListAsync(ada), JourneyKind.PointsRunningOut);
        Assert.Equal((CustomerJourneys.EntriesTold, true), (journey.Entries.Count, journey.Times > CustomerJourneys.EntriesTold));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Journey Of(IReadOnlyList<Journey> journeys, JourneyKind kind) => journeys.Single(journey => journey.Kind == kind);

    private static IEnumerable<JourneyKind> Inside(IReadOnlyList<Journey> journeys) => journeys
        .Where(journey => journey.IsInside && journey.Kind is not (JourneyKind.LevelReached or JourneyKind.PointsRunningOut)).Select(journey => journey.Kind);

    private Task<CustomerId> CustomerAsync()
    {
        At(2022, 1, 10);
        return Programme.CustomerAsync();
    }

    private void At(int year, int month, int day) => Programme.Clock.Set(Programme.Berlin(year, month, day));

    private async Task<OrderId> OrderAsync(CustomerId customer, int year, int month, int day, decimal amount = 10m)
    {
        Programme.Clock.Set(Programme.Berlin(year, month, day, 12));
        return (await Programme.OrderAsync(customer, amount)).Id;
    }

    private async Task<IReadOnlyList<Journey>> ListAsync(CustomerId customer, JourneyQuery? query = null) =>
        (await Programme.Get<CustomerJourneys>().ListAsync(customer, query ?? new JourneyQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows;
}
