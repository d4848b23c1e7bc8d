namespace LoyaltyConsole.Resources;

/// <summary>The texts of merge requests.</summary>
public sealed class MergeTexts;
