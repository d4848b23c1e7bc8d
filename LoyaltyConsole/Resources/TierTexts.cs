namespace LoyaltyConsole.Resources;

/// <summary>The texts of levels: their page, a customer's level, its change and its forecast.</summary>
public sealed class TierTexts;
