using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Merging;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Engagement;

/// <summary>What happened through a referral code, by date and type (E-040, E-041), and whose code it is after a merge (5.7).</summary>
public sealed class ReferralHistoryTests : MergeTest
{
    [Fact]
    public async Task E_040_visits_and_conversions_through_the_code_are_counted()
    {
        await Programme.CustomerAsync("Ben Roth", refId: "B-1");
        await FollowAsync(Anna, ReferralType.Visit);
        await FollowAsync(Anna, ReferralType.Visit);
        await FollowAsync(Anna, ReferralType.Conversion, "B-1");
        await FollowAsync(Other, ReferralType.Visit);

        var page = await ListAsync(Anna, new ReferralQuery());

        Assert.Equal((3, 2, 1), (page.Count, page.Visits, page.Conversions));
        Assert.Equal("Ben Roth", page.Rows.Single(row => row.Type == ReferralType.Conversion).Referred!.Name);
        Assert.All(page.Rows.Where(row => row.Type == ReferralType.Visit), row => Assert.Null(row.Referred));
    }

    [Fact]
    public async Task E_041_events_are_filtered_by_day_in_the_programmes_zone_and_by_type()
    {
        await FollowAsync(Anna, ReferralType.Visit, at: Programme.Berlin(2025, 11, 9, 23, 59));
        await FollowAsync(Anna, ReferralType.Visit, at: Programme.Berlin(2025, 11, 10));
        await FollowAsync(Anna, ReferralType.Conversion, at: Programme.Berlin(2025, 11, 10, 23, 59));
        await FollowAsync(Anna, ReferralType.Visit, at: Programme.Berlin(2025, 11, 11));
        var day = new LocalDate(2025, 11, 10);

        var ofTheDay = await ListAsync(Anna, new ReferralQuery(From: day, To: day));
        var conversions = await ListAsync(Anna, new ReferralQuery(ReferralType.Conversion, day));

        Assert.Equal((2, 1, 1), (ofTheDay.Count, ofTheDay.Visits, ofTheDay.Conversions));
        Assert.Equal([Programme.Berlin(2025, 11, 10, 23, 59), Programme.Berlin(2025, 11, 10)], ofTheDay.Rows.Select(row => row.OccurredAt));
        Assert.Equal((1, 2), (conversions.Count, conversions.Visits));
        Assert.Equal(3, (await ListAsync(Anna, new ReferralQuery(From: day))).Count);
        Assert.Equal(3, (await ListAsync(Anna, new ReferralQuery(To: day))).Count);
    }

    [Theory]
    [InlineData(ReferralSort.Date)]
    [InlineData(ReferralSort.Type)]
    [InlineData(ReferralSort.Referred)]
    [InlineData(ReferralSort.Integration)]
    public async Task E_041_a_page_is_read_in_any_order(ReferralSort sort)
    {
        for (var day = 1; day <= 12; day++)
        {
            await FollowAsync(Anna, ReferralType.Visit, at: Programme.Berlin(2025, 11, day));
        }

        var rows = (await ListAsync(Anna, new ReferralQuery(Sort: sort, Descending: false), new Window(5, 5))).Rows;

        Assert.Equal([6, 7, 8, 9, 10], rows.Select(row => row.OccurredAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).Day));
    }

    [Fact]
    public async Task R_014_whoever_came_through_a_code_is_told_with_it()
    {
        var ben = await Programme.CustomerAsync("Ben Roth", refId: "B-1");
        await FollowAsync(Other, ReferralType.Visit, "B-1", Programme.Berlin(2025, 11, 1));
        await FollowAsync(Anna, ReferralType.Conversion, "B-1", Programme.Berlin(2025, 11, 2));

        var page = await ListAsync(ben, new ReferralQuery());

        Assert.Equal((Anna, "Anna Keller", Programme.Berlin(2025, 11, 2)), (page.ReferredBy!.Id, page.ReferredBy.Name, page.ReferredAt!.Value));
        Assert.Null((await ListAsync(Anna, new ReferralQuery())).ReferredBy);
    }

    [Fact]
    public async Task R_014_a_deleted_customer_who_followed_the_code_is_named_by_number_only()
    {
        var ben = await Programme.CustomerAsync("Ben Roth", refId: "B-1");
        await FollowAsync(Anna, ReferralType.Conversion, "B-1");
        await DeleteAsync(ben);

        var referred = (await ListAsync(Anna, new ReferralQuery())).Rows.Single().Referred!;

        Assert.Equal((ben, null, true), (referred.Id, referred.Name, referred.IsDeleted));
    }

    [Fact]
    public async Task R_5_7_the_code_of_an_account_that_was_merged_leads_to_the_survivor_however_often()
    {
        var third = await Programme.CustomerAsync("Anna Keller", "third@example.org", refId: "T-1");
        await MergeAsync();
        var again = await AskAsync("third@example.org", "anna@example.org");
        (await Merges.ApproveAsync(await ApprovalAsync(again), Programme.Manager)).OrThrow();

        var recorded = await FollowAsync(Other, ReferralType.Visit);

        Assert.Equal(third, recorded.CustomerId);
        Assert.Equal(1, (await ListAsync(third, new ReferralQuery())).Visits);
        Assert.Equal(new ReferredThemselves(), Refused(await ReportAsync(Other, ReferralType.Visit, "T-1", null)));
        await DeleteAsync(third);
        Assert.IsType<ReferralCodeUnknown>(Refused(await ReportAsync(Other, ReferralType.Visit, null, null)));
    }

    [Fact]
    public async Task R_016_a_referral_stands_among_the_activities_when_it_happened()
    {
        await FollowAsync(Anna, ReferralType.Visit, at: Programme.Berlin(2025, 11, 1));

        var activities = (await Programme.Get<CustomerActivities>().ListAsync(Anna, new Window(0, 7), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();

        Assert.Equal([Programme.Berlin(2025, 11, 1)], activities.Rows.Where(activity => activity.Kind == ActivityKind.Referred).Select(activity => activity.At));
    }

    [Fact]
    public async Task Whoever_may_not_read_customers_reads_no_referrals()
    {
        var stranger = Actor.Shop("Shop", default, default);

        Assert.Equal(
            new NotAllowed(Capability.ReadCustomers),
            Refused(await Programme.Get<ReferralHistory>().ListAsync(Anna, new ReferralQuery(), new Window(0, 10), stranger, TestContext.Current.CancellationToken)));
    }

    private async Task DeleteAsync(CustomerId customer) => (await Programme.Store.WriteAsync<Done>(async writing =>
    {
        await LoyaltyConsole.Core.Customers.Privacy.Erasure.EraseAsync(writing, customer, Programme.Manager, mergedInto: null);
        return default(Done);
    })).OrThrow();

    private Task<Result<ReferralEvent>> ReportAsync(CustomerId customer, ReferralType type, string? referred, Instant? at) =>
        Programme.Get<Referrals>().RecordAsync(
            new NewReferralEvent(Guid.CreateVersion7(), new ReferralCode(customer).ToString(), type, referred, at ?? Programme.Clock.GetCurrentInstant()), Programme.Manager);

    private async Task<ReferralEvent> FollowAsync(CustomerId customer, ReferralType type, string? referred = null, Instant? at = null) =>
        (await ReportAsync(customer, type, referred, at)).OrThrow();

    private async Task<ReferralPage> ListAsync(CustomerId customer, ReferralQuery query, Window? window = null) =>
        (await Programme.Get<ReferralHistory>().ListAsync(customer, query, window ?? new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
}
