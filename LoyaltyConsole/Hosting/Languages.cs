using System.Globalization;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Hosting;

/// <summary>The two languages of the console, and whose choice counts: the person's, the device's, the browser's.</summary>
internal static class Languages
{
    public const string Claim = "lc:culture";

    public const string English = "en";

    public const string German = "de";

    private const string Cookie = "lc-language";

    /// <summary>The language this text is rendered in.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static IServiceCollection AddLanguages(this IServiceCollection services) => services
        .AddSingleton<IStringLocalizerFactory, UnitTexts>()
        .AddLocalization()
        .Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] cultures = [CultureOf(English), CultureOf(German)];
            options.DefaultRequestCulture = new RequestCulture(CultureOf(English));
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.RequestCultureProviders = [new CustomRequestCultureProvider(ChosenAsync)];
        });

    public static void MapLanguages(this WebApplication app) => app.MapPost("/language", ChooseAsync).AllowAnonymous();

    /// <summary>Dates, numbers and texts of a language.</summary>
    public static CultureInfo CultureOf(string language) =>
        CultureInfo.GetCultureInfo(string.Equals(language, German, StringComparison.Ordinal) ? "de-DE" : "en-GB");

    /// <summary>The language, if it is one of ours.</summary>
    public static string? Known(string? language) => language is English or German ? language : null;

    private static Task<ProviderCultureResult?> ChosenAsync(HttpContext http)
    {
        var language = Known(http.User.FindFirst(Claim)?.Value) ?? Known(http.Request.Cookies[Cookie]) ?? Accepted(http) ?? English;
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(CultureOf(language).Name));
    }

    private static string? Accepted(HttpContext http) => http.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => Known(accepted.Value.Value?.Split('-')[0].ToLowerInvariant()))
        .FirstOrDefault(language => language is not null);

    private static async Task<IResult> ChooseAsync(
        [FromForm] string language, [FromForm] string? returnUrl, HttpContext http, UserManager<StaffPerson> people, SignInManager<StaffPerson> signIn)
    {
        if (Known(language) is not { } chosen)
        {
            return Results.BadRequest();
        }

        http.Response.Cookies.Append(Cookie, chosen, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });

        if (await people.GetUserAsync(http.User) is { } person)
        {
            person.Culture = chosen;
            await people.UpdateAsync(person);
            await signIn.RefreshSignInAsync(person);
        }

        return Results.LocalRedirect(LocalAddress.OrStart(returnUrl));
    }
}
