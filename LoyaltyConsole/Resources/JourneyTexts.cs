namespace LoyaltyConsole.Resources;

/// <summary>The texts of the journey reports on the profile.</summary>
public sealed class JourneyTexts;
