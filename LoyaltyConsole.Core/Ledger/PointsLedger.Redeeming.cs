using System.Security.Cryptography;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

public sealed partial class PointsLedger
{
    /// <summary>Spends redeemable points at the desk, for good: earliest expiry first (L-078, rule 5.1.5).</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, where the programme asks
    /// for a one-time code what is wrong with that (<see cref="OneTimeCodeMissing"/>, <see cref="OneTimeCodeNotOpen"/>,
    /// <see cref="OneTimeCodeVoid"/>, <see cref="OneTimeCodeWrong"/>), <see cref="CommandKeyReused"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>, <see cref="RedemptionLocked"/>, <see cref="PointsMustBePositive"/>, <see cref="TooManyDecimals"/>,
    /// <see cref="CustomerInDebt"/>, <see cref="NotEnoughPoints"/>.
    /// </returns>
    public async Task<Result<LedgerEntry>> RedeemAsync(Redemption redemption, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return new NotAllowed(Capability.RedeemPoints);
        }

        return await OneTimeCodes.TryAsync(_store, redemption.Key, redemption.Customer, redemption.Code, actor) is { } wrong
            ? wrong
            : await Once.RunAsync(_store, redemption.Key, redemption, writing => Redeem(writing, redemption, actor));
    }

    /// <summary>
    /// Reserves points under a new coupon code: they count as spent at once, and are void again, in every figure, when
    /// the code is not confirmed in time (L-069, rules 5.3.1 and 5.3.2).
    /// </summary>
    /// <returns>
    /// The reservation, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>, <see cref="PinNotVerified"/>, <see cref="OneTimeCodeMissing"/>, <see cref="RedemptionLocked"/>,
    /// <see cref="PointsMustBePositive"/>, <see cref="TooManyDecimals"/>, <see cref="CustomerInDebt"/>, <see cref="NotEnoughPoints"/>.
    /// </returns>
    public Task<Result<Reserved>> ReserveAsync(Reservation reservation, Actor actor) => actor.May(Capability.RedeemPoints)
        ? Once.RunAsync(_store, reservation.Key, reservation, writing => Reserve(writing, reservation, actor), ReservedAsync)
        : Refused<Reserved>(new NotAllowed(Capability.RedeemPoints));

    /// <summary>
    /// Confirms that a coupon code was used, on the order that the shop names, in time (rule 5.3.2). The order may be
    /// recorded later. Confirming twice for the same order changes nothing.
    /// </summary>
    /// <returns>
    /// The reservation; or, in this order, <see cref="NotAllowed"/>, <see cref="CouponNotFound"/>,
    /// <see cref="RedemptionDiscarded"/> where it was reversed, <see cref="CouponUsed"/>, <see cref="RedemptionDiscarded"/>,
    /// <see cref="ReservationLapsed"/>.
    /// </returns>
    public Task<Result<Reserved>> ConfirmAsync(string couponCode, string? orderRefId, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<Reserved>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<Reserved>(async writing =>
        {
            if (await CouponAsync(writing, couponCode) is not { } coupon)
            {
                return new CouponNotFound(couponCode);
            }

            if (IsReversed(writing.Connection, coupon.EntryId))
            {
                return new RedemptionDiscarded();
            }

            var order = string.IsNullOrWhiteSpace(orderRefId) ? null : orderRefId.Trim();
            switch (coupon.State)
            {
                case RedemptionState.Confirmed when coupon.ReservedUntil is null && coupon.OrderRefId is null && order is not null:
                    Use(writing, coupon, order, actor);
                    return await ReservedAsync(writing, coupon.EntryId);
                case RedemptionState.Confirmed:
                    return string.Equals(coupon.OrderRefId, order, StringComparison.Ordinal)
                        ? await ReservedAsync(writing, coupon.EntryId)
                        : new CouponUsed(couponCode);
                case RedemptionState.Cancelled: return new RedemptionDiscarded();
                case RedemptionState.Lapsed: return new ReservationLapsed(coupon.ReservedUntil!.Value);
                case RedemptionState.Reserved when coupon.ReservedUntil <= writing.Now: return new ReservationLapsed(coupon.ReservedUntil.Value);
                case RedemptionState.Reserved: break;
                default: throw new InvalidOperationException($"Redemption {coupon.EntryId} is {coupon.State}.");
            }

            Use(writing, coupon, order, actor);
            var account = AccountReader.Read(writing.Connection, coupon.CustomerId);
            account.AdvanceTo(writing.Now, writing.Now);
            account.Confirm(await EntryAsync(writing, coupon.EntryId), writing.Now);
            writing.Ledger.Append(account, writing.Now);
            return await ReservedAsync(writing, coupon.EntryId);
        });
    }

    /// <summary>
    /// Gives a coupon code up that was not used: its points go back to their lots (rule 5.3.2). Doing it twice, or after
    /// its time, changes nothing.
    /// </summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CouponNotFound"/>, <see cref="CouponUsed"/>.
    /// </returns>
    public Task<Result<Done>> CancelAsync(string couponCode, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<Done>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await CouponAsync(writing, couponCode) is not { } coupon)
            {
                return new CouponNotFound(couponCode);
            }

            if (coupon.State == RedemptionState.Confirmed)
            {
                return new CouponUsed(couponCode);
            }

            var discarded = coupon.State == RedemptionState.Reserved
                ? Discard(writing, await EntryAsync(writing, coupon.EntryId), actor)
                : await EntryAsync(writing, coupon.EntryId);
            return discarded.Succeeded(out _, out var refusal) ? default(Done) : refusal;
        });
    }

    /// <summary>
    /// Discards a redemption: it affects neither balances nor statistics any more, and its points go back to their
    /// lots; what ran out meanwhile is not revived (L-068, rules 5.3.2 and 5.3.3). Discarding twice changes nothing.
    /// </summary>
    /// <returns>
    /// The entry; or, in this order, <see cref="NotAllowed"/>, <see cref="EntryNotFound"/>, <see cref="NotARedemption"/>,
    /// <see cref="AlreadyGivenBack"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> DiscardAsync(LedgerEntryId id, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<LedgerEntry>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<LedgerEntry>(async writing =>
        {
            var entry = await writing.Db.LedgerEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == id);
            if (entry is null)
            {
                return new EntryNotFound(id);
            }

            if (entry.Kind != EntryKind.Redemption)
            {
                return new NotARedemption(id);
            }

            if (entry.Status == EntryStatus.Discarded)
            {
                return entry;
            }

            if (await writing.Db.LedgerEntries.AnyAsync(other => other.CorrectsId == id && other.Kind != EntryKind.Expiry))
            {
                return new AlreadyGivenBack(id);
            }

            return Discard(writing, entry, actor);
        });
    }

    /// <summary>Spends points inside a deed, for good; the refusals of <see cref="RedeemAsync"/> from the customer on.</summary>
    internal static Result<LedgerEntry> Redeem(Writing writing, Redemption redemption, Actor actor)
    {
        var opened = OpenForRedeeming(writing.Connection, redemption.Customer, redemption.Points, writing.Now);
        if (!opened.Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        OneTimeCode? code = null;
        if (OneTimeCodes.IsNeeded(writing, actor) && !OneTimeCodes.Said(writing, redemption.Customer, redemption.Code).Succeeded(out code, out refusal))
        {
            return refusal;
        }

        var before = account.FiguresAt(writing.Now);
        var entry = new LedgerEntry
        {
            CustomerId = redemption.Customer,
            OriginalCustomerId = redemption.Customer,
            Kind = EntryKind.Redemption,
            Points = -redemption.Points,
            CouponCode = redemption.CouponCode ?? NewCouponCode(writing),
            InternalReason = redemption.InternalReason,
            CustomerText = redemption.CustomerText,
            EffectiveAt = writing.Now,
            CreatedAt = writing.Now,
            Actor = actor.Name,
            CommandKey = redemption.Key,
        };
        account.Redeem(entry);
        var booked = Book(writing, account, before, entry, actor, "RedeemPoints");
        if (code is not null && booked.Succeeded(out var spent, out _))
        {
            OneTimeCodes.Use(writing, code, spent.Id);
        }

        return booked;
    }

    /// <summary>Reserves points inside a deed; the refusals of <see cref="ReserveAsync"/> from the customer on.</summary>
    internal static Result<LedgerEntry> Reserve(Writing writing, Reservation reservation, Actor actor)
    {
        if (!reservation.HolderVerified
            && writing.Connection.Prepare("SELECT 1 FROM Customers WHERE Id = @0 AND IsRegistered = 0 AND Status = 1").Run(reservation.Customer.Value) is not null)
        {
            return new PinNotVerified();
        }

        // Staff spend, they do not reserve; a shop that reserves knows its customer itself.
        if (OneTimeCodes.IsNeeded(writing, actor))
        {
            return new OneTimeCodeMissing();
        }

        var opened = OpenForRedeeming(writing.Connection, reservation.Customer, reservation.Points, writing.Now);
        if (!opened.Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        var before = account.FiguresAt(writing.Now);
        var entry = new LedgerEntry
        {
            CustomerId = reservation.Customer,
            OriginalCustomerId = reservation.Customer,
            Kind = EntryKind.Redemption,
            Points = -reservation.Points,
            CouponCode = NewCouponCode(writing),
            IntegrationId = reservation.Integration is { } integration ? CustomerRegister.Integration(writing, integration) : null,
            CustomerText = reservation.CustomerText,
            ReservedUntil = writing.Now + Duration.FromMinutes(writing.Settings.ReservationMinutes),
            EffectiveAt = writing.Now,
            CreatedAt = writing.Now,
            Actor = actor.Name,
            CommandKey = reservation.Key,
        };
        account.Redeem(entry);
        return Book(writing, account, before, entry, actor, "ReservePoints");
    }

    /// <summary>Discards an active redemption inside a deed; one whose time is over is written down as lapsed.</summary>
    internal static Result<LedgerEntry> Discard(Writing writing, LedgerEntry entry, Actor actor)
    {
        var account = AccountReader.Read(writing.Connection, entry.CustomerId, withSpentLots: true);
        var waited = account.ReservedUntil(entry.Id) is not null;
        account.AdvanceTo(writing.Now, writing.Now);
        var before = account.FiguresAt(writing.Now);
        entry.Status = EntryStatus.Discarded;
        if (!waited || account.ReservedUntil(entry.Id) is not null)
        {
            account.Discard(entry, AccountReader.TakenBy(writing.Connection, entry.Id), writing.Now);
        }

        return Book(writing, account, before, entry, actor, "DiscardRedemption");
    }

    /// <summary>A coupon code that no other coupon has: ten characters that cannot be mistaken for each other.</summary>
    internal static string NewCouponCode(Writing writing)
    {
        while (true)
        {
            var characters = RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 10);
            var code = $"{characters[..5]}-{characters[5..]}";
            if (writing.Connection.Prepare("SELECT 1 FROM Redemptions WHERE CouponCode = @0 UNION ALL SELECT 1 FROM Coupons WHERE Code = @0").Run(code) is null)
            {
                return code;
            }
        }
    }

    /// <summary>The account of a customer who may spend so many points; the refusals of <see cref="RedeemAsync"/> from the customer on.</summary>
    internal static Result<PointsAccount> OpenForRedeeming(Reads reads, CustomerId customer, Points points, Instant now)
    {
        var opened = Open(reads, customer, now);
        if (!opened.Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        if (reads.Number("SELECT IsLocked FROM Customers WHERE Id = @0", customer.Value) == 1)
        {
            return new RedemptionLocked();
        }

        if (points <= Points.Zero)
        {
            return new PointsMustBePositive();
        }

        var decimals = (int)reads.Number("SELECT Decimals FROM Programme");
        if (points != Points.Rounded(points.Value, decimals))
        {
            return new TooManyDecimals(decimals);
        }

        var figures = account.FiguresAt(now);
        if (figures.Debt > Points.Zero)
        {
            return new CustomerInDebt(figures.Debt);
        }

        return points > figures.Redeemable ? new NotEnoughPoints(figures.Redeemable, points) : account;
    }

    // The coupon belongs to the order that it was used on, and a reward that it stands for is used with it.
    private static void Use(Writing writing, CouponRedemption coupon, string? order, Actor actor)
    {
        writing.Connection.Prepare(
            """
            UPDATE Redemptions SET OrderRefId = @1, OrderId = (
                SELECT Id FROM Orders WHERE IntegrationId = @2 AND RefId = @1 AND Type = 1 AND CustomerId = @3)
            WHERE EntryId = @0
            """).Run(coupon.EntryId.Value, order, coupon.IntegrationId?.Value, coupon.CustomerId.Value);
        writing.Connection.Prepare("UPDATE CustomerRewards SET State = 2, SettledAt = @1, SettledBy = @2 WHERE EntryId = @0 AND State = 1")
            .Run(coupon.EntryId.Value, writing.Now.ToUnixTimeMilliseconds(), actor.Name);
        writing.Audit(actor, "ConfirmRedemption", coupon.CustomerId, null, $"entry {coupon.EntryId}, order {order}");
    }

    private static Task<LedgerEntry> EntryAsync(Writing writing, LedgerEntryId id) =>
        writing.Db.LedgerEntries.AsNoTracking().SingleAsync(entry => entry.Id == id);

    private static Task<CouponRedemption?> CouponAsync(Writing writing, string couponCode)
    {
        var code = couponCode.Trim().ToUpperInvariant();
        return writing.Db.Redemptions.AsNoTracking().SingleOrDefaultAsync(redemption => redemption.CouponCode == code);
    }

    internal static async Task<Reserved> ReservedAsync(Writing writing, LedgerEntryId id)
    {
        var entry = await EntryAsync(writing, id);
        var coupon = await writing.Db.Redemptions.AsNoTracking().SingleAsync(redemption => redemption.EntryId == id);
        return new Reserved(id, entry.CustomerId, coupon.CouponCode!, -entry.Points, coupon.State, coupon.ReservedUntil);
    }
}
