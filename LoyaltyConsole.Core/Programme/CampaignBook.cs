using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The columns by which campaigns can be sorted.</summary>
public enum CampaignSort
{
    /// <summary>By id.</summary>
    Id,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By what it pays for.</summary>
    Kind,

    /// <summary>By how it stands.</summary>
    State,

    /// <summary>By when it begins.</summary>
    Starts,

    /// <summary>By when it ends.</summary>
    Ends,

    /// <summary>By what it has paid.</summary>
    Points,
}

/// <summary>Which campaigns are shown.</summary>
/// <param name="Kind">Only those that pay for this.</param>
/// <param name="State">Only those that stand so.</param>
/// <param name="Text">Part of a name, category, article or coupon text; or an id.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record CampaignQuery(
    CampaignKind? Kind = null, CampaignState? State = null, string? Text = null, CampaignSort Sort = CampaignSort.Id, bool Descending = true);

/// <summary>A row of the campaigns.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="State">How it stands.</param>
/// <param name="Entries">How often it has paid.</param>
/// <param name="Points">What it has paid, less what was reversed of it.</param>
public sealed record CampaignRow(Campaign Campaign, CampaignState State, long Entries, Points Points);

/// <summary>Terms that a campaign had before.</summary>
/// <param name="Terms">What they were.</param>
/// <param name="StartsAt">From when they held; null for always.</param>
/// <param name="Until">The instant from which they no longer held.</param>
public sealed record PastTerms(CampaignTerms Terms, Instant? StartsAt, Instant Until);

