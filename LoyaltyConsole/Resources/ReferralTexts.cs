namespace LoyaltyConsole.Resources;

/// <summary>The texts of the referral programme on the profile.</summary>
public sealed class ReferralTexts;
