namespace LoyaltyConsole.Resources;

/// <summary>The texts of the campaigns' page, and of granting a campaign's points.</summary>
public sealed class CampaignTexts;
