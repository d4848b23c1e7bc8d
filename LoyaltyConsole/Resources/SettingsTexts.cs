namespace LoyaltyConsole.Resources;

/// <summary>The texts of the settings.</summary>
public sealed class SettingsTexts;
