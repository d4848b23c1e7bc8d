using System.Data;
using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
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
    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _queue;
    private readonly PostgresFeed _feed;
    private readonly ReadGate _reads = new();
    private readonly DbContextOptions<PostgresLoyaltyDb> _options;
    private readonly PooledDbContextFactory<PostgresLoyaltyDb> _contexts;

    public PostgresEngine(string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString);

        // Statements are few and come again and again.
        (source.ConnectionStringBuilder.MaxAutoPrepare, source.ConnectionStringBuilder.AutoPrepareMinUsages) = (200, 2);

        // A plan that was made while a table was empty would be kept while a file of a million rows is staged.
        source.ConnectionStringBuilder.Options = $"{source.ConnectionStringBuilder.Options} -c plan_cache_mode=force_custom_plan".Trim();

        // A line that is gone without a word is noticed.
        source.ConnectionStringBuilder.KeepAlive = source.ConnectionStringBuilder.KeepAlive is 0 ? 30 : source.ConnectionStringBuilder.KeepAlive;

        // Only types that every server has are kept.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        _source = source.Build();
        (_queue, _feed) = (new PostgresWriter(_source), new PostgresFeed(_source));
        _options = Options(_source);
        _contexts = new PooledDbContextFactory<PostgresLoyaltyDb>(_options);
    }

    /// <summary>What the migration tool makes the model from.</summary>
    public static DbContextOptions<PostgresLoyaltyDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(connectionString).Options;

    public override string Name
    {
        get
        {
            var named = new NpgsqlConnectionStringBuilder(_source.ConnectionString);
            return $"{named.Database} at {named.Host}";
        }
    }

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            return true;
        }
        catch (PostgresException missing) when (string.Equals(missing.SqlState, PostgresErrorCodes.InvalidCatalogName, StringComparison.Ordinal))
        {
            return false;
        }
    }

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
            return await InterruptibleAsync((NpgsqlConnection)db.Database.GetDbConnection(), () => read(db), cancellationToken);
        },
        cancellationToken);

    public override Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) => _reads.RunAsync(
        async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var state = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            return await InterruptibleAsync(connection, () => Task.FromResult(read(connection)), cancellationToken);
        },
        cancellationToken);

    public override Task WriteAsync(Func<WriteConnection, Task<bool>> deed, bool bulk) => _queue.RunAsync(deed, bulk);

    public override void Tell(WriteConnection connection, IReadOnlyCollection<CustomerId> customers) => _feed.Tell(connection, customers);

    public override void Hear(CustomerFeed feed) => _feed.Hear(feed);

    public override LoyaltyDb Over(WriteConnection connection) =>
        new PostgresLoyaltyDb(new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(connection.Database).AddInterceptors(PostgresTexts.Interceptor).Options);

    public override Task BuildLaterIndexesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // It does so by itself, but up to a minute later.
    public override Task LearnAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken) =>
        RunAsync($"ANALYZE {string.Join(", ", tables)}", cancellationToken);

    // Rows as they were before stand beside those that replaced them until they are cleared away, which hinders nobody.
    public override Task ScrubAsync() => Task.CompletedTask;

    public override Task RenewAsync(int mostRows, CancellationToken cancellationToken) => RunAsync(
        $"VACUUM (INDEX_CLEANUP ON) {string.Join(", ", PrivacyRegistry.Personal.Select(data => data.Table).Distinct(StringComparer.Ordinal))}", cancellationToken);

    public override Task BackUpAsync(string file, CancellationToken cancellationToken) =>
        throw new NotSupportedException("PostgreSQL is backed up by its own pg_dump or pg_basebackup.");

    public override async ValueTask DisposeAsync()
    {
        await _feed.DisposeAsync();
        await _queue.DisposeAsync();
        await _reads.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> InterruptibleAsync<T>(NpgsqlConnection connection, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        var (server, interrupting) = (connection.ProcessID, Task.CompletedTask);
        try
        {
            await using var interrupt = cancellationToken.UnsafeRegister(
                _ => interrupting = RunAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_cancel_backend({server})"), CancellationToken.None), null);
            return await read();
        }
        catch (PostgresException ended) when (
            cancellationToken.IsCancellationRequested && string.Equals(ended.SqlState, PostgresErrorCodes.QueryCanceled, StringComparison.Ordinal))
        {
            throw new OperationCanceledException("Nobody waits for this read any more.", ended, cancellationToken);
        }
        finally
        {
            // Before the connection goes to the next reader.
            await interrupting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbContextOptions<PostgresLoyaltyDb> Options(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PostgresLoyaltyDb>().UseNpgsql(source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(PostgresTexts.Interceptor).Options;
}
