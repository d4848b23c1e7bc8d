using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Rewards;

/// <summary>A row of the Customer Coupons tab: a campaign's coupon, or the coupon code of a redemption .</summary>
/// <param name="Code">The code.</param>
/// <param name="Campaign">The campaign that gave it; null for a redemption's.</param>
/// <param name="Text">What it is good for: the campaign's words, or the reward's name.</param>
/// <param name="Points">The points that were spent for it, negative, or that its use brought.</param>
/// <param name="State">What became of it.</param>
/// <param name="GivenAt">When the customer got it.</param>
/// <param name="ValidUntil">No longer of use from this instant on.</param>
/// <param name="SettledAt">When it was used, withdrawn or void.</param>
/// <param name="OrderRefId">The order on which it was used.</param>
public sealed record CouponRow(
    string Code, string? Campaign, string? Text, Points Points, CouponState State, Instant GivenAt, Instant? ValidUntil, Instant? SettledAt,
    string? OrderRefId);

/// <summary>The columns by which a customer's coupons can be sorted.</summary>
public enum CouponSort
{
    /// <summary>By when the customer got it.</summary>
    Given,

    /// <summary>By code.</summary>
    Code,

    /// <summary>By what gave it: the campaign, or the reward.</summary>
    Source,

    /// <summary>By points.</summary>
    Points,

    /// <summary>By what became of it.</summary>
    State,

    /// <summary>By the end of its validity.</summary>
    ValidUntil,

    /// <summary>By when it was used or withdrawn.</summary>
    Settled,

    /// <summary>By the order on which it was used.</summary>
    Order,
}

/// <summary>Which of a customer's coupons are shown.</summary>
/// <param name="State">Only those of which this became.</param>
/// <param name="Text">Part of a code, campaign, reward or text.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record CouponQuery(CouponState? State = null, string? Text = null, CouponSort Sort = CouponSort.Given, bool Descending = true);

/// <summary>A coupon that was just made.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="ValidUntil">No longer of use from this instant on; null for never.</param>
public sealed record GivenCoupon(string Code, string Campaign, Instant? ValidUntil);

