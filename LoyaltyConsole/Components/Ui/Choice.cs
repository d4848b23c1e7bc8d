namespace LoyaltyConsole.Components.Ui;

/// <summary>One of the values that can be chosen, and how it is said.</summary>
/// <param name="Value">The value.</param>
/// <param name="Text">How it is said.</param>
/// <typeparam name="TValue">What is chosen.</typeparam>
public sealed record Choice<TValue>(TValue Value, string Text);
