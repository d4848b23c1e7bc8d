namespace LoyaltyConsole.Resources;

/// <summary>The texts of connections to mailing services and shops.</summary>
public sealed class ConnectionTexts;
