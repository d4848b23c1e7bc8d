using Microsoft.Playwright;

namespace LoyaltyConsole.Tests.Support;

/// <summary>One console and one browser for all tests of the collection, since both take seconds to start.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ConsoleProcess Console => _console ?? throw new InvalidOperationException("The console has not been started.");

    public async ValueTask InitializeAsync() => _console = await ConsoleProcess.StartAsync(_folder);

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

    /// <summary>Opens a page in a browser profile of its own; skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        Chromium.SkipIfMissing();

        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await Chromium.LaunchAsync(_playwright);

        var context = await _browser.NewContextAsync(new(options ?? new() { ViewportSize = new() { Width = 1440, Height = 900 } })
        {
            BaseURL = Console.Address.ToString(),
            Locale = options?.Locale ?? "en-GB",
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
