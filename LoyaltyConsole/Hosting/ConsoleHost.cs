using LoyaltyConsole.Api;
using LoyaltyConsole.Components;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Features.Exports;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Features.Privacy;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Jobs;
using LoyaltyConsole.Post;
using LoyaltyConsole.Sessions;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Hosting;

/// <summary>What the console is composed of, and in which order a request passes through it.</summary>
internal static class ConsoleHost
{
    /// <summary>Settings and assets lie in the working directory under <c>dotnet run</c>, else beside the program.</summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
    };

    public static void AddConsole(this WebApplicationBuilder builder, ConsoleSettings settings)
    {
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);

        IClock clock = settings.Now is { } now ? new DemonstrationClock(now, TimeProvider.System) : SystemClock.Instance;
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(clock)
            .AddLoyaltyCore(settings.Core(builder.Environment.ContentRootPath, readsMapped: true))
            .AddSchedule(clock)
            .AddScoped(services => new Display(services.GetRequiredService<ProgrammeBook>()))
            .AddScoped<Snackbar>()
            .AddProfile()
            .AddApi(settings.Api)
            .AddImports(settings.Uploads, builder.Environment.ContentRootPath)
            .AddSingleton<FaultLog>()
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false)
            .AddExceptionHandler<FaultLog>()
            .AddLanguages()
            .AddStaff(settings, builder.Environment)
            .AddPost(settings.Mail, builder.Environment.ContentRootPath)
            .AddConnecting(settings, builder.Environment.ContentRootPath)
            .AddRadzenComponents()
            .AddSessions(settings.Sessions);

        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "LoyaltyConsole.Form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    public static void UseConsole(this WebApplication app)
    {
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseApi();
        app.UseErrorPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapLanguages();
        app.MapStaff();
        app.MapImports();
        app.MapPrivacy();
        app.MapExports();
        app.MapApiDocument();

        // The header that Blazor would add itself is already among ours.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
