using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>
/// "User Activities" (R-016): what happened with a customer, told from what the ledger, the orders, the history of levels and
/// the audit trail keep anyway.
/// </summary>
public sealed class CustomerActivities
{
    /// <summary>How many the profile shows.</summary>
    public const int Latest = 7;

    // What an order or a credit note moves is told by the order or credit note.
    private static readonly string _movements = string.Join(',', new[]
    {
        EntryKind.ManualCredit, EntryKind.ManualDebit, EntryKind.Redemption, EntryKind.Expiry, EntryKind.Enrolment, EntryKind.Birthday, EntryKind.Campaign,
        EntryKind.Coupon, EntryKind.Restored, EntryKind.Reversal,
    }.Select(kind => (int)kind));

    // What no other table tells.
    private static readonly Dictionary<string, ActivityKind> _deeds = new(StringComparer.Ordinal)
    {
        ["Activate"] = ActivityKind.Activated,
        ["Deactivate"] = ActivityKind.Deactivated,
        ["LockRedemption"] = ActivityKind.RedemptionLocked,
        ["UnlockRedemption"] = ActivityKind.RedemptionUnlocked,
        ["EditCustomer"] = ActivityKind.DetailsEdited,
        ["WriteNote"] = ActivityKind.NoteWritten,
        ["GiveCoupon"] = ActivityKind.CouponGiven,
        ["UseCoupon"] = ActivityKind.CouponUsed,
        ["WithdrawCoupon"] = ActivityKind.CouponWithdrawn,
        ["UseReward"] = ActivityKind.RewardUsed,
        ["RemoveReward"] = ActivityKind.RewardRemoved,
        ["SubmitMergeRequest"] = ActivityKind.MergeRequested,
        ["MergeAccounts"] = ActivityKind.AccountsMerged,
    };

    private static readonly string _deedNames = string.Join(',', _deeds.Keys.Select(deed => $"'{deed}'"));

    // Each by the index on its customer and instant. No more of each is read than the page can need.
    private static readonly string[] _sources =
    [
        "SELECT 1 AS Source, 0 AS Kind, EnrolledAt AS At, CAST(NULL AS BIGINT) AS Points, NULL AS Reference, NULL AS FromTier, NULL AS ToTier, NULL AS Actor, 1 AS Status, Id"
            + " FROM Customers WHERE Id = @customer",
        "SELECT 2, Type, PlacedAt, CAST(NULL AS BIGINT), RefId, NULL, NULL, NULL, 1, Id FROM Orders WHERE CustomerId = @customer",
        $"SELECT 3, Kind, EffectiveAt, Points, CouponCode, NULL, NULL, Actor, Status, Id FROM LedgerEntries WHERE CustomerId = @customer AND Kind IN ({_movements})",
        "SELECT 4, Cause, At, CAST(NULL AS BIGINT), NULL, FromName, ToName, Actor, 1, Id FROM TierChanges WHERE CustomerId = @customer",
        $"SELECT 5, 0, At, CAST(NULL AS BIGINT), Deed, NULL, NULL, Actor, 1, Id FROM AuditEntries WHERE CustomerId = @customer AND Deed IN ({_deedNames})",
        "SELECT 6, Type, OccurredAt, CAST(NULL AS BIGINT), NULL, NULL, NULL, (SELECT Name FROM Integrations i WHERE i.Id = r.IntegrationId), 1, Id FROM ReferralEvents r"
            + " WHERE CustomerId = @customer",
    ];

    private readonly LoyaltyStore _store;

    internal CustomerActivities(LoyaltyStore store) => _store = store;

    /// <summary>One page of the activities, the newest first.</summary>
    /// <returns>The page; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<Page<Activity>>> ListAsync(CustomerId customer, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<Activity>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        (string, object?)[] values = [("@customer", customer.Value), ("@most", (long)page.Skip + page.Take)];
        return _store.ReadAsync<Result<Page<Activity>>>(
            connection => connection.Query("SELECT Status FROM Customers WHERE Id = @customer", row => (CustomerStatus)row.GetInt32(0), values) switch
            {
                [] => new CustomerNotFound(customer),
                [CustomerStatus.Deleted] => new CustomerDeleted(),
                _ => new Page<Activity>(
                    connection.Query(
                        $"""
                        SELECT * FROM ({string.Join(" UNION ALL ", _sources.Select((source, place) => $"SELECT * FROM ({source} ORDER BY 3 DESC, 10 DESC LIMIT @most) newest{place}"))}) activities
                        ORDER BY At DESC, Source DESC, Id DESC LIMIT {page.Take} OFFSET {page.Skip}
                        """,
                        ActivityOf,
                        values),
                    (int)connection.Number($"SELECT {string.Join(" + ", _sources.Select(source => $"(SELECT COUNT(*) FROM ({source}) counted)"))}", values)),
            },
            cancellationToken);
    }

    private static Activity ActivityOf(StoredRow row)
    {
        var source = row.GetInt32(0);
        var (from, to) = (row.TextOrNull(5), row.TextOrNull(6));
        return new Activity(
            source switch
            {
                1 => ActivityKind.SignedUp,
                2 => row.GetInt32(1) == (int)OrderType.Order ? ActivityKind.Transaction : ActivityKind.CreditNote,
                3 => KindOf((EntryKind)row.GetInt32(1), (EntryStatus)row.GetInt32(8)),
                6 => ActivityKind.Referred,
                4 => string.Equals(from, to, StringComparison.Ordinal) ? ActivityKind.TierNoted : ActivityKind.TierChanged,
                _ => _deeds[row.GetString(4)],
            },
            Instant.FromUnixTimeMilliseconds(row.GetInt64(2)),
            row.LongOrNull(3) is { } points ? new Points(points) : null,
            source == 5 ? null : row.TextOrNull(4), from, to,
            source == 4 ? (TierCause)row.GetInt32(1) : null,
            row.TextOrNull(7));
    }

    private static ActivityKind KindOf(EntryKind kind, EntryStatus status) => kind switch
    {
        EntryKind.ManualCredit => ActivityKind.Credited,
        EntryKind.ManualDebit => ActivityKind.Deducted,
        EntryKind.Redemption when status == EntryStatus.Discarded => ActivityKind.RedemptionDiscarded,
        EntryKind.Redemption => ActivityKind.Redeemed,
        EntryKind.Expiry => ActivityKind.Expired,
        EntryKind.Enrolment => ActivityKind.EnrolmentPoints,
        EntryKind.Birthday => ActivityKind.BirthdayPoints,
        EntryKind.Campaign => ActivityKind.CampaignPoints,
        EntryKind.Coupon => ActivityKind.CouponPoints,
        EntryKind.Restored => ActivityKind.GivenBack,
        EntryKind.Reversal => ActivityKind.Reversed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
