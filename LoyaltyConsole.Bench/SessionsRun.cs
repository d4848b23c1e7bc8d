using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Bench.Circuits;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Sessions;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>
/// What open tabs hold of the console's managed memory after everything that nobody holds has been collected: lists, then
/// profiles, in each of which somebody acts every ten seconds; whether that grows with time, and whether closed tabs give all
/// of it back.
/// </summary>
internal static class SessionsRun
{
    private const double MostMilliseconds = 100;
    private const long MostBytes = 450 * 1024;

    private static readonly int TabsPerPerson = SessionSettings.Default.TabsPerPerson;
    private static readonly TimeSpan BetweenActs = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    // .NET gives back arrays that it keeps for the next who needs one when nobody has for a minute.
    private static readonly TimeSpan LongRest = TimeSpan.FromSeconds(65);

    /// <param name="options">The database with the customers.</param>
    /// <param name="tabs">How many tabs are open.</param>
    /// <param name="minutes">For how long they work.</param>
    public static async Task<int> MeasureAsync(BenchOptions options, int tabs, int minutes)
    {
        IReadOnlyList<Place> profiles;
        await using (var subject = await Subject.OpenAsync(options))
        {
            profiles = await ProfilesAsync(subject);
            SqliteConnection.ClearAllPools();
        }

        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "sessions.db");
            File.Copy(options.File, file);
            return await MeasureAsync($"Data Source={file}", tabs, minutes, profiles, options.Only);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(string connectionString, int tabs, int minutes, IReadOnlyList<Place> profiles, string only)
    {
        await using var console = await RunningConsole.StartAsync(connectionString, [("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First]);
        var people = (tabs + TabsPerPerson - 1) / TabsPerPerson;
        BenchStaff.Employ(connectionString, Math.Max(2, people));
        var sessions = await BenchStaff.SignInAsync(console.Address, people);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {tabs} tabs, each acts every {BetweenActs.TotalSeconds:0} s | act: median / p95 | held for a tab | left of it when closed | after each minute, before .NET gives back what it keeps for reuse | process |"));
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        (string Name, IReadOnlyList<Place> Round)[] kinds = [("lists", Desk.Lists), ("profiles", profiles)];
        var (measured, met) = (0, 0);
        foreach (var (name, round) in kinds.Where(kind => kind.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            (measured, met) = (measured + 1, met + (await KindAsync(name, round) ? 1 : 0));
        }

        return measured > 0 && met == measured ? 0 : 1;

        async Task<bool> KindAsync(string name, IReadOnlyList<Place> round)
        {
            // What is made once for all, compiled code and cached texts among it, is there before anything is counted.
            var first = await OpenAsync(Math.Min(tabs, 5), sessions, round);
            await Desk.WorkAsync(first, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40));
            await CloseAsync(first);

            var before = await RestedAsync();
            var open = await OpenAsync(tabs, sessions, round);
            var waits = new Waits();
            var trend = new List<long>();
            for (var minute = 0; minute < minutes; minute++)
            {
                await Desk.WorkAsync(open, BetweenActs, TimeSpan.FromMinutes(1), waits);
                await Task.Delay(Rest);
                trend.Add((await console.ManagedBytesAsync() - before) / tabs);
            }

            var process = console.Bytes;
            var held = (await RestedAsync() - before) / tabs;
            await CloseAsync(open);
            var left = (await RestedAsync() - before) / tabs;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {waits.At(50):0} / {waits.At(95):0} ms | {Kilobytes(held)} KB | {Kilobytes(left)} KB | {string.Join(", ", trend.Select(Kilobytes))} KB | {process >> 20} MB |"));
            return waits.Failed == 0 && waits.At(95) <= MostMilliseconds && held <= MostBytes && trend[^1] <= trend[0] * 11 / 10;
        }

        async Task<long> RestedAsync()
        {
            await Task.Delay(Rest);
            await console.ManagedBytesAsync();
            await Task.Delay(LongRest);
            return await console.ManagedBytesAsync();
        }
    }

    private static string Kilobytes(long bytes) => (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture);

    private static async Task<List<Desk>> OpenAsync(int tabs, StaffSession[] sessions, IReadOnlyList<Place> round)
    {
        var open = new List<Desk>();
        for (var number = 0; number < tabs; number++)
        {
            open.Add(await Desk.OpenAsync(sessions[number / TabsPerPerson], number, round));
        }

        return open;
    }

    private static async Task CloseAsync(List<Desk> open)
    {
        foreach (var desk in open)
        {
            await desk.Tab.CloseAsync();
        }
    }

    // As one goes from one to the next of a list, by the keys J and K.
    private static async Task<IReadOnlyList<Place>> ProfilesAsync(Subject subject)
    {
        var page = (await subject.Get<CustomerDirectory>().ListAsync(
            new CustomerFilter { Statuses = [CustomerStatus.Active] }, CustomerSort.Id, descending: false, new Window(0, 100), subject.Actor, CancellationToken.None)).OrThrow();
        return [.. page.Rows.Index().Where(row => row.Item.Name is not null).DistinctBy(row => row.Item.Name, StringComparer.Ordinal)
            .Select(row => new Place(
                string.Create(CultureInfo.InvariantCulture, $"/customers/{row.Item.Id}?in=status%3Dactive%26sort%3Did%26dir%3Dasc&at={row.Index + 1}"), row.Item.Name!))];
    }
}
