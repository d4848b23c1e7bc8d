using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;
using Microsoft.Net.Http.Headers;

namespace LoyaltyConsole.Features.Privacy;

/// <summary>The copy of a customer's data as a file, which no circuit can carry.</summary>
internal static class PrivacyRoutes
{
    public static void MapPrivacy(this WebApplication app)
    {
        app.MapGet("/customers/{id:long}/personal-data.json", (long id, HttpContext http, PersonalCopies copies) =>
            WriteAsync(id, http, copies, "json", "application/json", (copy, body) => copy.WriteJsonAsync(body, http.RequestAborted)));
        app.MapGet("/customers/{id:long}/personal-data.csv", (long id, HttpContext http, PersonalCopies copies) =>
            WriteAsync(id, http, copies, "csv", "text/csv; charset=utf-8", (copy, body) => copy.WriteCsvAsync(body, http.RequestAborted)));
    }

    private static async Task<IResult> WriteAsync(
        long id, HttpContext http, PersonalCopies copies, string form, string contentType, Func<PersonalCopy, Stream, Task> write)
    {
        var made = await copies.CopyAsync(new CustomerId(id), SignedIn.ActorOf(http.User), http.RequestAborted);
        if (!made.Succeeded(out var copy, out var refusal))
        {
            return refusal switch
            {
                CustomerNotFound => Results.NotFound(),
                CustomerDeleted => Results.StatusCode(StatusCodes.Status410Gone),
                _ => Results.Forbid(),
            };
        }

        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"customer-{copy.Customer}.{form}");
        http.Response.Headers.ContentDisposition = disposition.ToString();

        // The writers' own buffers empty themselves between two flushes, which the body's stream would refuse.
        await using var body = http.Response.BodyWriter.AsStream(leaveOpen: true);
        await write(copy, body);
        return Results.Empty;
    }
}
