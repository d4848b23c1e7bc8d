using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>The three ways to score. The numbers are stored.</summary>
public enum SegmentModelKind
{
    /// <summary>Weighted components that add up to a score of 0 to 100 (E-033 to E-037).</summary>
    Weighted = 1,

    /// <summary>Each metric 1 to 5, by the share of customers who are strictly worse.</summary>
    Quintiles = 2,

    /// <summary>As R's package rfm scores: by quantiles, the bounds moved up by 1.</summary>
    Rfm = 3,
}

/// <summary>What is known of a customer's orders. The numbers are stored.</summary>
public enum SegmentMetric
{
    /// <summary>Days from the last order to the day of the analysis.</summary>
    Recency = 1,

    /// <summary>How many orders.</summary>
    Frequency = 2,

    /// <summary>What they came to, less credit notes, in the programme's currency.</summary>
    Monetary = 3,
}

/// <summary>How a weighted model makes a number between 0 and 1 of a metric. The numbers are stored.</summary>
public enum Normalisation
{
    /// <summary>By its place between the least and the most.</summary>
    MinMax = 1,

    /// <summary>By the share of customers who have less.</summary>
    PercentileRank = 2,

    /// <summary>By the place of its logarithm, so that a few large ones do not push all others together.</summary>
    LogMinMax = 3,
}

/// <summary>The unit of a window. The numbers are stored.</summary>
public enum WindowUnit
{
    /// <summary>Local days, the day of the analysis among them.</summary>
    Days = 1,

    /// <summary>Months.</summary>
    Months = 2,

    /// <summary>Whatever was ever ordered.</summary>
    All = 3,
}

/// <summary>The time before the day of the analysis, and that day, whose orders count.</summary>
/// <param name="Length">How many of the unit; 0 for all.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct SegmentWindow(int Length, WindowUnit Unit)
{
    /// <summary>The longest: a hundred years.</summary>
    public const int MostMonths = 1_200;

    /// <summary>Whatever was ever ordered.</summary>
    public static SegmentWindow All => new(0, WindowUnit.All);

    internal bool IsFit => Unit switch
    {
        WindowUnit.Days => Length is >= 1 and <= MostMonths * 31,
        WindowUnit.Months => Length is >= 1 and <= MostMonths,
        WindowUnit.All => Length == 0,
        _ => false,
    };

    /// <summary>The first local day whose orders count; null for all.</summary>
    public LocalDate? From(LocalDate analysedOn) => Unit switch
    {
        WindowUnit.Days => analysedOn.PlusDays(1 - Length),
        WindowUnit.Months => analysedOn.PlusMonths(-Length).PlusDays(1),
        _ => null,
    };
}

/// <summary>How a weighted model takes one metric.</summary>
/// <param name="Weight">Its weight in percent.</param>
/// <param name="Normalisation">How it becomes a number between 0 and 1.</param>
/// <param name="IsInverted">Whether less is better.</param>
public sealed record MetricSetting(int Weight, Normalisation Normalisation, bool IsInverted);

/// <summary>How a model scores.</summary>
/// <param name="Kind">Which of the three ways.</param>
/// <param name="Window">Whose orders count.</param>
/// <param name="Bins">Into how many the third way divides each metric; 5 for the second.</param>
/// <param name="Recency">How a weighted model takes recency.</param>
/// <param name="Frequency">How it takes frequency.</param>
/// <param name="Monetary">How it takes money.</param>
public sealed record SegmentMethod(
    SegmentModelKind Kind, SegmentWindow Window, int Bins, MetricSetting Recency, MetricSetting Frequency, MetricSetting Monetary)
{
    /// <summary>The bins of the second way, and those of the third where nothing else is said.</summary>
    public const int UsualBins = 5;

    /// <summary>The most bins, so that a score of three digits tells them.</summary>
    public const int MostBins = 9;

    /// <summary>Fewer customers than this make a model of little worth.</summary>
    public const int FewCustomers = 50;

    /// <summary>Weights of 40, 30 and 30 percent, recency inverted.</summary>
    public static SegmentMethod Weighted(SegmentWindow window) => new(
        SegmentModelKind.Weighted, window, UsualBins,
        new MetricSetting(40, Normalisation.MinMax, true), new MetricSetting(30, Normalisation.MinMax, false), new MetricSetting(30, Normalisation.MinMax, false));

    /// <summary>Each metric 1 to 5 by the share strictly worse.</summary>
    public static SegmentMethod Quintiles(SegmentWindow window) => Weighted(window) with { Kind = SegmentModelKind.Quintiles };

    /// <summary>As R's package rfm scores.</summary>
    public static SegmentMethod Rfm(SegmentWindow window, int bins = UsualBins) => Weighted(window) with { Kind = SegmentModelKind.Rfm, Bins = bins };

    /// <summary>How a metric is taken.</summary>
    public MetricSetting Of(SegmentMetric metric) => metric switch
    {
        SegmentMetric.Recency => Recency,
        SegmentMetric.Frequency => Frequency,
        SegmentMetric.Monetary => Monetary,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };
}
