using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Bench.Circuits;

namespace LoyaltyConsole.Bench;

/// <summary>How long somebody waits for a console that is started over a large file (P10).</summary>
internal static class StartRun
{
    private const int Times = 5;
    private const double MostSeconds = 3;

    public static async Task<int> MeasureAsync(BenchOptions options)
    {
        await (await Subject.OpenAsync(options)).DisposeAsync();
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            await RunningConsole.PublishAsync(folder.FullName);
            var built = await TimeAsync(AppContext.BaseDirectory, options);
            var published = await TimeAsync(folder.FullName, options);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                | start over {new FileInfo(options.File).Length >> 20:N0} MB, {Times} times | median | longest | budget |
                | --- | ---: | ---: | ---: |
                | from the command to the first answer | {published.Answer:0.0} s | {published.LongestAnswer:0.0} s | {MostSeconds:0} s |
                | the first list of customers after that | {published.Page:0.0} s | {published.LongestPage:0.0} s | |
                | both | {published.Both:0.0} s | | {MostSeconds:0} s |
                | both, not compiled ahead | {built.Both:0.0} s | | |
                """));
            return published.Both <= MostSeconds ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Start> TimeAsync(string folder, BenchOptions options)
    {
        var (answers, pages) = (new List<double>(), new List<double>());
        for (var time = 0; time < Times; time++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var console = await RunningConsole.StartAsync(folder, $"Data Source={Path.GetFullPath(options.File)}", [("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First]);
            using var session = new StaffSession(console.Address);
            await session.ReadAsync("/sign-in");
            answers.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);

            // Whoever signs in proves a password on purpose slowly, which is no part of the start.
            await session.SignInAsync(BenchStaff.Email(0), BenchStaff.Password);
            started = Stopwatch.GetTimestamp();
            await session.ReadAsync("/customers");
            pages.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        answers.Sort();
        pages.Sort();
        return new Start(answers[Times / 2], answers[^1], pages[Times / 2], pages[^1]);
    }

    private sealed record Start(double Answer, double LongestAnswer, double Page, double LongestPage)
    {
        public double Both => Answer + Page;
    }
}
