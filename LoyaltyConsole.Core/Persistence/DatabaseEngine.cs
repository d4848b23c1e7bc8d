using System.Data.Common;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// What <see cref="LoyaltyStore"/> stands on: SQLite's one file, or PostgreSQL. Reads see a consistent state and never wait for
/// writers; what a deed decides from what it read still holds when it is committed.
/// </summary>
internal abstract class DatabaseEngine : IAsyncDisposable
{
    /// <summary>The engine of an installation.</summary>
    public static DatabaseEngine Of(LoyaltyOptions options) => options.Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteEngine(options.ConnectionString, options.ReadsMapped),
        DatabaseProvider.PostgreSql => new PostgresEngine(options.ConnectionString),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    /// <summary>What the database is called, without anything secret.</summary>
    public abstract string Name { get; }

    /// <summary>Whether there is one of that name.</summary>
    public abstract Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>Creates the schema where there is none, and applies the migrations that it lacks.</summary>
    /// <param name="tell">Hears when each migration of a database that is there already begins and ends.</param>
    /// <param name="cancellationToken">Ends it; what is done by then stays.</param>
    public abstract Task UpgradeAsync(Action<MigrationStep>? tell, CancellationToken cancellationToken);

    /// <summary>Reads with EF, in one consistent state.</summary>
    public abstract Task<T> ReadAsync<T>(Func<LoyaltyDb, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Reads with plain SQL, in one consistent state.</summary>
    public abstract Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken);

    /// <summary>Runs a deed inside a transaction when it is its turn, and answers when that is durable.</summary>
    /// <param name="deed">Answers whether to keep what it wrote.</param>
    /// <param name="bulk">Whether deeds that somebody waits for go first.</param>
    public abstract Task WriteAsync(Func<WriteConnection, Task<bool>> deed, bool bulk);

    /// <summary>Tells the other processes on the database whom a deed is about, when it is committed.</summary>
    public virtual void Tell(WriteConnection connection, IReadOnlyCollection<CustomerId> customers)
    {
    }

    /// <summary>Passes on what other processes tell, from now on.</summary>
    public virtual void Hear(CustomerFeed feed)
    {
    }

    /// <summary>EF over the connection of a deed.</summary>
    public abstract LoyaltyDb Over(WriteConnection connection);

    /// <summary>Builds the indexes that a first load put off.</summary>
    public abstract Task BuildLaterIndexesAsync(CancellationToken cancellationToken);

    /// <summary>Has the engine see what is in tables to which much was added, where its plans depend on that.</summary>
    public abstract Task LearnAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken);

    /// <summary>Leaves nothing that was overwritten or deleted where somebody could still read it (T23).</summary>
    public abstract Task ScrubAsync();

    /// <summary>Renews whatever may hold copies of erased data beside the rows themselves.</summary>
    /// <param name="mostRows">What has more rows waits, where renewing it would keep others waiting.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public abstract Task RenewAsync(int mostRows, CancellationToken cancellationToken);

    /// <summary>Copies the whole database into a file, in one consistent state, while others go on reading and writing.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public abstract Task BackUpAsync(string file, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
