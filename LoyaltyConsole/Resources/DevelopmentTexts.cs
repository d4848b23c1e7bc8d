namespace LoyaltyConsole.Resources;

/// <summary>The texts of an account's development and of what time alone will do to it.</summary>
public sealed class DevelopmentTexts;
