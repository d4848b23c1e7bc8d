using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>What will become of a level, for one customer and for everybody (X10, rule 5.6.8).</summary>
public sealed class TierForecastTests : LedgerTest
{
    private static readonly Instant Due = Programme.Berlin(2026, 11, 29);

    private TierRecalculation Recalculation => Programme.Get<TierRecalculation>();

    [Fact]
    public async Task X10_says_to_what_and_when_the_level_falls_and_how_many_points_prevent_it()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 2_000m);
        Programme.Clock.Advance(Duration.FromDays(30));
        await Programme.OrderAsync(ada, 1_880m);

        var forecast = (await Programme.TierAsync(ada)).Forecast;

        Assert.Equal(Points.Whole(3_880), forecast.Qualifying);
        Assert.Equal(("Platinum", Points.Whole(6_120)), (forecast.Next!.Name, forecast.MissingForNext));
        Assert.Equal(
            (Due, "Silver", Points.Whole(120), Points.Whole(1_880), Points.Whole(2_000)),
            (forecast.Outlook!.At, forecast.Outlook.To.Name, forecast.Outlook.Missing, forecast.Outlook.Qualifying, forecast.Outlook.Threshold));
    }

    [Fact]
    public async Task X10_a_pending_credit_counts()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 500m);
        Programme.Clock.Advance(Duration.FromDays(30));
        await Programme.OrderAsync(ada, 400m);
        var unlocks = Programme.Berlin(2026, 12, 12) - Duration.FromDays(200);
        await Programme.LotAsync(ada, 90, lockedUntil: unlocks);

        var forecast = (await Programme.TierAsync(ada)).Forecast;
        Assert.Equal((Points.Whole(10), "Member"), (forecast.Outlook!.Missing, forecast.Outlook.To.Name));
        Assert.Equal([new TierPending(unlocks, Points.Whole(90))], forecast.Pending);

        await Programme.LotAsync(ada, 10, lockedUntil: unlocks);
        forecast = (await Programme.TierAsync(ada)).Forecast;
        Assert.Equal(("Silver", Due, Points.Zero), (forecast.Outlook!.To.Name, forecast.Outlook.At, forecast.Outlook.Missing));
    }

    [Fact]
    public async Task X10_a_pending_credit_that_raises_is_told_with_its_date()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 450m);
        var unlocks = Programme.Clock.GetCurrentInstant() + Duration.FromDays(14);
        await Programme.LotAsync(ada, 90, lockedUntil: unlocks);

        var outlook = (await Programme.TierAsync(ada)).Forecast.Outlook!;

        Assert.Equal(("Silver", unlocks, Points.Zero, Points.Whole(540)), (outlook.To.Name, outlook.At, outlook.Missing, outlook.Qualifying));
    }

    [Fact]
    public async Task X10_knows_of_grace_and_of_locks()
    {
        await Programme.ChangeAsync(settings => settings.TierGraceDays = 10);
        var (ada, bo) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        await Programme.OrderAsync(ada, 500m);
        await Programme.OrderAsync(bo, 500m);
        var outlook = (await Programme.TierAsync(ada)).Forecast.Outlook!;
        Assert.Equal((Due + Duration.FromDays(10), Points.Whole(500)), (outlook.At, outlook.Missing));

        var order = await Programme.TierOrderAsync(bo, "Silver");
        (await Programme.Get<CustomerTiers>().ChangeAsync(order with { Lock = TierLock.Full }, Programme.Manager)).OrThrow();
        Assert.Null((await Programme.TierAsync(bo)).Forecast.Outlook);
        order = await Programme.TierOrderAsync(bo, "Silver");
        (await Programme.Get<CustomerTiers>().ChangeAsync(order with { Lock = TierLock.Full, LockUntil = new LocalDate(2027, 6, 30) }, Programme.Manager)).OrThrow();
        Assert.Equal(("Member", Programme.Berlin(2027, 7, 11)), ((await Programme.TierAsync(bo)).Forecast.Outlook!.To.Name, (await Programme.TierAsync(bo)).Forecast.Outlook!.At));
    }

    [Fact]
    public async Task X10_on_the_base_level_there_is_nothing_to_lose()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 120m);

        var forecast = (await Programme.TierAsync(ada)).Forecast;

        Assert.Null(forecast.Outlook);
        Assert.Equal(("Silver", Points.Whole(380)), (forecast.Next!.Name, forecast.MissingForNext));
    }

    [Fact]
    public async Task X10_the_rehearsal_lists_who_would_move_on_a_day_and_writes_nothing()
    {
        var keeps = await SilverAsync("Keeps");
        var (falls, rises, locked) = (await SilverAsync("Falls"), await Programme.CustomerAsync("Rises"), await SilverAsync("Locked"));
        await Programme.LotAsync(rises, 2_100, lockedUntil: Programme.Berlin(2025, 12, 12));
        (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(locked, "Silver") with { Lock = TierLock.Full }, Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.OrderAsync(keeps, 500m);
        var before = Written();

        var today = await RehearseAsync(null);
        var eve = await RehearseAsync(new LocalDate(2026, 11, 28));
        var day = await RehearseAsync(new LocalDate(2026, 11, 29));

        Assert.Empty(today.Counts);
        Assert.Equal([(TierMove.Up, 1)], eve.Counts.Select(count => (count.Key, count.Value)));
        Assert.Equal((1, 1), (day.Counts[TierMove.Up], day.Counts[TierMove.Down]));
        var movers = await MoversAsync(day, null);
        Assert.Equal(
            [("Rises", "Member", "Gold", Programme.Berlin(2025, 12, 12), Points.Zero), ("Falls", "Silver", "Member", Due, Points.Whole(500))],
            movers.Rows.Select(mover => (mover.Name!, mover.From.Name, mover.To.Name, mover.At, mover.Missing)));
        Assert.Equal([falls], (await MoversAsync(day, TierMove.Down)).Rows.Select(mover => mover.Customer));
        Assert.Equal(before, Written());

        // And so it comes.
        await Programme.Get<LoyaltyConsole.Core.Ledger.AccountRefresh>().RunAsync(CancellationToken.None);
        Programme.Clock.Set(Programme.Berlin(2025, 12, 12));
        await Programme.RecalculateAsync();
        await Programme.RecalculateAsync(Due);
        Assert.Equal(
            ["Silver", "Member", "Gold", "Silver"],
            new[] { keeps, falls, rises, locked }.Select(Programme.StoredTier));
    }

    [Fact]
    public async Task X10_the_rehearsal_tells_whom_the_grace_period_keeps_and_pages_them()
    {
        await Programme.ChangeAsync(settings => settings.TierGraceDays = 10);
        for (var number = 0; number < 12; number++)
        {
            await SilverAsync($"Customer {number}");
        }

        var rehearsal = await RehearseAsync(new LocalDate(2026, 11, 29));

        Assert.Equal(12, rehearsal.Counts[TierMove.Grace]);
        var page = (await Recalculation.MoversAsync(rehearsal, TierMove.Grace, new Window(10, 10), Programme.Agent, CancellationToken.None)).OrThrow();
        Assert.Equal((12, 2), (page.Count, page.Rows.Count));
        Assert.All(page.Rows, mover => Assert.Equal(("Silver", "Silver"), (mover.From.Name, mover.To.Name)));
    }

    [Fact]
    public async Task Whoever_may_not_read_customers_rehearses_nothing()
    {
        var nobody = Actor.Person("Nobody");
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Recalculation.RehearseAsync(null, nobody, CancellationToken.None));
        AssertRefused(
            new NotAllowed(Capability.ReadCustomers),
            await Recalculation.MoversAsync(await RehearseAsync(null), null, new Window(0, 10), nobody, CancellationToken.None));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Programme.Get<CustomerTiers>().OpenAsync(new CustomerId(1), nobody, CancellationToken.None));
        AssertRefused(
            new NotAllowed(Capability.ReadCustomers),
            await Programme.Get<CustomerTiers>().HistoryAsync(new CustomerId(1), new TierChangeQuery(), new Window(0, 10), nobody, CancellationToken.None));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Programme.Get<TierBook>().ListAsync(nobody, CancellationToken.None));
    }

    // Every row that a move writes.
    private List<string> Written() =>
        [.. new[] { "Customers", "TierChanges", "TierRuns", "TierGrants", "Accounts" }.SelectMany(table => Programme.Texts($"SELECT * FROM {table} ORDER BY 1, 2"))];

    private async Task<TierRehearsal> RehearseAsync(LocalDate? on) => (await Recalculation.RehearseAsync(on, Programme.Agent, CancellationToken.None)).OrThrow();

    private async Task<Page<TierMover>> MoversAsync(TierRehearsal rehearsal, TierMove? move) =>
        (await Recalculation.MoversAsync(rehearsal, move, new Window(0, 50), Programme.Agent, CancellationToken.None)).OrThrow();

    private async Task<CustomerId> SilverAsync(string name)
    {
        var customer = await Programme.CustomerAsync(name);
        await Programme.OrderAsync(customer, 500m);
        return customer;
    }
}