/// <summary>The coupons that campaigns give to customers .</summary>
public sealed class CouponBook
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CouponBook(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>All coupons given to or used by the customer .</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<CouponRow>>> ListAsync(CustomerId customer, CouponQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<CouponRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var now = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        const string all =
            """
            SELECT p.Code, g.Name AS Campaign, g.CouponText AS Text, COALESCE(e.Points, 0) AS Points, p.State, p.GivenAt, p.ValidUntil, p.SettledAt, p.OrderRefId
            FROM Coupons p JOIN Campaigns g ON g.Id = p.CampaignId LEFT JOIN LedgerEntries e ON e.Id = p.EntryId WHERE p.CustomerId = @customer
            UNION ALL
            SELECT r.CouponCode, NULL, w.Name, e.Points,
                CASE WHEN r.State IN (3, 4) OR (r.State = 1 AND r.ReservedUntil <= @now) OR v.Id IS NOT NULL THEN 3
                    WHEN c.State IS NOT NULL THEN c.State WHEN r.State = 2 AND (r.ReservedUntil IS NOT NULL OR r.OrderRefId IS NOT NULL) THEN 2 ELSE 1 END,
                e.CreatedAt, CASE WHEN r.State = 1 THEN r.ReservedUntil END,
                COALESCE(c.SettledAt, v.CreatedAt, CASE WHEN r.ReservedUntil IS NOT NULL OR r.State IN (3, 4) THEN r.SettledAt END), r.OrderRefId
            FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId LEFT JOIN CustomerRewards c ON c.EntryId = r.EntryId
                LEFT JOIN Rewards w ON w.Id = c.RewardId
                LEFT JOIN LedgerEntries v ON v.CorrectsId = r.EntryId AND v.Kind = 15
            WHERE r.CustomerId = @customer AND r.CouponCode IS NOT NULL
            """;
        const string found =
            $"""
            ({all}) coupons WHERE (@like = '%%' OR Code LIKE @like ESCAPE '\' OR Campaign LIKE @like ESCAPE '\' OR Text LIKE @like ESCAPE '\')
                AND (CAST(@state AS BIGINT) IS NULL OR State = @state)
            """;
        var direction = query.Descending ? "DESC" : "ASC";
        (string, object?)[] values =
            [("@customer", customer.Value), ("@now", now), ("@state", (int?)query.State), ("@like", $"%{PointsHistory.Escaped(query.Text)}%")];
        return _store.ReadAsync<Result<Page<CouponRow>>>(
            connection => new Page<CouponRow>(
                connection.Query(
                    $"SELECT * FROM {found} ORDER BY {Column(query.Sort)} {direction}, Code {direction} LIMIT {page.Take} OFFSET {page.Skip}",
                    row => new CouponRow(
                        row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), new Points(row.GetInt64(3)), (CouponState)row.GetInt32(4),
                        Instant.FromUnixTimeMilliseconds(row.GetInt64(5)), row.LongOrNull(6).ToInstant(), row.LongOrNull(7).ToInstant(), row.TextOrNull(8)),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM {found}", values)),
            cancellationToken);
    }

    /// <summary>"Generate Coupon": gives the customer a coupon of the campaign .</summary>
    /// <param name="key">The key that the dialog made when it opened; the same command twice gives one coupon.</param>
    /// <param name="customer">Who gets it.</param>
    /// <param name="campaign">Of which campaign.</param>
    /// <param name="actor">Who gives it.</param>
    /// <returns>
    /// The coupon, or the first one again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="CouponCampaignNotFound"/>,
    /// <see cref="CampaignNotInForce"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>,
    /// <see cref="CustomerLeft"/>.
    /// </returns>
    public Task<Result<GivenCoupon>> GiveAsync(Guid key, CustomerId customer, CampaignId campaign, Actor actor)
    {
        if (_store.Refuses(actor, Capability.GrantCampaigns) is { } refused)
        {
            return Task.FromResult<Result<GivenCoupon>>(refused);
        }

        return _store.WriteAsync<GivenCoupon>(async writing =>
        {
            var known = await writing.Db.Campaigns.AsNoTracking().SingleOrDefaultAsync(known => known.Id == campaign && known.Kind == CampaignKind.Coupon);
            if (known is null)
            {
                return new CouponCampaignNotFound();
            }

            if (await writing.Db.Coupons.AsNoTracking().SingleOrDefaultAsync(coupon => coupon.CommandKey == key) is { } first)
            {
                return new GivenCoupon(first.Code, known.Name, first.ValidUntil);
            }

            if (!known.IsInForceAt(writing.Now))
            {
                return new CampaignNotInForce(known.Name);
            }

            if (!PointsLedger.Open(writing.Connection, customer, writing.Now).Succeeded(out _, out var refusal))
            {
                return refusal;
            }

            if (PointsLedger.HasLeft(writing.Connection, customer))
            {
                return new CustomerLeft();
            }

            var coupon = Give(writing, key, customer, known, actor);
            return new GivenCoupon(coupon.Code, known.Name, coupon.ValidUntil);
        });
    }

    /// <summary>
    /// Notes that a coupon was used, on the order that the shop names, and credits the points that its campaign pays for
    /// it. Doing it twice for the same order changes nothing.
    /// </summary>
    /// <returns>
    /// The customer; or, in this order, <see cref="NotAllowed"/>, <see cref="CouponNotFound"/>, <see cref="CouponUsed"/>,
    /// <see cref="CouponWithdrawn"/>, <see cref="CouponExpired"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>,
    /// <see cref="CustomerLeft"/>.
    /// </returns>
    public Task<Result<CustomerId>> UseAsync(string code, string? orderRefId, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Task.FromResult<Result<CustomerId>>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<CustomerId>(async writing =>
        {
            if (await CouponAsync(writing, code) is not { } coupon)
            {
                return new CouponNotFound(code);
            }

            var order = string.IsNullOrWhiteSpace(orderRefId) ? null : orderRefId.Trim();
            switch (coupon.State)
            {
                case CouponState.Used:
                    return string.Equals(coupon.OrderRefId, order, StringComparison.Ordinal) ? coupon.CustomerId : new CouponUsed(coupon.Code);
                case CouponState.Withdrawn: return new CouponWithdrawn(coupon.Code);
                case CouponState.Given when coupon.ValidUntil <= writing.Now: return new CouponExpired(coupon.Code);
                case CouponState.Given: break;
                default: throw new InvalidOperationException($"Coupon {coupon.Id} is {coupon.State}.");
            }

            if (!PointsLedger.Open(writing.Connection, coupon.CustomerId, writing.Now).Succeeded(out var account, out var refusal))
            {
                return refusal;
            }

            if (PointsLedger.HasLeft(writing.Connection, coupon.CustomerId))
            {
                return new CustomerLeft();
            }

            var campaign = await writing.Db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == coupon.CampaignId);
            if (campaign.Rate > Points.Zero)
            {
                var entry = new LedgerEntry
                {
                    CustomerId = coupon.CustomerId,
                    OriginalCustomerId = coupon.CustomerId,
                    Kind = EntryKind.Coupon,
                    Points = campaign.Rate,
                    CampaignId = campaign.Id,
                    CouponCode = coupon.Code,
                    EffectiveAt = writing.Now,
                    CreatedAt = writing.Now,
                    Actor = actor.Name,
                };
                account.Credit(entry, campaign.LockedUntil(writing.Now), writing.Settings.ValidUntil(campaign, writing.Now));
                writing.Ledger.Append(account, writing.Now);
                coupon.EntryId = entry.Id;
            }

            (coupon.State, coupon.OrderRefId, coupon.SettledAt, coupon.SettledBy) = (CouponState.Used, order, writing.Now, actor.Name);
            writing.Audit(actor, "UseCoupon", coupon.CustomerId, null, $"{coupon.Code}, order {order}");
            return coupon.CustomerId;
        });
    }

    /// <summary>Withdraws a coupon that was not used. Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CouponNotFound"/>, <see cref="CouponUsed"/>.</returns>
    public Task<Result<Done>> WithdrawAsync(string code, Actor actor)
    {
        if (_store.Refuses(actor, Capability.GrantCampaigns) is { } refused)
        {
            return Task.FromResult<Result<Done>>(refused);
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await CouponAsync(writing, code) is not { } coupon)
            {
                return new CouponNotFound(code);
            }

            if (coupon.State == CouponState.Used)
            {
                return new CouponUsed(coupon.Code);
            }

            if (coupon.State == CouponState.Given)
            {
                Withdraw(writing, coupon, actor);
            }

            return default(Done);
        });
    }

    /// <summary>Gives a coupon inside a deed that has seen to it that the customer may get one.</summary>
    internal static Coupon Give(Writing writing, Guid key, CustomerId customer, Campaign campaign, Actor actor)
    {
        var coupon = new Coupon
        {
            Id = new CouponId(((Reads)writing.Connection).Number("SELECT MAX(Id) FROM Coupons") + 1),
            CustomerId = customer,
            CampaignId = campaign.Id,
            Code = PointsLedger.NewCouponCode(writing),
            State = CouponState.Given,
            ValidUntil = writing.Settings.ValidUntil(campaign, writing.Now),
            GivenAt = writing.Now,
            GivenBy = actor.Name,
            CommandKey = key,
        };

        // At once, because the next of the same deed takes the next number.
        writing.Connection.Prepare(
            "INSERT INTO Coupons (Id, CustomerId, CampaignId, Code, State, ValidUntil, GivenAt, GivenBy, CommandKey) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)").Run(
            coupon.Id.Value, customer.Value, campaign.Id.Value, coupon.Code, (int)coupon.State, coupon.ValidUntil?.ToUnixTimeMilliseconds(),
            coupon.GivenAt.ToUnixTimeMilliseconds(), coupon.GivenBy, key.ToString().ToUpperInvariant());
        writing.Audit(actor, "GiveCoupon", customer, null, $"{coupon.Code} of {campaign.Id}");
        return coupon;
    }

    /// <summary>Withdraws a coupon that was given and not used, inside a deed.</summary>
    internal static void Withdraw(Writing writing, Coupon coupon, Actor actor)
    {
        (coupon.State, coupon.SettledAt, coupon.SettledBy) = (CouponState.Withdrawn, writing.Now, actor.Name);
        writing.Audit(actor, "WithdrawCoupon", coupon.CustomerId, null, coupon.Code);
    }

    private static string Column(CouponSort sort) => sort switch
    {
        CouponSort.Given => "GivenAt",
        CouponSort.Code => "Code",
        CouponSort.Source => "COALESCE(Campaign, Text)",
        CouponSort.Points => "Points",
        CouponSort.State => "State",
        CouponSort.ValidUntil => "ValidUntil",
        CouponSort.Settled => "SettledAt",
        CouponSort.Order => "OrderRefId",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    private static Task<Coupon?> CouponAsync(Writing writing, string code)
    {
        var sought = code.Trim().ToUpperInvariant();
        return writing.Db.Coupons.SingleOrDefaultAsync(coupon => coupon.Code == sought);
    }
}
