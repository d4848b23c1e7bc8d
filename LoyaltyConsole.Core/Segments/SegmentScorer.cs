namespace LoyaltyConsole.Core.Segments;

/// <summary>Scores customers by a model, against all others, and tells their segment (rule 5.9).</summary>
internal sealed class SegmentScorer
{
    private static readonly SegmentMetric[] Metrics = [SegmentMetric.Recency, SegmentMetric.Frequency, SegmentMetric.Monetary];

    private readonly SegmentMethod _method;
    private readonly Distribution[] _all;
    private readonly decimal[][] _thresholds;
    private readonly IReadOnlyList<SegmentRule> _rules;
    private readonly int[] _byCode;

    /// <summary>Learns from all customers who are scored.</summary>
    /// <param name="method">How.</param>
    /// <param name="rules">In the order in which they are asked.</param>
    /// <param name="values">What all of them ordered.</param>
    public SegmentScorer(SegmentMethod method, IReadOnlyList<SegmentRule> rules, IReadOnlyList<SegmentValues> values)
    {
        (_method, _rules) = (method, rules);
        _all = Array.ConvertAll(Metrics, metric => new Distribution(ValuesOf(values, metric)));
        _thresholds = Array.ConvertAll(_all, all => method.Kind == SegmentModelKind.Rfm && all.Count > 0 ? Bounds(all, method.Bins) : []);
        _byCode = method.Kind == SegmentModelKind.Weighted ? [] : [.. Enumerable.Range(0, 1_000).Select(code => RuleFor(code / 100, code / 10 % 10, code % 10))];
    }

    /// <summary>How a customer is scored.</summary>
    public SegmentScores Score(SegmentValues values) =>
        new(Score(SegmentMetric.Recency, values), Score(SegmentMetric.Frequency, values), Score(SegmentMetric.Monetary, values));

    /// <summary>The place of the first rule that fits; as many as there are rules for the others.</summary>
    public int RuleOf(SegmentValues values, SegmentScores scores)
    {
        if (_method.Kind != SegmentModelKind.Weighted)
        {
            return _byCode[scores.Code];
        }

        for (var place = 0; place < _rules.Count; place++)
        {
            if (Holds(_rules[place].Conditions, values, scores))
            {
                return place;
            }
        }

        return _rules.Count;
    }

    /// <summary>The numbers by which the scores can be followed.</summary>
    public SegmentFacts Facts(int customers, string currency)
    {
        var facts = _all.Zip(_thresholds, (all, thresholds) => new MetricFacts(all.Min, all.Max, thresholds, all.InSteps())).ToArray();
        return new SegmentFacts(customers, _all[0].Count, facts[0], facts[1], facts[2], currency);
    }

    // The quantiles, moved up by 1, between the least and the most plus 1. Money is told in ten-thousandths.
    private decimal[] Bounds(Distribution all, int bins)
    {
        var one = all == _all[2] ? 10_000m : 1m;
        return [all.Min, .. Enumerable.Range(1, bins - 1).Select(part => all.Quantile(part, bins) + one), all.Max + one];
    }

    private static long[] ValuesOf(IReadOnlyList<SegmentValues> values, SegmentMetric metric)
    {
        var all = new long[values.Count];
        for (var index = 0; index < all.Length; index++)
        {
            all[index] = values[index].Of(metric);
        }

        return all;
    }

    private int Score(SegmentMetric metric, SegmentValues values)
    {
        var (all, value) = (_all[(int)metric - 1], values.Of(metric));
        return _method.Kind switch
        {
            SegmentModelKind.Weighted => Component(_method.Of(metric), all, value, metric == SegmentMetric.Monetary ? 10_000 : 1),
            SegmentModelKind.Quintiles => Quintile(all, value, isLessBetter: metric == SegmentMetric.Recency),
            SegmentModelKind.Rfm => Bin(_thresholds[(int)metric - 1], value, isLessBetter: metric == SegmentMetric.Recency),
            _ => throw new InvalidOperationException($"No way to score: {_method.Kind}"),
        };
    }

