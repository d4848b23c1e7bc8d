using System.ComponentModel.DataAnnotations;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Points that are spent in a shop: reserved under a coupon code, then confirmed or given up.</summary>
internal static class RedemptionCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/redemptions", ReserveAsync).Needs(IntegrationScopes.Redemptions)
            .Takes<RedemptionBody>().Answers<RedemptionAnswer>(StatusCodes.Status201Created)
            .Means(
                "Reserve points",
                "For points, or for what the reward rewardId costs. They count as spent at once, and are back on the account at reservedUntil unless the coupon code is confirmed before. A customer who is not registered shows their pin.");
        api.MapPost("/redemptions/{couponCode}/confirm", ConfirmAsync).Needs(IntegrationScopes.Redemptions)
            .Takes<ConfirmationBody>().Answers<ConfirmationAnswer>(StatusCodes.Status200OK)
            .Means("Confirm a redemption", "orderRefId is the order on which the coupon code was used, which may be recorded later. After reservedUntil: 409 reservation_lapsed.");
        api.MapDelete("/redemptions/{couponCode}", CancelAsync).Needs(IntegrationScopes.Redemptions)
            .Produces(StatusCodes.Status204NoContent)
            .Means("Give a redemption up", "The points go back to where they came from. Doing it twice changes nothing.");
    }

    private static Task ReserveAsync(HttpContext http, PointsLedger ledger, RewardBook rewards, CustomerPins pins, ProgrammeBook programme)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.RedemptionBody,
            async body =>
            {
                var check = new BodyCheck();
                var customer = new CustomerId(check.Needed("customerId", body.CustomerId));
                const string Either = "points, rewardId";
                switch (body.Points, body.RewardId)
                {
                    case (null, null): check.Refuse(new OneOfMissing(Either)); break;
                    case (not null, not null): check.Refuse(new OneOfOnly(Either)); break;
                    default: break;
                }

                var points = await PointsBody.ReadAsync(check, body.Points ?? 0, programme, call.HungUp);
                check.Text("pin", body.Pin, 20);
                if (check.Found(out var flaw))
                {
                    return flaw;
                }

                // A wrong PIN is told before the account is looked at.
                if (body.Pin is { } pin && !(await pins.VerifyAsync(customer, pin, call.Actor)).Succeeded(out _, out var refusal))
                {
                    return refusal;
                }

                var reservation = new Reservation(call.CommandKey, customer, points)
                {
                    Integration = call.Caller.Name,
                    HolderVerified = body.Pin is not null,
                };
                return body.RewardId is { } reward
                    ? await rewards.ReserveAsync(reservation, new RewardId(reward), call.Actor)
                    : await ledger.ReserveAsync(reservation, call.Actor);
            },
            reserved => ApiJson.Answer(
                StatusCodes.Status201Created, new RedemptionAnswer(reserved.CouponCode, reserved.ReservedUntil, reserved.Points.Value)));
    }

    private static Task ConfirmAsync(HttpContext http, PointsLedger ledger, string couponCode)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.ConfirmationBody,
            body =>
            {
                var check = new BodyCheck();
                var order = check.Text("orderRefId", body.OrderRefId, Order.RefLength);
                return check.Found(out var flaw)
                    ? Task.FromResult<Result<Reserved>>(flaw)
                    : ledger.ConfirmAsync(couponCode, order, call.Actor);
            },
            reserved => ApiJson.Answer(
                StatusCodes.Status200OK, new ConfirmationAnswer(reserved.CouponCode, Words.Of(reserved.State), reserved.Points.Value)));
    }

    private static async Task CancelAsync(HttpContext http, PointsLedger ledger, string couponCode)
    {
        var call = ApiCall.Of(http);
        await call.AnswerAsync(await ledger.CancelAsync(couponCode, call.Actor), _ => new CallAnswer(StatusCodes.Status204NoContent, default));
    }
}

/// <summary>Points to reserve, or a reward to spend them on.</summary>
internal sealed record RedemptionBody
{
    [Required]
    public long? CustomerId { get; init; }

    public decimal? Points { get; init; }

    public long? RewardId { get; init; }

    public string? Pin { get; init; }
}

/// <summary>The order on which a coupon code was used.</summary>
internal sealed record ConfirmationBody
{
    public string? OrderRefId { get; init; }
}

/// <summary>A reservation.</summary>
internal sealed record RedemptionAnswer(string CouponCode, Instant? ReservedUntil, decimal Points);

/// <summary>A confirmed redemption.</summary>
internal sealed record ConfirmationAnswer(string CouponCode, string Status, decimal Points);
