namespace LoyaltyConsole.Core.Transfers;

/// <summary>How far an import has come, as it goes on.</summary>
/// <param name="Id">The import.</param>
/// <param name="Status">The step it is at.</param>
/// <param name="Fraction">How much of that step is done, from 0 to 1.</param>
/// <param name="Counts">What it counted so far.</param>
public sealed record ImportProgress(ImportId Id, ImportStatus Status, double Fraction, ImportCounts Counts);
