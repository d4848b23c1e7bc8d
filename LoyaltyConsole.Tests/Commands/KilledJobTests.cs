using System.Diagnostics;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>The nightly job, killed at any moment, books in the end what one whole run books (target R7).</summary>
public sealed class KilledJobTests
{
    private const int Kills = 4;

    [Fact]
    public async Task R7_killed_at_random_moments_the_job_expires_each_lot_once()
    {
        using var killed = new ConsoleFolder();
        using var whole = new ConsoleFolder();
        Assert.Equal(0, (await killed.RunAsync("seed", "--customers", "600", "--seed", "7", "--now", "2025-12-01T00:00:00Z")).ExitCode);
        Assert.Equal(0, (await killed.RunAsync("backup", Path.Combine(whole.Path, "loyalty.db"))).ExitCode);
        string[] job = ["job", "expiry", "--now", "2028-03-01T00:00:00Z"];

        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAsync(killed, job);
        }

        var (last, once) = (await killed.RunAsync(job), await whole.RunAsync(job));
        Assert.Equal((0, 0), (last.ExitCode, once.ExitCode));
        Assert.Equal(0, (await killed.RunAsync("check")).ExitCode);
        Assert.Equal(Expired(whole), Expired(killed));
    }

    private static async Task KillAsync(ConsoleFolder folder, string[] arguments)
    {
        using var process = Process.Start(folder.Start([], arguments))!;
        var before = Changes(folder);

        // From the first steps that are written on, at any moment.
        while (Changes(folder) == before && !process.HasExited)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await Task.Delay(Random.Shared.Next(30), TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static long Changes(ConsoleFolder folder) => Query(folder, "SELECT COUNT(*) FROM LedgerEntries WHERE Kind = 8", row => row.GetInt64(0))[0];

    private static IReadOnlyList<string> Expired(ConsoleFolder folder) => Query(
        folder,
        "SELECT CustomerId || ' ' || LotId || ' ' || Points || ' ' || EffectiveAt FROM LedgerEntries WHERE Kind = 8 ORDER BY LotId, EffectiveAt",
        row => row.GetString(0));

    private static IReadOnlyList<T> Query<T>(ConsoleFolder folder, string sql, Func<StoredRow, T> row)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 5000");
        return connection.Query(sql, row);
    }
}
