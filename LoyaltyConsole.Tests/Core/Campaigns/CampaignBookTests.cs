using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Campaigns;

/// <summary>Campaigns are created, changed and ended, and none of it acts on what is booked (rule 5.1.9).</summary>
public sealed class CampaignBookTests : LedgerTest
{
    private static readonly CampaignId Revenue = new(1);

    private static readonly CampaignDraft Base = new("Five an order", CampaignKind.Order, Points.Whole(5)) { ValidityMonths = 12 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignBook Book => Programme.Get<CampaignBook>();

    private Instant Now => Programme.Clock.GetCurrentInstant();

    [Fact]
    public async Task L_048_a_new_campaign_pays_from_now_on_and_says_what_it_has_paid()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 10m);
        Programme.Clock.Advance(Duration.FromMinutes(1));

        var created = (await Book.CreateAsync(Guid.CreateVersion7(), Base, Programme.Manager)).OrThrow();
        var late = await Programme.OrderAsync(ada, 10m, placedAt: Now - Duration.FromMinutes(1));
        var receipt = await Programme.OrderAsync(ada, 10m);

        Assert.Equal((Points.Zero, Points.Whole(5)), (late.BySource.Order, receipt.BySource.Order));
        var row = (await RowsAsync()).Single(row => row.Campaign.Id == created.Id);
        Assert.Equal((1L, Points.Whole(5), CampaignState.Running), (row.Entries, row.Points, row.State));
        Assert.Equal(3, (await RowsAsync()).Single(row => row.Campaign.Id == Revenue).Entries);
    }

    [Fact]
    public async Task T8_a_doubled_rate_acts_on_later_orders_only_and_an_order_of_before_earns_by_the_rate_of_its_day()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50m, "A");
        var before = Now;
        Programme.Clock.Advance(Duration.FromHours(1));

        await ChangeAsync(Revenue, draft => draft with { Rate = Points.Whole(2) });
        Programme.Clock.Advance(Duration.FromHours(1));
        await ChangeAsync(Revenue, draft => draft with { Rate = Points.Whole(3), LockDays = 14 });
        var sentLate = await Programme.OrderAsync(ada, 50m, "B", placedAt: before);
        var between = await Programme.OrderAsync(ada, 50m, "C", placedAt: Now - Duration.FromMinutes(30));
        var later = await Programme.OrderAsync(ada, 50m, "D");
        var returned = await Programme.CreditNoteAsync(ada, 50m, "A");

        Assert.Equal([Points.Whole(50), Points.Whole(100), Points.Whole(150)], new[] { sentLate.Points, between.Points, later.Points });
        Assert.Equal(Points.Whole(-50), returned.Points);
        Assert.Equal([null, null, null, Now + Duration.FromDays(14)], (await LotsAsync()).Select(lot => lot.LockedUntil));
        Assert.Equal([Points.Whole(2), Points.Whole(1)], (await Book.PastTermsAsync(Revenue, Programme.Agent, Cancel)).OrThrow().Select(past => past.Terms.Rate));
    }

    [Fact]
    public async Task An_ended_campaign_pays_no_more_but_for_what_was_placed_before_its_end()
    {
        var ada = await Programme.CustomerAsync();
        var before = Now;
        Programme.Clock.Advance(Duration.FromHours(1));

        var ended = (await Book.EndAsync(Revenue, Programme.Manager)).OrThrow();
        var again = (await Book.EndAsync(Revenue, Programme.Manager)).OrThrow();

        Assert.Equal(Points.Whole(10), (await Programme.OrderAsync(ada, 10m, placedAt: before)).Points);
        Assert.Equal(Points.Zero, (await Programme.OrderAsync(ada, 10m)).Points);
        Assert.Equal((Now, ended.Version), (again.EndsAt, again.Version));
        AssertRefused(new CampaignHasEnded(), await TryChangeAsync(Revenue, draft => draft with { Rate = Points.Whole(9) }));
        AssertRefused(new CampaignHasEnded(), await TryChangeAsync(Revenue, draft => draft with { EndsOn = null }));
        Assert.Equal("Once upon a time", (await TryChangeAsync(Revenue, draft => draft with { Name = "Once upon a time" })).OrThrow().Name);
    }

    [Fact]
    public async Task A_planned_campaign_begins_and_ends_with_local_days_and_can_be_called_off()
    {
        var draft = Base with { StartsOn = new LocalDate(2026, 3, 29), EndsOn = new LocalDate(2026, 3, 29) };
        var planned = (await Book.CreateAsync(Guid.CreateVersion7(), draft, Programme.Manager)).OrThrow();

        Assert.Equal((Programme.Berlin(2026, 3, 29), Programme.Berlin(2026, 3, 30)), (planned.StartsAt, planned.EndsAt));
        Assert.Equal(Duration.FromHours(23), planned.EndsAt - planned.StartsAt);
        Assert.Equal(draft with { }, CampaignDraft.Of(planned, new ProgrammeTime(DateTimeZoneProviders.Tzdb["Europe/Berlin"])));
        Assert.Equal(CampaignState.Planned, planned.StateAt(Now));

        var moved = (await TryChangeAsync(planned.Id, campaign => campaign with { StartsOn = null })).OrThrow();
        Assert.Equal(Now, moved.StartsAt);

        var other = (await Book.CreateAsync(Guid.CreateVersion7(), draft, Programme.Manager)).OrThrow();
        await Book.EndAsync(other.Id, Programme.Manager);
        Programme.Clock.Set(Programme.Berlin(2026, 3, 29, 12));
        Assert.Equal(CampaignState.Ended, (await RowsAsync()).Single(row => row.Campaign.Id == other.Id).State);
        Assert.Equal(Points.Whole(5), (await Programme.OrderAsync(await Programme.CustomerAsync(), 10m)).BySource.Order);
    }

    [Fact]
    public async Task What_has_begun_keeps_its_first_day()
    {
        var running = (await Book.CreateAsync(Guid.CreateVersion7(), Base, Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(2));

        AssertRefused(new CampaignHasBegun(), await TryChangeAsync(running.Id, draft => draft with { StartsOn = new LocalDate(2025, 12, 24) }));
        AssertRefused(new CampaignEndsInThePast(), await TryChangeAsync(running.Id, draft => draft with { EndsOn = new LocalDate(2025, 11, 29) }));
        Assert.Equal(
            Programme.Berlin(2025, 12, 25), (await TryChangeAsync(running.Id, draft => draft with { EndsOn = new LocalDate(2025, 12, 24) })).OrThrow().EndsAt);
    }

    [Fact]
    public async Task A_form_that_was_open_while_another_saved_is_refused_unless_it_says_the_same()
    {
        var campaign = (await Book.CreateAsync(Guid.CreateVersion7(), Base, Programme.Manager)).OrThrow();
        var mine = Base with { StartsOn = new LocalDate(2025, 11, 28), Name = "Six an order" };
        await Book.EditAsync(campaign.Id, campaign.Version, mine, Programme.Manager);

        AssertRefused(new CampaignChanged("Six an order"), await Book.EditAsync(campaign.Id, campaign.Version, mine with { Name = "Seven" }, Programme.Manager));
        Assert.True((await Book.EditAsync(campaign.Id, campaign.Version, mine, Programme.Manager)).Succeeded(out var same, out _));
        Assert.Equal(2, same.Version);
    }

    public static TheoryData<CampaignDraft, Refusal> Flawed => new()
    {
        { Base with { Name = " " }, new CampaignNameMissing() },
        { Base with { Name = new string('x', 201) }, new TextTooLong(200) },
        { Base with { Rate = Points.Zero }, new CampaignRateOutOfRange(Points.MostInOneEntry) },
        { Base with { Rate = Points.Whole(-1) }, new CampaignRateOutOfRange(Points.MostInOneEntry) },
        { Base with { Rate = new Points(50) }, new TooManyDecimals(0) },
        { Base with { Kind = CampaignKind.Category, Category = " " }, new CampaignCategoryMissing() },
        { Base with { Kind = CampaignKind.Item }, new CampaignSkuMissing() },
        { Base with { Kind = CampaignKind.Coupon, Rate = Points.Zero }, new CampaignCouponTextMissing() },
        { Base with { LockDays = -1 }, new CampaignLockOutOfRange(3_650) },
        { Base with { ValidityMonths = 0 }, new CampaignValidityOutOfRange(600) },
        { Base with { LockDays = 28, ValidityMonths = 1 }, new CampaignLockedBeyondValidity(27) },
        { Base with { LockDays = 365 }, new CampaignLockedBeyondValidity(364) },
        { Base with { StartsOn = new LocalDate(2025, 11, 27) }, new CampaignStartsInThePast() },
        { Base with { EndsOn = new LocalDate(2025, 11, 27) }, new CampaignEndsInThePast() },
        { Base with { StartsOn = new LocalDate(2025, 12, 24), EndsOn = new LocalDate(2025, 12, 23) }, new CampaignEndsBeforeItStarts() },
    };

    [Theory]
    [MemberData(nameof(Flawed), DisableDiscoveryEnumeration = true)]
    public async Task What_makes_no_sense_is_refused(CampaignDraft draft, Refusal refusal)
    {
        AssertRefused(refusal, await Book.CreateAsync(Guid.CreateVersion7(), draft, Programme.Manager));
        Assert.Single(await RowsAsync());
    }

    [Theory]
    [InlineData(27, 1, 2026, 1, 31)]
    [InlineData(58, 2, 2025, 12, 31)]
    [InlineData(364, 12, 2028, 2, 29)]
    public async Task L_045_the_longest_lock_still_ends_before_the_points_of_the_shortest_months_do(int days, int months, int year, int month, int day)
    {
        await ChangeAsync(Revenue, draft => draft with { LockDays = days, ValidityMonths = months });
        Programme.Clock.Set(Programme.Berlin(year, month, day, 23, 59));

        Assert.Equal(Points.Whole(5), (await Programme.OrderAsync(await Programme.CustomerAsync(), 5m)).Points);
        AssertRefused(
            new CampaignLockedBeyondValidity(days), await TryChangeAsync(Revenue, draft => draft with { LockDays = days + 1, ValidityMonths = months }));
    }

    [Fact]
    public async Task A_rate_of_money_may_be_finer_than_what_is_booked()
    {
        var fine = new CampaignDraft("Half a point", CampaignKind.Revenue, new Points(50));
        (await Book.CreateAsync(Guid.CreateVersion7(), fine, Programme.Manager)).OrThrow();

        Assert.Equal(Points.Whole(5 + 3), (await Programme.OrderAsync(await Programme.CustomerAsync(), 5m)).Points);
    }

    [Fact]
    public async Task What_a_kind_has_no_use_for_is_left_out()
    {
        var draft = Base with { Category = "coffee", Sku = "MUG", CouponText = "10 % off" };

        var campaign = (await Book.CreateAsync(Guid.CreateVersion7(), draft, Programme.Manager)).OrThrow();

        Assert.Equal((null, null, null), (campaign.Category, campaign.Sku, campaign.CouponText));
    }

    [Fact]
    public async Task Only_whoever_manages_campaigns_changes_them_and_each_change_is_audited()
    {
        var refusal = new NotAllowed(Capability.ManageCampaigns);
        AssertRefused(refusal, await Book.CreateAsync(Guid.CreateVersion7(), Base, Programme.Agent));
        AssertRefused(refusal, await Book.EditAsync(Revenue, 1, Base, Programme.Agent));
        AssertRefused(refusal, await Book.EndAsync(Revenue, Programme.Agent));
        AssertRefused(new CampaignNotFound(new CampaignId(99)), await Book.EndAsync(new CampaignId(99), Programme.Manager));
        var nobody = Actor.Person("Nobody");
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Book.ListAsync(new CampaignQuery(), new Window(0, 10), nobody, Cancel));

        var campaign = (await Book.CreateAsync(Guid.CreateVersion7(), Base, Programme.Manager)).OrThrow();
        await TryChangeAsync(campaign.Id, draft => draft with { Rate = Points.Whole(6) });
        await Book.EndAsync(campaign.Id, Programme.Manager);

        Assert.Equal(
            ["CreateCampaign", "ChangeCampaign", "EndCampaign"], Programme.Query("SELECT Deed FROM AuditEntries ORDER BY Id", row => row.GetString(0)));
    }

    [Fact]
    public async Task The_list_is_filtered_searched_and_sorted()
    {
        await Book.CreateAsync(Guid.CreateVersion7(), Base with { Name = "Advent", StartsOn = new LocalDate(2025, 12, 1) }, Programme.Manager);
        await Book.CreateAsync(Guid.CreateVersion7(), new CampaignDraft("Coffee twice", CampaignKind.Category, Points.Whole(1)) { Category = "Coffee" }, Programme.Manager);
        await Book.EndAsync(Revenue, Programme.Manager);

        Assert.Equal(["Advent"], await NamesAsync(new CampaignQuery(State: CampaignState.Planned)));
        Assert.Equal(["Points for revenue"], await NamesAsync(new CampaignQuery(State: CampaignState.Ended)));
        Assert.Equal(["Coffee twice"], await NamesAsync(new CampaignQuery(CampaignKind.Category)));
        Assert.Equal(["Coffee twice"], await NamesAsync(new CampaignQuery(Text: "coFF")));
        Assert.Equal(["Advent"], await NamesAsync(new CampaignQuery(Text: "c-2")));
        Assert.Equal(["Points for revenue", "Coffee twice", "Advent"], await NamesAsync(new CampaignQuery(Sort: CampaignSort.Name)));
        Assert.Equal(["Coffee twice", "Advent", "Points for revenue"], await NamesAsync(new CampaignQuery(Sort: CampaignSort.State, Descending: false)));
    }

    [Fact]
    public async Task What_was_paid_is_summed_on_from_where_the_last_sum_ended()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 10m);

        Idle();
        var first = (await RowsAsync()).Single();
        await Programme.OrderAsync(await Programme.CustomerAsync("Bo"), 20m);
        var second = (await RowsAsync()).Single();
        Idle();
        var third = (await RowsAsync()).Single();
        var summed = Programme.Query("SELECT Entries, Points FROM CampaignTotals WHERE CampaignId = 1", row => (row.GetInt64(0), row.GetInt64(1)));

        Assert.Equal([(1L, Points.Whole(10)), (2L, Points.Whole(30)), (2L, Points.Whole(30))], new[] { first, second, third }.Select(row => (row.Entries, row.Points)));
        Assert.Equal([(2L, 3_000L)], summed);

        // Twenty thousand redemptions that were discarded, which no invariant minds.
        void Idle() => Programme.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20005)
            INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor)
            SELECT 1, 1, 7, -100, 2, 0, 0, 0, 0, 'test' FROM n
            """);
    }

    private async Task<IReadOnlyList<CampaignRow>> RowsAsync() =>
        (await Book.ListAsync(new CampaignQuery(), new Window(0, 100), Programme.Agent, Cancel)).OrThrow().Rows;

    private async Task<IReadOnlyList<string>> NamesAsync(CampaignQuery query) =>
        [.. (await Book.ListAsync(query, new Window(0, 100), Programme.Agent, Cancel)).OrThrow().Rows.Select(row => row.Campaign.Name)];

    private async Task ChangeAsync(CampaignId id, Func<CampaignDraft, CampaignDraft> change) => (await TryChangeAsync(id, change)).OrThrow();

    private async Task<Result<Campaign>> TryChangeAsync(CampaignId id, Func<CampaignDraft, CampaignDraft> change)
    {
        var campaign = (await RowsAsync()).Single(row => row.Campaign.Id == id).Campaign;
        var settings = await Programme.Get<ProgrammeBook>().SettingsAsync(Cancel);
        return await Book.EditAsync(id, campaign.Version, change(CampaignDraft.Of(campaign, settings.Time)), Programme.Manager);
    }

    private Task<IReadOnlyList<Lot>> LotsAsync() => Programme.Store.ReadAsync(
        async db => (IReadOnlyList<Lot>)[.. db.Lots.OrderBy(lot => lot.EntryId)], Cancel);
}
