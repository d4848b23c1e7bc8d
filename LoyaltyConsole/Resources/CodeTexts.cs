namespace LoyaltyConsole.Resources;

/// <summary>The texts of the one-time codes on the profile.</summary>
public sealed class CodeTexts;
