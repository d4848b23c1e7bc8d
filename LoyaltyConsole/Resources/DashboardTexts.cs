namespace LoyaltyConsole.Resources;

/// <summary>The texts of the dashboard.</summary>
public sealed class DashboardTexts;
