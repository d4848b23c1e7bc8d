using LoyaltyConsole.Api;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>Whoever is changed in bulk stands in the line of each connection as whoever is changed by hand.</summary>
public sealed class ConnectionLineTests : IDisposable
{
    private readonly ConsoleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task E_058_no_import_and_no_job_changes_a_customer_past_the_line()
    {
        await RunAsync("2025-12-01T00:00:00Z", "seed", "--customers", "150", "--seed", "7");
        await ConnectAsync();

        // What is sent of a customer, and nothing else, leaves a mark of its own.
        Execute(
            """
            CREATE TABLE Changed (Id INTEGER PRIMARY KEY);
            CREATE TRIGGER T1 AFTER UPDATE OF RefId, Name, FirstName, LastName, Email, Phone, Company, Gender, Birthday, Language, CustomerGroup, IsRegistered,
                IsLocked, Status, TierId, LeftAt ON Customers BEGIN INSERT OR IGNORE INTO Changed VALUES (NEW.Id); END;
            CREATE TRIGGER T2 AFTER INSERT ON Customers BEGIN INSERT OR IGNORE INTO Changed VALUES (NEW.Id); END;
            CREATE TRIGGER T3 AFTER UPDATE OF Collected, Expired, Locked, Redeemable, Debt ON Accounts BEGIN INSERT OR IGNORE INTO Changed VALUES (NEW.CustomerId); END;
            """);
        var points = await FileAsync("points.csv", "customer_id,points", Enumerable.Range(1, 60).Select(id => $"{id},{id}"));
        var customers = await FileAsync("customers.csv", "ref_id,first_name,last_name,email,group", Enumerable.Range(1, 20).Select(id => $"N-{id},New,Customer {id},new{id}@example.org,A"));
        var again = await FileAsync("again.csv", "ref_id,group", Enumerable.Range(1, 20).Select(id => $"N-{id},B"));
        var orders = await FileAsync("orders.csv", "order_ref,customer_ref,placed_at,total,currency", Enumerable.Range(1, 20).Select(id => $"X-{id},N-{id},2025-12-02,900,EUR"));
        var tiers = await FileAsync("tiers.csv", "ref_id,tier,lock", Enumerable.Range(1, 20).Select(id => $"N-{id},Platinum,yes"));

        await ToldAsync(50, "import", "points", points);
        await ToldAsync(20, "import", "customers", customers, "--integration", "Shop");
        await ToldAsync(20, "import", "customers", again, "--integration", "Shop");
        await ToldAsync(20, "import", "orders", orders, "--integration", "Shop");
        await ToldAsync(50, "undo", "1");
        await ToldAsync(20, "undo", "4");
        await ToldAsync(20, "undo", "3");
        await ToldAsync(20, "import", "tiers", tiers);
        await ToldAsync(20, "undo", "5");
        await ToldAsync(1, "job", "tiers");
        await ToldAsync(1, "job", "expiry");
    }

    // At least so many have changed, and each of them stands in line.
    private async Task ToldAsync(int least, params string[] verb)
    {
        Execute("DELETE FROM Changed; UPDATE ConnectionContacts SET State = 0;");
        await RunAsync(verb is ["job", ..] ? "2028-03-01T00:00:00Z" : "2026-01-15T00:00:00Z", verb);

        var changed = Query("SELECT Id FROM Changed");
        var known = Query("SELECT CustomerId FROM ConnectionContacts WHERE State = 1");
        Assert.True(changed.Count >= least, $"{string.Join(' ', verb)} changed {changed.Count}.");
        Assert.Empty(changed.Except(known));
    }

    private async Task RunAsync(string now, params string[] arguments)
    {
        var done = await _folder.RunAsync([.. arguments, "--now", now]);
        Assert.True(done.ExitCode == 0, done.Error + done.Output);
    }

    private async Task<string> FileAsync(string name, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(_folder.Path, name);
        await File.WriteAllLinesAsync(path, [header, .. rows], TestContext.Current.CancellationToken);
        return path;
    }

    private async Task ConnectAsync()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IClock>(new FrozenClock(Instant.FromUtc(2025, 12, 1, 0, 0)))
            .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = _folder.ConnectionString })
            .AddConnecting(
                new ConsoleSettings(_folder.ConnectionString, null, null, UploadSettings.Default, ApiSettings.Default)
                {
                    Connections = ConnectionSettings.Default with { Folder = Path.Combine(_folder.Path, "keys") },
                },
                _folder.Path)
            .BuildServiceProvider();
        (await services.GetRequiredService<ConnectionBook>().CreateAsync(
            new NewConnection(Guid.CreateVersion7(), ConnectionKind.Webhook, new ConnectionTerms("Shop", "https://shop.example/"), null, "a-secret-that-nobody-guesses"),
            Actor.Console("test"))).OrThrow();
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"{_folder.ConnectionString};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private List<long> Query(string sql)
    {
        using var connection = new SqliteConnection($"{_folder.ConnectionString};Pooling=False");
        connection.Open();
        return connection.Query(sql, row => row.GetInt64(0));
    }
}
