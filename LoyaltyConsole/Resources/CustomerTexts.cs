namespace LoyaltyConsole.Resources;

/// <summary>The texts of the customer overview.</summary>
public sealed class CustomerTexts;
