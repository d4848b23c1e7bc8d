using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Reads dates and times in half a million rows without a string or a pattern for each.</summary>
public static class DateFormats
{
    private static readonly DateFormat[] _all = Enum.GetValues<DateFormat>();

    /// <summary>How the command line and a saved mapping write a format.</summary>
    public static string Pattern(this DateFormat format) => format switch
    {
        DateFormat.Iso => "yyyy-MM-dd",
        DateFormat.Compact => "yyyyMMdd",
        DateFormat.DayFirstDots => "dd.MM.yyyy",
        DateFormat.DayFirst => "dd/MM/yyyy",
        DateFormat.MonthFirst => "MM/dd/yyyy",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>
    /// The format of <c>--date-format</c>. A time behind the date is welcome (<c>dd/MM/yyyy HH:mm</c>) and changes
    /// nothing, since a time is read wherever one stands. Refuses <see cref="UnknownDateFormat"/>.
    /// </summary>
    public static Result<DateFormat> Named(string text)
    {
        var date = text.Trim();
        var end = date.IndexOfAny([' ', 'T']);
        date = end < 0 ? date : date[..end];
        if (string.Equals(date, "iso", StringComparison.OrdinalIgnoreCase))
        {
            return DateFormat.Iso;
        }

        foreach (var format in _all)
        {
            if (string.Equals(format.Pattern(), date, StringComparison.Ordinal)
                || string.Equals(format.Pattern().Replace('/', '-'), date, StringComparison.Ordinal))
            {
                return format;
            }
        }

        return date switch
        {
            "yyyy/MM/dd" => DateFormat.Iso,
            "d.M.yyyy" => DateFormat.DayFirstDots,
            "d/M/yyyy" or "d-M-yyyy" => DateFormat.DayFirst,
            "M/d/yyyy" or "M-d-yyyy" => DateFormat.MonthFirst,
            _ => new UnknownDateFormat(text),
        };
    }

    /// <summary>Reads a date, with the time and the offset where they are written.</summary>
    /// <returns><see cref="CellFault.None"/>, <see cref="CellFault.Empty"/>, <see cref="CellFault.NotADate"/> or
    /// <see cref="CellFault.NoSuchDate"/> (30 February).</returns>
    public static CellFault Read(ReadOnlySpan<char> cell, DateFormat format, out WrittenMoment moment)
    {
        moment = default;
        var rest = cell.Trim();
        if (rest.IsEmpty)
        {
            return CellFault.Empty;
        }

        if (!TakeDate(ref rest, format, out var year, out var month, out var day)
            || !TakeTime(ref rest, out var time, out var hasTime)
            || !TakeOffset(rest, hasTime, out var offset))
        {
            return CellFault.NotADate;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return CellFault.NoSuchDate;
        }

        moment = new WrittenMoment(new LocalDate(year, month, day) + time, offset, hasTime);
        return CellFault.None;
    }

    internal static DateFits Fitting(ReadOnlySpan<char> cell)
    {
        var fits = DateFits.None;
        foreach (var format in _all)
        {
            fits |= Read(cell, format, out _) is CellFault.None ? (DateFits)(1 << (int)format) : DateFits.None;
        }

        return fits;
    }

    private static bool TakeDate(ref ReadOnlySpan<char> rest, DateFormat format, out int year, out int month, out int day)
    {
        year = month = day = 0;
        switch (format)
        {
            case DateFormat.Iso:
                return TakeDigits(ref rest, 4, 4, out year) && TakeSeparator(ref rest, "-/", out var dash)
                    && TakeDigits(ref rest, 1, 2, out month) && Take(ref rest, dash) && TakeDigits(ref rest, 1, 2, out day);
            case DateFormat.Compact:
                return TakeDigits(ref rest, 4, 4, out year) && TakeDigits(ref rest, 2, 2, out month)
                    && TakeDigits(ref rest, 2, 2, out day) && (rest.IsEmpty || !char.IsAsciiDigit(rest[0]));
            case DateFormat.DayFirstDots:
                return TakeDigits(ref rest, 1, 2, out day) && Take(ref rest, '.')
                    && TakeDigits(ref rest, 1, 2, out month) && Take(ref rest, '.') && TakeDigits(ref rest, 4, 4, out year);
            case DateFormat.DayFirst:
                return TakeDigits(ref rest, 1, 2, out day) && TakeSeparator(ref rest, "/-", out var slash)
                    && TakeDigits(ref rest, 1, 2, out month) && Take(ref rest, slash) && TakeDigits(ref rest, 4, 4, out year);
            case DateFormat.MonthFirst:
                return TakeDigits(ref rest, 1, 2, out month) && TakeSeparator(ref rest, "/-", out var mark)
                    && TakeDigits(ref rest, 1, 2, out day) && Take(ref rest, mark) && TakeDigits(ref rest, 4, 4, out year);
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    // [ ,T]H:mm[:ss[.fffffff]][ AM|PM]; nothing at all is midnight.
    private static bool TakeTime(ref ReadOnlySpan<char> rest, out LocalTime time, out bool hasTime)
    {
        time = LocalTime.Midnight;
        hasTime = false;
        var text = rest;
        if (text.IsEmpty || !(Take(ref text, 'T') || Take(ref text, ' ') || Take(ref text, ',')))
        {
            return true;
        }

        text = text.TrimStart(' ');
        if (!TakeDigits(ref text, 1, 2, out var hour) || !Take(ref text, ':') || !TakeDigits(ref text, 2, 2, out var minute))
        {
            return false;
        }

        var second = 0;
        long nanoseconds = 0;
        if (Take(ref text, ':') && (!TakeDigits(ref text, 2, 2, out second) || !TakeFraction(ref text, out nanoseconds)))
        {
            return false;
        }

        if (!TakeHalfDay(ref text, ref hour) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new LocalTime(hour, minute, second).PlusNanoseconds(nanoseconds);
        hasTime = true;
        rest = text;
        return true;
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!Take(ref text, '.'))
        {
            return true;
        }

        var digits = 0;
        for (; text.Length > 0 && char.IsAsciiDigit(text[0]) && digits < 9; digits++, text = text[1..])
        {
            nanoseconds = (nanoseconds * 10) + (text[0] - '0');
        }

        for (var i = digits; i < 9; i++)
        {
            nanoseconds *= 10;
        }

        return digits > 0;
    }

    private static bool TakeHalfDay(ref ReadOnlySpan<char> text, ref int hour)
    {
        var mark = text.TrimStart(' ');
        var afternoon = mark.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (!afternoon && !mark.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        text = mark[2..];
        var valid = hour is >= 1 and <= 12;
        hour = (hour % 12) + (afternoon ? 12 : 0);
        return valid;
    }

    // Z, UTC, +01, +0100, +01:00, each after an optional blank, only behind a time.
    private static bool TakeOffset(ReadOnlySpan<char> rest, bool hasTime, out Offset? offset)
    {
        offset = null;
        var text = rest.Trim(' ');
        if (text.IsEmpty)
        {
            return true;
        }

        if (!hasTime)
        {
            return false;
        }

        if (text is "Z" or "UTC" or "GMT")
        {
            offset = Offset.Zero;
            return true;
        }

        var sign = text[0] == '-' ? -1 : 1;
        var minutes = 0;
        if (!(Take(ref text, '+') || Take(ref text, '-')) || !TakeDigits(ref text, 2, 2, out var hours))
        {
            return false;
        }

        Take(ref text, ':');
        if (!text.IsEmpty && !TakeDigits(ref text, 2, 2, out minutes))
        {
            return false;
        }

        if (!text.IsEmpty || hours > 18 || minutes > 59 || (hours == 18 && minutes > 0))
        {
            return false;
        }

        offset = Offset.FromHoursAndMinutes(sign * hours, sign * minutes);
        return true;
    }

    private static bool TakeDigits(ref ReadOnlySpan<char> rest, int least, int most, out int value)
    {
        value = 0;
        var count = 0;
        for (; count < most && count < rest.Length && char.IsAsciiDigit(rest[count]); count++)
        {
            value = (value * 10) + (rest[count] - '0');
        }

        rest = rest[count..];
        return count >= least;
    }

    private static bool TakeSeparator(ref ReadOnlySpan<char> rest, string either, out char taken)
    {
        taken = rest.IsEmpty ? '\0' : rest[0];
        return either.Contains(taken, StringComparison.Ordinal) && Take(ref rest, taken);
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
