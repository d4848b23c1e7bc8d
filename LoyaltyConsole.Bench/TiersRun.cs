using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The recalculation of as many customers as are due at once, half of whom drop: the job as it runs, beside set-based
/// SQL over ranges of customers that sums up the same points and writes the same rows. Meanwhile somebody books beside it.
/// </summary>
internal static class TiersRun
{
    private const double MostTimesRaw = 2;
    private const double LongestLockMilliseconds = 250;
    private const double MostMegabytes = 300;
    private const double MostSecondsForNothing = 1;
    private const int CustomersInARange = 2_000;
    private const int LotsOfACustomer = 4;

    // A midnight in the programme's zone.
    private static readonly Instant Due = Instant.FromUtc(2025, 11, 27, 23, 0);
    private static readonly Instant Reached = Instant.FromUtc(2024, 11, 27, 12, 0);

    public static async Task<int> MeasureAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var (ours, raw) = (Path.Combine(folder.FullName, "ours.db"), Path.Combine(folder.FullName, "raw.db"));
            await MakeAsync(ours, customers);
            File.Copy(ours, raw);
            var limit = Raw(raw, customers);
            var job = await OursAsync(ours);
            var again = await OursAsync(ours);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | recalculation of {customers:N0} due levels, {LotsOfACustomer} credits each | measured | budget |
                | --- | ---: | ---: |
                | raw, set-based | {limit:0.0} s | |
                | the job: {job.Dropped:N0} drop, {job.Errors} errors | {job.Seconds:0.0} s | {limit * MostTimesRaw:0.0} s |
                | times the raw limit | {job.Seconds / limit:0.00} | {MostTimesRaw:0.00} |
                | a person who books beside it waited at the most | {job.Longest:0} ms | {LongestLockMilliseconds:0} ms |
                | memory at the most | {job.Megabytes:0} MB | {MostMegabytes:0} MB |
                | the job again: {again.Processed:N0} customers | {again.Seconds:0.00} s | {MostSecondsForNothing:0.00} s |
                """));
            return job.Dropped == customers / 2 && job.Processed == customers && job.Errors == 0 && again.Processed == 0
                && job.Seconds <= limit * MostTimesRaw && job.Longest <= LongestLockMilliseconds && job.Megabytes <= MostMegabytes
                && again.Seconds <= MostSecondsForNothing ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The other process: the job as the console runs it, while somebody in the same console books, again and again.</summary>
    public static async Task<int> RunJobAsync(string file)
    {
        await using var services = Services(file);
        using var stopping = new CancellationTokenSource();
        var waiting = LongestWaitAsync(services.GetRequiredService<CustomerProfiles>(), stopping.Token);
        var started = Stopwatch.GetTimestamp();
        var report = await services.GetRequiredService<TierRecalculation>().RunAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stopping.CancelAsync();
        var longest = await waiting;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new JobRun(seconds, longest, process.PeakWorkingSet64 / 1024.0 / 1024.0, report.Processed, report.Dropped, report.Errors)));
        return 0;
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .AddSingleton<IClock>(new StoppedClock(Due + Duration.FromHours(1)))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" })
        .BuildServiceProvider();

    // Everybody on Silver since a year and due; every second one has earned enough to stay. Straight into the tables,
    // because only the recalculation is measured.
    private static async Task MakeAsync(string file, int customers)
    {
        await using (var services = Services(file))
        {
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        }

        using var connection = Open(file);
        var (reached, due) = (Reached.ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var numbers = string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers})");
        var credits = string.Create(
            CultureInfo.InvariantCulture,
            $"{numbers}, k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k + 1 < {LotsOfACustomer})");
        var (entry, points, earned) = (
            $"((n.i - 1) * {LotsOfACustomer} + k.k + 1)", "(CASE WHEN n.i % 2 = 0 THEN 20000 ELSE 10000 END)",
            string.Create(CultureInfo.InvariantCulture, $"({due} - (k.k + 1) * 5184000000)"));
        Run(connection, "BEGIN");
        Run(connection, "INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop')");
        Run(connection, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, TierSince, TierDueAt,
                EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 2, {reached}, {due}, {reached}, {reached}, 'customer ' || i, i, '', '' FROM n
            """);
        Run(connection, $"""
            {credits} INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor)
            SELECT {entry}, n.i, n.i, 2, {points}, 1, 0, 0, {earned}, {earned}, 'bench' FROM n CROSS JOIN k
            """);
        Run(connection, $"""
            {credits} INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind)
            SELECT n.i, {entry}, {points}, {points}, 0, 0, {earned}, 2 FROM n CROSS JOIN k
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance)
            SELECT i, 1, q, 0, 0, q, 0, q FROM (SELECT i, {LotsOfACustomer} * CASE WHEN i % 2 = 0 THEN 20000 ELSE 10000 END AS q FROM n)
            """);
        Run(connection, "COMMIT");
        Run(connection, "ANALYZE");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static double Raw(string file, int customers)
    {
        using var connection = Open(file);
        var (since, due) = (Instant.FromUtc(2024, 11, 27, 23, 0).ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var next = Instant.FromUtc(2026, 11, 27, 23, 0).ToUnixTimeMilliseconds();
        var started = Stopwatch.GetTimestamp();
        Run(connection, "CREATE TEMP TABLE Sums (CustomerId INTEGER PRIMARY KEY, Points INTEGER NOT NULL)");
        for (var from = 0; from < customers; from += CustomersInARange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"BETWEEN {from + 1} AND {from + CustomersInARange}");
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, "DELETE FROM Sums");
            Run(connection, $"""
                INSERT INTO Sums SELECT l.CustomerId, SUM(l.Amount - l.TakenBack) FROM Lots l JOIN Customers c ON c.Id = l.CustomerId
                WHERE l.CustomerId {range} AND c.TierDueAt <= {due} AND COALESCE(l.LockedUntil, l.EarnedAt) BETWEEN {since} AND {due} AND l.Kind <= 4
                GROUP BY l.CustomerId
                """);
            Run(connection, $"""
                INSERT INTO TierChanges (CustomerId, At, FromId, FromName, ToId, ToName, Cause, Qualifying, Threshold, Lock, RunId)
                SELECT CustomerId, {due}, 2, 'Silver', 1, 'Member', 2, Points, 50000, 0, 1 FROM Sums WHERE Points < 50000
                """);
            Run(connection, $"UPDATE Customers SET TierId = 1, TierSince = {due}, TierDueAt = NULL WHERE Id IN (SELECT CustomerId FROM Sums WHERE Points < 50000)");
            Run(connection, $"UPDATE Customers SET TierDueAt = {next} WHERE Id IN (SELECT CustomerId FROM Sums WHERE Points >= 50000)");
            Run(connection, "COMMIT");
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // As a process of its own, so that its memory is its own.
    private static async Task<JobRun> OursAsync(string file)
    {
        using var job = Process.Start(new ProcessStartInfo("dotnet", [typeof(TiersRun).Assembly.Location, "tiers-job", file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var answer = await job.StandardOutput.ReadToEndAsync();
        await job.WaitForExitAsync();
        return JsonSerializer.Deserialize<JobRun>(answer)!;
    }

    // The wait of somebody who locks and unlocks a customer all the time, with the durable commit.
    private static async Task<double> LongestWaitAsync(CustomerProfiles profiles, CancellationToken stopping)
    {
        var longest = 0.0;
        var actor = Actor.Console("bench");
        for (var locked = true; !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            (await profiles.SetLockedAsync(new CustomerId(1), locked, actor)).OrThrow();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(10, CancellationToken.None);
        }

        return longest;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Run(connection, "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY");
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record JobRun(double Seconds, double Longest, double Megabytes, long Processed, long Dropped, long Errors);

    private sealed class StoppedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
