using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// A console in a process of its own takes orders over HTTP at a fixed rate, each durable before it is answered. The wait
/// is counted from when an order was to be sent, so that a slow answer is not hidden by those that queue behind it.
/// </summary>
internal static class ApiRun
{
    private const int Customers = 20_000;
    private const double MostMilliseconds = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <param name="rate">How many orders a second.</param>
    /// <param name="seconds">For how long.</param>
    public static async Task<int> MeasureAsync(int rate, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var connectionString = $"Data Source={Path.Combine(folder.FullName, "api.db")}";
            var secret = await MakeAsync(connectionString);
            var limit = Raw(connectionString, folder.FullName);
            Load load;
            long bytes;
            await using (var console = await RunningConsole.StartAsync(connectionString))
            {
                using var http = Shop(console.Address, secret);
                await new Load(http, rate, "W").RunAsync(WarmUp);
                load = new Load(http, rate, "O");
                await load.RunAsync(TimeSpan.FromSeconds(seconds));
                bytes = console.PeakBytes;
            }

            // Killed, so that only what is durable is left.
            var kept = Number(connectionString, "SELECT COUNT(*) FROM Orders WHERE RefId LIKE 'O-%'");
            var violations = await CheckAsync(connectionString);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | {rate} orders a second over HTTP for {seconds} s | measured | budget |
                | --- | ---: | ---: |
                | raw, one durable transaction an order | {limit:0} orders/s | |
                | answered with 201 | {load.Accepted / (double)seconds:0} orders/s | {rate} orders/s |
                | answered otherwise | {load.Refused} | 0 |
                | wait: median / p95 | {load.Wait(50):0.0} / {load.Wait(95):0.0} ms | |
                | wait: p99 | {load.Wait(99):0.0} ms | {MostMilliseconds:0} ms |
                | wait: longest | {load.Wait(100):0.0} ms | |
                | answered and gone after kill -9; violations that the check finds | {load.Accepted - kept}; {violations} | 0; 0 |
                | memory of the console at the most | {bytes / 1024.0 / 1024.0:0} MB | |
                """));
            return load.Accepted == rate * seconds && kept == load.Accepted && violations == 0 && load.Wait(99) <= MostMilliseconds ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> MakeAsync(string connectionString)
    {
        await using var services = Services(connectionString);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        var secret = KeySecret.New();
        (await services.GetRequiredService<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey("Shop", secret, IntegrationScopes.All), Actor.Person("bench", StaffRole.Administrator))).OrThrow();
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        var now = SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Customers})
            INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt,
                NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 1, {now}, {now}, 'customer ' || i, i, '', '' FROM n;
            INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) SELECT Id, 0, 0, 0, 0, 0, 0, 0 FROM Customers;
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE)
            """);
        command.ExecuteNonQuery();
        return secret.Text;
    }

    // The rows of an order and of what it earns, prepared, in a durable transaction each.
    private static double Raw(string connectionString, string folder)
    {
        const int Orders = 2_000;
        var file = Path.Combine(folder, "raw.db");
        File.Copy(new SqliteConnectionStringBuilder(connectionString).DataSource, file);
        using var raw = new RawConnection($"Data Source={file}");
        var now = SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds();
        var started = Stopwatch.GetTimestamp();
        for (var id = 1; id <= Orders; id++)
        {
            var customer = (id * 7919 % Customers) + 1;
            raw.Read("BEGIN IMMEDIATE");
            raw.Read(
                "INSERT INTO Orders (Id, CustomerId, IntegrationId, RefId, Type, PlacedAt, Currency, GoodsTotal, Shipping, CreatedAt, Fingerprint) VALUES (@0, @1, 1, @2, 1, @3, 'EUR', 450000, 0, @3, 0)",
                id, customer, $"O-{id}", now);
            raw.Read("INSERT INTO OrderPositions (OrderId, Line, Sku, Quantity, UnitPrice) VALUES (@0, 1, 'A-1', 10000, 200000)", id);
            raw.Read("INSERT INTO OrderPositions (OrderId, Line, Sku, Quantity, UnitPrice) VALUES (@0, 2, 'B-2', 10000, 250000)", id);
            raw.Read(
                "INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, OrderId, EffectiveAt, CreatedAt, Actor) VALUES (@0, @1, @1, 2, 4500, 1, 0, 0, @0, @2, @2, 'Shop')",
                id, customer, now);
            raw.Read(
                "INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind, OrderId) VALUES (@1, @0, 4500, 4500, 0, 0, @2, 2, @0)",
                id, customer, now);
            raw.Read("UPDATE Accounts SET Version = Version + 1, Collected = Collected + 4500, Redeemable = Redeemable + 4500, Balance = Balance + 4500 WHERE CustomerId = @0", customer);
            raw.Read("COMMIT");
        }

        return Orders / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static HttpClient Shop(Uri address, string secret)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("X-Api-Key", secret);
        return http;
    }

    private static ServiceProvider Services(string connectionString) => new ServiceCollection()
        .AddSingleton<IClock>(SystemClock.Instance)
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = connectionString })
        .BuildServiceProvider();

    private static async Task<int> CheckAsync(string connectionString)
    {
        await using var services = Services(connectionString);
        return (await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
    }

    private static long Number(string connectionString, string sql)
    {
        using var raw = new RawConnection(connectionString);
        return raw.Number(sql);
    }

    /// <summary>So many orders a second, whether the answers keep up or not.</summary>
    private sealed class Load(HttpClient http, int rate, string prefix)
    {
        private static readonly MediaTypeHeaderValue Json = new("application/json");

        private readonly ConcurrentBag<double> _waits = [];
        private readonly Random _random = new(1);
        private double[] _sorted = [];
        private int _accepted;
        private int _refused;

        public int Accepted => _accepted;

        public int Refused => _refused;

        public double Wait(int percent) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, _sorted.Length * percent / 100)];

        public async Task RunAsync(TimeSpan time)
        {
            var orders = (int)(rate * time.TotalSeconds);
            var calls = new List<Task>(orders);
            var started = Stopwatch.GetTimestamp();
            for (var number = 0; number < orders; number++)
            {
                var due = TimeSpan.FromSeconds(number / (double)rate);
                if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } ahead)
                {
                    await Task.Delay(ahead);
                }

                calls.Add(SendAsync(number, _random.Next(Customers) + 1, started, due));
            }

            await Task.WhenAll(calls);
            _sorted = [.. _waits.Order()];
        }

        private async Task SendAsync(int number, int customer, long started, TimeSpan due)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders");
            request.Headers.Add("Idempotency-Key", $"{prefix}-{number}");
            var body = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"refId":"{{prefix}}-{{number}}","customerId":{{customer}},"placedAt":"{{DateTimeOffset.UtcNow:O}}","positions":[{"sku":"A-1","quantity":1,"unitPrice":20},{"sku":"B-2","quantity":1,"unitPrice":25}]}""");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = Json } };
            using var answer = await http.SendAsync(request);
            _waits.Add((Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);
            Interlocked.Increment(ref answer.StatusCode == HttpStatusCode.Created ? ref _accepted : ref _refused);
        }
    }
}
