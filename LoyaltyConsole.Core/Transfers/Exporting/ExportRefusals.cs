using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

// In the order in which an export is checked.

/// <summary>Part of the filter makes no sense for what is exported.</summary>
/// <param name="Part">That part.</param>
public sealed record ExportFilterUnknown(string Part) : Refusal;

/// <summary>There is no such column.</summary>
/// <param name="Column">Its name.</param>
public sealed record ExportColumnUnknown(string Column) : Refusal;

/// <summary>Other products take customers only.</summary>
public sealed record ExportFormatForCustomers : Refusal;

/// <summary>Nobody knows figures as of an instant that is still to come.</summary>
public sealed record ExportAheadOfTime : Refusal;

/// <summary>The audit log is told as it is, not as of an instant.</summary>
public sealed record ExportOnlyAsOfNow : Refusal;

/// <summary>One person exports only so often within an hour.</summary>
/// <param name="Most">How often.</param>
/// <param name="At">From which minute on it is possible again, in the programme's zone.</param>
public sealed record TooManyExports(int Most, LocalTime At) : Refusal;

/// <summary>One person exports only so many rows within an hour.</summary>
/// <param name="Most">How many.</param>
/// <param name="At">From which minute on it is possible again, in the programme's zone.</param>
public sealed record TooManyExportedRows(long Most, LocalTime At) : Refusal;

/// <summary>There is no such export for this person.</summary>
public sealed record ExportNotFound : Refusal;

/// <summary>The file has been fetched; each address holds once.</summary>
public sealed record ExportFetched : Refusal;

/// <summary>The file was not fetched in time.</summary>
public sealed record ExportLapsed : Refusal;
