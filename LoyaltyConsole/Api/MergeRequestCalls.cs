using System.ComponentModel.DataAnnotations;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Merging;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Merge requests, on which a person decides.</summary>
internal static class MergeRequestCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/merge-requests", SubmitAsync).Needs(IntegrationScopes.MergeRequests)
        .Takes<MergeRequestBody>().Answers<MergeRequestAnswer>(StatusCodes.Status201Created)
        .Means("Ask to merge two accounts", "requestBy becomes the main account, requestFor is integrated into it; a person decides. confirmedBySecond says that the second e-mail address agreed.");

    private static Task SubmitAsync(HttpContext http, MergeRequests requests)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.MergeRequestBody,
            body =>
            {
                var check = new BodyCheck();
                var submission = new NewMergeRequest(
                    call.CommandKey, check.Needed("requestBy", body.RequestBy, Customer.ShortLength),
                    check.Needed("requestFor", body.RequestFor, Customer.ShortLength), body.ConfirmedBySecond ?? false);
                return check.Found(out var flaw) ? Task.FromResult<Result<MergeRequest>>(flaw) : requests.SubmitAsync(submission, call.Actor);
            },
            request => ApiJson.Answer(
                StatusCodes.Status201Created, new MergeRequestAnswer(request.Id.Value, Words.Of(request.Status), request.CreatedAt)));
    }
}

/// <summary>Two e-mail addresses whose accounts shall be one.</summary>
internal sealed record MergeRequestBody
{
    [Required]
    public string? RequestBy { get; init; }

    [Required]
    public string? RequestFor { get; init; }

    public bool? ConfirmedBySecond { get; init; }
}

/// <summary>A merge request.</summary>
internal sealed record MergeRequestAnswer(long Id, string Status, Instant CreatedAt);
