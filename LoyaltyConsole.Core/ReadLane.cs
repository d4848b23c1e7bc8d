namespace LoyaltyConsole.Core;

/// <summary>
/// In whose lane a read queues (S6). Reads of one lane wait for each other, so that a person who asks for a hundred heavy
/// searches at once keeps only themselves waiting.
/// </summary>
public static class ReadLane
{
    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>Who reads from here on, in this flow of calls; null for jobs and shops, which queue with everybody.</summary>
    public static string? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
