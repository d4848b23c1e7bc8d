using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>The made-up programme that everything else is measured on: how long it takes to make, and with how much memory.</summary>
internal static class SeedRun
{
    private const double MostSeconds = 600;
    private const double MostMegabytes = 500;

    /// <param name="options">How many customers, and where; a file that is there already is made anew.</param>
    public static async Task<int> MeasureAsync(BenchOptions options)
    {
        foreach (var rest in (string[])["", "-wal", "-shm"])
        {
            File.Delete(options.File + rest);
        }

        var started = Stopwatch.GetTimestamp();
        var bytes = await RunAsync("seed", "--customers", options.Customers.ToString(CultureInfo.InvariantCulture), "--now", "2025-11-28T13:37:00Z", "--db", $"Data Source={options.File}");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        await RunAsync("check", "--db", $"Data Source={options.File}");
        var check = Stopwatch.GetElapsedTime(started).TotalSeconds;

        using var connection = new SqliteConnection($"Data Source={options.File}");
        connection.Open();
        var (customers, placed, entries) = (Count("Customers"), Count("Orders"), Count("LedgerEntries"));
        var heaviest = connection.CreateCommand();
        heaviest.CommandText = "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM LedgerEntries GROUP BY CustomerId)";

        // Made for a million; of fewer the same share is asked.
        var most = Math.Max(30, MostSeconds * options.Customers / 1_000_000);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | made up: {customers:N0} customers, {placed:N0} orders, {entries:N0} entries, the heaviest customer has {(long)heaviest.ExecuteScalar()!:N0} | measured | budget |
            | --- | ---: | ---: |
            | time | {seconds:0} s, {placed / seconds:N0} orders a second | {most:0} s |
            | memory at the most | {bytes >> 20} MB | {MostMegabytes:0} MB |
            | file | {new FileInfo(options.File).Length >> 20} MB | |
            | the check of every invariant, which found nothing | {check:0} s | |
            """));
        return seconds <= most && bytes >> 20 <= MostMegabytes ? 0 : 1;

        long Count(string table)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {table}";
            return (long)command.ExecuteScalar()!;
        }
    }

    // How many bytes it held at the most.
    private static async Task<long> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LoyaltyConsole.dll"), .. arguments]) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var bytes = 0L;
        while (!process.HasExited)
        {
            await Task.Delay(50);
            process.Refresh();
            bytes = process.HasExited ? bytes : Math.Max(bytes, process.PeakWorkingSet64);
        }

        return process.ExitCode == 0 ? bytes : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {await errors}");
    }
}
