namespace LoyaltyConsole.Resources;

/// <summary>The texts of the notes about a customer.</summary>
public sealed class NoteTexts;
