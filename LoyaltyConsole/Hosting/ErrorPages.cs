using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace LoyaltyConsole.Hosting;

/// <summary>Requests that went wrong end on a page of ours.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = FaultLog.Page,
            CreateScopeForErrors = true,

            // FaultLog has written it down already, with its reference.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(AskForThePageAsync);
    }

    // The error page is looked at, not sent a form once more: else a refused form is refused on its own error page, too.
    private static Task AskForThePageAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
            http.Features.Set<IAntiforgeryValidationFeature>(null);
        }

        return next(http);
    }
}
