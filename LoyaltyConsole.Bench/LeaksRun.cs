using System.Globalization;
using LoyaltyConsole.Bench.Circuits;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>
/// Whether the console gives back what tabs held that are gone (R14): thousands are opened, each shows the list and acts once,
/// and half of them are closed, half lose their line; what is left when none is kept any more, beside what was left when the
/// console had been through a busy morning.
/// </summary>
internal static class LeaksRun
{
    private const int AtATime = 50;

    // So many make the console meet whatever it prepares or keeps once; with a few hundred some of that was still to come.
    private const int First = 2_500;

    private const int People = 20;
    private const int KeepLostSeconds = 5;
    private const double MostTimes = 1.1;

    // .NET gives back arrays that it keeps for the next who needs one when nobody has for a minute.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(65 + KeepLostSeconds);

    /// <param name="options">The database with the customers.</param>
    /// <param name="circuits">How many tabs are opened and closed.</param>
    public static async Task<int> MeasureAsync(BenchOptions options, int circuits)
    {
        await using (await Subject.OpenAsync(options))
        {
            SqliteConnection.ClearAllPools();
        }

        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "leaks.db");
            File.Copy(options.File, file);
            return await MeasureAsync($"Data Source={file}", circuits);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(string connectionString, int circuits)
    {
        await using var console = await RunningConsole.StartAsync(
            connectionString,
            [
                ("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First,
                ("Sessions__KeepLostSeconds", KeepLostSeconds.ToString(CultureInfo.InvariantCulture)),
            ]);
        BenchStaff.Employ(connectionString, People);
        var sessions = await BenchStaff.SignInAsync(console.Address, People);
        var (gone, failed) = (0, 0);
        var counted = Math.Min(First, circuits / 2);
        await ComeAndGoAsync(counted);
        var before = await RestedAsync();
        var half = counted + (circuits / 2);
        await ComeAndGoAsync(half);
        var between = await RestedAsync();
        await ComeAndGoAsync(counted + circuits);
        var after = await RestedAsync();

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""

            | {circuits:N0} tabs opened and gone, {AtATime} at a time | measured | budget |
            | --- | ---: | ---: |
            | managed memory after {counted:N0} before them | {before / 1024.0 / 1024.0:0.00} MB | |
            | after all of them | {after / 1024.0 / 1024.0:0.00} MB | {before * MostTimes / 1024 / 1024:0.00} MB |
            | left of each since, in the first half / in the second | {(between - before) / 1024.0 / Math.Max(1, half - counted):0.00} / {(after - between) / 1024.0 / Math.Max(1, gone - half):0.00} KB | |
            | tabs that failed | {failed} | 0 |
            """));
        return failed == 0 && after <= before * MostTimes ? 0 : 1;

        async Task ComeAndGoAsync(int until)
        {
            while (gone < until)
            {
                var batch = Math.Min(AtATime, until - gone);
                failed += (await Task.WhenAll(Enumerable.Range(gone, batch).Select(ComeAndGoOnceAsync))).Count(isWell => !isWell);
                gone += batch;
            }
        }

        async Task<bool> ComeAndGoOnceAsync(int number)
        {
            // One that is given up must not stay open: nobody may have more than some tabs.
            Desk? desk = null;
            try
            {
                desk = await Desk.OpenAsync(sessions[number % People], number, Desk.Lists);
                await desk.ActAsync();
                await (number % 2 == 0 ? desk.Tab.CloseAsync() : desk.Tab.DisposeAsync().AsTask());
                return true;
            }
            catch (Exception broken) when (broken is TimeoutException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync($"Tab {number}: {broken.Message[..Math.Min(200, broken.Message.Length)]}");
                await (desk?.Tab.DisposeAsync() ?? ValueTask.CompletedTask);
                return false;
            }
        }

        async Task<long> RestedAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(KeepLostSeconds));
            await console.ManagedBytesAsync();
            await Task.Delay(Rest);
            return await console.ManagedBytesAsync();
        }
    }
}
