namespace LoyaltyConsole.Components.Ui;

/// <summary>How a table is to be sorted.</summary>
/// <param name="Column">What the column sorts by.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
public readonly record struct GridSort(string Column, bool IsDescending);
