using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
/// The expiry of as many lots as there are customers, each due: the job as it runs, beside set-based SQL over ranges of
/// customers that does no more than the rows of the ledger need. Meanwhile somebody books beside it.
/// </summary>
internal static class ExpiryRun
{
    private const double MostTimesRaw = 2;
    private const double LongestLockMilliseconds = 250;
    private const double MostMegabytes = 300;
    private const int CustomersInARange = 2_000;

    private static readonly Instant Due = Instant.FromUtc(2025, 11, 28, 0, 0);

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

                | expiry of {customers:N0} due lots | measured | budget |
                | --- | ---: | ---: |
                | raw, set-based | {limit:0.0} s | |
                | the job: {job.Changed:N0} accounts changed, {job.Errors} errors | {job.Seconds:0.0} s | {limit * MostTimesRaw:0.0} s |
                | times the raw limit | {job.Seconds / limit:0.00} | {MostTimesRaw:0.00} |
                | a person who books beside it waited at the most | {job.Longest:0} ms | {LongestLockMilliseconds:0} ms |
                | memory at the most | {job.Megabytes:0} MB | {MostMegabytes:0} MB |
                | the job again: {again.Processed:N0} accounts | {again.Seconds:0.00} s | |
                """));
            return job.Changed == customers && job.Errors == 0 && again.Processed == 0
                && job.Seconds <= limit * MostTimesRaw && job.Longest <= LongestLockMilliseconds && job.Megabytes <= MostMegabytes ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .AddSingleton<IClock>(new StoppedClock(Due + Duration.FromHours(1)))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" })
        .BuildServiceProvider();

    // One customer, one lot, one credit; straight into the tables, because only the expiry is measured.
    private static async Task MakeAsync(string file, int customers)
    {
        await using (var services = Services(file))
        {
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        }

        using var connection = Open(file);
        var (earned, due) = ((Due - Duration.FromDays(700)).ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var numbers = string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers})");
        Run(connection, "BEGIN");
        Run(connection, "INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop')");
        Run(connection, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt,
                NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 1, {earned}, {earned}, 'customer ' || i, i, '', '' FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor, Reason)
            SELECT i, i, i, 5, 12300, 1, 0, 0, {earned}, {earned}, 'bench', 1 FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, ValidUntil, EarnedAt, Kind)
            SELECT i, i, 12300, 12300, 0, 0, {due}, {earned}, 5 FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance, NextChangeAt)
            SELECT i, 1, 12300, 0, 0, 12300, 0, 12300, {due} FROM n
            """);
        Run(connection, "COMMIT");
        Run(connection, "ANALYZE");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static double Raw(string file, int customers)
    {
        using var connection = Open(file);
        var (now, due) = ((Due + Duration.FromHours(1)).ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var started = Stopwatch.GetTimestamp();
        for (var from = 0; from < customers; from += CustomersInARange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"CustomerId > {from} AND CustomerId <= {from + CustomersInARange}");
            var lots = $"{range} AND Remaining > 0 AND ValidUntil <= {now}";
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, $"""
                INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, LotId, OrderId, EffectiveAt, CreatedAt, Actor)
                SELECT CustomerId, CustomerId, 8, -Remaining, 1, 0, 0, EntryId, OrderId, ValidUntil, {now}, 'expiry' FROM Lots WHERE {lots}
                """);
            Run(connection, $"""
                INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt)
                SELECT CustomerId, Id, LotId, -Points, EffectiveAt FROM LedgerEntries WHERE {range} AND EffectiveAt = {due} AND Kind = 8
                """);
            Run(connection, $"UPDATE Lots SET Expired = Expired + Remaining, Remaining = 0 WHERE {lots}");
            Run(connection, $"""
                UPDATE Accounts SET Version = Version + 1, Expired = Expired + Redeemable, Redeemable = 0, Balance = Balance - Redeemable, NextChangeAt = NULL
                WHERE {range} AND NextChangeAt <= {now}
                """);
            Run(connection, "COMMIT");
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // As a process of its own, so that its memory is its own.
    private static async Task<JobRun> OursAsync(string file)
    {
        using var job = Process.Start(new ProcessStartInfo("dotnet", [typeof(ExpiryRun).Assembly.Location, "expiry-job", file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var answer = await job.StandardOutput.ReadToEndAsync();
        await job.WaitForExitAsync();
        return JsonSerializer.Deserialize<JobRun>(answer)!;
    }

    /// <summary>The other process: the job as the console runs it, while somebody in the same console books, again and again.</summary>
    public static async Task<int> RunJobAsync(string file)
    {
        await using var services = Services(file);
        using var stopping = new CancellationTokenSource();
        var waiting = LongestWaitAsync(services.GetRequiredService<CustomerProfiles>(), stopping.Token);
        var started = Stopwatch.GetTimestamp();
        var report = await services.GetRequiredService<AccountRefresh>().RunAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stopping.CancelAsync();
        var longest = await waiting;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new JobRun(seconds, longest, process.PeakWorkingSet64 / 1024.0 / 1024.0, report.Processed, report.Changed, report.Errors)));
        return 0;
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

    private sealed record JobRun(double Seconds, double Longest, double Megabytes, long Processed, long Changed, long Errors);

    private sealed class StoppedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
