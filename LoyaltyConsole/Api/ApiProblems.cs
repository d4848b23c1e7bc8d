using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Api;

/// <summary>Refusals as problems of RFC 9457: a code for machines, a sentence for people.</summary>
internal static class ApiProblems
{
    /// <summary>The media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The code of a refusal: its name as machines write it.</summary>
    public static string CodeOf(Refusal refusal) => refusal switch
    {
        // The shop does not care by which of its names a customer is not there.
        CustomerUnknown => CodeOf(nameof(CustomerNotFound)),
        NothingThere => "not_found",
        TooManyCalls => "too_many_requests",
        _ => CodeOf(refusal.GetType().Name),
    };

    /// <summary>The HTTP status of a refusal. What is not named here conflicts with the state of things.</summary>
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        ApiKeyMissing or ApiKeyUnknown or ApiKeyRevoked => StatusCodes.Status401Unauthorized,
        NotAllowed or FeatureOff or ScopeMissing or PinNotVerified or PinWrong => StatusCodes.Status403Forbidden,
        NothingThere or CustomerNotFound or CustomerUnknown or OriginalOrderNotFound or OrderNotFound or ReferralCodeUnknown
            or CouponNotFound or RewardNotFound
            => StatusCodes.Status404NotFound,
        MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        CustomerDeleted => StatusCodes.Status410Gone,
        BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        MediaTypeNotSupported => StatusCodes.Status415UnsupportedMediaType,
        IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        TooManyCalls or PinPaused => StatusCodes.Status429TooManyRequests,
        Fault => StatusCodes.Status500InternalServerError,
        StorageFull or StorageReadOnly or StorageDamaged => StatusCodes.Status503ServiceUnavailable,
        IdempotencyKeyMissing or IdempotencyKeyNotValid or BodyIncomplete or JsonMalformed or FieldMissing or FieldNotValid or FieldUnknown
            or FieldTooLong or FieldOutOfRange or TooManyItems or OneOfMissing or OneOfOnly
            => StatusCodes.Status400BadRequest,
        CustomerUnnamed or EmailNotValid or PhoneNotValid or BirthdayNotPossible or LanguageUnknown or TextTooLong or OrderRefMissing or OrderIsEmpty or OrderTooLarge or PlacedInTheFuture
            or PositionNotInOrder or OriginalOrderMissing
            or TooManyDecimals or NothingToAdjust or TooManyPoints or PointsMustBePositive or DatesOnlyForCredits or ValidityInThePast
            or LockedBeyondValidity or OccurredInTheFuture or ReferredThemselves or MergeWithItself
            => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Answers with a problem, in the caller's language.</summary>
    public static Task WriteAsync(HttpContext http, Refusal refusal)
    {
        var (status, code) = (StatusOf(refusal), CodeOf(refusal));
        ApiCall.Note(http, code);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        response.Headers.ContentLanguage = Languages.Current;
        switch (refusal)
        {
            case ApiKeyMissing or ApiKeyUnknown or ApiKeyRevoked:
                response.Headers.WWWAuthenticate = $"ApiKey header=\"{ApiDoor.KeyHeader}\"";
                break;
            case TooManyCalls:
                response.Headers.RetryAfter = "1";
                break;
        }

        var sentence = http.RequestServices.GetRequiredService<IStringLocalizer<RefusalTexts>>().Sentence(refusal);
        var problem = new ProblemAnswer(
            "about:blank", ReasonPhrases.GetReasonPhrase(status), status, sentence, code,
            refusal.GetType().GetProperty("Field")?.GetValue(refusal) as string);
        return response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Spelt.ProblemAnswer), http.RequestAborted).AsTask();
    }

    private static string CodeOf(string name)
    {
        var code = new StringBuilder(name.Length + 8);
        foreach (var character in name)
        {
            if (char.IsUpper(character) && code.Length > 0)
            {
                code.Append('_');
            }

            code.Append(char.ToLowerInvariant(character));
        }

        return code.ToString();
    }
}

/// <summary>A problem (RFC 9457).</summary>
/// <param name="Type">Always about:blank: the code says more.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence in the language of Accept-Language, English or German.</param>
/// <param name="Code">What it is, for machines; it never changes.</param>
/// <param name="Field">The field of the body or query that it is about.</param>
internal sealed record ProblemAnswer(
    string Type, string Title, int Status, string Detail, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field);
