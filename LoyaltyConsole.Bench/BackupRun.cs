using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// A backup while somebody books, restored into a new folder, beside a plain copy of the file; and how long whoever books
/// waits meanwhile.
/// </summary>
internal static class BackupRun
{
    // Target R11 for a file of 2 GB.
    private const double SecondsForTwoGigabytes = 60;
    private const double LongestWaitMilliseconds = 250;

    private static readonly Actor Manager = Actor.Person("Petra Lang", StaffRole.Manager);

    public static async Task<int> MeasureAsync(string? given, int customers)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = given ?? Path.Combine(folder.FullName, "loyalty.db");
            if (!File.Exists(file))
            {
                await FirstSchema.MakeAsync(file, customers);
            }

            await using var services = Services(file);
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            var gigabytes = new FileInfo(file).Length / 1024.0 / 1024.0 / 1024.0;
            var raw = await CopyAsync(file, Path.Combine(folder.FullName, "raw.db"));
            File.Delete(Path.Combine(folder.FullName, "raw.db"));

            var profiles = services.GetRequiredService<CustomerProfiles>();
            using var stopping = new CancellationTokenSource();
            await BookAsync(profiles, new CancellationToken(canceled: true));
            var before = Deeds(file);
            var waiting = BookAsync(profiles, stopping.Token);
            var backup = Path.Combine(folder.FullName, "backup.db");
            var started = Stopwatch.GetTimestamp();
            await services.GetRequiredService<LoyaltyDatabase>().BackUpAsync(backup, CancellationToken.None);
            var backingUp = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await stopping.CancelAsync();
            var (bookings, longest) = await waiting;

            var restored = Path.Combine(folder.CreateSubdirectory("restored").FullName, "loyalty.db");
            var restoring = await CopyAsync(backup, restored);
            started = Stopwatch.GetTimestamp();
            await using var console = Services(restored);
            await console.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            restoring += Stopwatch.GetElapsedTime(started).TotalSeconds;
            var violations = (await console.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
            var kept = Deeds(restored) - before;
            var isWhole = violations == 0 && kept >= 0 && kept <= bookings;
            var budget = SecondsForTwoGigabytes * gigabytes / 2;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | backup of {gigabytes:0.00} GB while somebody books | measured | budget |
                | --- | ---: | ---: |
                | raw: the file copied | {raw:0.0} s | |
                | backed up | {backingUp:0.0} s | |
                | restored into a new folder, until a console could answer | {restoring:0.0} s | {budget:0.0} s |
                | a person who books beside it waited at the most, of {bookings:N0} times | {longest:0} ms | {LongestWaitMilliseconds:0} ms |
                | what was booked before it and is not in it, and what the check of the ledger finds | {(isWhole ? "nothing" : "something")} | nothing |
                """));
            return isWhole && restoring <= budget && longest <= LongestWaitMilliseconds ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    // As durable as the file that it is a copy of.
    private static async Task<double> CopyAsync(string from, string to)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var source = File.OpenRead(from))
        await using (var target = File.Create(to))
        {
            await source.CopyToAsync(target, 1024 * 1024);
            target.Flush(flushToDisk: true);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static long Deeds(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection.Number("SELECT COUNT(*) FROM AuditEntries");
    }

    private static async Task<(int Bookings, double Longest)> BookAsync(CustomerProfiles profiles, CancellationToken stopping)
    {
        var (bookings, longest) = (0, 0.0);
        for (var locked = true; bookings < 2 || !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            (await profiles.SetLockedAsync(new CustomerId(1), locked, Manager)).OrThrow();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            bookings++;
            await Task.Delay(10, CancellationToken.None);
        }

        return (bookings, longest);
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .AddSingleton<IClock>(SystemClock.Instance)
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" })
        .BuildServiceProvider();
}
