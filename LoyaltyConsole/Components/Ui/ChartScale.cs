using System.Globalization;
using System.Text;
using LoyaltyConsole.Core;

namespace LoyaltyConsole.Components.Ui;

/// <summary>The numbers beside a chart: round ones, from zero or below to the highest.</summary>
/// <param name="Lowest">The number at the bottom.</param>
/// <param name="Step">How far apart the numbers are.</param>
/// <param name="Steps">How many steps there are.</param>
public sealed record ChartScale(Points Lowest, Points Step, int Steps)
{
    private const int MostSteps = 4;

    /// <summary>The numbers from the bottom.</summary>
    public IEnumerable<Points> Ticks => Enumerable.Range(0, Steps + 1).Select(step => new Points(Lowest.Hundredths + (step * Step.Hundredths)));

    /// <summary>A scale on which both numbers and zero have their place.</summary>
    public static ChartScale Of(Points least, Points most)
    {
        var (low, high) = (Math.Min(0, least.Hundredths), Math.Max(Points.Whole(1).Hundredths, most.Hundredths));
        var step = RoundStep((high - low) / (decimal)MostSteps);
        while (Floor(high + step - 1, step) - Floor(low, step) > MostSteps * step)
        {
            step = RoundStep(step + 1);
        }

        var bottom = Floor(low, step);
        return new ChartScale(new Points(bottom), new Points(step), (int)((Floor(high + step - 1, step) - bottom) / step));
    }

    /// <summary>How far from the top a number has its place.</summary>
    public decimal Place(Points points, int height) =>
        height - (height * (decimal)(points.Hundredths - Lowest.Hundredths) / (Step.Hundredths * Steps));

    /// <summary>The same as a drawing takes it.</summary>
    public string Y(Points points) => ChartFrame.Number(Place(points, ChartFrame.Height));

    /// <summary>A line on which each value holds until the next.</summary>
    public string StepLine(IReadOnlyList<Points> values)
    {
        var path = new StringBuilder();
        foreach (var (index, value) in values.Index())
        {
            // What holds on is one line, not one for each day.
            if (index == 0 || value != values[index - 1])
            {
                path.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? "M0 ," : " V")}{Y(value)}");
            }

            if (index == values.Count - 1 || value != values[index + 1])
            {
                path.Append(CultureInfo.InvariantCulture, $" H{ChartFrame.X(index + 1, values.Count)}");
            }
        }

        return path.ToString();
    }

    private static long Floor(long value, long step) => (long)Math.Floor(value / (decimal)step) * step;

    // 1, 2 or 5 times a power of ten, and no part of a point.
    private static long RoundStep(decimal least)
    {
        var power = Points.Whole(1).Hundredths;
        while (power * 10 < least)
        {
            power *= 10;
        }

        return new[] { power, 2 * power, 5 * power, 10 * power }.First(step => step >= least);
    }
}
