using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

public sealed class SettingsTests : IDisposable
{
    private readonly ConsoleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_mistake_is_named_at_once()
    {
        var outcome = await _folder.RunAsync(
        [
            ("ConnectionStrings:Loyalty", "no connection string"),
            ("Clock:Now", "yesterday"),
            ("Staff:Administrator:Email", "nobody"),
            ("Staff:Administrator:Password", "short"),
            ("Imports:MaxBytes", "plenty"),
            ("Mail:Host", "smtp shop"),
        ]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("ConnectionStrings:Loyalty", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Clock:Now is \"yesterday\"", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Staff:Administrator:Email", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Staff:Administrator:Password", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Imports:MaxBytes is \"plenty\"", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Mail:Host is \"smtp shop\"", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Mail:From is missing", outcome.Error, StringComparison.Ordinal);
    }
}
