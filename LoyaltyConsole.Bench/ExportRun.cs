using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The ledger as a file, as the console hands it to a browser, beside a plain reader that writes the same columns of the
/// same rows as they are stored with CsvHelper. Meanwhile somebody looks at customers.
/// </summary>
internal static class ExportRun
{
    private const double MostTimesRaw = 2;
    private const double MostMegabytesMore = 100;
    private const double LongestLookMilliseconds = 100;
    private const int EntriesEach = 10;

    private static readonly Instant Now = Instant.FromUtc(2025, 11, 28, 13, 37);

    public static async Task<int> MeasureAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "export.db");
            await MakeAsync(file, rows);
            var raw = Raw(file, Path.Combine(folder.FullName, "raw.csv"));
            var ours = await OursAsync(file);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | export of {rows:N0} ledger rows, {ours.Bytes / 1024 / 1024:N0} MB | measured | budget |
                | --- | ---: | ---: |
                | a plain reader with CsvHelper | {raw:0.0} s | |
                | the export | {ours.Seconds:0.0} s, {ours.Rows / ours.Seconds:N0} rows/s | {raw * MostTimesRaw:0.0} s |
                | times the plain reader | {ours.Seconds / raw:0.00} | {MostTimesRaw:0.00} |
                | memory, more than before | {ours.MegabytesMore:0} MB | {MostMegabytesMore:0} MB |
                | a page of customers beside it, p95 of {ours.Looks:N0} | {ours.Look:0.0} ms | {LongestLookMilliseconds:0} ms |
                """));
            return ours.Rows == rows && ours.Seconds <= raw * MostTimesRaw && ours.MegabytesMore <= MostMegabytesMore && ours.Look <= LongestLookMilliseconds ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The other process: the export as a browser fetches it, into nothing.</summary>
    public static async Task<int> RunAsync(string file)
    {
        await using var services = Services(file);
        var (exports, directory, actor) = (services.GetRequiredService<ExportBook>(), services.GetRequiredService<CustomerDirectory>(), Actor.Console("bench"));

        // A console has been up for long when an export begins.
        (await directory.ListAsync(new CustomerFilter(), CustomerSort.Name, descending: false, new Window(0, 25), actor, CancellationToken.None)).OrThrow();
        await WriteAsync(new ExportOrder(Guid.CreateVersion7(), ExportKind.Ledger, "to warm up") { Filter = "to=2000-01-01" }, new Measure());
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.WorkingSet64;
        using var stopping = new CancellationTokenSource();
        var looking = LookAsync(directory, actor, stopping.Token);
        var measure = new Measure();
        var started = Stopwatch.GetTimestamp();
        var rows = await WriteAsync(new ExportOrder(Guid.CreateVersion7(), ExportKind.Ledger, "to measure"), measure);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stopping.CancelAsync();
        var looks = await looking;
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new Measured(
            rows, seconds, measure.Bytes, (process.PeakWorkingSet64 - before) / 1024.0 / 1024.0, looks.Count, looks[(int)(looks.Count * 0.95)])));
        return 0;

        async Task<long> WriteAsync(ExportOrder order, Stream destination)
        {
            (await exports.RequestAsync(order, actor)).OrThrow();
            return await (await exports.FetchAsync(order.Key, actor)).OrThrow().WriteAsync(destination, CancellationToken.None);
        }
    }

    private static async Task<List<double>> LookAsync(CustomerDirectory directory, Actor actor, CancellationToken stopping)
    {
        var looks = new List<double>();
        while (looks.Count == 0 || !stopping.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            (await directory.ListAsync(new CustomerFilter(), CustomerSort.Name, descending: false, new Window(0, 25), actor, CancellationToken.None)).OrThrow();
            looks.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }

        looks.Sort();
        return looks;
    }

    // Every value as it is stored, in the order in which it lies.
    private static double Raw(string file, string target)
    {
        using var connection = Open(file);
        var started = Stopwatch.GetTimestamp();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT e.Id, e.CustomerId, e.OriginalCustomerId, e.Kind, e.Points, l.Remaining, l.LockedUntil, l.ValidUntil, e.Status, e.IsDebt, e.CorrectsId,
                e.TakesBack, e.CampaignId, e.IntegrationId, e.OrderId, e.CouponCode, e.EffectiveAt, e.CreatedAt, e.Actor, e.Reason, e.InternalReason,
                e.CustomerText, e.ImportId
            FROM LedgerEntries e LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id ORDER BY e.Id
            """;
        using var stream = File.Create(target);
        using var writer = CsvWriter.Create(stream, new CsvWriterOptions(), leaveOpen: true);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            for (var column = 0; column < row.FieldCount; column++)
            {
                switch (row.GetValue(column))
                {
                    case long number: writer.WriteField(number, default, CultureInfo.InvariantCulture); break;
                    case string text: writer.WriteField(text); break;
                    default: writer.WriteField(""); break;
                }
            }

            writer.EndRecord();
        }

        writer.Flush();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // Ten entries a customer: nine credits, a deduction with a reason.
    private static async Task MakeAsync(string file, int rows)
    {
        await using var services = Services(file);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        using var connection = Open(file);
        var (earned, customers) = ((Now - Duration.FromDays(300)).ToUnixTimeMilliseconds(), Math.Max(1, rows / EntriesEach));
        var numbers = string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})");
        Run(connection, "BEGIN");
        Run(connection, "INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop')");
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt,
                NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 1, {earned}, {earned}, 'customer ' || i, i, '', '' FROM n LIMIT {customers}
            """));
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            {numbers} INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, IntegrationId, EffectiveAt, CreatedAt,
                Actor, Reason, InternalReason)
            SELECT i, i % {customers} + 1, i % {customers} + 1, CASE WHEN i % 10 = 0 THEN 6 ELSE 5 END, CASE WHEN i % 10 = 0 THEN -2400 ELSE 12300 END, 1, 0, 0, 1,
                {earned} + i, {earned} + i, 'bench', 1, CASE WHEN i % 10 = 0 THEN 'asked for by the shop, case ' || i END FROM n
            """));
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            {numbers} INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, ValidUntil, EarnedAt, Kind)
            SELECT i % {customers} + 1, i, 12300, 12300, 0, 0, {earned} + 63072000000 + i, {earned} + i, 5 FROM n WHERE i % 10 <> 0
            """));
        Run(connection, $"INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) SELECT Id, 1, 0, 0, 0, 0, 0, 0 FROM Customers");
        Run(connection, "COMMIT");
        Run(connection, "ANALYZE");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    // As a process of its own, so that its memory is its own.
    private static async Task<Measured> OursAsync(string file)
    {
        using var export = Process.Start(new ProcessStartInfo("dotnet", [typeof(ExportRun).Assembly.Location, "export", file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var answer = await export.StandardOutput.ReadToEndAsync();
        await export.WaitForExitAsync();
        return JsonSerializer.Deserialize<Measured>(answer)!;
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .AddSingleton<IClock>(new StoppedClock(Now))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}", ExportFolder = Path.GetDirectoryName(Path.GetFullPath(file))! })
        .BuildServiceProvider();

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Run(connection, "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY");
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Measured(long Rows, double Seconds, long Bytes, double MegabytesMore, int Looks, double Look);

    /// <summary>A browser that takes everything at once and keeps nothing.</summary>
    private sealed class Measure : MemoryStream
    {
        public long Bytes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Bytes += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
