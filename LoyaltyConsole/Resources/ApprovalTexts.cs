namespace LoyaltyConsole.Resources;

/// <summary>The texts of what people do not do alone.</summary>
public sealed class ApprovalTexts;