    private static int Component(MetricSetting setting, Distribution all, long value, int scale)
    {
        var share = (all.Max == all.Min, setting.Normalisation) switch
        {
            (true, _) => 0.5m,
            (_, Normalisation.MinMax) => (decimal)(value - all.Min) / (all.Max - all.Min),
            (_, Normalisation.PercentileRank) => (decimal)all.Below(value) / (all.Count - 1),
            (_, Normalisation.LogMinMax) =>
                (decimal)(Math.Log(1 + ((double)(value - all.Min) / scale)) / Math.Log(1 + ((double)(all.Max - all.Min) / scale))),
            _ => throw new InvalidOperationException($"No normalisation: {setting.Normalisation}"),
        };
        return (int)decimal.Round(100 * setting.Weight * (setting.IsInverted ? 1 - share : share), MidpointRounding.AwayFromZero);
    }

    private static int Quintile(Distribution all, long value, bool isLessBetter)
    {
        if (all.Max == all.Min)
        {
            return 3;
        }

        var worse = isLessBetter ? all.Above(value) : all.Below(value);
        return 1 + (int)(5L * worse / all.Count);
    }

    private static int Bin(decimal[] bounds, long value, bool isLessBetter)
    {
        var (bin, bins) = (1, bounds.Length - 1);
        for (var next = 1; next < bins && value >= bounds[next]; next++)
        {
            bin = next + 1;
        }

        return isLessBetter ? bins + 1 - bin : bin;
    }

    private int RuleFor(int recency, int frequency, int monetary)
    {
        for (var place = 0; place < _rules.Count; place++)
        {
            foreach (var code in _rules[place].Codes)
            {
                if (code.Fits(recency, frequency, monetary))
                {
                    return place;
                }
            }
        }

        return _rules.Count;
    }

    private bool Holds(IReadOnlyList<SegmentCondition> conditions, SegmentValues values, SegmentScores scores)
    {
        for (var index = 0; index < conditions.Count; index++)
        {
            if (!conditions[index].Holds(Measured(conditions[index].Measure, values, scores)))
            {
                return false;
            }
        }

        return true;
    }

    private decimal Measured(SegmentMeasure measure, SegmentValues values, SegmentScores scores) => measure switch
    {
        SegmentMeasure.RecencyShare => Share(SegmentMetric.Recency, scores),
        SegmentMeasure.FrequencyShare => Share(SegmentMetric.Frequency, scores),
        SegmentMeasure.MonetaryShare => Share(SegmentMetric.Monetary, scores),
        SegmentMeasure.RecencyScore => scores.Component(SegmentMetric.Recency),
        SegmentMeasure.FrequencyScore => scores.Component(SegmentMetric.Frequency),
        SegmentMeasure.MonetaryScore => scores.Component(SegmentMetric.Monetary),
        SegmentMeasure.Score => scores.Overall,
        SegmentMeasure.RecencyDays => values.Recency,
        SegmentMeasure.Orders => values.Frequency,
        SegmentMeasure.Revenue => values.Monetary / 10_000m,
        SegmentMeasure.RecencyTop => Top(SegmentMetric.Recency, values),
        SegmentMeasure.FrequencyTop => Top(SegmentMetric.Frequency, values),
        SegmentMeasure.MonetaryTop => Top(SegmentMetric.Monetary, values),
        _ => throw new InvalidOperationException($"Nothing to measure: {measure}"),
    };

    private decimal Share(SegmentMetric metric, SegmentScores scores) =>
        _method.Of(metric).Weight is > 0 and var weight ? 100 * scores.Component(metric) / weight : 0;

    // By those who are strictly worse, so that ties share a place and nobody is at the top where all are equal.
    private decimal Top(SegmentMetric metric, SegmentValues values)
    {
        var all = _all[(int)metric - 1];
        var worse = _method.Of(metric).IsInverted ? all.Above(values.Of(metric)) : all.Below(values.Of(metric));
        return 100m - (100m * worse / all.Count);
    }
}
