namespace LoyaltyConsole.Resources;

/// <summary>The texts of "Why is it this number?" and the sentences to be read aloud.</summary>
public sealed class WhyTexts;
