using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>A campaign's points that are granted by hand, as the dialog puts it.</summary>
/// <param name="Key">The key that the dialog made when it opened; the same grant twice is booked once.</param>
/// <param name="Customer">Who gets them.</param>
/// <param name="Campaign">Of which campaign.</param>
/// <param name="SeenVersion">The version of the account that the operator sees.</param>
/// <param name="SeenBalance">The balance that the operator sees, for telling what changed.</param>
public sealed record CampaignGrant(Guid Key, CustomerId Customer, CampaignId Campaign, long SeenVersion, Points SeenBalance)
{
    /// <summary>Why, for staff only.</summary>
    public string? InternalReason { get; init; }

    /// <summary>What the customer reads; null for the campaign's kind.</summary>
    public string? CustomerText { get; init; }
}

/// <summary>What a grant would do, before it is booked (X2).</summary>
/// <param name="Now">The figures now.</param>
/// <param name="After">The figures afterwards.</param>
/// <param name="RepaysDebt">How much debt it would repay.</param>
/// <param name="LockedUntil">Until when the points would be locked.</param>
/// <param name="ValidUntil">When they would run out.</param>
public sealed record GrantPreview(Figures Now, Figures After, Points RepaysDebt, Instant? LockedUntil, Instant? ValidUntil)
{
    /// <summary>Why it would have to be approved by somebody else; null where it would not (X6).</summary>
    public ApprovalNeeded? Needs { get; init; }
}

/// <summary>Extra points of a campaign that staff grant by hand.</summary>
public sealed class CampaignGrants
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CampaignGrants(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>What a grant would do, by the same rules that book it.</summary>
    /// <returns>
    /// The effect; or, in this order, <see cref="NotAllowed"/>, <see cref="CampaignNotFound"/>, <see cref="CampaignIsNotGranted"/>,
    /// <see cref="CampaignNotInForce"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>,
    /// <see cref="AccountChanged"/>, <see cref="TextTooLong"/>.
    /// </returns>
    public Task<Result<GrantPreview>> PreviewAsync(CampaignGrant grant, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.GrantCampaigns) is { } refused)
        {
            return Task.FromResult<Result<GrantPreview>>(refused);
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<GrantPreview>>(
            async db =>
            {
                var settings = await db.Settings.SingleAsync(cancellationToken);
                Reads reads = db.Database.GetDbConnection();
                if (!Open(db, reads, grant, now).Succeeded(out var opened, out var refusal))
                {
                    return refusal;
                }

                var (campaign, account) = opened;
                var before = account.FiguresAt(now);
                var lot = account.Credit(EntryOf(account, campaign, grant, actor, now), campaign.LockedUntil(now), settings.ValidUntil(campaign, now));
                var after = account.FiguresAt(now);
                return new GrantPreview(before, after, before.Debt - after.Debt, lot.LockedUntil, lot.ValidUntil)
                {
                    Needs = FourEyes.Need(reads, settings, actor, grant.Customer, campaign.Rate, now),
                };
            },
            cancellationToken);
    }

    /// <summary>Grants a campaign's points to a customer.</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, what <see cref="PreviewAsync"/> refuses, and an <see cref="ApprovalNeeded"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> GrantAsync(CampaignGrant grant, Actor actor)
    {
        if (_store.Refuses(actor, Capability.GrantCampaigns) is { } refused)
        {
            return Task.FromResult<Result<LedgerEntry>>(refused);
        }

        return Once.RunAsync(_store, grant.Key, grant, writing => Grant(writing, grant, actor));
    }

    internal static Result<LedgerEntry> Grant(Writing writing, CampaignGrant grant, Actor actor)
    {
        if (!Open(writing.Db, writing.Connection, grant, writing.Now).Succeeded(out var opened, out var refusal))
        {
            return refusal;
        }

        var (campaign, account) = opened;
        if (FourEyes.Weigh(writing, actor, grant.Customer, campaign.Rate) is { } needed)
        {
            return needed;
        }

        var entry = EntryOf(account, campaign, grant, actor, writing.Now);
        account.Credit(entry, campaign.LockedUntil(writing.Now), writing.Settings.ValidUntil(campaign, writing.Now));
        writing.Ledger.Append(account, writing.Now);
        writing.Audit(actor, "GrantCampaign", grant.Customer, null, $"{campaign.Id} {campaign.Name}, entry {entry.Id}: {entry.Points}");
        return entry;
    }

    private static Result<Opened> Open(LoyaltyDb db, Reads reads, CampaignGrant grant, Instant now)
    {
        if (db.Campaigns.AsNoTracking().SingleOrDefault(campaign => campaign.Id == grant.Campaign) is not { } campaign)
        {
            return new CampaignNotFound(grant.Campaign);
        }

        if (campaign.Kind != CampaignKind.Manual)
        {
            return new CampaignIsNotGranted(campaign.Name);
        }

        if (!campaign.IsInForceAt(now))
        {
            return new CampaignNotInForce(campaign.Name);
        }

        if (!PointsLedger.Open(reads, grant.Customer, now).Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        if (PointsLedger.HasLeft(reads, grant.Customer))
        {
            return new CustomerLeft();
        }

        if (grant.SeenVersion != account.Version)
        {
            return new AccountChanged(grant.SeenBalance, account.FiguresAt(now).Balance);
        }

        return grant.InternalReason?.Length > LedgerEntry.TextLength || grant.CustomerText?.Length > LedgerEntry.TextLength
            ? new TextTooLong(LedgerEntry.TextLength)
            : new Opened(campaign, account);
    }

    private static LedgerEntry EntryOf(PointsAccount account, Campaign campaign, CampaignGrant grant, Actor actor, Instant now) => new()
    {
        CustomerId = account.CustomerId,
        OriginalCustomerId = account.CustomerId,
        Kind = EntryKind.Campaign,
        Points = campaign.Rate,
        CampaignId = campaign.Id,
        EffectiveAt = now,
        CreatedAt = now,
        Actor = actor.Name,
        InternalReason = string.IsNullOrWhiteSpace(grant.InternalReason) ? null : grant.InternalReason.Trim(),
        CustomerText = string.IsNullOrWhiteSpace(grant.CustomerText) ? null : grant.CustomerText.Trim(),
        CommandKey = grant.Key,
    };

    private sealed record Opened(Campaign Campaign, PointsAccount Account);
}
