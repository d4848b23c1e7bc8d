namespace LoyaltyConsole.Core.Transfers;

/// <summary><c>--date-format</c> names none of the formats.</summary>
/// <param name="Format">What was written.</param>
public sealed record UnknownDateFormat(string Format) : Refusal;

/// <summary>No value of the column that is mapped to a date is a date.</summary>
/// <param name="Column">The column's name.</param>
public sealed record NoDatesFound(string Column) : Refusal;

/// <summary>The column holds dates in more than one format.</summary>
/// <param name="Column">The column's name.</param>
public sealed record DatesDisagree(string Column) : Refusal;

/// <summary>Day first and month first both fit every date: the operator must say which, with <c>--date-format</c>.</summary>
/// <param name="Column">The column's name.</param>
public sealed record AmbiguousDates(string Column) : Refusal;
