using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Follows imports for a screen, a few times a second however fast they go.</summary>
internal sealed class LiveImports : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Func<Task> _refresh;
    private readonly OnScreen _gone = new();
    private readonly IDisposable _listening;
    private int _isDue;

    /// <param name="desk">Where they are worked on.</param>
    /// <param name="only">The one that the screen shows; null for all.</param>
    /// <param name="refresh">Brings the screen up to date; called on a thread of the pool.</param>
    public LiveImports(ImportDesk desk, ImportId? only, Func<Task> refresh)
    {
        _refresh = refresh;
        var start = HeardHere.Wrap(() => _ = Task.Run(RefreshAsync));
        _listening = desk.Listen(id =>
        {
            if ((only is null || only == id) && Interlocked.Exchange(ref _isDue, 1) == 0)
            {
                start();
            }
        });
    }

    public void Dispose()
    {
        _listening.Dispose();
        _gone.Dispose();
    }

    // What moves while the screen waits is shown with the rest; what moves afterwards asks again.
    private async Task RefreshAsync()
    {
        var gone = _gone.Token;
        await Task.Delay(Pace, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Exchange(ref _isDue, 0);
        if (!gone.IsCancellationRequested)
        {
            await _refresh();
        }
    }
}
