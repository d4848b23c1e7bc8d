using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The real services over a database file of their own, and a clock that stands still until it is told.</summary>
public sealed class Programme : IAsyncDisposable
{
    // A file system that Linux keeps in memory, where a durable commit costs nothing.
    private const string SharedMemory = "/dev/shm";

    // Prepared once, since every test begins with the same programme.
    private static readonly Lazy<Task<string>> _prepared = new(PreparedAsync);

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private int _orders;

    private Programme(bool inMemory, FeatureSet? features)
    {
        _folder = inMemory && Directory.Exists(SharedMemory)
            ? Directory.CreateDirectory(Path.Combine(SharedMemory, $"loyalty-{Guid.CreateVersion7():N}")).FullName
            : Directory.CreateTempSubdirectory("loyalty-").FullName;
        Clock = new FrozenClock(Berlin(2025, 11, 28, 14, 37));
        ConnectionString = PostgresServer.IsAsked ? PostgresServer.NewDatabase() : $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        _services = ProgrammeServices.Over(ConnectionString, Clock, features);
    }

    /// <summary>A database with a programme as it is first created, to copy.</summary>
    internal static Task<string> PreparedFile => _prepared.Value;

    public FrozenClock Clock { get; }

    public string ConnectionString { get; }

    public IServiceProvider Services => _services;

    public PointsLedger Ledger => Get<PointsLedger>();

    public OrderBook Orders => Get<OrderBook>();

    public CustomerProfiles Profiles => Get<CustomerProfiles>();

    public CustomerDirectory Customers => Get<CustomerDirectory>();

    public Actor Agent { get; } = Actor.Person("Eva Brandt", StaffRole.Agent);

    public Actor Manager { get; } = Actor.Person("Petra Lang", StaffRole.Manager);

    internal LoyaltyStore Store => Get<LoyaltyStore>();

    /// <summary>A programme as it is first created; a test may change its settings.</summary>
    /// <param name="change">What it is set to instead.</param>
    /// <param name="inMemory">For many deeds, none of which has to outlive the process.</param>
    /// <param name="features">What the installation has; everything by default.</param>
    public static async Task<Programme> CreateAsync(Action<ProgrammeSettings>? change = null, bool inMemory = false, FeatureSet? features = null)
    {
        var programme = new Programme(inMemory, features);
        await (PostgresServer.IsAsked
            ? PostgresServer.CreateAsync(programme.ConnectionString)
            : Task.Run(async () => File.Copy(await _prepared.Value, new SqliteConnectionStringBuilder(programme.ConnectionString).DataSource)));
        if (change is not null)
        {
            await programme.ChangeAsync(change);
        }

        return programme;
    }

    /// <summary>Changes the programme's settings.</summary>
    public Task ChangeAsync(Action<ProgrammeSettings> change) => Store.WriteAsync<Done>(async writing =>
    {
        change(await writing.Db.Settings.SingleAsync());
        return default(Done);
    });

