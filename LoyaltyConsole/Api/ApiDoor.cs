using System.Threading.RateLimiting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Api;

/// <summary>Lets calls in: who shows a key that opens what is called, and does not come too often.</summary>
internal sealed class ApiDoor(KeyRing keys, CallLog log, ApiSettings settings, FeatureSet features) : IMiddleware, IDisposable
{
    /// <summary>The header that shows the key.</summary>
    public const string KeyHeader = "X-Api-Key";

    // How ASP.NET Core names the endpoints that answer a wrong method and a wrong type of body.
    private const string WrongMethod = "405 HTTP Method Not Supported";
    private const string WrongType = "415 HTTP Unsupported Media Type";

    private readonly PartitionedRateLimiter<IntegrationKeyId> _calls = PartitionedRateLimiter.Create<IntegrationKeyId, IntegrationKeyId>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.Burst,
            TokensPerPeriod = settings.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private readonly PartitionedRateLimiter<string> _wrongKeys = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = settings.WrongKeysPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <inheritdoc />
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!features.Has(Feature.Api))
        {
            await ApiProblems.WriteAsync(context, new FeatureOff(Feature.Api));
            return;
        }

        var shown = context.Request.Headers[KeyHeader].ToString();
        var caller = await keys.FindAsync(shown, context.RequestAborted);
        if (caller is null)
        {
            await ApiProblems.WriteAsync(context, Stranger(context, shown));
            return;
        }

        var route = RouteOf(context);
        await LetInAsync(context, caller, next);
        log.Count(caller.Key, context.Request.Method, route, context.Response.StatusCode, ApiCall.NotedOf(context));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _calls.Dispose();
        _wrongKeys.Dispose();
    }

    private Refusal Stranger(HttpContext http, string shown)
    {
        using var lease = _wrongKeys.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        return !lease.IsAcquired ? new TooManyCalls() : shown.Length == 0 ? new ApiKeyMissing() : new ApiKeyUnknown();
    }

    private async Task LetInAsync(HttpContext http, IntegrationCaller caller, RequestDelegate next)
    {
        if (caller.IsRevoked)
        {
            await ApiProblems.WriteAsync(http, new ApiKeyRevoked());
            return;
        }

        using var lease = _calls.AttemptAcquire(caller.Key);
        if (!lease.IsAcquired)
        {
            await ApiProblems.WriteAsync(http, new TooManyCalls());
            return;
        }

        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<ScopeNeeded>() is not { } needed)
        {
            await ApiProblems.WriteAsync(http, await UnknownAsync(http, endpoint));
            return;
        }

        if (!caller.Scopes.HasFlag(needed.Scope))
        {
            await ApiProblems.WriteAsync(http, new ScopeMissing(ScopeNames.Of(needed.Scope)[0]));
            return;
        }

        http.Features.Set(new ApiCall(http, caller, settings));
        await next(http);
    }

    // The framework's own answer to a wrong method says in a header which are right.
    private static async Task<Refusal> UnknownAsync(HttpContext http, Endpoint? endpoint)
    {
        switch (endpoint?.DisplayName)
        {
            case WrongMethod:
                await endpoint.RequestDelegate!(http);
                return new MethodNotAllowed(http.Request.Method);
            case WrongType: return new MediaTypeNotSupported();
            default: return new NothingThere();
        }
    }

    // Its places are left open, because what stands there may be personal.
    private static string RouteOf(HttpContext http) => http.GetEndpoint() switch
    {
        RouteEndpoint known when known.Metadata.GetMetadata<ScopeNeeded>() is not null =>
            $"/{known.RoutePattern.RawText!.TrimStart('/').Replace(":long", "", StringComparison.Ordinal)}",
        { DisplayName: WrongMethod or WrongType } => string.Join('/', http.Request.Path.Value!.Split('/').Take(4)),
        _ => "?",
    };
}

/// <summary>What a key must open for an endpoint.</summary>
internal sealed record ScopeNeeded(IntegrationScopes Scope);
