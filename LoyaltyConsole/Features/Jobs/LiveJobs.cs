using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;

namespace LoyaltyConsole.Features.Jobs;

/// <summary>Follows the jobs for a screen, a few times a second however fast they go.</summary>
internal sealed class LiveJobs : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    // Another process, such as the command line, says nothing here; and what runs gets longer.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private readonly Func<Task> _refresh;
    private readonly OnScreen _gone = new();
    private readonly IDisposable _listening;
    private readonly ITimer _timer;
    private int _isDue;

    /// <param name="book">Where the runs are recorded.</param>
    /// <param name="time">What the glances go by.</param>
    /// <param name="refresh">Brings the screen up to date; called on a thread of the pool.</param>
    public LiveJobs(JobBook book, TimeProvider time, Func<Task> refresh)
    {
        _refresh = refresh;
        var ask = HeardHere.Wrap(Ask);
        _listening = book.Listen(_ => ask());
        _timer = time.CreateTimer(_ => Ask(), null, Glance, Glance);
    }

    public void Dispose()
    {
        _listening.Dispose();
        _timer.Dispose();
        _gone.Dispose();
    }

    private void Ask()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _ = Task.Run(RefreshAsync);
        }
    }

    // What moves while the screen waits is shown with the rest; what moves afterwards asks again.
    private async Task RefreshAsync()
    {
        if (_gone.IsOver)
        {
            return;
        }

        var gone = _gone.Token;
        await Task.Delay(Pace, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Exchange(ref _isDue, 0);
        if (!gone.IsCancellationRequested)
        {
            await _refresh();
        }
    }
}
