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
        var (answers, pages) = (new List<double>(), new List<double>());
        for (var time = 0; time < Times; time++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var console = await RunningConsole.StartAsync($"Data Source={options.File}", [("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First]);
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
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | start over {new FileInfo(options.File).Length >> 20:N0} MB, {Times} times | median | longest | budget |
            | --- | ---: | ---: | ---: |
            | from the command to the first answer | {answers[Times / 2]:0.0} s | {answers[^1]:0.0} s | {MostSeconds:0} s |
            | the first list of customers after that | {pages[Times / 2]:0.0} s | {pages[^1]:0.0} s | |
            | both | {answers[Times / 2] + pages[Times / 2]:0.0} s | | {MostSeconds:0} s |
            """));
        return answers[Times / 2] + pages[Times / 2] <= MostSeconds ? 0 : 1;
    }
}
