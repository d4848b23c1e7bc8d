using System.Data.Common;
using System.Text.Json;
using LoyaltyConsole.Core.Customers.Privacy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>One file with one writer, and readers beside it.</summary>
internal sealed class SqliteEngine(string connectionString, bool readsMapped) : DatabaseEngine
{
    private readonly SqliteWriter _queue = new(connectionString);
    private readonly ReadGate _reads = new();
    private readonly WalScrub _scrub = new(connectionString);
    private readonly ReadingConnections _readers = new(connectionString, readsMapped);
    private readonly PooledDbContextFactory<LoyaltyDb> _contexts = new(Options(connectionString));

    // Otherwise whatever any connection allocates waits at one lock of the process, for a count that nobody reads. Where
    // something has opened a database before, it is too late for that and harmless.
    static SqliteEngine()
    {
        const int countAllocations = 9;
        Batteries_V2.Init();
        raw.sqlite3_config(countAllocations, 0);
    }

    public static DbContextOptions<LoyaltyDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<LoyaltyDb>()
            .UseSqlite(connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(SqlitePragmas.Interceptor)
            .Options;

    public override string Name => new SqliteConnectionStringBuilder(connectionString).DataSource;

    public override Task<bool> ExistsAsync(CancellationToken cancellationToken) => Task.FromResult(File.Exists(Name));

    public override async Task UpgradeAsync(Action<MigrationStep>? tell, CancellationToken cancellationToken)
    {
        await using var db = new LoyaltyDb(Options(connectionString));
        await new SchemaUpgrade(db, tell).RunAsync(cancellationToken);
    }

    // On a thread of its own, since SQLite's asynchronous calls are synchronous.
    public override Task<T> ReadAsync<T>(Func<LoyaltyDb, Task<T>> read, CancellationToken cancellationToken) => _reads.RunAsync(
        async () =>
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            await db.Database.OpenConnectionAsync(cancellationToken);
            var connection = (SqliteConnection)db.Database.GetDbConnection();

            // Any other would take the writer's lock.
            await using var state = connection.BeginTransaction(deferred: true);
            await db.Database.UseTransactionAsync(state, cancellationToken);
            return await InterruptibleAsync(connection, () => read(db), cancellationToken);
        },
        cancellationToken);

    public override Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) => _reads.RunAsync(
        () => _readers.ReadAsync(connection => InterruptibleAsync(connection, () => Task.FromResult(read(connection)), cancellationToken)),
        cancellationToken);

    public override Task WriteAsync(Func<WriteConnection, Task<bool>> deed, bool bulk) => _queue.RunAsync(deed, bulk);

    public override LoyaltyDb Over(WriteConnection connection) => new(new DbContextOptionsBuilder<LoyaltyDb>().UseSqlite(connection.Database).Options);

    public override Task BuildLaterIndexesAsync(CancellationToken cancellationToken) =>
        Task.Run(() => LaterIndexes.Build(connectionString, cancellationToken), cancellationToken);

    // Its plans are written down in the statements.
    public override Task LearnAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken) => Task.CompletedTask;

    // Overwritten pages stand in the write-ahead log until it is emptied into the file.
    public override Task ScrubAsync() => _scrub.RunAsync();

    // As an index grows, SQLite moves entries from page to page, and where it writes a page from scratch, copies of the moved
    // ones stay in its gap: erasing overwrites the entry, but not such a copy.
    public override async Task RenewAsync(int mostRows, CancellationToken cancellationToken)
    {
        // An order's number names nobody by itself, and there are many.
        var columns = JsonSerializer.Serialize(PrivacyRegistry.Personal.SelectMany(data => data.Columns
            .Where(column => column.Becomes is "NULL" or "''").Select(column => $"{data.Table}.{column.Name}")));
        var indexes = await ReadAsync(
            (DbConnection connection) => connection.Query(
                """
                SELECT DISTINCT i.tbl_name, i.name FROM sqlite_schema i JOIN pragma_index_info(i.name) c
                WHERE i.type = 'index' AND i.tbl_name || '.' || c.name IN (SELECT value FROM json_each(@0))
                """,
                row => (Table: row.GetString(0), Name: row.GetString(1)), ("@0", columns))
                .Where(index => connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {index.Table} LIMIT @0) counted", ("@0", mostRows + 1L)) <= mostRows)
                .ToList(),
            cancellationToken);
        foreach (var index in indexes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(
                connection =>
                {
                    connection.Database.Execute($"REINDEX \"{index.Name}\"");
                    return Task.FromResult(true);
                },
                bulk: true);
        }

        await ScrubAsync();
    }

    public override Task BackUpAsync(string file, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // Under another name until it is whole, so that half a backup is never taken for one.
            var unfinished = file + ".unfinished";
            File.Delete(unfinished);
            using (var source = new SqliteConnection(connectionString))
            using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
            {
                source.Open();
                target.Open();
                source.BackupDatabase(target);

                // One file to carry away, without a journal beside it.
                target.Query("PRAGMA journal_mode = DELETE", row => row.GetString(0));
            }

            File.Move(unfinished, file);
        },
        cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _scrub.DisposeAsync();
        await _reads.DisposeAsync();
        _readers.Dispose();
    }

    // SQLite itself does not look at cancellation.
    private static async Task<T> InterruptibleAsync<T>(SqliteConnection connection, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        // Taken back before the connection goes to the next reader. A statement that is interrupted while it is prepared ends
        // in whatever SQLite was about to say of it, so the error's number tells nothing.
        await using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        try
        {
            return await read();
        }
        catch (SqliteException ended) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Nobody waits for this read any more.", ended, cancellationToken);
        }
    }
}
