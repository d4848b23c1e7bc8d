using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>How much of a made-up programme is there.</summary>
/// <param name="Customers">Customers that were recorded.</param>
/// <param name="Orders">Orders and credit notes that were recorded.</param>
/// <param name="Entries">Movements of points that were booked.</param>
public sealed record MadeUpReport(long Customers, long Orders, long Entries);

/// <summary>The programme has real customers.</summary>
public sealed record ProgrammeInUse : Refusal;

/// <summary>
/// Fills a programme with customers who never lived, through the same rules and the same door as everything real, so
/// that every invariant holds. For demonstrations, tests and measurements.
/// </summary>
public sealed class MadeUpHistory
{
    private const int MergeRequestsMade = 12;

    private const int ReferredMade = 60;

    // Longer than other steps: hardly anybody is at work in a programme that is being made up, and each commit writes all the
    // pages again that the one before it wrote.
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(500);

    private readonly LoyaltyStore _store;

    internal MadeUpHistory(LoyaltyStore store) => _store = store;

    /// <summary>How many customers there are, so that references of further ones can go on from there.</summary>
    public Task<long> CustomersAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(connection => connection.Number("SELECT COUNT(*) FROM Customers"), cancellationToken);

    /// <summary>Records them all with everything that happened to them, and the levels that it led them to.</summary>
    /// <param name="lives">The customers; worked through on a thread of its own, a few ahead.</param>
    /// <param name="offers">What points can be spent on and which coupons are given; what is there already stays.</param>
    /// <param name="actor">In whose name.</param>
    /// <param name="progress">Hears of it after each step.</param>
    /// <param name="cancellationToken">Ends it between two steps; what is booked by then stays.</param>
    /// <returns>How much there is now; or <see cref="ProgrammeInUse"/>, since made-up customers never stand among real ones.</returns>
    public async Task<Result<MadeUpReport>> BookAsync(
        IEnumerable<MadeUpCustomer> lives, MadeUpOffers offers, Actor actor, IProgress<MadeUpReport>? progress, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(offers, actor);
        if (!begun.Succeeded(out var stored, out var refusal))
        {
            return refusal;
        }

        var report = new MadeUpReport(0, 0, 0);
        var waiting = new Queue<MadeUpBooking>();
        await foreach (var life in MadeUpQueue.AheadAsync(lives, cancellationToken))
        {
            waiting.Enqueue(new MadeUpBooking(life, stored));
            if (waiting.Count >= MadeUpQueue.Batch)
            {
                await EmptyAsync(waiting);
            }
        }

        await EmptyAsync(waiting);
        await _store.BuildLaterIndexesAsync(cancellationToken);
        (await _store.WriteAsync(RequestMergesAsync)).OrThrow();
        (await _store.WriteAsync(RecordReferralsAsync)).OrThrow();
        return report;

        async Task EmptyAsync(Queue<MadeUpBooking> bookings)
        {
            while (bookings.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await StepAsync(bookings, stored.Campaigns);
                report = await CountAsync(cancellationToken);
                progress?.Report(report);
            }
        }
    }

    private Task<Result<StoredOffers>> BeginAsync(MadeUpOffers offers, Actor actor) => _store.WriteAsync<StoredOffers>(async writing =>
    {
        var (settings, hasCustomers) = (await writing.Db.Settings.SingleAsync(), await writing.Db.Customers.AnyAsync());
        if (!settings.IsDemo && hasCustomers)
        {
            return new ProgrammeInUse();
        }

        if (!hasCustomers)
        {
            LaterIndexes.PutOff(writing.Connection.Database);
        }

        settings.IsDemo = true;
        writing.Audit(actor, "MakeUpCustomers", null, null, null);
        var campaigns = await writing.Db.Campaigns.AsNoTracking().ToListAsync();
        if (offers.Coupons is { } coupons && !campaigns.Exists(campaign => campaign.Kind == CampaignKind.Coupon))
        {
            campaigns.Add(new Campaign
            {
                Id = new CampaignId(campaigns.Select(campaign => campaign.Id.Value).DefaultIfEmpty(0).Max() + 1),
                Name = coupons.Name,
                Kind = CampaignKind.Coupon,
                Rate = coupons.Rate,
                CouponText = coupons.Text,
                ValidityMonths = coupons.ValidityMonths,
                StartsAt = coupons.StartsAt,
            });
            writing.Db.Campaigns.Add(campaigns[^1]);
        }

        var rewards = await writing.Db.Rewards.AsNoTracking().ToListAsync();
        foreach (var draft in offers.Rewards.Where(draft => !rewards.Exists(reward => string.Equals(reward.Name, draft.Name, StringComparison.Ordinal))))
        {
            rewards.Add(new Reward
            {
                Id = new RewardId(rewards.Select(reward => reward.Id.Value).DefaultIfEmpty(0).Max() + 1),
                Name = draft.Name,
                Description = draft.Description,
                Cost = draft.Cost,
                Version = 1,
            });
            writing.Db.Rewards.Add(rewards[^1]);
        }

        return new StoredOffers(
            campaigns, rewards.DistinctBy(reward => reward.Name, StringComparer.Ordinal).ToDictionary(reward => reward.Name, StringComparer.Ordinal));
    });

