namespace LoyaltyConsole.Resources;

/// <summary>The texts of undoing and reversing what was booked.</summary>
public sealed class ReversalTexts;
