using Microsoft.Playwright;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The installed browser. Playwright's own download is not used, so that a closed network suffices.</summary>
internal static class Chromium
{
    private static readonly string[] _places = Environment.GetEnvironmentVariable("LOYALTY_CHROMIUM") is { Length: > 0 } chosen
        ? [chosen]
        : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static string? Executable { get; } = _places.FirstOrDefault(File.Exists);

    /// <summary>Skips the running test, with the reason, where there is no browser.</summary>
    public static void SkipIfMissing() => Assert.SkipWhen(
        Executable is null,
        "No Chromium is installed; build/install-chromium.sh installs one, and LOYALTY_CHROMIUM names one elsewhere.");

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Executable,
        Args =
        [
            // Containers have neither user namespaces nor a graphics card.
            "--no-sandbox", "--disable-gpu",
            // Nothing but the console is to be talked to.
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}
