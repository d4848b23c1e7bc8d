namespace LoyaltyConsole.Resources;

/// <summary>The texts of the e-mails that leave.</summary>
public sealed class LetterTexts;
