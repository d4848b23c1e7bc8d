namespace LoyaltyConsole.Core.Transfers;

/// <summary>Finds the one format in which all dates of a column are written. Show it every value: it is quick.</summary>
/// <param name="column">The column's name, for the refusals.</param>
public sealed class DateSurvey(string column)
{
    private DateFits _fits =
        DateFits.Iso | DateFits.Compact | DateFits.DayFirstDots | DateFits.DayFirst | DateFits.MonthFirst;
    private bool _seen;

    /// <summary>Whether any value was a date.</summary>
    public bool HasSeen => _seen;

    /// <summary>Looks at one value. What is no date in any format is a fault of its own row and has no vote.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        // Most columns settle on one format with the first value; then one reading is enough.
        if (_seen && IsOne(_fits) && DateFormats.Read(cell, Only(_fits), out _) is CellFault.None)
        {
            return;
        }

        var fits = DateFormats.Fitting(cell);
        if (fits is not DateFits.None)
        {
            _seen = true;
            _fits &= fits;
        }
    }

    /// <summary>
    /// The format. Refuses <see cref="NoDatesFound"/> (no value is a date), <see cref="DatesDisagree"/> (no format fits
    /// all of them), <see cref="AmbiguousDates"/> (03/04 could be either, in every value), in this order.
    /// </summary>
    public Result<DateFormat> Decide()
    {
        if (!_seen)
        {
            return new NoDatesFound(column);
        }

        if (_fits is DateFits.None)
        {
            return new DatesDisagree(column);
        }

        return IsOne(_fits) ? Only(_fits) : new AmbiguousDates(column);
    }

    private static bool IsOne(DateFits fits) => int.PopCount((int)fits) == 1;

    private static DateFormat Only(DateFits fits) => (DateFormat)int.TrailingZeroCount((int)fits);
}
