using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Brings a database to the newest schema. Each migration is one transaction with its line in the history: one that is
/// broken off, by a kill too, has not happened, and the next start does it from its beginning.
/// </summary>
/// <remarks>
/// EF's own MigrateAsync commits before and after it rebuilds a table, so that half of a migration may stay; and its lock is a
/// row, for whose end everybody waits for ever after the process that wrote it was killed. SQLite's own lock ends with the process.
/// </remarks>
internal sealed class SchemaUpgrade(LoyaltyDb db, Action<MigrationStep>? tell)
{
    private readonly IMigrationsAssembly _assembly = db.GetService<IMigrationsAssembly>();
    private readonly IHistoryRepository _history = db.GetService<IHistoryRepository>();
    private readonly IRelationalConnection _connection = db.GetService<IRelationalConnection>();

    private SqliteConnection Sqlite => (SqliteConnection)_connection.DbConnection;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var applied = Applied();
        List<string> pending = [.. _assembly.Migrations.Keys.Where(id => !applied.Contains(id)).Order(StringComparer.Ordinal)];
        if (pending.Count == 0)
        {
            return;
        }

        // Whoever else migrates the file is waited for as long as that takes. References cannot be switched off within a
        // transaction, and would keep a table from being rebuilt.
        Sqlite.DefaultTimeout = 0;
        Sqlite.Execute("PRAGMA journal_mode = WAL");
        Sqlite.Execute("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536");

        // A file that is only being made has nobody who waits for it.
        var isUpgrade = applied.Count > 0;
        var (customers, entries) = isUpgrade ? (Count("Customers"), Count("LedgerEntries")) : (0, 0);
        foreach (var (index, id) in pending.Index())
        {
            var step = new MigrationStep(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], index + 1, pending.Count, customers, entries, Took: null);
            await ApplyAsync(id, isUpgrade ? step : null, cancellationToken);
        }
    }

    private async Task ApplyAsync(string id, MigrationStep? step, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Somebody else may have come first.
        if (Applied().Contains(id))
        {
            return;
        }

        Tell(step);
        var started = Stopwatch.GetTimestamp();
        Sqlite.Execute(_history.GetCreateIfNotExistsScript());
        foreach (var command in Commands(id))
        {
            await command.ExecuteNonQueryAsync(_connection, parameterValues: null, cancellationToken);
        }

        Sqlite.Execute(_history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion())));
        await transaction.CommitAsync(CancellationToken.None);
        Tell(step is null ? null : step with { Took = Stopwatch.GetElapsedTime(started) });
    }

    private IReadOnlyList<MigrationCommand> Commands(string id)
    {
        var migration = _assembly.CreateMigration(_assembly.Migrations[id], db.Database.ProviderName!);
        return db.GetService<IMigrationsSqlGenerator>()
            .Generate(migration.UpOperations, db.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel));
    }

    private HashSet<string> Applied() => Sqlite.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = @0", ("@0", HistoryRepository.DefaultTableName)) == 0
        ? []
        : [.. Sqlite.Query($"SELECT MigrationId FROM {HistoryRepository.DefaultTableName}", row => row.GetString(0))];

    private long Count(string table) => Sqlite.Number($"SELECT COUNT(*) FROM {table}");

    private void Tell(MigrationStep? step)
    {
        if (step is not null)
        {
            tell?.Invoke(step);
        }
    }
}
