using System.Diagnostics;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>The job that carries out delayed merges, killed at any moment, merges each pair of accounts once (rule 5.7).</summary>
public sealed class KilledMergeTests
{
    private const int Kills = 3;

    [Fact]
    public async Task R7_killed_at_random_moments_the_job_merges_each_pair_once()
    {
        using var folder = new ConsoleFolder();
        Assert.Equal(0, (await folder.RunAsync("seed", "--customers", "400", "--seed", "7", "--now", "2025-12-01T00:00:00Z")).ExitCode);
        var approved = await ApproveAllAsync(folder);
        string[] job = ["job", "merges", "--now", "2025-12-01T03:00:00Z"];

        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAsync(folder, job);
        }

        Assert.Equal(0, (await folder.RunAsync(job)).ExitCode);

        Assert.InRange(approved, 4, 12);
        Assert.Equal(approved, Number(folder, "SELECT COUNT(*) FROM MergeRequests WHERE Status = 2"));
        Assert.Equal(approved, Number(folder, "SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'MergeAccounts'"));
        Assert.Equal(approved, Number(folder, "SELECT COUNT(*) FROM Erasures WHERE MergedInto IS NOT NULL"));
        Assert.Equal(0, (await folder.RunAsync("check")).ExitCode);
    }

    private static async Task<long> ApproveAllAsync(ConsoleFolder folder)
    {
        await using var services = ProgrammeServices.Over(folder.ConnectionString, new FrozenClock(Instant.FromUtc(2025, 12, 1, 1, 0)));
        var (store, merges, manager) = (services.GetRequiredService<LoyaltyStore>(), services.GetRequiredService<AccountMerges>(), Actor.Person("Petra Lang", StaffRole.Manager));
        (await store.WriteAsync<Done>(async writing =>
        {
            (await writing.Db.Settings.SingleAsync()).MergeDelayMinutes = 60;
            return default(Done);
        })).OrThrow();
        var approved = 0;
        foreach (var id in await store.ReadAsync(db => db.MergeRequests.Select(request => request.Id).ToListAsync(), CancellationToken.None))
        {
            if ((await merges.RehearseAsync(id, choices: null, manager)).Succeeded(out var rehearsal, out _))
            {
                var choices = rehearsal.Proposal with { IsConfirmed = true };
                approved += (await merges.ApproveAsync(new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, choices, Remarks: null), manager)).Succeeded(out _, out _) ? 1 : 0;
            }
        }

        return approved;
    }

    private static async Task KillAsync(ConsoleFolder folder, string[] arguments)
    {
        using var process = Process.Start(folder.Start([], arguments))!;
        var before = Merged(folder);
        while (Merged(folder) == before && !process.HasExited)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await Task.Delay(Random.Shared.Next(20), TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static long Merged(ConsoleFolder folder) => Number(folder, "SELECT COUNT(*) FROM MergeRequests WHERE Status = 2");

    private static long Number(ConsoleFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        return connection.Number(sql);
    }
}
