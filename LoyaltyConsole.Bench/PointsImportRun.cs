using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoyaltyConsole.Bench.Circuits;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// An import of points and its undo, and how long somebody waits who books beside them; beside the least that prepared inserts
/// of the same entries and lots into a copy of the same file can take, in one transaction.
/// </summary>
internal static class PointsImportRun
{
    private const int RowsOfACustomer = 5;
    private const int CustomersInOneStep = 500;
    private const double MostTimesRaw = 3;
    private const double MostMegabytes = 300;
    private const double LongestWaitMilliseconds = 250;
    private const int Writers = 8;
    private const int MostAt99 = 300;
    private const int MostOfWriters = 1_500;

    private static readonly Actor Manager = Actor.Person("Petra Lang", StaffRole.Manager);

    public static async Task<int> MeasureAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "points.db");
            await using var services = new ServiceCollection().AddSingleton<IClock>(SystemClock.Instance)
                .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={database}" }).BuildServiceProvider();
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            var customers = Math.Max(1, rows / RowsOfACustomer);
            await PeopleAsync(services.GetRequiredService<LoyaltyStore>(), customers);
            var file = Path.Combine(folder.FullName, "points.csv");
            await WriteAsync(file, rows, customers);
            var raw = await OnCopyAsync(database, folder, copy => Task.FromResult(Raw(copy, rows, customers)));
            var megabytes = await OnCopyAsync(database, folder, copy => MemoryAsync(copy, file));

            // A console in which somebody imports has been at work for a while.
            var profiles = services.GetRequiredService<CustomerProfiles>();
            using var stopping = new CancellationTokenSource();
            (await profiles.SetLockedAsync(new CustomerId(1), locked: true, Manager)).OrThrow();
            (await profiles.SetLockedAsync(new CustomerId(1), locked: false, Manager)).OrThrow();
            var waiting = Task.WhenAll(Enumerable.Range(1, Writers).Select(person => BookAsync(profiles, new CustomerId(Math.Min(person, customers)), stopping.Token)));
            var imports = services.GetRequiredService<FileImports>();
            var (import, staging) = await TimeAsync(() => imports.StageAsync(file, "points.csv", new ImportOptions { Kind = ImportKind.Points }, Manager, CancellationToken.None));
            var (done, commit) = await TimeAsync(() => imports.CommitAsync(import.Id, Manager, CancellationToken.None));
            var (undone, undo) = await TimeAsync(() => imports.UndoAsync(import.Id, Manager, CancellationToken.None));
            await stopping.CancelAsync();
            var waits = await waiting;
            var (bookings, longest) = (waits[0].Count, waits[0].At(100));
            var (all, at99, longestOfAll, failed) = (waits.Sum(one => one.Count), waits.Max(one => one.At(99)), waits.Max(one => one.At(100)), waits.Sum(one => one.Failed));
            var violations = (await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
            var isWhole = done.Counts.Committed == rows && undone.Counts.Reversed == rows && violations == 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | import of {rows:N0} rows of points for {customers:N0} customers | measured | budget |
                | --- | ---: | ---: |
                | raw: the entries, the lots and the accounts, prepared, in one transaction | {raw:0.0} s | |
                | staged and rehearsed | {staging:0.0} s | |
                | committed | {commit:0.0} s | |
                | all of it, times raw | {(staging + commit) / raw:0.0} | {MostTimesRaw:0.0} |
                | undone, times raw | {undo:0.0} s, {undo / raw:0.0} | {MostTimesRaw:0.0} |
                | memory of the command line at the most | {megabytes:0} MB | {MostMegabytes:0} MB |
                | a person who books beside it waited at the most, of {bookings:N0} times | {longest:0} ms | {LongestWaitMilliseconds:0} ms |
                | {Writers} people who book beside it, of {all:N0} times: p99 / longest / failed | {at99:0} / {longestOfAll:0} ms / {failed} | {MostAt99} / {MostOfWriters:N0} ms / 0 |
                | rows lost or doubled, and what the check of the ledger finds | {(isWhole ? "none" : "some")} | none |
                """));
            return isWhole && (staging + commit) / raw <= MostTimesRaw && undo / raw <= MostTimesRaw && megabytes <= MostMegabytes && longest <= LongestWaitMilliseconds
                && at99 <= MostAt99 && longestOfAll <= MostOfWriters && failed == 0 ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(Import Import, double Seconds)> TimeAsync(Func<Task<Result<Import>>> step)
    {
        var started = Stopwatch.GetTimestamp();
        return ((await step()).OrThrow(), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task PeopleAsync(LoyaltyStore store, int customers)
    {
        for (var first = 1; first <= customers; first += CustomersInOneStep)
        {
            var from = first;
            await store.WriteStepAsync<Done>(writing =>
            {
                var shop = CustomerRegister.Integration(writing, "Shop");
                for (var number = from; number < Math.Min(customers + 1, from + CustomersInOneStep); number++)
                {
                    CustomerRegister.Add(writing, CustomerRegister.New(
                        shop, $"K-{number}", $"Customer {number}", $"c{number}@example.com", phone: null, isRegistered: true, writing.Now));
                }

                return Task.FromResult<Result<Done>>(default(Done));
            });
        }
    }

    // In an order that no index has.
    private static async Task WriteAsync(string file, int rows, int customers)
    {
        await using var text = new StreamWriter(file, append: false, Encoding.UTF8);
        await text.WriteAsync("email,points,customer_text\n");
        for (var row = 0; row < rows; row++)
        {
            await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"c{(row * 7919L % customers) + 1}@example.com,{(row % 50) + 1},Thank you\n"));
        }
    }

    // Deleted at once, so that the disk has done with it before anything else is measured.
    private static async Task<T> OnCopyAsync<T>(string file, DirectoryInfo folder, Func<string, Task<T>> measure)
    {
        var copies = folder.CreateSubdirectory("copy");
        var copy = Path.Combine(copies.FullName, "points.db");
        using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            connection.Open();
            connection.Execute($"VACUUM INTO '{copy}'");
        }

        var measured = await measure(copy);
        SqliteConnection.ClearAllPools();
        copies.Delete(recursive: true);
        return measured;
    }

    // The command line as a process of its own: this one holds what it measures with.
    private static async Task<double> MemoryAsync(string database, string file)
    {
        var console = Path.Combine(AppContext.BaseDirectory, "LoyaltyConsole.dll");
        using var import = Process.Start(new ProcessStartInfo("dotnet", [console, "import", "points", file, "--db", $"Data Source={database}"]))!;
        var bytes = 0L;
        while (!import.HasExited)
        {
            await Task.Delay(10);
            import.Refresh();
            bytes = import.HasExited ? bytes : Math.Max(bytes, import.PeakWorkingSet64);
        }

        return import.ExitCode == 0 ? bytes / 1024.0 / 1024.0 : double.NaN;
    }

    private static double Raw(string database, int rows, int customers)
    {
        using var raw = new SqliteConnection($"Data Source={database}");
        raw.Open();
        SqlitePragmas.Apply(raw, forWriting: true);
        var entry = Statement(
            raw,
            """
            INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor, Reason, CustomerText, ImportId)
            VALUES (@0, @0, 5, @1, 1, 0, 0, @2, @2, 'bench', 1, 'Thank you', 1) RETURNING Id
            """,
            3);
        var lot = Statement(raw, "INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind) VALUES (@0, @1, @2, @2, 0, 0, @3, 5)", 4);
        var account = Statement(
            raw, "UPDATE Accounts SET Version = Version + 1, Collected = Collected + @1, Redeemable = Redeemable + @1, Balance = Balance + @1 WHERE CustomerId = @0", 2);
        var started = Stopwatch.GetTimestamp();
        raw.Execute("BEGIN IMMEDIATE");
        for (var row = 0; row < rows; row++)
        {
            var (customer, points) = ((row * 7919L % customers) + 1, ((row % 50) + 1) * 100L);
            var id = (long)Run(entry, customer, points, 1_760_000_000_000L)!;
            Run(lot, customer, id, points, 1_760_000_000_000L);
            Run(account, customer, points);
        }

        raw.Execute("COMMIT");
        raw.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt64(0));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static SqliteCommand Statement(SqliteConnection connection, string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values; index++)
        {
            command.Parameters.Add($"@{index}", SqliteType.Integer);
        }

        command.Prepare();
        return command;
    }

    private static object? Run(SqliteCommand statement, params ReadOnlySpan<long> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            statement.Parameters[index].Value = values[index];
        }

        return statement.ExecuteScalar();
    }

    private static async Task<Waits> BookAsync(CustomerProfiles profiles, CustomerId customer, CancellationToken stopping)
    {
        var waits = new Waits();
        for (var locked = true; !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                (await profiles.SetLockedAsync(customer, locked, Manager)).OrThrow();
                waits.Add(asked);
            }
            catch (Exception fault) when (fault is SqliteException or InvalidOperationException)
            {
                waits.Fail();
            }

            await Task.Delay(10, CancellationToken.None);
        }

        return waits;
    }
}
