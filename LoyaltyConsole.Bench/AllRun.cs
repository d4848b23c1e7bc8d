using System.Diagnostics;
using System.Globalization;

namespace LoyaltyConsole.Bench;

/// <summary>
/// Everything that a large programme is to be quick in, each run in a process of its own on the same file, which is made where it
/// is not there yet; and at the end which of them kept to their budgets.
/// </summary>
internal static class AllRun
{
    public static async Task<int> MeasureAsync(BenchOptions options)
    {
        string[] there = ["--customers", options.Customers.ToString(CultureInfo.InvariantCulture), "--db", options.File];
        string[][] runs =
        [
            .. File.Exists(options.File) ? [] : new[] { (string[])["seed", .. there] },
            ["start", .. there], ["works", .. there], ["pairs", .. there], ["needles", .. there], ["browser", .. there],
            ["circuits", "--tabs", "500", "--seconds", "60", .. there], ["sessions", "--tabs", "500", "--minutes", "10", .. there],
            ["leaks", "--circuits", "5000", .. there],
        ];
        var results = new List<(string Name, bool IsWithin, double Minutes)>();
        foreach (var run in runs)
        {
            var started = Stopwatch.GetTimestamp();
            Console.WriteLine();
            Console.WriteLine($"{run[0]}:");
            Console.WriteLine();
            using var process = Process.Start("dotnet", [typeof(AllRun).Assembly.Location, .. run]);
            await process.WaitForExitAsync();
            results.Add((run[0], process.ExitCode == 0, Stopwatch.GetElapsedTime(started).TotalMinutes));
        }

        Console.WriteLine();
        Console.WriteLine("| run | within its budgets | minutes |");
        Console.WriteLine("| --- | --- | ---: |");
        results.ForEach(result => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {result.Name} | {(result.IsWithin ? "yes" : "no")} | {result.Minutes:0.0} |")));
        return results.TrueForAll(result => result.IsWithin) ? 0 : 1;
    }
}
