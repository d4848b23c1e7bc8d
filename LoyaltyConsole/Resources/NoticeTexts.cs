namespace LoyaltyConsole.Resources;

/// <summary>The texts of what waits for somebody.</summary>
public sealed class NoticeTexts;
