using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Bench.Circuits;
using LoyaltyConsole.Sessions;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>
/// Many people at work in a console in a process of its own, over the circuit's own protocol: how long they wait, what a tab
/// costs, what becomes of the tabs when all lines break at once (R13), and whether they notice that one person floods it (S6).
/// </summary>
internal static class CircuitRun
{
    private const int Flooders = 500;
    private const int EventsPerSecond = 10_000;
    private const double MostMilliseconds = 100;
    private const double MostInFlood = 200;

    private static readonly int TabsPerPerson = SessionSettings.Default.TabsPerPerson;
    private static readonly TimeSpan BetweenActs = TimeSpan.FromSeconds(10);

    /// <param name="options">The database with the customers.</param>
    /// <param name="tabs">How many tabs are open.</param>
    /// <param name="seconds">For how long they work, before the flood and during it.</param>
    public static async Task<int> MeasureAsync(BenchOptions options, int tabs, int seconds)
    {
        await using (await Subject.OpenAsync(options))
        {
            SqliteConnection.ClearAllPools();
        }

        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "circuits.db");
            File.Copy(options.File, file);
            return await MeasureAsync($"Data Source={file}", tabs, TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(string connectionString, int tabs, TimeSpan time)
    {
        // The customers' history ends here; a later clock would have everything expire first.
        await using var console = await RunningConsole.StartAsync(
            connectionString,
            [("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First]);
        var people = ((tabs + TabsPerPerson - 1) / TabsPerPerson) + 1;
        BenchStaff.Employ(connectionString, people);
        var sessions = await BenchStaff.SignInAsync(console.Address, people);

        var before = console.Bytes;
        var open = new List<Desk>();
        var opening = new Waits();
        for (var number = 0; number < tabs; number++)
        {
            var started = Stopwatch.GetTimestamp();
            open.Add(await Desk.OpenAsync(sessions[1 + (number / TabsPerPerson)], number, Desk.Lists));
            opening.Add(started);
        }

        var bytes = open.Sum(desk => desk.Tab.Bytes);
        var calm = await Desk.WorkAsync(open, BetweenActs, time);
        var perAct = (open.Sum(desk => desk.Tab.Bytes) - bytes) / Math.Max(1, calm.Count);
        var perTab = (console.Bytes - before) / tabs;

        await Task.WhenAll(open.Select(desk => desk.Tab.BreakAsync()));
        var resumed = await Task.WhenAll(open.Select(desk => desk.Tab.ReconnectAsync()));
        var after = await Desk.WorkAsync(open, BetweenActs, BetweenActs);

        using var flooding = new CancellationTokenSource();
        var flood = FloodAsync(sessions[0], flooding.Token);
        var disturbed = await Desk.WorkAsync(open, BetweenActs, time);
        await flooding.CancelAsync();
        var (admitted, told, turnedAway, sent) = await flood;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""

            | {tabs} tabs of {people - 1} people, each acts every {BetweenActs.TotalSeconds:0} s | measured | budget |
            | --- | ---: | ---: |
            | open a tab: median / p95 | {opening.At(50):0} / {opening.At(95):0} ms | |
            | next page, sorted anew: median / p95 / p99 | {calm.At(50):0.0} / {calm.At(95):0.0} / {calm.At(99):0.0} ms | p95 {MostMilliseconds:0} ms |
            | sent to the browser for it | {perAct / 1024.0:0} KB | 60 KB |
            | memory of the console for a tab, with everything | {perTab / 1024.0:0} KB | |
            | all lines broken at once: tabs that went on where they were | {resumed.Count(again => again)} | {tabs} |
            | the same acts after that: p95 | {after.At(95):0.0} ms | {MostMilliseconds:0} ms |
            | one person opens {Flooders} tabs: given / told that they are too many / turned away | {admitted} / {told} / {turnedAway} | {TabsPerPerson} |
            | and has them search, as far as the lines take it | {sent / time.TotalSeconds:0} searches a second | |
            | the others' acts meanwhile: median / p95 / longest | {disturbed.At(50):0.0} / {disturbed.At(95):0.0} / {disturbed.At(100):0.0} ms | p95 {MostInFlood:0} ms |
            | acts that failed | {calm.Failed + after.Failed + disturbed.Failed} | 0 |
            """));
        return calm.At(95) <= MostMilliseconds && perAct <= 60 * 1024 && resumed.All(again => again) && admitted == TabsPerPerson
            && disturbed.At(95) <= MostInFlood && calm.Failed + after.Failed + disturbed.Failed == 0 ? 0 : 1;
    }

    private static async Task<(int Admitted, int Told, int TurnedAway, long Sent)> FloodAsync(StaffSession flooder, CancellationToken end)
    {
        var (admitted, told, turnedAway, sent) = (new List<Tab>(), new List<Tab>(), 0, 0L);
        for (var number = 0; number < Flooders; number++)
        {
            try
            {
                var isGiven = admitted.Count < TabsPerPerson;
                (isGiven ? admitted : told).Add(await Tab.OpenAsync(flooder, Desk.Lists[0].Path, isGiven ? Desk.Lists[0].Shows : "Too many tabs"));
            }
            catch (InvalidOperationException)
            {
                turnedAway++;
            }
        }

        await Task.WhenAll(admitted.Select(tab => Task.Run(() => StormAsync(tab), CancellationToken.None)));
        foreach (var tab in admitted.Concat(told))
        {
            await tab.BreakAsync();
        }

        return (admitted.Count, told.Count, turnedAway, sent);

        // Heavy searches, as many of them as are asked for; the socket takes no more than the server reads.
        async Task StormAsync(Tab tab)
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await pace.WaitForNextTickAsync(CancellationToken.None) && !end.IsCancellationRequested)
            {
                for (var number = 0; number < EventsPerSecond / 10 / TabsPerPerson; number++)
                {
                    await tab.GoAsync($"/customers?q={(number % 2 == 0 ? "er" : "son")}&sort=points&page={number + 1}").WaitAsync(end)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    Interlocked.Increment(ref sent);
                }
            }
        }
    }
}
