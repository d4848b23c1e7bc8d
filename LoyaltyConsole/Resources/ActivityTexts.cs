namespace LoyaltyConsole.Resources;

/// <summary>The texts of a customer's activities.</summary>
public sealed class ActivityTexts;
