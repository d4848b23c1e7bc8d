using System.Text.Json;

namespace LoyaltyConsole.Core.Segments;

/// <summary>What a run found of one metric: days, orders, or ten-thousandths of the programme's currency.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Thresholds">For the third way, the lower bounds of the bins and at the end the upper bound of the last.</param>
/// <param name="Steps">Values at equal distances from the least to the most.</param>
public sealed record MetricFacts(long Min, long Max, IReadOnlyList<decimal> Thresholds, IReadOnlyList<long> Steps)
{
    /// <summary>Whether all customers have the same, so that the metric divides nobody.</summary>
    public bool HasNoSpread => Min == Max;

    /// <summary>The share of customers who have less, or where less is better, more; between 0 and 1.</summary>
    public decimal ShareWorse(long value, bool isLessBetter) =>
        Steps.Count == 0 ? 0 : (decimal)Steps.Count(step => isLessBetter ? step > value : step < value) / Steps.Count;
}

/// <summary>What a run found: by these numbers its scores can be followed.</summary>
/// <param name="Customers">All customers, but deleted ones.</param>
/// <param name="Scored">Those with an order within the window.</param>
/// <param name="Recency">Days since the last order.</param>
/// <param name="Frequency">Orders.</param>
/// <param name="Monetary">Money.</param>
/// <param name="Currency">The programme's currency at that time.</param>
public sealed record SegmentFacts(int Customers, int Scored, MetricFacts Recency, MetricFacts Frequency, MetricFacts Monetary, string Currency)
{
    /// <summary>Whether there were too few for scores to mean much.</summary>
    public bool IsTooFew => Scored < SegmentMethod.FewCustomers;

    /// <summary>Of one metric.</summary>
    public MetricFacts Of(SegmentMetric metric) => metric switch
    {
        SegmentMetric.Recency => Recency,
        SegmentMetric.Frequency => Frequency,
        SegmentMetric.Monetary => Monetary,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    internal string Stored => JsonSerializer.Serialize(this);

    internal static SegmentFacts Read(string stored) => JsonSerializer.Deserialize<SegmentFacts>(stored)!;
}
