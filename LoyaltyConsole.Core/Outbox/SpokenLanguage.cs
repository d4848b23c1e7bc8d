namespace LoyaltyConsole.Core.Outbox;

/// <summary>The languages in which customers and staff are written to.</summary>
public static class SpokenLanguage
{
    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>German.</summary>
    public const string German = "de";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [English, German];
}
