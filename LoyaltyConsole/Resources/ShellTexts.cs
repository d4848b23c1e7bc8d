namespace LoyaltyConsole.Resources;

/// <summary>The texts of the frame: menu, header, sign-in, states, and the words that every page shares.</summary>
public sealed class ShellTexts;
