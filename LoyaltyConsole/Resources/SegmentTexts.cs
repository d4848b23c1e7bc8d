namespace LoyaltyConsole.Resources;

/// <summary>The texts of segments: their models, their names, a customer's scores.</summary>
public sealed class SegmentTexts;
