namespace LoyaltyConsole.Components.Ui;

/// <summary>
/// Reads for a screen one at a time, so that no slow read is shown over what a later one has found. Whoever asks while
/// one is under way gets the next, together with all who ask until that begins. For one screen: called on its dispatcher.
/// </summary>
/// <param name="read">Reads what the screen shows.</param>
public sealed class InTurn(Func<Task> read)
{
    private Task _now = Task.CompletedTask;
    private Task? _next;

    /// <summary>Reads; what is known once it has ended is no older than the call.</summary>
    public Task ReadAsync() => _next ?? (_now.IsCompleted ? _now = read() : _next = AfterwardsAsync());

    private async Task AfterwardsAsync()
    {
        await _now.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _next = null;
        await (_now = read());
    }
}
