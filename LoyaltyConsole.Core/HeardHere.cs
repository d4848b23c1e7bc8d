namespace LoyaltyConsole.Core;

/// <summary>
/// Whoever listens hears in the language and the like in which they began to, not in those of whoever tells: another
/// person's screen, or a job's thread that has none.
/// </summary>
public static class HeardHere
{
    /// <summary>The callback, in the context of this call.</summary>
    public static Action Wrap(Action callback)
    {
        var context = ExecutionContext.Capture();
        return context is null ? callback : () => ExecutionContext.Run(context, static told => ((Action)told!)(), callback);
    }
}
