using System.ComponentModel.DataAnnotations;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Credits and deductions by a shop.</summary>
internal static class AdjustmentCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/adjustments", AdjustAsync).Needs(IntegrationScopes.Adjustments)
        .Takes<AdjustmentBody>().Answers<EntryAnswer>(StatusCodes.Status201Created)
        .Means("Credit or deduct points", "points is signed. lockedUntil and validUntil belong to credits; without them the points are redeemable at once and for ever.");

    private static Task AdjustAsync(HttpContext http, PointsLedger ledger, ProgrammeBook programme)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.AdjustmentBody,
            async body =>
            {
                var check = new BodyCheck();
                var customer = check.Needed("customerId", body.CustomerId);
                var amount = await PointsBody.ReadAsync(check, check.Needed("points", body.Points), programme, call.HungUp);
                check.Sensible("lockedUntil", body.LockedUntil);
                check.Sensible("validUntil", body.ValidUntil);
                check.Lines("internalReason", body.InternalReason, LedgerEntry.TextLength);
                check.Lines("customerText", body.CustomerText, LedgerEntry.TextLength);
                if (check.Found(out var flaw))
                {
                    return flaw;
                }

                var adjustment = Adjustment.OfShop(call.CommandKey, new CustomerId(customer), amount, call.Caller.Integration) with
                {
                    LockedUntil = body.LockedUntil,
                    ValidUntil = body.ValidUntil,
                    InternalReason = body.InternalReason,
                    CustomerText = body.CustomerText,
                };
                return await ledger.AdjustForShopAsync(adjustment, call.Actor);
            },
            entry => ApiJson.Answer(StatusCodes.Status201Created, EntryAnswer.Of(entry)));
    }
}

/// <summary>Points as they stand in bodies.</summary>
internal static class PointsBody
{
    /// <summary>The points of a number, which has no more decimals than the programme books.</summary>
    public static async Task<Points> ReadAsync(BodyCheck check, decimal number, ProgrammeBook programme, CancellationToken cancellationToken)
    {
        check.Between("points", number, -Points.MostInOneEntry.Value, Points.MostInOneEntry.Value);
        if (check.Found(out _))
        {
            return Points.Zero;
        }

        var points = Points.Rounded(number, 2);
        if (points.Value != number)
        {
            check.Refuse(new TooManyDecimals((await programme.SettingsAsync(cancellationToken)).Decimals));
        }

        return points;
    }
}

/// <summary>A credit or deduction.</summary>
internal sealed record AdjustmentBody
{
    [Required]
    public long? CustomerId { get; init; }

    [Required]
    public decimal? Points { get; init; }

    public Instant? LockedUntil { get; init; }

    public Instant? ValidUntil { get; init; }

    public string? InternalReason { get; init; }

    public string? CustomerText { get; init; }
}
