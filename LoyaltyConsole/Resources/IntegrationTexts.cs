namespace LoyaltyConsole.Resources;

/// <summary>The texts of the Integrations page.</summary>
public sealed class IntegrationTexts;
