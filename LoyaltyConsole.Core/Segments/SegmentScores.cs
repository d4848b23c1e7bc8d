namespace LoyaltyConsole.Core.Segments;

/// <summary>What is known of one customer's orders within the window.</summary>
/// <param name="Recency">Days from the last order to the day of the analysis.</param>
/// <param name="Frequency">How many orders.</param>
/// <param name="Monetary">What they came to less credit notes, in ten-thousandths of the programme's currency.</param>
public readonly record struct SegmentValues(int Recency, int Frequency, long Monetary)
{
    /// <summary>One of the three.</summary>
    public long Of(SegmentMetric metric) => metric switch
    {
        SegmentMetric.Recency => Recency,
        SegmentMetric.Frequency => Frequency,
        SegmentMetric.Monetary => Monetary,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };
}

/// <summary>How a customer was scored: components in hundredths for a weighted model, else digits from 1.</summary>
/// <param name="Recency">Of recency.</param>
/// <param name="Frequency">Of frequency.</param>
/// <param name="Monetary">Of money.</param>
public readonly record struct SegmentScores(int Recency, int Frequency, int Monetary)
{
    /// <summary>The sum of the components of a weighted model, 0 to 100 (E-034, E-037).</summary>
    public decimal Overall => Component(SegmentMetric.Recency) + Component(SegmentMetric.Frequency) + Component(SegmentMetric.Monetary);

    /// <summary>The three digits as one number: 100 R + 10 F + M.</summary>
    public int Code => (100 * Recency) + (10 * Frequency) + Monetary;

    /// <summary>One of the three, as it is stored.</summary>
    public int Of(SegmentMetric metric) => metric switch
    {
        SegmentMetric.Recency => Recency,
        SegmentMetric.Frequency => Frequency,
        SegmentMetric.Monetary => Monetary,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    /// <summary>A component of a weighted model, with two decimals (E-035 to E-037).</summary>
    public decimal Component(SegmentMetric metric) => Of(metric) / 100m;
}
