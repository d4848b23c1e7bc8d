namespace LoyaltyConsole.Resources;

/// <summary>The texts of a customer's profile and of the dialogs that adjust points.</summary>
public sealed class ProfileTexts;