    private Task<Result<Done>> StepAsync(Queue<MadeUpBooking> bookings, IReadOnlyList<Campaign> campaigns) => _store.WriteStepAsync<Done>(writing =>
    {
        var started = Stopwatch.GetTimestamp();
        var integrations = new Dictionary<string, IntegrationId>(StringComparer.Ordinal);
        var posting = new OrderPosting(writing.Settings, campaigns);
        bool TimeIsUp() => Stopwatch.GetElapsedTime(started) >= StepTime;
        while (bookings.TryPeek(out var booking) && !TimeIsUp())
        {
            if (booking.GoOn(writing, posting, Integration, TimeIsUp))
            {
                bookings.Dequeue();
            }
        }

        return Task.FromResult<Result<Done>>(default(Done));

        IntegrationId Integration(string name) => integrations.TryGetValue(name, out var known)
            ? known
            : integrations[name] = CustomerRegister.Integration(writing, name);
    });

    // People of one family name may be one person with two accounts; some of them ask, through the shop, to be one again.
    private static async Task<Result<Done>> RequestMergesAsync(Writing writing)
    {
        if (await writing.Db.MergeRequests.AnyAsync())
        {
            return default(Done);
        }

        var pairs = writing.Connection.Database.Query(
            $"""
            SELECT m.Email, g.Email, i.Id, i.Name
            FROM (SELECT MIN(Id) AS Main, MAX(Id) AS Gone FROM Customers WHERE LastNameKey <> '' AND EmailKey <> '' AND Status <> 3
                GROUP BY LastNameKey HAVING COUNT(*) > 1 ORDER BY 1 LIMIT {MergeRequestsMade}) p
            JOIN Customers m ON m.Id = p.Main JOIN Customers g ON g.Id = p.Gone JOIN Integrations i ON i.Id = m.IntegrationId
            """,
            row => (By: row.GetString(0), For: row.GetString(1), Integration: new IntegrationId(row.GetInt64(2)), Shop: row.GetString(3)));
        foreach (var (pair, number) in pairs.Select((pair, number) => (pair, number)))
        {
            var shop = Actor.Shop(pair.Shop, pair.Integration, IntegrationScopes.MergeRequests);

            // An address that several have names nobody, and is refused as it would be from a shop.
            await MergeRequests.SubmitAsync(
                writing, new NewMergeRequest(Guid.CreateVersion7(), pair.By, pair.For, IsConfirmed: number % 3 == 0), shop);
            await writing.Db.SaveChangesAsync();
        }

        return default(Done);
    }

    // Some of the first were recommended by those who came before them.
    private static async Task<Result<Done>> RecordReferralsAsync(Writing writing)
    {
        if (await writing.Db.ReferralEvents.AnyAsync())
        {
            return default(Done);
        }

        var people = writing.Connection.Database.Query(
            $"""
            SELECT c.Id, c.RefId, c.EnrolledAt, i.Id, i.Name FROM (SELECT * FROM Customers WHERE Status = 1 AND RefId <> '' ORDER BY Id LIMIT {ReferredMade}) c
            JOIN Integrations i ON i.Id = c.IntegrationId ORDER BY c.EnrolledAt, c.Id
            """,
            row => (
                Id: new CustomerId(row.GetInt64(0)), RefId: row.GetString(1), EnrolledAt: Instant.FromUnixTimeMilliseconds(row.GetInt64(2)),
                Shop: Actor.Shop(row.GetString(4), new IntegrationId(row.GetInt64(3)), IntegrationScopes.Referrals)));
        for (var number = 1; number < people.Count; number++)
        {
            var (by, referred) = (people[number / 4], people[number]);
            var code = new ReferralCode(by.Id).ToString();
            for (var visit = 0; visit <= number % 3; visit++)
            {
                var at = Instant.Max(by.EnrolledAt, referred.EnrolledAt - Duration.FromHours(3 + (20 * visit)));
                await Referrals.RecordAsync(writing, new NewReferralEvent(Guid.CreateVersion7(), code, ReferralType.Visit, Referred: null, at), referred.Shop);
            }

            if (number % 3 != 1)
            {
                await Referrals.RecordAsync(
                    writing, new NewReferralEvent(Guid.CreateVersion7(), code, ReferralType.Conversion, referred.RefId, referred.EnrolledAt), referred.Shop);
            }
        }

        return default(Done);
    }

    // Ids are consecutive, so the highest one is the count; counting a million rows after each step would be a pity.
    private Task<MadeUpReport> CountAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        connection => new MadeUpReport(
            connection.Number("SELECT MAX(Id) FROM Customers"),
            connection.Number("SELECT MAX(Id) FROM Orders"),
            connection.Number("SELECT MAX(Id) FROM LedgerEntries")),
        cancellationToken);
}
