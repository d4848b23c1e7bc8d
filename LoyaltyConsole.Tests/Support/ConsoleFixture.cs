using Microsoft.Playwright;

namespace LoyaltyConsole.Tests.Support;

/// <summary>One console and one browser for all tests of the collection, since both take seconds to start.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    public const string Administrator = "admin@staff.example";

    public const string Password = "a password for tests";

    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _signedIn;

    /// <summary>The settings that create the one who can sign in.</summary>
    public static IReadOnlyList<(string Name, string Value)> FirstAdministrator { get; } =
        [("Staff:Administrator:Email", Administrator), ("Staff:Administrator:Password", Password)];

    public ConsoleProcess Console => _console ?? throw new InvalidOperationException("The console has not been started.");

    // All tests come as the same person, and a browser that is closed by force says no farewell to the server.
    public async ValueTask InitializeAsync() =>
        _console = await ConsoleProcess.StartAsync(_folder, [.. FirstAdministrator, ("Sessions:TabsPerPerson", "1000"), ("Sessions:EventsPerSecond", "1000")]);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Fills in the sign-in page and sends it.</summary>
    public static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("E-mail").FillAsync(Administrator);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Opens a page as the administrator, in a browser profile of its own.</summary>
    public async Task<IPage> OpenSignedInAsync(string path, BrowserNewContextOptions? options = null)
    {
        if (_signedIn is null)
        {
            // Once, because the console lets nobody sign in too often.
            var door = await OpenAsync("/sign-in");
            await SignInAsync(door);
            _signedIn = await door.Context.StorageStateAsync();
            await door.Context.CloseAsync();
        }

        return await OpenAsync(path, new(options ?? new()) { StorageState = _signedIn });
    }

    /// <summary>Opens a page in a browser profile of its own; skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        Chromium.SkipIfMissing();

        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await Chromium.LaunchAsync(_playwright);

        var context = await _browser.NewContextAsync(new(options ?? new())
        {
            BaseURL = Console.Address.ToString(),
            Locale = options?.Locale ?? "en-GB",
            ViewportSize = options?.ViewportSize ?? new() { Width = 1440, Height = 900 },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }
}

/// <summary>Tests that share the running console. They leave it as they found it, or use people of their own.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "Running console";
}