    public static Instant Berlin(int year, int month, int day, int hour = 0, int minute = 0) =>
        new LocalDateTime(year, month, day, hour, minute).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).ToInstant();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Records a customer.</summary>
    public Task<CustomerId> CustomerAsync(
        string? name = "Ada Lovelace", string? email = null, string? phone = null, string? refId = null,
        string integration = "Shop", bool registered = true, Action<Customer>? change = null) =>
        Store.AddCustomerAsync(name, email, phone, refId, integration, registered, change);

    /// <summary>Credits a lot with exact instants, which no screen can do.</summary>
    public Task<LedgerEntryId> LotAsync(CustomerId customer, int points, Instant? validUntil = null, Instant? lockedUntil = null) =>
        OnAccountAsync(customer, (account, now) =>
        {
            var entry = new LedgerEntry
            {
                CustomerId = customer,
                OriginalCustomerId = customer,
                Kind = EntryKind.ManualCredit,
                Points = Points.Whole(points),
                EffectiveAt = now,
                CreatedAt = now,
                Actor = "test",
                Reason = ReasonKind.Reward,
            };
            account.Credit(entry, lockedUntil, validUntil);
            return entry;
        });

    /// <summary>Records an order over one position.</summary>
    public async Task<OrderReceipt> OrderAsync(CustomerId customer, decimal amount, string? refId = null, Instant? placedAt = null) =>
        (await Orders.RecordAsync(
            new NewOrder(customer, "Shop", refId ?? $"O-{++_orders}", placedAt ?? Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 1, amount)]),
            Manager)).OrThrow();

    /// <summary>Records a credit note.</summary>
    public async Task<OrderReceipt> CreditNoteAsync(CustomerId customer, decimal amount, string? original = null, string? refId = null) =>
        (await Orders.RecordCreditNoteAsync(
            new NewCreditNote(customer, "Shop", refId ?? $"G-{++_orders}", Clock.GetCurrentInstant(), amount, original), Manager)).OrThrow();

    public async Task<Reserved> ReserveAsync(CustomerId customer, int points) =>
        (await Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), customer, Points.Whole(points)), Agent)).OrThrow();

    public async Task<LedgerEntry> RedeemAsync(CustomerId customer, int points) =>
        (await Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), customer, Points.Whole(points)), Agent)).OrThrow();

    /// <summary>Where a customer stands, as the profile shows it.</summary>
    public async Task<TierView> TierAsync(CustomerId customer) => (await Get<CustomerTiers>().OpenAsync(customer, Agent, CancellationToken.None)).OrThrow();

    /// <summary>The level that the lists show, without regard to what time has done since the last booking.</summary>
    public string StoredTier(CustomerId customer) => Query(
        "SELECT t.Name FROM Customers c JOIN Tiers t ON t.Id = c.TierId WHERE c.Id = @0", row => row.GetString(0), ("@0", customer.Value)).Single();

    /// <summary>What happened to a customer's level, the earliest first.</summary>
    public async Task<IReadOnlyList<TierChange>> TierHistoryAsync(CustomerId customer) =>
        [.. (await Get<CustomerTiers>().HistoryAsync(
            customer, new TierChangeQuery(), new Window(0, Window.Most), Agent, CancellationToken.None)).OrThrow().Rows.Reverse()];

    /// <summary>A change of level by somebody who sees it as it is.</summary>
    public async Task<TierOrder> TierOrderAsync(CustomerId customer, string to)
    {
        var view = await TierAsync(customer);
        return new TierOrder(Guid.CreateVersion7(), customer, view.Version, view.Levels.Single(level => string.Equals(level.Name, to, StringComparison.Ordinal)).Id);
    }

    /// <summary>The recalculation, at an instant up to which the clock moves.</summary>
    public Task<TierReport> RecalculateAsync(Instant? at = null)
    {
        if (at is { } instant)
        {
            Clock.Set(instant);
        }

        return Get<TierRecalculation>().RunAsync(CancellationToken.None);
    }

    public async Task<AccountView> AccountAsync(CustomerId customer, Instant? at = null) =>
        (await Ledger.AccountAsync(customer, at, Agent, CancellationToken.None)).OrThrow();

    public async Task<Figures> FiguresAsync(CustomerId customer, Instant? at = null) => (await AccountAsync(customer, at)).Figures;

    /// <summary>An adjustment through a door, by somebody who sees the account as it is.</summary>
    public async Task<Adjustment> AdjustmentAsync(CustomerId customer, AdjustmentDoor door, Points points)
    {
        var account = await AccountAsync(customer);
        return new Adjustment(Guid.CreateVersion7(), customer, account.Version, account.Figures.Balance, door, points);
    }

    /// <summary>What is left of each lot, in the order of their entries.</summary>
    public IReadOnlyList<Points> Remaining(CustomerId customer) => Query(
        "SELECT Remaining FROM Lots WHERE CustomerId = @0 ORDER BY EntryId", row => new Points(row.GetInt64(0)), ("@0", customer.Value));

    /// <summary>All entries of a customer in the order in which they were booked.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(CustomerId customer) => await Store.ReadAsync(
        db => db.LedgerEntries.Where(entry => entry.CustomerId == customer).OrderBy(entry => entry.Id).ToListAsync(), CancellationToken.None);

    /// <summary>A guest's PIN, which no screen shows.</summary>
    internal async Task<string> PinAsync(CustomerId customer) => (await Store.WriteAsync<string>(
        writing => Task.FromResult<Result<string>>(CustomerPins.PinOf(writing, customer, resets: 0)))).OrThrow();

    /// <summary>Reads with SQL, to look behind the services.</summary>
    internal IReadOnlyList<T> Query<T>(string sql, Func<StoredRow, T> row, params (string, object?)[] values)
    {
        using var connection = Open();
        return connection.Query(sql, row, values);
    }

    /// <summary>Whole rows as text, without one of their columns.</summary>
    public IReadOnlyList<string> Texts(string sql, string? but = null)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var texts = new List<string>();
        while (row.Read())
        {
            texts.Add(string.Join('|', Enumerable.Range(0, row.FieldCount)
                .Where(column => !string.Equals(row.GetName(column), but, StringComparison.OrdinalIgnoreCase))
                .Select(row.GetValue)));
        }

        return texts;
    }

    /// <summary>Runs a statement past the services, to show what the database itself refuses.</summary>
    public void Execute(string sql)
    {
        using var connection = Open();
        connection.Execute(sql);
    }

    /// <summary>Fails when an invariant of the ledger does not hold (rule 5.1.4).</summary>
    public async Task AssertLedgerHoldsAsync() =>
        Assert.Empty((await Get<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (PostgresServer.IsAsked)
        {
            await PostgresServer.DropAsync(ConnectionString);
        }
        else
        {
            SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        }

        await DeleteAsync(_folder);
    }

    private DbConnection Open()
    {
        DbConnection connection = PostgresServer.IsAsked ? new NpgsqlConnection(ConnectionString) : new SqliteConnection(ConnectionString);
        connection.Open();
        if (connection is SqliteConnection)
        {
            connection.Execute("PRAGMA busy_timeout = 5000");
        }

        return connection;
    }

    // A screen that was closed in the middle of a read may open the file once more while it is deleted.
    private static async Task DeleteAsync(string folder)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 10 && Directory.Exists(folder))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private static async Task<string> PreparedAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("loyalty-prepared-").FullName, "loyalty.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var connectionString = $"Data Source={file}";
        await using (var services = ProgrammeServices.Over(connectionString))
        {
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        }

        // Into the one file that is copied.
        using (var connection = new SqliteConnection(connectionString))
        {
            connection.Open();
            connection.Query("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0));
        }

        SqliteConnection.ClearAllPools();
        return file;
    }

    private async Task<LedgerEntryId> OnAccountAsync(CustomerId customer, Func<PointsAccount, Instant, LedgerEntry> change)
    {
        var booked = await Store.WriteAsync<LedgerEntry>(writing =>
        {
            var account = AccountReader.Read(writing.Connection.Database, customer);
            account.AdvanceTo(writing.Now, writing.Now);
            var entry = change(account, writing.Now);
            writing.Ledger.Append(account, writing.Now);
            return Task.FromResult<Result<LedgerEntry>>(entry);
        });
        return booked.OrThrow().Id;
    }
}
