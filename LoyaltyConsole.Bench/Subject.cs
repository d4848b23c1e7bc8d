using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>The database under measurement: Core's services on it, and a bare connection beside them.</summary>
internal sealed class Subject : IAsyncDisposable
{
    // The made-up programme ends here, so that figures are as fresh as on the day it was made.
    private static readonly Instant Now = Instant.FromUtc(2025, 11, 28, 13, 37);

    private readonly ServiceProvider _services;
    private readonly string _connectionString;

    private Subject(ServiceProvider services, string connectionString)
    {
        (_services, _connectionString) = (services, connectionString);
        Raw = new RawConnection(connectionString);
    }

    public Actor Actor { get; } = Actor.Console("bench");

    public RawConnection Raw { get; }

    public long Customers => Raw.Number("SELECT COUNT(*) FROM Customers");

    /// <summary>A customer with as many movements as half of all have.</summary>
    public CustomerId Typical { get; private set; }

    /// <summary>The customer with the most movements.</summary>
    public CustomerId Heaviest { get; private set; }

    public long HeaviestEntries { get; private set; }

    public static async Task<Subject> OpenAsync(BenchOptions options)
    {
        Warm(options.File);
        var connectionString = $"Data Source={options.File}";
        var services = Core(connectionString);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        if (await services.GetRequiredService<LoyaltyDatabase>().IsEmptyAsync(CancellationToken.None))
        {
            await SeedAsync(services, options);
        }

        var subject = new Subject(services, connectionString);
        const string counts =
            "SELECT e.CustomerId, COUNT(*) AS N FROM LedgerEntries e JOIN Customers c ON c.Id = e.CustomerId WHERE c.Status = 1 GROUP BY e.CustomerId";
        subject.Heaviest = new CustomerId(subject.Raw.Number($"SELECT CustomerId FROM ({counts}) ORDER BY N DESC LIMIT 1"));
        subject.HeaviestEntries = subject.Raw.Number($"SELECT N FROM ({counts}) ORDER BY N DESC LIMIT 1");
        subject.Typical = new CustomerId(subject.Raw.Number(
            $"SELECT CustomerId FROM ({counts}) ORDER BY N LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM ({counts}))"));
        return subject;
    }

    /// <summary>Reading as the console does it, beside the same statements asked bare.</summary>
    public Work Reading(string name, Func<IServiceProvider, Task> work)
    {
        IReadOnlyList<string>? statements = null;
        return new Work(
            name,
            () => work(_services),
            () =>
            {
                foreach (var statement in statements!)
                {
                    Raw.Read(statement);
                }
            })
        {
            Before = async () => statements ??= await Recorder.RecordAsync(_connectionString, () => Core(_connectionString), work),
        };
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Raw.Dispose();
        await _services.DisposeAsync();
    }

    // A console that has run for an hour has the file in memory; what is measured is not the disk.
    private static void Warm(string file)
    {
        if (File.Exists(file))
        {
            using var read = File.OpenRead(file);
            read.CopyTo(Stream.Null, 1 << 20);
        }
    }

    private static ServiceProvider Core(string connectionString) => new ServiceCollection()
        .AddSingleton<IClock>(new StoppedClock(Now))
        .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = connectionString, ReadsMapped = true })
        .BuildServiceProvider();

    private static async Task SeedAsync(ServiceProvider services, BenchOptions options)
    {
        await Console.Error.WriteLineAsync($"Making up {options.Customers} customers in {options.File} …");
        var started = Stopwatch.GetTimestamp();
        var programme = new MadeUpProgramme(options.Customers, MadeUpProgramme.UsualOrders, Seed: 1, Now);
        var report = (await services.GetRequiredService<MadeUpHistory>()
            .BookAsync(programme.Lives(), programme.Offers, Actor.Console("bench"), progress: null, CancellationToken.None)).OrThrow();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Orders} orders and {report.Entries} entries in {seconds:0} s: {report.Orders / seconds:0} orders/s."));
    }
}
