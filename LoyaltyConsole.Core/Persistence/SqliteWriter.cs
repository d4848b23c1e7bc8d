using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>The queue before SQLite's one lock, which is unfair by itself.</summary>
internal sealed class SqliteWriter(string connectionString, int mostPagesInLog = 16_000) : WriterQueue
{
    private readonly WalCheckpoints _checkpoints = new(connectionString, mostPagesInLog);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _checkpoints.DisposeAsync();
    }

    protected override WriteConnection Open()
    {
        var database = new SqliteConnection(connectionString);
        database.Open();
        SqlitePragmas.Apply(database, forWriting: true);
        return new WriteConnection(database);
    }

    protected override void Begin(WriteConnection connection)
    {
        _checkpoints.BeforeNext((SqliteConnection)connection.Database);

        // Takes SQLite's write lock before anything is read.
        connection.Execute("BEGIN IMMEDIATE");
    }

    // Some faults, such as a full disk, do.
    protected override bool IsOver(WriteConnection connection) =>
        raw.sqlite3_get_autocommit(((SqliteConnection)connection.Database).Handle) != 0;

    protected override Task BeforeBulkAsync() => _checkpoints.KeepUpAsync();

    protected override void Ended(WriteConnection connection) => _checkpoints.Committed((SqliteConnection)connection.Database);
}
