namespace LoyaltyConsole.Resources;

/// <summary>The texts of exports.</summary>
public sealed class ExportTexts;
