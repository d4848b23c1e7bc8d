using System.ComponentModel.DataAnnotations;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>What happens through referral codes.</summary>
internal static class ReferralCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/referrals/events", RecordAsync).Needs(IntegrationScopes.Referrals)
        .Takes<ReferralBody>().Answers<ReferralAnswer>(StatusCodes.Status201Created)
        .Means("Report a visit or conversion", "code is the referral code that was followed; customerRefId is who followed it, where they are known.");

    private static Task RecordAsync(HttpContext http, Referrals referrals)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.ReferralBody,
            body =>
            {
                var check = new BodyCheck();
                var code = check.Needed("code", body.Code, 50);
                var type = body.Type switch
                {
                    "visit" => ReferralType.Visit,
                    "conversion" => ReferralType.Conversion,
                    _ => default,
                };
                if (check.Needed("type", body.Type, 20).Length > 0 && type == default)
                {
                    check.Refuse(new FieldNotValid("type"));
                }

                var referred = check.Text("customerRefId", body.CustomerRefId, Customer.ShortLength);
                var occurredAt = check.Needed("occurredAt", body.OccurredAt);
                check.Sensible("occurredAt", occurredAt);
                return check.Found(out var flaw)
                    ? Task.FromResult<Result<ReferralEvent>>(flaw)
                    : referrals.RecordAsync(
                        new NewReferralEvent(call.CommandKey, code, type, string.IsNullOrWhiteSpace(referred) ? null : referred.Trim(), occurredAt), call.Actor);
            },
            referral => ApiJson.Answer(
                StatusCodes.Status201Created, new ReferralAnswer(referral.Id, referral.CustomerId.Value, Words.Of(referral.Type), referral.OccurredAt)));
    }
}

/// <summary>A visit or conversion.</summary>
internal sealed record ReferralBody
{
    [Required]
    public string? Code { get; init; }

    [Required]
    public string? Type { get; init; }

    public string? CustomerRefId { get; init; }

    [Required]
    public Instant? OccurredAt { get; init; }
}

/// <summary>A visit or conversion as it was recorded.</summary>
internal sealed record ReferralAnswer(long Id, long CustomerId, string Type, Instant OccurredAt);
