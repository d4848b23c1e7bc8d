using System.Globalization;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Reads points as people and files write them: always with a period, whatever the culture (D2, E-046).</summary>
public static partial class PointsText
{
    /// <summary>Reads a signed number of points.</summary>
    /// <param name="text">What was typed; blanks around it do not count, a typographic minus does.</param>
    /// <param name="decimals">How many decimals the programme books.</param>
    /// <returns>
    /// The points; or, in this order, <see cref="PointsMissing"/>, <see cref="PointsWithComma"/>,
    /// <see cref="PointsWithAmbiguousComma"/>, <see cref="PointsNotANumber"/>, <see cref="TooManyDecimals"/>, <see cref="TooManyPoints"/>.
    /// </returns>
    public static Result<Points> Read(string? text, int decimals)
    {
        var typed = text?.Trim().Replace('−', '-');
        if (string.IsNullOrEmpty(typed))
        {
            return new PointsMissing();
        }

        if (Comma(typed, decimals) is { } comma)
        {
            return comma;
        }

        if (!Number().IsMatch(typed))
        {
            return new PointsNotANumber(typed.Length > 40 ? typed[..40] : typed);
        }

        if (typed.Length > 16)
        {
            return new TooManyPoints(Points.MostInOneEntry);
        }

        var value = decimal.Parse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (decimal.Round(value, decimals) != value)
        {
            return new TooManyDecimals(decimals);
        }

        if (Math.Abs(value) > Points.MostInOneEntry.Value)
        {
            return new TooManyPoints(Points.MostInOneEntry);
        }

        return Points.Rounded(value, decimals);
    }

    // Names only what the programme could book: whole points leave no room for decimals.
    private static Refusal? Comma(string typed, int decimals)
    {
        var (whole, withPeriod) = (typed.Replace(",", "", StringComparison.Ordinal), typed.Replace(',', '.'));
        var groups = Grouped().IsMatch(typed);
        var marks = typed.Contains(',', StringComparison.Ordinal) && Number().IsMatch(withPeriod);
        var fits = marks && typed.TrimEnd('0').Length - typed.IndexOf(',', StringComparison.Ordinal) - 1 <= decimals;
        return (groups, marks, fits) switch
        {
            (true, _, true) => new PointsWithAmbiguousComma(typed, whole, withPeriod),
            (true, _, false) => new PointsWithComma(typed, whole),
            (false, _, true) => new PointsWithComma(typed, withPeriod),
            (false, true, false) => new TooManyDecimals(decimals),
            (false, false, false) => null,
        };
    }

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[+-]?[0-9]+(?:\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
