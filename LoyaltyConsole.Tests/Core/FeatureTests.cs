using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core;

/// <summary>An installation without a feature refuses everything of it to everybody, whatever a screen shows (E-016).</summary>
public sealed class FeatureTests
{
    // Services that are a feature's alone, whatever capability each of their deeds needs.
    private static readonly (Feature Feature, Type Service)[] _services =
    [
        (Feature.Imports, typeof(FileImports)), (Feature.Imports, typeof(ImportBook)), (Feature.Imports, typeof(BulkImports)), (Feature.Imports, typeof(SavedMappings)),
        (Feature.Exports, typeof(ExportBook)),
        (Feature.Segments, typeof(SegmentBook)), (Feature.Segments, typeof(SegmentReports)), (Feature.Segments, typeof(SegmentRunner)),
        (Feature.Segments, typeof(CustomerSegments)),
        (Feature.Campaigns, typeof(CampaignBook)), (Feature.Campaigns, typeof(CampaignGrants)),
        (Feature.Merging, typeof(MergeRequests)), (Feature.Merging, typeof(AccountMerges)), (Feature.Merging, typeof(MergeSuggestions)),
        (Feature.Referrals, typeof(Referrals)), (Feature.Referrals, typeof(ReferralHistory)),
        (Feature.Api, typeof(IntegrationKeys)), (Feature.Api, typeof(CallLog)),
        (Feature.Connections, typeof(ConnectionBook)),
    ];

    public static TheoryData<Feature> Features => [.. Enum.GetValues<Feature>()];

    private static Actor Administrator { get; } = Actor.Person("Kim Vogt", StaffRole.Administrator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Features))]
    public async Task E_016_what_is_switched_off_is_refused_to_everybody_and_nothing_else_is(Feature feature)
    {
        Assert.Contains(_services, service => service.Feature == feature);
        await using var whole = await Programme.CreateAsync();
        await using var without = await Programme.CreateAsync(features: new FeatureSet(feature));
        var (nobody, wrong) = (Actor.Person("Nobody"), new List<string>());
        foreach (var deed in CoreDeeds.All)
        {
            var needed = await CoreDeeds.RefusalAsync(whole.Services, deed, nobody) as NotAllowed;
            var belongs = Array.Exists(_services, service => service == (feature, deed.DeclaringType!)) || FeatureSet.Of(needed!.Needed) == feature;
            Refusal? expected = belongs ? new FeatureOff(feature) : needed;
            if (await CoreDeeds.RefusalAsync(without.Services, deed, nobody) != expected
                || (belongs && await CoreDeeds.RefusalAsync(without.Services, deed, Administrator) != expected))
            {
                wrong.Add(CoreDeeds.Name(deed));
            }
        }

        Assert.Empty(wrong);
        Assert.Empty(without.Query("SELECT Deed FROM AuditEntries", row => row.GetString(0)));
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void E_016_a_screen_is_told_of_nobody_who_may_what_is_switched_off(Feature feature)
    {
        var within = new FeatureSet(feature).Within(Administrator);

        Assert.DoesNotContain(within.Capabilities, capability => FeatureSet.Of(capability) == feature);
        Assert.Equal(
            Administrator.Capabilities.Where(capability => FeatureSet.Of(capability) != feature).Order(),
            within.Capabilities.Order());
    }

    [Theory]
    [InlineData(Job.Segments, Feature.Segments)]
    [InlineData(Job.Merges, Feature.Merging)]
    [InlineData(Job.Connections, Feature.Connections)]
    public async Task E_016_a_job_of_a_feature_that_is_switched_off_does_not_run(Job job, Feature feature)
    {
        await using var programme = await Programme.CreateAsync(features: new FeatureSet(feature));
        var jobs = programme.Get<JobBook>();

        Assert.False(await jobs.HasWorkAsync(job, Cancel));
        (await jobs.RunAsync(job, Actor.Console(JobBook.Scheduler), onStarted: null, Cancel)).Succeeded(out _, out var refusal);
        Assert.Equal(new FeatureOff(feature), refusal);
        Assert.Equal(
            [(job, feature)],
            (await jobs.StandingsAsync(Administrator, Cancel)).OrThrow().Where(standing => standing.Off is not null).Select(standing => (standing.Job, standing.Off!.Value)));
    }

    [Fact]
    public async Task E_016_without_segments_a_list_of_a_segment_is_refused_and_never_everybody()
    {
        await using var programme = await Programme.CreateAsync(features: new FeatureSet(Feature.Segments));
        await programme.CustomerAsync();
        var (ofSegment, all) = (new CustomerFilter { Segments = [new SegmentId(1)] }, new CustomerFilter());
        var directory = programme.Customers;

        Assert.Equal(Off, Refused(await directory.ListAsync(ofSegment, CustomerSort.Id, descending: true, new Window(0, 10), Administrator, Cancel)));
        Assert.Equal(Off, Refused(await directory.ListAsync(all, CustomerSort.Segment, descending: true, new Window(0, 10), Administrator, Cancel)));
        Assert.Equal(Off, Refused(await directory.CountAsync([all, ofSegment], Administrator, Cancel)));
        Assert.Equal(Off, Refused(await directory.PlaceAsync(ofSegment, CustomerSort.Id, descending: true, new CustomerId(1), 1, Administrator, Cancel)));
        Assert.Equal(Off, Refused(await programme.Get<BulkImports>().WriteAsync(
            new BulkPointsOrder(Guid.CreateVersion7(), "segment=1", PointsMode.Add, Points.Whole(5), "for nothing"), Stream.Null, Administrator, Cancel)));
        foreach (var order in new ExportOrder[]
        {
            new(Guid.CreateVersion7(), ExportKind.Segments, "to look"),
            new(Guid.CreateVersion7(), ExportKind.Customers, "to look") { Filter = "segment=1" },
            new(Guid.CreateVersion7(), ExportKind.Customers, "to look") { Sort = CustomerSort.Segment },
        })
        {
            Assert.Equal(Off, Refused(await programme.Get<ExportBook>().RequestAsync(order, Administrator)));
        }

        Assert.Equal(1, (await directory.ListAsync(all, CustomerSort.Id, descending: true, new Window(0, 10), Administrator, Cancel)).OrThrow().Count);
    }

    private static FeatureOff Off { get; } = new(Feature.Segments);

    private static Refusal? Refused<T>(Result<T> result)
        where T : notnull => result.Succeeded(out _, out var refusal) ? null : refusal;
}
