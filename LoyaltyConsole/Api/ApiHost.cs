using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Diagnostics;

namespace LoyaltyConsole.Api;

/// <summary>The interface for shops: a pipeline of its own, which knows no cookie, no form and no page.</summary>
internal static class ApiHost
{
    public static IServiceCollection AddApi(this IServiceCollection services, ApiSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<ApiDoor>()
        .AddHostedService<ApiHousekeeping>()
        .AddApiDocument();

    public static void UseApi(this WebApplication app) => app.MapWhen(
        http => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
        api =>
        {
            api.UseProblemsForFaults();
            api.UseRequestLocalization();
            api.UseRouting();
            api.UseMiddleware<ApiDoor>();

            // Once more inside the door, so that it counts a fault as the call's.
            api.UseProblemsForFaults();
            api.UseEndpoints(endpoints => Map(endpoints.MapGroup("/api/v1")));
        });

    /// <summary>What a key must open for it.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, IntegrationScopes scope) => endpoint.WithMetadata(new ScopeNeeded(scope));

    /// <summary>The body that it takes, for the document.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Accepts<T>("application/json");

    /// <summary>An answer that it gives, for the document.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status) => endpoint.Produces<T>(status, "application/json");

    /// <summary>What it is for, for the document.</summary>
    public static RouteHandlerBuilder Means(this RouteHandlerBuilder endpoint, string summary, string description) =>
        endpoint.WithSummary(summary).WithDescription(description);

    private static void Map(IEndpointRouteBuilder api)
    {
        CustomerCalls.Map(api.MapGroup("").WithTags("Customers"));
        OrderCalls.Map(api.MapGroup("").WithTags("Orders"));
        AdjustmentCalls.Map(api.MapGroup("").WithTags("Points"));
        RedemptionCalls.Map(api.MapGroup("").WithTags("Redemptions"));
        MergeRequestCalls.Map(api.MapGroup("").WithTags("Merge requests"));
        ReferralCalls.Map(api.MapGroup("").WithTags("Referrals"));
    }

    private static void UseProblemsForFaults(this IApplicationBuilder api) => api.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = http => ApiProblems.WriteAsync(http, new Fault(FaultLog.ReferenceOf(http) ?? "")),

        // FaultLog has written it down already, with its reference.
        SuppressDiagnosticsCallback = _ => true,
    });
}
