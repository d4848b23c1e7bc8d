using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

/// <summary>What a killed console left of uploads is deleted at the next start; what another one still reads is not.</summary>
public sealed class UploadSweepTests : IDisposable
{
    private readonly ConsoleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_demonstration_of_the_future_leaves_the_uploads_of_today_alone()
    {
        var (living, leftover) = (Path.Combine(_folder.Path, "living.upload"), Path.Combine(_folder.Path, "leftover.upload"));
        await File.WriteAllTextAsync(living, "a", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(leftover, "b", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(leftover, TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(25));

        await using var console = await ConsoleProcess.StartAsync(_folder, ("Imports:Folder", _folder.Path), ("Clock:Now", "2099-01-01T12:00:00Z"));

        Assert.True(File.Exists(living));
        Assert.False(File.Exists(leftover));
    }
}
