using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// A database of the first schema brought to the newest, beside the least that reading and writing each of its pages once can
/// take; and how soon a console answers on it afterwards.
/// </summary>
internal static class UpgradeRun
{
    // Target R12 for a million customers; fewer go faster.
    private const double SecondsForAMillion = 60;
    private const double MostMegabytes = 400;
    private const double MostSecondsToStart = 3;

    public static async Task<int> MeasureAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "upgrade.db");
            await FirstSchema.MakeAsync(file, customers);
            var size = new FileInfo(file).Length / 1024.0 / 1024.0;
            var raw = Raw(file, Path.Combine(folder.FullName, "raw.db"));
            var upgrade = await InAProcessAsync(file);
            var started = Stopwatch.GetTimestamp();
            await using var services = Services(file);
            var check = await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None);
            var isWhole = check.Violations.Count == 0 && check.Customers == customers && Broken(file) == 0;
            var checking = Stopwatch.GetElapsedTime(started).TotalSeconds;

            // The first start makes the tables of the staff.
            var empty = Path.Combine(folder.FullName, "empty.db");
            await StartAsync(empty);
            await StartAsync(file);
            var (least, start) = (await StartAsync(empty), await StartAsync(file));
            var budget = Math.Max(1, SecondsForAMillion * customers / 1_000_000);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | upgrade of {customers:N0} customers from the first schema, {size:0} MB | measured | budget |
                | --- | ---: | ---: |
                | raw: each page read and written once | {raw:0.0} s | |
                | all migrations | {upgrade.Seconds:0.0} s | {budget:0.0} s |
                | times raw | {upgrade.Seconds / raw:0.0} | |
                | the longest: {string.Join(", ", upgrade.Longest)} | | |
                | memory at the most | {upgrade.Megabytes:0} MB | {MostMegabytes:0} MB |
                | the check of the ledger and of the references, {checking:0} s | {(isWhole ? "nothing found" : "something found")} | nothing found |
                | raw: a console on an empty file answers after | {least:0.0} s | |
                | the console on it answers after | {start:0.0} s | {MostSecondsToStart:0.0} s |
                """));
            return isWhole && upgrade.Seconds <= budget && upgrade.Megabytes <= MostMegabytes && start <= MostSecondsToStart ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The other process: a console that finds an old file.</summary>
    public static async Task<int> RunAsync(string file)
    {
        await using var services = Services(file);
        var steps = new List<MigrationStep>();
        var started = Stopwatch.GetTimestamp();
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None, steps.Add);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Measured(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            process.PeakWorkingSet64 / 1024.0 / 1024.0,
            [.. steps.Where(step => step.Took is not null).OrderByDescending(step => step.Took).Take(6)
                .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Migration} {step.Took!.Value.TotalSeconds:0.0} s"))])));
        return 0;
    }

    private static double Raw(string file, string copy)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.DefaultTimeout = 0;
        var started = Stopwatch.GetTimestamp();
        connection.Execute($"VACUUM INTO '{copy}'");
        using (var written = File.OpenWrite(copy))
        {
            written.Flush(flushToDisk: true);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        File.Delete(copy);
        return seconds;
    }

    // What refers to nothing.
    private static long Broken(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection.Number("SELECT COUNT(*) FROM pragma_foreign_key_check");
    }

    // As a process of its own, so that its memory is its own.
    private static async Task<Measured> InAProcessAsync(string file)
    {
        using var upgrade = Process.Start(new ProcessStartInfo("dotnet", [typeof(UpgradeRun).Assembly.Location, "upgrade", file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var answer = await upgrade.StandardOutput.ReadToEndAsync();
        await upgrade.WaitForExitAsync();
        return JsonSerializer.Deserialize<Measured>(answer)!;
    }

    private static async Task<double> StartAsync(string file)
    {
        var started = Stopwatch.GetTimestamp();
        await using var console = await RunningConsole.StartAsync($"Data Source={file}");
        using var browser = new HttpClient { BaseAddress = console.Address };
        (await browser.GetAsync(new Uri("/sign-in", UriKind.Relative))).EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .AddSingleton<IClock>(SystemClock.Instance)
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" })
        .BuildServiceProvider();

    private sealed record Measured(double Seconds, double Megabytes, IReadOnlyList<string> Longest);
}
