using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Carries the write-ahead log over into the database's file beside the writer, so that nobody's commit waits for it. A log
/// is begun anew only when all of it is carried over and nobody reads from it: where it has become long, bulk work waits,
/// and the writer itself carries over the little that came meanwhile.
/// </summary>
/// <param name="connectionString">The database.</param>
/// <param name="mostPages">A log of so many pages of 4 kB is long: readers look longer for theirs in it.</param>
internal sealed class WalCheckpoints(string connectionString, int mostPages) : IAsyncDisposable
{
    // What is under way when somebody begins to wait may have begun before the last commit.
    private const int MostRounds = 2;
    private const int PagesWritten = 9;

    // A log that is carried over more seldom has fewer versions of the same page in it; a few are carried over sooner than
    // anybody notices.
    private readonly int _due = mostPages / 4;
    private readonly int _few = mostPages / 16;
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private int _length;
    private int _left;
    private int _written;
    private int _again;

    private int Length => Volatile.Read(ref _length) + Volatile.Read(ref _written);

    /// <summary>
    /// Has the log begun anew by what the writer writes next, where it is long and only little of it is left to carry over, or
    /// it has become very long; called by the writer alone, between two transactions.
    /// </summary>
    public void BeforeNext(SqliteConnection writer)
    {
        if (_again > 0 || Length < mostPages || !_running.IsCompleted
            || (Length < 2 * mostPages && Volatile.Read(ref _left) + Volatile.Read(ref _written) > _few))
        {
            return;
        }

        if (CarryOver(writer))
        {
            Volatile.Write(ref _length, 0);
        }
        else
        {
            _again = _few;
        }
    }

    /// <summary>Notes a commit; called by the writer alone.</summary>
    public void Committed(SqliteConnection writer)
    {
        if (raw.sqlite3_db_status(writer.Handle, PagesWritten, out var pages, out _, resetFlg: 1) != raw.SQLITE_OK)
        {
            return;
        }

        // Where it is very long, the writer does it as soon as nobody else does.
        _again -= pages;
        if (Interlocked.Add(ref _written, pages) >= _due && Length < 2 * mostPages)
        {
            _ = BeginAsync();
        }
    }

    /// <summary>Waits, for a while at the most, where the log is too long to make it longer.</summary>
    public async Task KeepUpAsync()
    {
        for (var round = 0; round < MostRounds && Length >= mostPages; round++)
        {
            // Where it cannot be carried over, the commits themselves tell why.
            await BeginAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task BeginAsync()
    {
        lock (_gate)
        {
            return _running.IsCompleted ? _running = Task.Run(CarryOver) : _running;
        }
    }

    private void CarryOver()
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        CarryOver(connection);
    }

    // Whether all of it was.
    private bool CarryOver(SqliteConnection connection)
    {
        // What is written from here on may or may not be among the pages that are told.
        Interlocked.Exchange(ref _written, 0);
        var (pages, carried) = connection.Query("PRAGMA wal_checkpoint(PASSIVE)", row => (row.GetInt32(1), row.GetInt32(2)))[0];
        Volatile.Write(ref _left, pages - carried);
        Volatile.Write(ref _length, pages);
        return pages == carried;
    }
}
