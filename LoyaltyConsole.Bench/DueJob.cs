using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>What one run of a job did.</summary>
internal sealed record DueCounts(long Processed, long Changed, long Errors);

/// <summary>
/// A nightly job over as many customers as are due at once, as the console runs it, beside the least that set-based SQL
/// over ranges of customers can do with the same rows; and once more, when there is nothing left to do. Meanwhile
/// somebody books beside it.
/// </summary>
internal abstract class DueJob
{
    protected const int CustomersInARange = 2_000;

    private const double LongestWaitMilliseconds = 250;

    public static DueJob? Named(string name) => name switch
    {
        "expiry" => new ExpiryJob(),
        "tiers" => new TiersJob(),
        "segments" => new SegmentsJob(),
        _ => null,
    };

    /// <summary>The verb of the bench.</summary>
    protected abstract string Name { get; }

    protected abstract Instant Now { get; }

    /// <summary>Whether the job has run before, with nothing to do.</summary>
    protected virtual bool HasANightBefore => true;

    protected virtual double MostTimesRaw => 2;

    /// <summary>The most seconds, whatever the raw limit.</summary>
    protected virtual double MostSeconds => double.PositiveInfinity;

    protected virtual double MostMegabytes => 300;

    protected virtual double MostSecondsForNothing => 1;

    public async Task<int> MeasureAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var (ours, raw) = (Path.Combine(folder.FullName, "ours.db"), Path.Combine(folder.FullName, "raw.db"));
            await MakeAsync(ours, customers);
            File.Copy(ours, raw);
            var limit = Raw(raw, customers);
            var job = await OursAsync(ours);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | {Title(customers)} | measured | budget |
                | --- | ---: | ---: |
                | raw, set-based | {limit:0.0} s | |
                | the job: {job.First.Changed:N0} changed, {job.First.Errors} errors | {job.Seconds:0.0} s | {Math.Min(MostSeconds, limit * MostTimesRaw):0.0} s |
                | times the raw limit | {job.Seconds / limit:0.00} | {MostTimesRaw:0.00} |
                | a person who books beside it waited at the most, of {job.Bookings:N0} times | {job.Longest:0} ms | {LongestWaitMilliseconds:0} ms |
                | memory at the most | {job.Megabytes:0} MB | {MostMegabytes:0} MB |
                | the job again: {job.Second.Processed:N0} customers | {job.SecondsForNothing:0.00} s | {MostSecondsForNothing:0.00} s |
                """));
            return job.First == Expected(customers) && job.Second == Again(customers)
                && job.Seconds <= Math.Min(MostSeconds, limit * MostTimesRaw) && job.Longest <= LongestWaitMilliseconds && job.Megabytes <= MostMegabytes
                && job.SecondsForNothing <= MostSecondsForNothing ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The other process: the job as the console runs it, while somebody in the same console books, again and again.</summary>
    public async Task<int> RunAsync(string file)
    {
        await using var services = Services(file, Now);
        using var stopping = new CancellationTokenSource();
        var profiles = services.GetRequiredService<CustomerProfiles>();

        // A console has been up for long when a job begins.
        await BookAsync(profiles, new CancellationToken(canceled: true));
        var waiting = BookAsync(profiles, stopping.Token);
        var started = Stopwatch.GetTimestamp();
        var first = await RunAsync(services);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stopping.CancelAsync();
        var (bookings, longest) = await waiting;
        started = Stopwatch.GetTimestamp();
        var second = await RunAsync(services);
        var secondsForNothing = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new Measured(first, second, seconds, secondsForNothing, bookings, longest, process.PeakWorkingSet64 / 1024.0 / 1024.0)));
        return 0;
    }

    protected abstract string Title(int customers);

    /// <summary>Fills an empty programme; straight into the tables, because only the job is measured.</summary>
    protected abstract void Make(SqliteConnection connection, int customers);

    /// <summary>Does the same to the rows as the job, by SQL and nothing else.</summary>
    protected abstract void Raw(SqliteConnection connection, int customers);

    protected abstract Task<DueCounts> RunAsync(IServiceProvider services);

    /// <summary>What the first run has to do.</summary>
    protected abstract DueCounts Expected(int customers);

    /// <summary>What the second run has to do.</summary>
    protected virtual DueCounts Again(int customers) => new(0, 0, 0);

    protected static string Numbers(int customers) => string.Create(
        CultureInfo.InvariantCulture, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers})");

    protected static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static ServiceProvider Services(string file, Instant now) => new ServiceCollection()
        .AddSingleton<IClock>(new StoppedClock(now))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" })
        .BuildServiceProvider();

    private async Task MakeAsync(string file, int customers)
    {
        await using var services = Services(file, Now - Duration.FromDays(1));
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        using var connection = Open(file);
        Run(connection, "BEGIN");
        Run(connection, "INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop')");
        Make(connection, customers);
        Run(connection, "COMMIT");
        Run(connection, "ANALYZE");

        // Of the night before, when nothing was due yet.
        if (HasANightBefore)
        {
            await RunAsync(services);
        }

        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private double Raw(string file, int customers)
    {
        using var connection = Open(file);
        var started = Stopwatch.GetTimestamp();
        Raw(connection, customers);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // As a process of its own, so that its memory is its own.
    private async Task<Measured> OursAsync(string file)
    {
        using var job = Process.Start(new ProcessStartInfo("dotnet", [typeof(DueJob).Assembly.Location, Name, file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var answer = await job.StandardOutput.ReadToEndAsync();
        await job.WaitForExitAsync();
        return JsonSerializer.Deserialize<Measured>(answer)!;
    }

    // Somebody who locks and unlocks a customer all the time, with the durable commit.
    private static async Task<(int Bookings, double Longest)> BookAsync(CustomerProfiles profiles, CancellationToken stopping)
    {
        var (bookings, longest) = (0, 0.0);
        var actor = Actor.Console("bench");
        for (var locked = true; bookings == 0 || !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            (await profiles.SetLockedAsync(new CustomerId(1), locked, actor)).OrThrow();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            bookings++;
            await Task.Delay(10, CancellationToken.None);
        }

        return (bookings, longest);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Run(connection, "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY");
        return connection;
    }

    private sealed record Measured(
        DueCounts First, DueCounts Second, double Seconds, double SecondsForNothing, int Bookings, double Longest, double Megabytes);
}
