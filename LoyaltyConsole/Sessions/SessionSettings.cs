namespace LoyaltyConsole.Sessions;

/// <summary>How much one person may ask of the server, and how long it waits for one whose line broke.</summary>
/// <param name="TabsPerPerson">How many tabs one person may have open, those included whose line broke.</param>
/// <param name="EventsPerSecond">How many of a person's events are dealt with in a second; what is more waits.</param>
/// <param name="KeepLostSeconds">How long a tab whose line broke is kept as it was.</param>
public sealed record SessionSettings(int TabsPerPerson, int EventsPerSecond, int KeepLostSeconds)
{
    /// <summary>Nobody works in more than twenty tabs, or types faster than a fifth of a hundred keys a second.</summary>
    public static SessionSettings Default { get; } = new(TabsPerPerson: 20, EventsPerSecond: 100, KeepLostSeconds: 300);
}
