using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace LoyaltyConsole.Features.Auditing;

/// <summary>The audit log as a file, which no circuit can carry.</summary>
internal static class AuditRoutes
{
    public static void MapAudit(this WebApplication app) => app.MapGet(AuditAddress.Export, ExportAsync);

    private static async Task<IResult> ExportAsync(HttpContext http, AuditLog log, IStringLocalizer<AuditTexts> texts)
    {
        var actor = SignedIn.ActorOf(http.User);
        if (!actor.May(Capability.ReadAudit))
        {
            return Results.Forbid();
        }

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{texts["FileName"]}.csv");
        http.Response.Headers.ContentDisposition = disposition.ToString();

        await using var body = http.Response.BodyWriter.AsStream(leaveOpen: true);
        (await log.ExportAsync(AuditAddress.FilterOf(http.Request.GetEncodedUrl()), body, deed => texts.Deed(deed), actor, http.RequestAborted)).OrThrow();
        return Results.Empty;
    }
}
