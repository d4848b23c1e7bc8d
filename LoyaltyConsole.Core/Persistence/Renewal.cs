namespace LoyaltyConsole.Core.Persistence;

/// <summary>Renews after erasures, soon and beside other work, whatever the engine may have kept copies in.</summary>
internal sealed class Renewal(DatabaseEngine engine) : IAsyncDisposable
{
    // Building an index of so many rows takes about a quarter of a second, during which nobody writes to SQLite; larger ones wait for the night.
    private const int MostRowsByDay = 250_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _isDue;

    /// <summary>Renews soon, once for all erasures that come meanwhile.</summary>
    public void Request()
    {
        lock (_gate)
        {
            if (!_isDue)
            {
                _isDue = true;
                var before = _running;
                _running = Task.Run(() => AfterAsync(before), CancellationToken.None);
            }
        }
    }

    /// <summary>Waits for what was requested.</summary>
    public Task DoneAsync()
    {
        lock (_gate)
        {
            return _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await DoneAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Pause, _stopping.Token);
        lock (_gate)
        {
            _isDue = false;
        }

        await engine.RenewAsync(MostRowsByDay, _stopping.Token);
    }
}
