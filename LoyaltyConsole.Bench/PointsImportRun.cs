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
            var raw = await ImportMeasure.OnCopyAsync(database, folder, copy => Task.FromResult(Raw(copy, rows, customers)));
            var megabytes = await ImportMeasure.OnCopyAsync(database, folder, copy => ImportMeasure.MemoryAsync(copy, "points", file));

            // A console in which somebody imports has been at work for a while.
            var profiles = services.GetRequiredService<CustomerProfiles>();
            using var stopping = new CancellationTokenSource();
            (await profiles.SetLockedAsync(new CustomerId(1), locked: true, ImportMeasure.Manager)).OrThrow();
            (await profiles.SetLockedAsync(new CustomerId(1), locked: false, ImportMeasure.Manager)).OrThrow();
            var waiting = ImportMeasure.BookAsync(profiles, stopping.Token);
            var imports = services.GetRequiredService<FileImports>();
            var (import, staging) = await ImportMeasure.TimeAsync(() => imports.StageAsync(file, "points.csv", new ImportOptions { Kind = ImportKind.Points }, ImportMeasure.Manager, CancellationToken.None));
            var (done, commit) = await ImportMeasure.TimeAsync(() => imports.CommitAsync(import.Id, ImportMeasure.Manager, CancellationToken.None));
            var (undone, undo) = await ImportMeasure.TimeAsync(() => imports.UndoAsync(import.Id, ImportMeasure.Manager, CancellationToken.None));
            await stopping.CancelAsync();
            var bookings = await waiting;

            // Once more, as a file that is named otherwise, while eight people book (R9).
            var (again, writers) = await BesideAsync(profiles, imports, file, customers);
            var violations = (await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
            var isWhole = done.Counts.Committed == rows && undone.Counts.Reversed == rows && again.Counts.Committed == rows && violations == 0;
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
                | a person who books beside it waited at the most, of {bookings.Length:N0} times | {bookings[^1]:0} ms | {LongestWaitMilliseconds:0} ms |
                | the same file again, while {Writers} people book, {writers.Count:N0} times: p99 / longest / failed | {writers.At(99):0} / {writers.At(100):0} ms / {writers.Failed} | {MostAt99} / {MostOfWriters:N0} ms / 0 |
                | rows lost or doubled, and what the check of the ledger finds | {(isWhole ? "none" : "some")} | none |
                """));
            return isWhole && (staging + commit) / raw <= MostTimesRaw && undo / raw <= MostTimesRaw && megabytes <= MostMegabytes && bookings[^1] <= LongestWaitMilliseconds
                && writers.At(99) <= MostAt99 && writers.At(100) <= MostOfWriters && writers.Failed == 0 ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
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

    private static double Raw(string database, int rows, int customers)
    {
        using var raw = new SqliteConnection($"Data Source={database}");
        raw.Open();
        SqlitePragmas.Apply(raw, forWriting: true);
        var entry = ImportMeasure.Statement(
            raw,
            """
            INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor, Reason, CustomerText, ImportId)
            VALUES (@0, @0, 5, @1, 1, 0, 0, @2, @2, 'bench', 1, 'Thank you', 1) RETURNING Id
            """,
            3);
        var lot = ImportMeasure.Statement(raw, "INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind) VALUES (@0, @1, @2, @2, 0, 0, @3, 5)", 4);
        var account = ImportMeasure.Statement(
            raw, "UPDATE Accounts SET Version = Version + 1, Collected = Collected + @1, Redeemable = Redeemable + @1, Balance = Balance + @1 WHERE CustomerId = @0", 2);
        var started = Stopwatch.GetTimestamp();
        raw.Execute("BEGIN IMMEDIATE");
        for (var row = 0; row < rows; row++)
        {
            var (customer, points) = ((row * 7919L % customers) + 1, ((row % 50) + 1) * 100L);
            var id = (long)ImportMeasure.Run(entry, customer, points, 1_760_000_000_000L)!;
            ImportMeasure.Run(lot, customer, id, points, 1_760_000_000_000L);
            ImportMeasure.Run(account, customer, points);
        }

        raw.Execute("COMMIT");
        raw.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt64(0));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(Import Import, Waits Waits)> BesideAsync(CustomerProfiles profiles, FileImports imports, string file, int customers)
    {
        using var stopping = new CancellationTokenSource();
        var waits = new Waits();
        var people = Task.WhenAll(Enumerable.Range(1, Writers).Select(person => BookAsync(profiles, new CustomerId(Math.Min(person, customers)), waits, stopping.Token)));
        var staged = (await imports.StageAsync(file, "again.csv", new ImportOptions { Kind = ImportKind.Points }, ImportMeasure.Manager, CancellationToken.None)).OrThrow();
        var done = (await imports.CommitAsync(staged.Id, ImportMeasure.Manager, CancellationToken.None)).OrThrow();
        await stopping.CancelAsync();
        await people;
        return (done, waits);
    }

    private static async Task BookAsync(CustomerProfiles profiles, CustomerId customer, Waits waits, CancellationToken stopping)
    {
        for (var locked = true; !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                (await profiles.SetLockedAsync(customer, locked, ImportMeasure.Manager)).OrThrow();
                waits.Add(asked);
            }
            catch (Exception fault) when (fault is SqliteException or InvalidOperationException)
            {
                waits.Fail();
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }
}
