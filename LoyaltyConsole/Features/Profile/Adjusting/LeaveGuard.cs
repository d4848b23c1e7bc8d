namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Stands between Escape and what was typed: the dialog's frame says whether it may close.</summary>
public sealed class LeaveGuard
{
    /// <summary>Asks the dialog; null before it is there.</summary>
    public Func<bool>? MayClose { get; set; }

    /// <summary>Whether the dialog may close.</summary>
    public Task<bool> AskAsync() => Task.FromResult(MayClose?.Invoke() ?? true);
}
