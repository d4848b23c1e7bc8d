namespace LoyaltyConsole.Resources;

/// <summary>The texts of a call.</summary>
public sealed class CallTexts;
