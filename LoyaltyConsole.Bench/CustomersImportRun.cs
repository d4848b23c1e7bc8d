using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Transfers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// An import of customers into an empty database and its undo, and how long people wait who look at the list and book beside it;
/// beside the least that prepared inserts of the same customers and accounts can take, with all indexes and the search, in one
/// transaction.
/// </summary>
internal static class CustomersImportRun
{
    private const double MostTimesRaw = 3;
    private const double MostMegabytes = 600;
    private const double LookMilliseconds = 50;
    private const double BookMilliseconds = 500;
    private const double StagedRowsASecond = 40_000;

    private static readonly string[] FirstNames = ["Anna", "Björn", "Clara", "Dieter", "Emma", "Friedrich", "Gül", "Hannah", "Ivan", "Jörg", "Katharina"];
    private static readonly string[] LastNames = ["Müller", "Schmidt", "Yılmaz", "Nowak", "Weber", "van den Berg", "Kowalski", "Öztürk", "Hofmann", "Richter", "Krüger", "O'Neill", "Lange"];

    public static async Task<int> MeasureAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "customers.db");
            await using var services = new ServiceCollection().AddSingleton<IClock>(SystemClock.Instance)
                .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={database}" }).BuildServiceProvider();
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            var file = Path.Combine(folder.FullName, "customers.csv");
            await WriteAsync(file, rows);

            // Somebody has to be there for whoever books beside it.
            await services.GetRequiredService<LoyaltyStore>().WriteStepAsync<Done>(writing =>
            {
                CustomerRegister.Add(writing, CustomerRegister.New(
                    CustomerRegister.Integration(writing, "Shop"), "here", "Ada Lovelace", "ada@example.com", phone: null, isRegistered: true, writing.Now));
                return Task.FromResult<Result<Done>>(default(Done));
            });
            var raw = await ImportMeasure.OnCopyAsync(database, folder, copy => Task.FromResult(Raw(copy, rows)));
            var megabytes = await ImportMeasure.OnCopyAsync(database, folder, copy => ImportMeasure.MemoryAsync(copy, "customers", file, "--integration", "Shop"));

            // A console in which somebody imports has been at work for a while.
            var (profiles, directory) = (services.GetRequiredService<CustomerProfiles>(), services.GetRequiredService<CustomerDirectory>());
            (await profiles.SetLockedAsync(new CustomerId(1), locked: true, ImportMeasure.Manager)).OrThrow();
            (await profiles.SetLockedAsync(new CustomerId(1), locked: false, ImportMeasure.Manager)).OrThrow();
            using var stopping = new CancellationTokenSource();
            var (booking, looking) = (ImportMeasure.BookAsync(profiles, stopping.Token), ImportMeasure.LookAsync(directory, stopping.Token));
            var imports = services.GetRequiredService<FileImports>();
            var options = new ImportOptions { Kind = ImportKind.Customers, Integration = "Shop" };
            var (import, staging) = await ImportMeasure.TimeAsync(() => imports.StageAsync(file, "customers.csv", options, ImportMeasure.Manager, CancellationToken.None));
            var (done, commit) = await ImportMeasure.TimeAsync(() => imports.CommitAsync(import.Id, ImportMeasure.Manager, CancellationToken.None));
            var (undone, undo) = await ImportMeasure.TimeAsync(() => imports.UndoAsync(import.Id, ImportMeasure.Manager, CancellationToken.None));
            await stopping.CancelAsync();
            var (bookings, looks) = (await booking, await looking);
            var (booked, looked) = (Pair.At(bookings, 0.99), Pair.At(looks, 0.95));
            var violations = (await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
            var isWhole = done.Counts.CustomersCreated == rows && undone.Counts.Reversed == rows && violations == 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | import of {rows:N0} customers into an empty database | measured | rows/s | budget |
                | --- | ---: | ---: | ---: |
                | raw: customers and accounts, prepared, in one transaction | {raw:0.0} s | {rows / raw:N0} | |
                | read, matched, rehearsed and staged | {staging:0.0} s | {rows / staging:N0} | P5: {StagedRowsASecond:N0} rows/s |
                | committed | {commit:0.0} s | {rows / commit:N0} | |
                | all of it, times raw | {(staging + commit) / raw:0.0} | {rows / (staging + commit):N0} | {MostTimesRaw:0.0} |
                | undone, times raw | {undo:0.0} s, {undo / raw:0.0} | {rows / undo:N0} | {MostTimesRaw:0.0} |
                | memory of the command line at the most | {megabytes:0} MB | | {MostMegabytes:0} MB |
                | a page of the list beside it, p95 of {looks.Length:N0} (longest {looks[^1]:0} ms) | {looked:0.0} ms | | {LookMilliseconds:0} ms |
                | a booking beside it, p99 of {bookings.Length:N0} (longest {bookings[^1]:0} ms) | {booked:0} ms | | {BookMilliseconds:0} ms |
                | rows lost or doubled, and what the check of the ledger finds | {(isWhole ? "none" : "some")} | | none |
                """));
            return isWhole && (staging + commit) / raw <= MostTimesRaw && undo / raw <= MostTimesRaw && megabytes <= MostMegabytes && looked <= LookMilliseconds
                && booked <= BookMilliseconds ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(string file, int rows)
    {
        await using var text = new StreamWriter(file, append: false, Encoding.UTF8);
        await text.WriteAsync("ref_id,first_name,last_name,email,phone,birthday\n");
        for (var row = 0; row < rows; row++)
        {
            var person = new Person(row, rows);
            await text.WriteAsync($"{person.RefId},{person.First},{person.Last},{person.Email},{person.Phone},{person.Birthday}\n");
        }
    }

    private static double Raw(string database, int rows)
    {
        using var raw = new SqliteConnection($"Data Source={database}");
        raw.Open();
        SqlitePragmas.Apply(raw, forWriting: true);
        var customer = ImportMeasure.Statement(
            raw,
            """
            INSERT INTO Customers (RefId, IntegrationId, Name, FirstName, LastName, Email, Phone, Birthday, IsRegistered, IsLocked, Status, TierId,
                EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            VALUES (@0, 1, @1, @2, @3, @4, @5, @6, 0, 0, 1, 1, @7, @7, @8, @9, @10, @11) RETURNING Id
            """,
            12);
        var account = ImportMeasure.Statement(
            raw, "INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) VALUES (@0, 0, 0, 0, 0, 0, 0, 0)", 1);

        // What the rows are made of takes no part in it.
        var people = Enumerable.Range(0, rows).Select(row => new Person(row, rows)).Select(person => new object[]
        {
            person.RefId, $"{person.First} {person.Last}", person.First, person.Last, person.Email, person.Phone, person.Birthday, 1_760_000_000_000L,
            SearchKeys.Fold($"{person.First} {person.Last}"), SearchKeys.Fold(person.Last.Split(' ')[^1]), SearchKeys.Fold(person.Email), person.Phone[1..],
        }).ToList();
        var started = Stopwatch.GetTimestamp();
        raw.Execute("BEGIN IMMEDIATE");
        foreach (var person in people)
        {
            ImportMeasure.Run(account, ImportMeasure.Run(customer, person));
        }

        raw.Execute("COMMIT");
        raw.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt64(0));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // In an order that no index has.
    private sealed class Person(int row, int rows)
    {
        private readonly long _number = row * 7919L % rows;

        public string First => FirstNames[row % FirstNames.Length];

        public string Last => LastNames[row % LastNames.Length];

        public string RefId => $"K-{_number}";

        public string Email => $"c{_number}@{FirstNames[row % FirstNames.Length].Length}.example.com";

        public string Phone => string.Create(CultureInfo.InvariantCulture, $"+4930{1_000_000 + _number}");

        public string Birthday => $"{1940 + (row % 65)}-{(row % 12) + 1:00}-{(row % 28) + 1:00}";
    }
}
