using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Features.Segments;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile.Scoring;

/// <summary>A customer's scores in words.</summary>
internal static class ScoreWords
{
    /// <summary>What a metric is called at the beginning of a line.</summary>
    public static string Metric(SegmentMetric metric, IStringLocalizer<SegmentTexts> texts) => texts[$"MetricName_{metric}"];

    /// <summary>A value with its unit: 16 days, 4 purchases, 178.40 EUR.</summary>
    public static string Value(SegmentMetric metric, SegmentValues values, string currency, Display display, IStringLocalizer<SegmentTexts> texts) =>
        metric == SegmentMetric.Monetary
            ? display.Money(new Money(values.Monetary, currency))
            : texts[$"Value_{metric}{(values.Of(metric) == 1 ? "_One" : "")}", display.Count(values.Of(metric))];

    /// <summary>A score: a component with two decimals, or a digit.</summary>
    public static string Score(SegmentMethod method, SegmentMetric metric, SegmentScores scores) => method.Kind == SegmentModelKind.Weighted
        ? scores.Component(metric).ToString("0.00", CultureInfo.CurrentCulture)
        : scores.Of(metric).ToString(CultureInfo.CurrentCulture);

    /// <summary>All three together: 37.6, or 535.</summary>
    public static string Overall(SegmentMethod method, SegmentScores scores) => method.Kind == SegmentModelKind.Weighted
        ? decimal.Round(scores.Overall, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.CurrentCulture)
        : scores.Code.ToString(CultureInfo.CurrentCulture);

    /// <summary>How the customer came to their segment, with the scores that moved, the largest move first (X11).</summary>
    public static string Why(CustomerSegment standing, Display display, IStringLocalizer<SegmentTexts> texts)
    {
        if (standing.Left is not { } left)
        {
            return texts["SinceFirst", display.Date(standing.Arrived.Run.AnalysedOn)];
        }

        var arrived = standing.Arrived;
        string[] said = [SegmentWords.Name(left.Segment.Name, texts), SegmentWords.Name(arrived.Segment.Name, texts), display.Date(left.Run.AnalysedOn), display.Date(arrived.Run.AnalysedOn)];
        if (arrived.Scores is not { } after)
        {
            return texts["WhyNoOrder", said];
        }

        if (left.Scores is not { } before)
        {
            return texts["WhyOrdered", said];
        }

        var moves = Enum.GetValues<SegmentMetric>()
            .Where(metric => before.Of(metric) != after.Of(metric))
            .OrderByDescending(metric => Math.Abs(after.Of(metric) - before.Of(metric)))
            .Select(metric => (Metric: metric, Scores: Short(left, arrived, metric)))
            .Select(move => texts[
                after.Of(move.Metric) < before.Of(move.Metric) ? "Fell" : "Rose", texts[$"Metric_{move.Metric}"].Value, move.Scores.Before, move.Scores.After].Value)
            .ToList();
        return moves.Count == 0 ? texts["WhyRules", said] : texts["WhyScores", [.. said, string.Join(", ", moves)]];
    }

    // With one decimal, unless that would not tell them apart.
    private static (string Before, string After) Short(CustomerSnapshot left, CustomerSnapshot arrived, SegmentMetric metric)
    {
        foreach (var format in left.Run.Method.Kind == SegmentModelKind.Weighted ? new[] { "0.0", "0.00" } : [])
        {
            var (before, after) = (
                left.Scores!.Value.Component(metric).ToString(format, CultureInfo.CurrentCulture), arrived.Scores!.Value.Component(metric).ToString(format, CultureInfo.CurrentCulture));
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                return (before, after);
            }
        }

        return (Score(left.Run.Method, metric, left.Scores!.Value), Score(arrived.Run.Method, metric, arrived.Scores!.Value));
    }
}
