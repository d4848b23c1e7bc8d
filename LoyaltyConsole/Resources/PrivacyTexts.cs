namespace LoyaltyConsole.Resources;

/// <summary>The texts of deletion, its certificate and the copy of a customer's data.</summary>
public sealed class PrivacyTexts;
