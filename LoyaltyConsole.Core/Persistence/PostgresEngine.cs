using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// A PostgreSQL database. Deeds of all nodes take one lock of the database, one after the other, so that what a deed
/// decides from what it read still holds when it is committed, as in SQLite.
/// </summary>
internal sealed class PostgresEngine : DatabaseEngine
{
    // Any number that nobody else locks.
    private const long WritersLock = 0x4C6F79616C7479;

    private readonly NpgsqlDataSource _source;
    private readonly ReadGate _reads = new();
    private readonly DbContextOptions<PostgresLoyaltyDb> _options;
    private readonly PooledDbContextFactory<PostgresLoyaltyDb> _contexts;

    public PostgresEngine(string connectionString)
    {
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Statements are few and come again and again.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
        });
        _options = Options(_source);
        _contexts = new PooledDbContextFactory<PostgresLoyaltyDb>(_options);
    }

    public static DbContextOptions<PostgresLoyaltyDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(connectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;

    public override async Task UpgradeAsync(Action<MigrationStep>? tell, CancellationToken cancellationToken)
    {
        // Each migration is one transaction; nodes that start together wait for each other.
        await using var db = new PostgresLoyaltyDb(_options);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public override Task<T> ReadAsync<T>(Func<LoyaltyDb, Task<T>> read, CancellationToken cancellationToken) => _reads.RunAsync(
        async () =>
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            await using var state = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            return await read(db);
        },
        cancellationToken);

    public override Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) => _reads.RunAsync(
        async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var state = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            return read(connection);
        },
        cancellationToken);

    public override async Task WriteAsync(Func<WriteConnection, Task<bool>> deed, bool bulk)
    {
        await using var database = await _source.OpenConnectionAsync();
        using var connection = new WriteConnection(database);
        await using var transaction = await database.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        connection.Prepare("SELECT pg_advisory_xact_lock(@0)").Run(WritersLock);
        if (await deed(connection))
        {
            await transaction.CommitAsync();
        }
    }

    public override LoyaltyDb Over(WriteConnection connection) =>
        new PostgresLoyaltyDb(new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(connection.Database).Options);

    public override Task BuildLaterIndexesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task ScrubAsync() => Task.CompletedTask;

    public override Task BackUpAsync(string file, CancellationToken cancellationToken) =>
        throw new NotSupportedException("PostgreSQL is backed up by its own pg_dump or pg_basebackup.");

    public override async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static DbContextOptions<PostgresLoyaltyDb> Options(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;
}
