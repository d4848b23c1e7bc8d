namespace LoyaltyConsole.Resources;

/// <summary>The texts of rewards and coupons: the catalogue, and what customers have of them.</summary>
public sealed class RewardTexts;
