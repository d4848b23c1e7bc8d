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
    /// <see cref="PointsNotANumber"/>, <see cref="TooManyDecimals"/>, <see cref="TooManyPoints"/>.
    /// </returns>
    public static Result<Points> Read(string? text, int decimals)
    {
        var typed = text?.Trim().Replace('−', '-');
        if (string.IsNullOrEmpty(typed))
        {
            return new PointsMissing();
        }

        if (typed.Contains(',', StringComparison.Ordinal) && Digits().IsMatch(typed))
        {
            var grouped = typed.Replace(",", "", StringComparison.Ordinal);
            return new PointsWithComma(typed, grouped, typed.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'));
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

    [GeneratedRegex(@"^[+-]?[\d.,]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[+-]?[0-9]+(?:\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
