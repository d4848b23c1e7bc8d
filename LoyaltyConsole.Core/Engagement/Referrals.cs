using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>A visit or conversion as a shop reports it.</summary>
/// <param name="Key">The key of the command; the same report twice is recorded once.</param>
/// <param name="Code">The code that was followed, as it came.</param>
/// <param name="Type">Visit or conversion.</param>
/// <param name="Referred">Who followed it, by the shop's reference, where they are known.</param>
/// <param name="OccurredAt">When it happened.</param>
public sealed record NewReferralEvent(Guid Key, string Code, ReferralType Type, string? Referred, Instant OccurredAt);

// In the order in which they are checked.

/// <summary>It happened in the future.</summary>
public sealed record OccurredInTheFuture : Refusal;

/// <summary>There is no such referral code.</summary>
public sealed record ReferralCodeUnknown(string Code) : Refusal;

/// <summary>Nobody refers themselves.</summary>
public sealed record ReferredThemselves : Refusal;

/// <summary>Records what happens through referral codes (E-040).</summary>
public sealed class Referrals
{
    private readonly LoyaltyStore _store;

    internal Referrals(LoyaltyStore store) => _store = store;

    /// <summary>
    /// Records a visit or conversion. The same command again answers the first result. The code of a merged account counts
    /// for the account that it was merged into (rule 5.7).
    /// </summary>
    /// <returns>
    /// The event; or, in this order, <see cref="NotAllowed"/>, <see cref="OccurredInTheFuture"/>, <see cref="ReferralCodeUnknown"/>,
    /// <see cref="CustomerInactive"/> where the code's customer is, <see cref="CustomerUnknown"/>, <see cref="ReferredThemselves"/>.
    /// </returns>
    public Task<Result<ReferralEvent>> RecordAsync(NewReferralEvent report, Actor actor)
    {
        if (_store.Refuses(actor, Capability.RecordReferrals) is { } refused)
        {
            return Task.FromResult<Result<ReferralEvent>>(refused);
        }

        return _store.WriteAsync(writing => RecordAsync(writing, report, actor));
    }

    /// <summary>Records a visit or conversion inside a deed.</summary>
    internal static async Task<Result<ReferralEvent>> RecordAsync(Writing writing, NewReferralEvent report, Actor actor)
    {
        if (await writing.Db.ReferralEvents.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == report.Key) is { } known)
        {
            return known;
        }

        // Clocks differ a little.
        if (report.OccurredAt > writing.Now + Duration.FromMinutes(5))
        {
            return new OccurredInTheFuture();
        }

        if (ReferralCode.Read(report.Code) is not { } code)
        {
            return new ReferralCodeUnknown(report.Code);
        }

        var (referrer, status) = Referrer(writing.Connection, code);
        switch (status)
        {
            case CustomerStatus.Active: break;
            case CustomerStatus.Inactive: return new CustomerInactive();
            default: return new ReferralCodeUnknown(report.Code);
        }

        CustomerId? referred = null;
        if (report.Referred is { } refId)
        {
            if (!CustomerSearch.ByRef(writing.Connection.Database, actor.Integration, refId).Succeeded(out var found, out var refusal))
            {
                return refusal;
            }

            if (found == referrer)
            {
                return new ReferredThemselves();
            }

            referred = found;
        }

        var recorded = new ReferralEvent
        {
            CustomerId = referrer,
            Type = report.Type,
            Referred = referred,
            IntegrationId = actor.Integration,
            OccurredAt = report.OccurredAt.TruncatedToMilliseconds(),
            CreatedAt = writing.Now,
            CommandKey = report.Key,
        };
        writing.Db.ReferralEvents.Add(recorded);
        await writing.Db.SaveChangesAsync();
        writing.Audit(actor, "RecordReferral", referrer, null, $"{report.Type} at {recorded.OccurredAt}");
        return recorded;
    }

    // The code of an account that was merged into another, which may have been merged itself, is the survivor's from then on (rule 5.7).
    private static (CustomerId Id, CustomerStatus? Status) Referrer(Reads reads, ReferralCode code) => reads.Query(
        """
        WITH RECURSIVE Owners (Id, Status, MergedInto) AS (
            SELECT Id, Status, MergedInto FROM Customers WHERE Id = @0
            UNION
            SELECT c.Id, c.Status, c.MergedInto FROM Owners o JOIN Customers c ON c.Id = o.MergedInto)
        SELECT Id, Status FROM Owners WHERE MergedInto IS NULL
        """,
        row => (new CustomerId(row.GetInt64(0)), (CustomerStatus?)row.GetInt32(1)),
        code.Customer.Value) is [var owner] ? owner : (code.Customer, null);
}
