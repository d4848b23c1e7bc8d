using System.Diagnostics;
using LoyaltyConsole.Api;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>The first export, killed at any moment, has in the end sent everybody as they stand.</summary>
public sealed class KilledConnectionsTests
{
    private const int Kills = 3;

    private static readonly Instant _start = Instant.FromUtc(2025, 12, 1, 0, 0);

    [Fact]
    public async Task E_056_killed_at_random_moments_the_export_goes_on_and_everybody_is_sent_as_they_are()
    {
        using var folder = new ConsoleFolder();
        await using var side = await OtherSide.StartAsync();
        Assert.Equal(0, (await folder.RunAsync("seed", "--customers", "400", "--seed", "7", "--now", "2025-12-01T00:00:00Z")).ExitCode);
        await using var services = Services(folder);
        var id = await ExportAsync(services, side);

        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAsync(folder, side, Job(kill));
            await RegroupAsync(services, kill);
        }

        for (var run = Kills; IsExporting(folder) || Waiting(folder) > 0; run++)
        {
            Assert.True(run < 20, "It does not come to its end.");
            Assert.Equal(0, (await folder.RunAsync(Loopback, Job(run))).ExitCode);
        }

        var told = side.Calls.GroupBy(call => call.Json.GetProperty("customerId").GetInt64())
            .ToDictionary(calls => calls.Key, calls => calls.MaxBy(call => call.Json.GetProperty("version").GetInt64())!);
        var there = Query(folder, "SELECT Id, CustomerGroup FROM Customers WHERE Status <> 3 AND LeftAt IS NULL", row => (Id: row.GetInt64(0), Group: row.TextOrNull(1)));
        Assert.Equal(there.Select(one => one.Id).Order(), told.Keys.Order());
        Assert.All(there, one => Assert.Equal(one.Group, told[one.Id].Json.GetProperty("customer").GetProperty("group").GetString()));
    }

    private static (string, string)[] Loopback => [("Connections:AllowLoopback", "true")];

    // Each run a little later, so that what a killed one had taken is free again.
    private static string[] Job(int run) => ["job", "connections", "--now", NodaTime.Text.InstantPattern.ExtendedIso.Format(_start + Duration.FromMinutes(3 * (run + 1)))];

    private static ServiceProvider Services(ConsoleFolder folder) => new ServiceCollection()
        .AddSingleton<IClock>(new FrozenClock(_start))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = folder.ConnectionString })
        .AddConnecting(
            new ConsoleSettings(folder.ConnectionString, null, null, UploadSettings.Default, ApiSettings.Default)
            {
                Connections = new ConnectionSettings(Path.Combine(folder.Path, "keys"), AllowLoopback: true),
            },
            folder.Path)
        .BuildServiceProvider();

    private static async Task<ConnectionId> ExportAsync(ServiceProvider services, OtherSide side)
    {
        var book = services.GetRequiredService<ConnectionBook>();
        var admin = Actor.Person("Ines Adler", StaffRole.Administrator);
        var made = (await book.CreateAsync(
            new NewConnection(Guid.CreateVersion7(), ConnectionKind.Webhook, new ConnectionTerms("Shop", side.Address), null, "a-secret-that-nobody-guesses"), admin)).OrThrow();
        (await book.ExportAllAsync(made.Id, admin)).OrThrow();
        return made.Id;
    }

    private static async Task RegroupAsync(ServiceProvider services, int kill)
    {
        foreach (var customer in (long[])[3, 200, 390])
        {
            (await services.GetRequiredService<CustomerBook>().EditAsync(
                new CustomerId(customer), new ProfileEdit { Group = $"group {kill}" }, Actor.Person("Ines Adler", StaffRole.Administrator))).Succeeded(out _, out _);
        }
    }

    private static async Task KillAsync(ConsoleFolder folder, OtherSide side, string[] arguments)
    {
        var before = side.Calls.Count;
        using var process = Process.Start(folder.Start(Loopback, arguments))!;
        while (side.Calls.Count < before + 30 && !process.HasExited)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await Task.Delay(Random.Shared.Next(60), TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static bool IsExporting(ConsoleFolder folder) => Query(folder, "SELECT ExportEndedAt IS NULL FROM Connections", row => row.GetBoolean(0))[0];

    private static long Waiting(ConsoleFolder folder) => Query(folder, "SELECT COUNT(*) FROM ConnectionContacts WHERE State = 1", row => row.GetInt64(0))[0];

    private static IReadOnlyList<T> Query<T>(ConsoleFolder folder, string sql, Func<StoredRow, T> row)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 5000");
        return connection.Query(sql, row);
    }
}
