using LoyaltyConsole.Api;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The whole console on a port of its own in this process, with a clock that stands still until it is told.</summary>
public sealed class RunningApi : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-").FullName;
    private readonly List<Shop> _shops = [];
    private WebApplication? _app;

    private RunningApi()
    {
    }

    public FrozenClock Clock { get; } = new(Programme.Berlin(2025, 11, 28, 14, 37));

    public Uri Address => new(_app!.Urls.Single());

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "loyalty.db")}";

    public Actor Administrator { get; } = Actor.Person("Kim Vogt", StaffRole.Administrator);

    /// <summary>Starts it on an empty programme.</summary>
    internal static async Task<RunningApi> StartAsync(ApiSettings? settings = null)
    {
        var running = new RunningApi();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "LoyaltyConsole",
            ContentRootPath = SourceTree.Root,
            EnvironmentName = "Development",
            Args = ["--urls=http://127.0.0.1:0"],
        });
        builder.Logging.ClearProviders();
        var folder = new UploadSettings(running._folder, UploadSettings.Default.MaxBytes);
        var server = builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        builder.AddConsole(new ConsoleSettings(running.ConnectionString, null, null, folder, settings ?? ApiSettings.Default) { Provider = PostgresServer.Of(running.ConnectionString) });
        builder.Services.AddSingleton<IClock>(running.Clock);

        // Where time stands still, nothing is to happen by schedule.
        foreach (var scheduled in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).Except(server).ToList())
        {
            builder.Services.Remove(scheduled);
        }

        builder.Services.AddHostedService<ApiHousekeeping>();
        running._app = builder.Build();
        running._app.UseConsole();
        File.Copy(await Programme.PreparedFile, new SqliteConnectionStringBuilder(running.ConnectionString).DataSource);
        await running._app.StartAsync();
        return running;
    }

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A shop with a key.</summary>
    public async Task<Shop> ShopAsync(string name = "Shop", IntegrationScopes scopes = IntegrationScopes.All)
    {
        var secret = KeySecret.New();
        var key = (await Get<IntegrationKeys>().CreateAsync(new NewIntegrationKey(name, secret, scopes), Administrator)).OrThrow();
        return Caller(secret.Text, key.Id);
    }

    /// <summary>Somebody who shows this key, or none.</summary>
    public Shop Caller(string? key, IntegrationKeyId id = default)
    {
        var shop = new Shop(Address, key, id);
        _shops.Add(shop);
        return shop;
    }

    /// <summary>Reads with SQL, to look behind the interface.</summary>
    internal IReadOnlyList<T> Query<T>(string sql, Func<StoredRow, T> row, params (string, object?)[] values)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 5000");
        return connection.Query(sql, row, values);
    }

    public long Count(string table) => Query($"SELECT COUNT(*) FROM {table}", row => row.GetInt64(0))[0];

    public async Task AssertLedgerHoldsAsync() =>
        Assert.Empty((await Get<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);

    public async ValueTask DisposeAsync()
    {
        _shops.ForEach(shop => shop.Dispose());
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        Directory.Delete(_folder, recursive: true);
    }
}
