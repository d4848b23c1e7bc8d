using System.Globalization;
using System.Security.Claims;
using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Post;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A screen in front of the real programme, with an agent who reads English until a test says otherwise.</summary>
public abstract class ConsoleContext : BunitContext, IAsyncLifetime
{
    private readonly CultureInfo _cultureBefore = CultureInfo.CurrentCulture;
    private readonly CultureInfo _languageBefore = CultureInfo.CurrentUICulture;
    private Programme? _programme;

    // What a screen waits for is told by the assertion; a machine with much else to do is no failure.
    static ConsoleContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    protected Programme Programme => _programme ?? throw new InvalidOperationException("The programme has not been created.");

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync();
        Read("en");

        // Radzen's own scripts are for the browser.
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFallbackServiceProvider(Programme.Services);
        Services.AddLogging().AddLocalization().AddRadzenComponents();
        Services.AddSingleton<IClock>(Programme.Clock);
        Services.AddSingleton(new FaultLog(NullLogger<FaultLog>.Instance));
        Services.AddScoped(_ => new Display(Programme.Get<ProgrammeBook>()));
        Services.AddSingleton(FeatureSet.All);
        Services.AddScoped<SignedIn>();
        Services.AddScoped<Snackbar>();
        Services.AddSingleton(MailSettings.Default).AddSingleton<LetterWords>();
        SignIn("Eva Brandt", StaffRole.Agent);
    }

    /// <summary>The person in front of the screen, and their role.</summary>
    protected void SignIn(string name, string role, string? id = null)
    {
        var person = AddAuthorization();
        person.SetAuthorized(name);
        person.SetRoles(role);
        var (called, known) = (new Claim(StaffClaims.Name, name), id is null ? null : new Claim(ClaimTypes.NameIdentifier, id));
        person.SetClaims([.. new[] { called, known }.OfType<Claim>()]);
    }

    /// <summary>The language that the person reads: "en" or "de".</summary>
    protected static void Read(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.CultureOf(language);

    /// <summary>Finds and acts in one turn: a screen drawn anew between the two would know nothing of what was found.</summary>
    protected static Task DoAsync<TScreen>(IRenderedComponent<TScreen> screen, Action act)
        where TScreen : IComponent => screen.InvokeAsync(act);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_cultureBefore, _languageBefore);
        if (_programme is not null)
        {
            await _programme.DisposeAsync();
        }
    }
}
