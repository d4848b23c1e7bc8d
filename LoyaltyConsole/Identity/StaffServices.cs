using System.Threading.RateLimiting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoyaltyConsole.Identity;

/// <summary>Sign-in by ASP.NET Core Identity, set on purpose.</summary>
internal static class StaffServices
{
    public const string SignInPath = "/sign-in";

    /// <summary>The rate limit of pages that take a password.</summary>
    public const string PasswordLimit = "password";

    public static IServiceCollection AddStaff(this IServiceCollection services, ConsoleSettings settings, IWebHostEnvironment environment)
    {
        services.AddStaffDb(settings);

        // A verb of the command line has people, but not the whole of Core.
        services.TryAddSingleton(settings.Features);

        services.AddIdentity<StaffPerson, IdentityRole>(SetIdentity)
            .AddEntityFrameworkStores<StaffDb>()
            .AddClaimsPrincipalFactory<StaffClaims>()
            .AddTokenProvider<DataProtectorTokenProvider<StaffPerson>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = StaffDirectory.LinkLife.ToTimeSpan());
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = StaffPerson.PasswordRounds);
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromSeconds(30));
        services.ConfigureApplicationCookie(options => SetCookie(options, environment));

        // Everything needs a signed-in person unless it says otherwise.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StaffRevalidation>();
        services.AddRateLimiter(SetLimits);

        return services
            .AddScoped<SignedIn>()
            .AddScoped<SignInTries>()
            .AddScoped<SignInDesk>()
            .AddSingleton<StaffDirectory>()
            .AddSingleton<SetUpLink>();
    }

    /// <summary>The people alone, beside the programme's own tables.</summary>
    public static IServiceCollection AddStaffDb(this IServiceCollection services, ConsoleSettings settings) => settings.Provider == DatabaseProvider.PostgreSql
        ? services.AddDbContext<StaffDb, PostgresStaffDb>(options => options.UseNpgsql(
            settings.Database, postgres => postgres.MigrationsHistoryTable(StaffDb.MigrationsHistory)))
        : services.AddDbContext<StaffDb>(options => options.UseSqlite(
            settings.Database, sqlite => sqlite.MigrationsHistoryTable(StaffDb.MigrationsHistory)));

    // A form parameter, so that the antiforgery token is asked for.
    public static void MapStaff(this WebApplication app) => app.MapPost(
        "/sign-out",
        async ([FromForm] string? returnUrl, SignInManager<StaffPerson> signIn) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect(returnUrl is null ? SignInPath : LocalAddress.OrStart(returnUrl));
        });

    private static void SetIdentity(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;

        // The name to sign in with is the e-mail address, which may have an apostrophe or an umlaut.
        options.User.AllowedUserNameCharacters = "";

        // Length is what counts; rules about digits and signs only make passwords alike.
        options.Password.RequiredLength = FirstAdministrator.ShortestPassword;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
    }

    private static void SetCookie(CookieAuthenticationOptions options, IWebHostEnvironment environment)
    {
        // By the prefix the browser itself refuses the cookie from a neighbouring host or over plain HTTP.
        options.Cookie.Name = environment.IsDevelopment() ? "LoyaltyConsole" : "__Host-LoyaltyConsole";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "returnUrl";
        options.AccessDeniedPath = "/status/403";
    }

    private static void SetLimits(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };

        // Looking at the page is free; sending it is not.
        options.AddPolicy(PasswordLimit, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
    }
}
