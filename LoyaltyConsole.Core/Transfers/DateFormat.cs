namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The order of day, month and year. A time may follow each of them, after a blank or a T, in 24 or 12 hours, with
/// seconds, <c>Z</c> or an offset.
/// </summary>
public enum DateFormat
{
    /// <summary><c>yyyy-MM-dd</c>, also with slashes.</summary>
    Iso,

    /// <summary><c>yyyyMMdd</c></summary>
    Compact,

    /// <summary><c>dd.MM.yyyy</c>, a leading zero may be missing.</summary>
    DayFirstDots,

    /// <summary><c>dd/MM/yyyy</c>, also with hyphens; a leading zero may be missing.</summary>
    DayFirst,

    /// <summary><c>MM/dd/yyyy</c>, also with hyphens; a leading zero may be missing.</summary>
    MonthFirst,
}

/// <summary>The formats that a value could be written in.</summary>
[Flags]
internal enum DateFits
{
    None = 0,
    Iso = 1 << DateFormat.Iso,
    Compact = 1 << DateFormat.Compact,
    DayFirstDots = 1 << DateFormat.DayFirstDots,
    DayFirst = 1 << DateFormat.DayFirst,
    MonthFirst = 1 << DateFormat.MonthFirst,
}
