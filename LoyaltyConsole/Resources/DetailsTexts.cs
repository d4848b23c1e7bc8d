namespace LoyaltyConsole.Resources;

/// <summary>The texts of registering a customer and of editing their details.</summary>
public sealed class DetailsTexts;
