using System.Globalization;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.Net.Http.Headers;

namespace LoyaltyConsole.Features.Imports;

/// <summary>What imports need of the host, and the file of errors, which no circuit can carry.</summary>
internal static class ImportRoutes
{
    public static IServiceCollection AddImports(this IServiceCollection services, UploadSettings uploads, string contentRoot) => services
        .AddSingleton(uploads with { Folder = Path.Combine(contentRoot, uploads.Folder) })

        // Files are as old as the machine says, whatever time it is in the programme: the scheduler puts the programme's in the container.
        .AddSingleton(provider => new UploadFolder(provider.GetRequiredService<UploadSettings>(), TimeProvider.System))
        .AddSingleton<ImportDesk>()
        .AddScoped<BulkDesk>()
        .AddHostedService(provider => provider.GetRequiredService<ImportDesk>());

    public static void MapImports(this WebApplication app) =>
        app.MapGet($"{ImportAddress.List}/{{id:long}}/errors.csv", WriteErrorsAsync);

    private static async Task<IResult> WriteErrorsAsync(long id, HttpContext http, ImportBook book)
    {
        var actor = SignedIn.ActorOf(http.User);
        var opened = await book.OpenAsync(new ImportId(id), actor, http.RequestAborted);
        if (!opened.Succeeded(out var import, out var refusal))
        {
            return refusal is ImportNotFound ? Results.NotFound() : Results.Forbid();
        }

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{NameOf(import)}-errors.csv");
        http.Response.Headers.ContentDisposition = disposition.ToString();

        // The writer's own buffer empties itself between two flushes, which the body's stream would refuse.
        await using var body = http.Response.BodyWriter.AsStream(leaveOpen: true);
        var culture = CultureInfo.CurrentUICulture;
        (await book.WriteErrorsAsync(import.Id, body, problem => ImportSentence.Of(problem, culture), actor, http.RequestAborted)).OrThrow();
        return Results.Empty;
    }

    private static string NameOf(Import import)
    {
        var name = import.FileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? import.FileName[..^3] : import.FileName;
        return Path.GetFileNameWithoutExtension(name);
    }
}
