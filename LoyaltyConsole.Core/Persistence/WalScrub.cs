using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Empties the write-ahead log, in which overwritten pages stand until it is begun anew. A reader who still looks at the
/// state before holds it up; whoever waits for it goes on then, and it is tried again until it is done.
/// </summary>
internal sealed class WalScrub(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Empties it, or leaves that to the background where readers take longer than a few seconds.</summary>
    public async Task RunAsync()
    {
        Task running;
        lock (_gate)
        {
            // What is committed by now may be behind the place up to which a run that is under way has come.
            var before = _running;
            running = _running = Task.Run(() => UntilEmptyAsync(before), CancellationToken.None);
        }

        await Task.WhenAny(running, Task.Delay(Patience, _stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task UntilEmptyAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!_stopping.IsCancellationRequested && !Empty())
        {
            await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Empty()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        connection.Query("PRAGMA busy_timeout = 100", row => row.GetInt64(0));

        // Most of it is carried over while others write; only the rest makes them wait, and not for a reader.
        connection.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt64(0));
        return connection.Query("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0))[0] == 0;
    }
}
