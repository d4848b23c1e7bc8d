using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Features.Auditing;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace LoyaltyConsole.Features.Exports;

/// <summary>The file that was asked for on a screen, which no circuit can carry (target S13).</summary>
internal static class ExportRoutes
{
    // The address is drawn by lot, known to one person alone, and holds once: nobody can be made to follow it.
    public static void MapExports(this WebApplication app) => app.MapGet($"{ExportAddress.List}/{{key:guid}}.csv", WriteAsync);

    private static async Task<IResult> WriteAsync(Guid key, HttpContext http, ExportBook exports, IStringLocalizer<AuditTexts> texts)
    {
        if (!(await exports.FetchAsync(key, SignedIn.ActorOf(http.User))).Succeeded(out var file, out var refusal))
        {
            return refusal switch
            {
                ExportNotFound => Results.NotFound(),
                ExportFetched or ExportLapsed => Results.StatusCode(StatusCodes.Status410Gone),
                _ => Results.Forbid(),
            };
        }

        file.DeedWord = deed => texts.Deed(deed);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Export.FileName);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        await file.WriteAsync(http.Response.Body, http.RequestAborted);
        return Results.Empty;
    }
}
