using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Core;

/// <summary>Puts Core together; nothing else is needed to use it but an <see cref="IClock"/>.</summary>
public static class CoreServices
{
    /// <summary>Adds Core's services, all of which live as long as the process.</summary>
    public static IServiceCollection AddLoyaltyCore(this IServiceCollection services, LoyaltyOptions options) => services
        .AddSingleton(options)
        .AddSingleton(options.Features)
        .AddSingleton<CustomerFeed>()
        .AddSingleton(provider => new LoyaltyStore(options, provider.GetRequiredService<IClock>(), provider.GetRequiredService<CustomerFeed>()))
        .AddSingleton(provider => new LoyaltyDatabase(Store(provider)))
        .AddSingleton(provider => new ProgrammeBook(Store(provider)))
        .AddSingleton(provider => new ProgrammeCount(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new CustomerDirectory(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new CustomerViews(Store(provider)))
        .AddSingleton(provider => new CustomerProfiles(Store(provider), Clock(provider)))
        .AddSingleton(provider => new PointsLedger(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new PointsHistory(Store(provider), Clock(provider)))
        .AddSingleton(provider => new PointsStatements(Store(provider), Clock(provider)))
        .AddSingleton(provider => new CustomerTransactions(Store(provider), Clock(provider)))
        .AddSingleton(provider => new PointsExplanation(Store(provider), Clock(provider)))
        .AddSingleton(provider => new PointsDevelopment(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new RewardBook(Store(provider), Clock(provider)))
        .AddSingleton(provider => new OneTimeCodes(Store(provider), Clock(provider)))
        .AddSingleton(provider => new CouponBook(Store(provider), Clock(provider)))
        .AddSingleton(provider => new LedgerCheck(Store(provider)))
        .AddSingleton(provider => new AccountRefresh(Store(provider), Clock(provider)))
        .AddSingleton(provider => new LapsedReservations(Store(provider), Clock(provider)))
        .AddSingleton(provider => new JobBook(Store(provider), Clock(provider), ProgrammeJobs.Of(provider)))
        .AddSingleton(provider => new CustomerTiers(Store(provider), Clock(provider)))
        .AddSingleton(provider => new TierBook(Store(provider)))
        .AddSingleton(provider => new TierRecalculation(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new SegmentBook(Store(provider)))
        .AddSingleton(provider => new SegmentReports(Store(provider)))
        .AddSingleton(provider => new CustomerSegments(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new SegmentRunner(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new CampaignBook(Store(provider), Clock(provider)))
        .AddSingleton(provider => new CampaignGrants(Store(provider), Clock(provider)))
        .AddSingleton(provider => new BirthdayPoints(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new MadeUpHistory(Store(provider)))
        .AddSingleton(provider => new CustomerBook(Store(provider)))
        .AddSingleton(provider => new CustomerDuplicates(Store(provider), Programme(provider)))
        .AddSingleton(provider => new CustomerNotes(Store(provider)))
        .AddSingleton(provider => new Participation(Store(provider)))
        .AddSingleton(provider => new CustomerPins(Store(provider)))
        .AddSingleton(provider => new CallerChecks(Store(provider), provider.GetRequiredService<CustomerPins>()))
        .AddSingleton(provider => new Erasures(Store(provider), Clock(provider)))
        .AddSingleton(provider => new PersonalCopies(Store(provider)))
        .AddSingleton(provider => new OrderHistory(Store(provider), Programme(provider)))
        .AddSingleton(provider => new OrderBook(Store(provider)))
        .AddSingleton(provider => new UnmatchedOrders(Store(provider), provider.GetRequiredService<OrderBook>()))
        .AddSingleton(provider => new ImportBook(Store(provider)))
        .AddSingleton(provider => new FileImports(Store(provider), Programme(provider), Clock(provider)))
        .AddSingleton(provider => new SavedMappings(Store(provider)))
        .AddSingleton(provider => new BulkImports(Store(provider), Programme(provider), Clock(provider)))
        .AddSingleton(provider => new ExportBook(Store(provider), Programme(provider), Clock(provider), options))
        .AddSingleton(provider => new MergeRequests(Store(provider)))
        .AddSingleton(provider => new ApprovalRequests(Store(provider)))
        .AddSingleton(provider => new RoleLimits(Store(provider)))
        .AddSingleton(provider => new AccountMerges(Store(provider)))
        .AddSingleton(provider => new DueMerges(Store(provider), Clock(provider)))
        .AddSingleton(provider => new MergeSuggestions(Store(provider)))
        .AddSingleton(provider => new Notices(Store(provider)))
        .AddSingleton(provider => new MessageBook(Store(provider), Clock(provider)))
        .AddSingleton(provider => new Referrals(Store(provider)))
        .AddSingleton(provider => new ReferralHistory(Store(provider), Programme(provider)))
        .AddSingleton(provider => new CustomerActivities(Store(provider)))
        .AddSingleton(provider => new CustomerJourneys(Store(provider), Clock(provider), Programme(provider)))
        .AddSingleton(provider => new AuditLog(Store(provider), Programme(provider)))
        .AddSingleton(provider => new KeyRing(Store(provider)))
        .AddSingleton(provider => new IntegrationKeys(Store(provider), provider.GetRequiredService<KeyRing>()))
        .AddSingleton(provider => new ConnectionBook(
            Store(provider), provider.GetRequiredService<ISecretKeeper>(), provider.GetRequiredService<IContactCarrier>()))
        .AddSingleton(provider => new IntegrationCalls(Store(provider), Clock(provider)))
        .AddSingleton(provider => new CallLog(Store(provider), Clock(provider)))
        .AddSingleton(provider => new CustomerEnquiries(Store(provider), Clock(provider), Programme(provider)));

    private static LoyaltyStore Store(IServiceProvider provider) => provider.GetRequiredService<LoyaltyStore>();

    private static IClock Clock(IServiceProvider provider) => provider.GetRequiredService<IClock>();

    private static ProgrammeBook Programme(IServiceProvider provider) => provider.GetRequiredService<ProgrammeBook>();
}