/// <summary>The campaigns by which customers earn: created, changed, ended. None of it acts on what is booked (rule 5.1.9).</summary>
public sealed class CampaignBook
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CampaignBook(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>One page of the campaigns, each with what it has paid so far.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<Page<CampaignRow>>> ListAsync(CampaignQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Campaigns) is { } refused)
        {
            return refused;
        }

        await CampaignTotal.CatchUpAsync(_store, cancellationToken);
        var now = _clock.GetCurrentInstant();
        var page = window.Bounded();
        var campaigns = await _store.ReadAsync(db => db.Campaigns.ToListAsync(cancellationToken), cancellationToken);
        var totals = await _store.ReadAsync(connection => CampaignTotal.Read(connection), cancellationToken);
        var rows = campaigns
            .Select(campaign => totals.TryGetValue(campaign.Id, out var total)
                ? new CampaignRow(campaign, campaign.StateAt(now), total.Entries, total.Points)
                : new CampaignRow(campaign, campaign.StateAt(now), 0, Points.Zero))
            .Where(row => (query.Kind is null || row.Campaign.Kind == query.Kind) && (query.State is null || row.State == query.State)
                && Matches(row.Campaign, query.Text));
        var sorted = Sorted(rows, query).ToList();
        return new Page<CampaignRow>([.. sorted.Skip(page.Skip).Take(page.Take)], sorted.Count);
    }

    /// <summary>The campaigns of a kind that staff can give from now: extra points, or coupons (L-058, R-026, R-027).</summary>
    /// <returns>The campaigns in force by name; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<Campaign>>> ToGiveAsync(CampaignKind kind, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.GrantCampaigns) is { } refused)
        {
            return refused;
        }

        var now = _clock.GetCurrentInstant();
        var campaigns = await _store.ReadAsync(
            db => db.Campaigns.Where(campaign => campaign.Kind == kind).OrderBy(campaign => campaign.Name).ToListAsync(cancellationToken),
            cancellationToken);
        return campaigns.Where(campaign => campaign.IsInForceAt(now)).ToList();
    }

    /// <summary>The terms that a campaign had before, the latest first.</summary>
    /// <returns>The terms; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<IReadOnlyList<PastTerms>>> PastTermsAsync(CampaignId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Campaigns) is { } refused)
        {
            return Task.FromResult<Result<IReadOnlyList<PastTerms>>>(refused);
        }

        return _store.ReadAsync<Result<IReadOnlyList<PastTerms>>>(
            async db => (await db.CampaignTerms.Where(terms => terms.CampaignId == id).OrderByDescending(terms => terms.Until).ToListAsync(cancellationToken))
                .ConvertAll(past => new PastTerms(
                    new CampaignTerms(past.Rate, past.Category, past.Sku, past.Variant, past.LockDays, past.ValidityMonths), past.StartsAt, past.Until)),
            cancellationToken);
    }

    /// <summary>Creates a campaign.</summary>
    /// <param name="key">The key that the dialog made when it opened; the same command twice creates one campaign.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="actor">Who creates it.</param>
    /// <returns>
    /// The campaign, or the first one again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CampaignNameMissing"/>, <see cref="TextTooLong"/>, <see cref="CampaignRateOutOfRange"/>, <see cref="TooManyDecimals"/>,
    /// <see cref="CampaignCategoryMissing"/>, <see cref="CampaignSkuMissing"/>, <see cref="CampaignCouponTextMissing"/>,
    /// <see cref="CampaignLockOutOfRange"/>, <see cref="CampaignValidityOutOfRange"/>, <see cref="CampaignLockedBeyondValidity"/>,
    /// <see cref="CampaignStartsInThePast"/>, <see cref="CampaignEndsInThePast"/>, <see cref="CampaignEndsBeforeItStarts"/>.
    /// </returns>
    public Task<Result<Campaign>> CreateAsync(Guid key, CampaignDraft draft, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageCampaigns) is { } refused)
        {
            return Refused<Campaign>(refused);
        }

        var tidy = draft.Tidy();
        return _store.WriteAsync<Campaign>(async writing =>
        {
            if (await writing.Db.Campaigns.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == key) is { } first)
            {
                return first;
            }

            if (tidy.Flaw(writing.Settings.Decimals) is { } flaw)
            {
                return flaw;
            }

            var time = writing.Settings.Time;
            if (tidy.StartsOn < time.Today(writing.Now))
            {
                return new CampaignStartsInThePast();
            }

            // What begins today begins now: what was booked this morning stays as it was.
            var starts = tidy.StartsOn is { } day && day > time.Today(writing.Now) ? time.StartOf(day) : writing.Now;
            Instant? ends = tidy.EndsOn is { } last ? time.EndOf(last) : null;
            if (EndFlaw(starts, ends, writing.Now) is { } endFlaw)
            {
                return endFlaw;
            }

            var campaign = new Campaign
            {
                Id = new CampaignId(((Reads)writing.Connection).Number("SELECT MAX(Id) FROM Campaigns") + 1),
                Name = tidy.Name,
                Kind = tidy.Kind,
                CouponText = tidy.CouponText,
                StartsAt = starts,
                EndsAt = ends,
                CommandKey = key,
                Terms = TermsOf(tidy),
            };
            writing.Db.Campaigns.Add(campaign);
            writing.Audit(actor, "CreateCampaign", null, null, Words(campaign));
            return campaign;
        });
    }

    /// <summary>
    /// Changes a campaign. New terms hold from now on: what was placed before earns by the terms of its time, even when
    /// it is sent later. Doing it twice changes nothing.
    /// </summary>
    /// <param name="id">Which campaign.</param>
    /// <param name="seenVersion">The version that the form showed.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="actor">Who changes it.</param>
    /// <returns>
    /// The campaign; or, in this order, <see cref="NotAllowed"/>, <see cref="CampaignNotFound"/>, the flaws that
    /// <see cref="CreateAsync"/> finds, <see cref="CampaignChanged"/>, <see cref="CampaignHasEnded"/>, <see cref="CampaignHasBegun"/>,
    /// <see cref="CampaignStartsInThePast"/>, <see cref="CampaignEndsInThePast"/>, <see cref="CampaignEndsBeforeItStarts"/>.
    /// </returns>
    public Task<Result<Campaign>> EditAsync(CampaignId id, long seenVersion, CampaignDraft draft, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageCampaigns) is { } refused)
        {
            return Refused<Campaign>(refused);
        }

        return _store.WriteAsync<Campaign>(async writing =>
        {
            if (await writing.Db.Campaigns.SingleOrDefaultAsync(known => known.Id == id) is not { } campaign)
            {
                return new CampaignNotFound(id);
            }

            var tidy = (draft with { Kind = campaign.Kind }).Tidy();
            if (tidy.Flaw(writing.Settings.Decimals) is { } flaw)
            {
                return flaw;
            }

            var time = writing.Settings.Time;
            var shown = CampaignDraft.Of(campaign, time);
            if (tidy == shown)
            {
                return campaign;
            }

            if (campaign.Version != seenVersion)
            {
                return new CampaignChanged(campaign.Name);
            }

            if (RefusedNow(campaign, shown, tidy, time, writing.Now) is { } refusal)
            {
                return refusal;
            }

            var before = Words(campaign);
            Change(writing, campaign, shown, tidy);
            writing.Audit(actor, "ChangeCampaign", null, before, Words(campaign));
            return campaign;
        });
    }

    /// <summary>Ends a campaign now; one that has not begun never pays. Doing it twice changes nothing.</summary>
    /// <returns>The campaign; or, in this order, <see cref="NotAllowed"/>, <see cref="CampaignNotFound"/>.</returns>
    public Task<Result<Campaign>> EndAsync(CampaignId id, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageCampaigns) is { } refused)
        {
            return Refused<Campaign>(refused);
        }

        return _store.WriteAsync<Campaign>(async writing =>
        {
            if (await writing.Db.Campaigns.SingleOrDefaultAsync(known => known.Id == id) is not { } campaign)
            {
                return new CampaignNotFound(id);
            }

            var state = campaign.StateAt(writing.Now);
            if (state != CampaignState.Ended)
            {
                var before = Words(campaign);
                campaign.EndsAt = state == CampaignState.Planned ? campaign.StartsAt : writing.Now;
                campaign.Version++;
                writing.Audit(actor, "EndCampaign", null, before, Words(campaign));
            }

            return campaign;
        });
    }

    private static Refusal? RefusedNow(Campaign campaign, CampaignDraft shown, CampaignDraft draft, ProgrammeTime time, Instant now)
    {
        var state = campaign.StateAt(now);
        if (state == CampaignState.Ended)
        {
            return draft != shown with { Name = draft.Name } ? new CampaignHasEnded() : null;
        }

        if (draft.StartsOn != shown.StartsOn)
        {
            if (state == CampaignState.Running)
            {
                return new CampaignHasBegun();
            }

            if (draft.StartsOn < time.Today(now))
            {
                return new CampaignStartsInThePast();
            }
        }

        return draft.EndsOn == shown.EndsOn && draft.StartsOn == shown.StartsOn
            ? null
            : EndFlaw(draft.StartsOn is { } day ? time.StartOf(day) : now, draft.EndsOn is { } last ? time.EndOf(last) : null, now);
    }

    private static void Change(Writing writing, Campaign campaign, CampaignDraft shown, CampaignDraft draft)
    {
        var time = writing.Settings.Time;
        var terms = TermsOf(draft);
        var since = ((Reads)writing.Connection).Query(
            "SELECT MAX(Until) FROM CampaignTerms WHERE CampaignId = @0", row => row.LongOrNull(0).ToInstant(), campaign.Id.Value)[0] ?? campaign.StartsAt;
        if (terms != campaign.Terms && campaign.StateAt(writing.Now) == CampaignState.Running && since != writing.Now)
        {
            writing.Db.CampaignTerms.Add(new EarlierTerms
            {
                CampaignId = campaign.Id,
                Until = writing.Now,
                StartsAt = since,
                Rate = campaign.Rate,
                Category = campaign.Category,
                Sku = campaign.Sku,
                Variant = campaign.Variant,
                LockDays = campaign.LockDays,
                ValidityMonths = campaign.ValidityMonths,
            });
        }

        (campaign.Name, campaign.CouponText, campaign.Terms) = (draft.Name, draft.CouponText, terms);
        if (draft.StartsOn != shown.StartsOn)
        {
            campaign.StartsAt = draft.StartsOn is { } day && day > time.Today(writing.Now) ? time.StartOf(day) : writing.Now;
        }

        if (draft.EndsOn != shown.EndsOn)
        {
            campaign.EndsAt = draft.EndsOn is { } last ? time.EndOf(last) : null;
        }

        campaign.Version++;
    }

    private static Refusal? EndFlaw(Instant starts, Instant? ends, Instant now) =>
        ends <= now ? new CampaignEndsInThePast()
        : ends <= starts ? new CampaignEndsBeforeItStarts()
        : null;

    private static CampaignTerms TermsOf(CampaignDraft draft) =>
        new(draft.Rate, draft.Category, draft.Sku, draft.Variant, draft.LockDays, draft.ValidityMonths);

    private static bool Matches(Campaign campaign, string? text)
    {
        var sought = text?.Trim() ?? "";
        return sought.Length == 0
            || string.Equals(campaign.Id.ToString(), sought, StringComparison.OrdinalIgnoreCase)
            || string.Equals(campaign.Id.Value.ToString(CultureInfo.InvariantCulture), sought, StringComparison.Ordinal)
            || new[] { campaign.Name, campaign.Category, campaign.Sku, campaign.CouponText }
                .Any(part => part?.Contains(sought, StringComparison.OrdinalIgnoreCase) is true);
    }

    private static IEnumerable<CampaignRow> Sorted(IEnumerable<CampaignRow> rows, CampaignQuery query)
    {
        var sorted = query.Sort switch
        {
            CampaignSort.Id => By(row => row.Campaign.Id.Value),
            CampaignSort.Name => By(row => row.Campaign.Name, StringComparer.OrdinalIgnoreCase),
            CampaignSort.Kind => By(row => row.Campaign.Kind),
            CampaignSort.State => By(row => row.State),
            CampaignSort.Starts => By(row => row.Campaign.StartsAt ?? Instant.MinValue),
            CampaignSort.Ends => By(row => row.Campaign.EndsAt ?? Instant.MaxValue),
            CampaignSort.Points => By(row => row.Points.Hundredths),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return query.Descending ? sorted.ThenByDescending(row => row.Campaign.Id.Value) : sorted.ThenBy(row => row.Campaign.Id.Value);

        IOrderedEnumerable<CampaignRow> By<T>(Func<CampaignRow, T> key, IComparer<T>? comparer = null) =>
            query.Descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);
    }

    private static string Words(Campaign campaign) => string.Create(
        CultureInfo.InvariantCulture,
        $"{campaign.Id} {campaign.Name} ({campaign.Kind}): {campaign.Rate}, category {campaign.Category}, article {campaign.Sku} {campaign.Variant}, locked {campaign.LockDays} days, valid {campaign.ValidityMonths} months, from {campaign.StartsAt} to {campaign.EndsAt}, coupon {campaign.CouponText}");

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
