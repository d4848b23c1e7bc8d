namespace LoyaltyConsole.Resources;

/// <summary>The texts of the orders' pages.</summary>
public sealed class OrderTexts;
