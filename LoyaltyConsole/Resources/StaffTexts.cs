namespace LoyaltyConsole.Resources;

/// <summary>The texts of the Staff page.</summary>
public sealed class StaffTexts;
