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
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>The programme's database. Only Core sees it; everything is written through <see cref="LoyaltyStore"/>.</summary>
internal class LoyaltyDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<ProgrammeSettings> Settings => Set<ProgrammeSettings>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<EarlierTerms> CampaignTerms => Set<EarlierTerms>();

    public DbSet<CampaignTotal> CampaignTotals => Set<CampaignTotal>();

    public DbSet<Integration> Integrations => Set<Integration>();

    public DbSet<Tier> Tiers => Set<Tier>();

    public DbSet<TierChange> TierChanges => Set<TierChange>();

    public DbSet<TierGrant> TierGrants => Set<TierGrant>();

    public DbSet<TierRun> TierRuns => Set<TierRun>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<CustomerView> CustomerViews => Set<CustomerView>();

    public DbSet<SavedMapping> SavedMappings => Set<SavedMapping>();

    public DbSet<CustomerPin> CustomerPins => Set<CustomerPin>();

    public DbSet<ErasureCertificate> Erasures => Set<ErasureCertificate>();

    public DbSet<CustomerNote> CustomerNotes => Set<CustomerNote>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<Lot> Lots => Set<Lot>();

    public DbSet<Allocation> Allocations => Set<Allocation>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<CouponRedemption> Redemptions => Set<CouponRedemption>();

    public DbSet<Command> Commands => Set<Command>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderPosition> OrderPositions => Set<OrderPosition>();

    public DbSet<PositionEarning> PositionEarnings => Set<PositionEarning>();

    public DbSet<UnmatchedDocument> UnmatchedDocuments => Set<UnmatchedDocument>();

    public DbSet<Reward> Rewards => Set<Reward>();

    public DbSet<CustomerReward> CustomerRewards => Set<CustomerReward>();

    public DbSet<Coupon> Coupons => Set<Coupon>();

    public DbSet<OneTimeCode> OneTimeCodes => Set<OneTimeCode>();

    public DbSet<CampaignAward> CampaignAwards => Set<CampaignAward>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportRow> ImportRows => Set<ImportRow>();

    public DbSet<ImportDocument> ImportDocuments => Set<ImportDocument>();

    public DbSet<Export> Exports => Set<Export>();

    public DbSet<IntegrationKey> IntegrationKeys => Set<IntegrationKey>();

    public DbSet<AnsweredCall> AnsweredCalls => Set<AnsweredCall>();

    public DbSet<CallProblem> CallProblems => Set<CallProblem>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<ConnectionContact> ConnectionContacts => Set<ConnectionContact>();

    public DbSet<MergeRequest> MergeRequests => Set<MergeRequest>();

    public DbSet<ApprovalRequest> ApprovalRequests => Set<ApprovalRequest>();

    public DbSet<RoleLimit> RoleLimits => Set<RoleLimit>();

    public DbSet<StaffDay> StaffDays => Set<StaffDay>();

    public DbSet<ReferralEvent> ReferralEvents => Set<ReferralEvent>();

    public DbSet<StoredJobRun> JobRuns => Set<StoredJobRun>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<StoredSegmentModel> SegmentModels => Set<StoredSegmentModel>();

    public DbSet<StoredSegment> Segments => Set<StoredSegment>();

    public DbSet<StoredSegmentRun> SegmentRuns => Set<StoredSegmentRun>();

    public DbSet<StoredSegmentScore> SegmentScores => Set<StoredSegmentScore>();

    public DbSet<StoredSegmentSize> SegmentSizes => Set<StoredSegmentSize>();

    public DbSet<StoredCustomerSegment> CustomerSegments => Set<StoredCustomerSegment>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoredValues.Configure(configurationBuilder);

    /// <summary>Whether a text is like a pattern, without regard to the case of letters; only in queries.</summary>
    [DbFunction("like", IsBuiltIn = true)]
    public static bool Like(string pattern, string? text, string escape) => throw new NotSupportedException();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LoyaltyDb).Assembly);
}
