using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoyaltyConsole.Core.Segments;

/// <summary>What a condition of a weighted model looks at. The numbers are stored.</summary>
public enum SegmentMeasure
{
    /// <summary>The component of recency, in percent of its weight.</summary>
    RecencyShare = 1,

    /// <summary>The component of frequency, in percent of its weight.</summary>
    FrequencyShare = 2,

    /// <summary>The component of money, in percent of its weight.</summary>
    MonetaryShare = 3,

    /// <summary>The component of recency.</summary>
    RecencyScore = 4,

    /// <summary>The component of frequency.</summary>
    FrequencyScore = 5,

    /// <summary>The component of money.</summary>
    MonetaryScore = 6,

    /// <summary>The sum of the three, 0 to 100.</summary>
    Score = 7,

    /// <summary>Days since the last order.</summary>
    RecencyDays = 8,

    /// <summary>How many orders.</summary>
    Orders = 9,

    /// <summary>What they came to.</summary>
    Revenue = 10,

    /// <summary>The place by recency, in percent from the best: 20 and less are the top 20 %.</summary>
    RecencyTop = 11,

    /// <summary>The place by frequency, likewise.</summary>
    FrequencyTop = 12,

    /// <summary>The place by money, likewise.</summary>
    MonetaryTop = 13,
}

/// <summary>How a condition compares. The numbers are stored.</summary>
public enum SegmentComparison
{
    /// <summary>As much, or more.</summary>
    AtLeast = 1,

    /// <summary>As much, or less.</summary>
    AtMost = 2,

    /// <summary>More.</summary>
    MoreThan = 3,

    /// <summary>Less.</summary>
    LessThan = 4,
}

/// <summary>A condition of a weighted model.</summary>
/// <param name="Measure">What it looks at.</param>
/// <param name="Comparison">How it compares.</param>
/// <param name="Value">With what.</param>
public sealed record SegmentCondition(SegmentMeasure Measure, SegmentComparison Comparison, decimal Value)
{
    internal bool Holds(decimal measured) => Comparison switch
    {
        SegmentComparison.AtLeast => measured >= Value,
        SegmentComparison.AtMost => measured <= Value,
        SegmentComparison.MoreThan => measured > Value,
        SegmentComparison.LessThan => measured < Value,
        _ => throw new InvalidOperationException($"No comparison: {Comparison}"),
    };
}

/// <summary>Whom a segment takes in.</summary>
/// <param name="Conditions">For a weighted model: all of them must hold; none takes in everybody who is left.</param>
/// <param name="Codes">For the two others: one of them must fit.</param>
public sealed record SegmentRule(IReadOnlyList<SegmentCondition> Conditions, IReadOnlyList<ScorePattern> Codes)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Takes in everybody who is left, in a weighted model.</summary>
    public static SegmentRule Empty { get; } = new([], []);

    /// <summary>A rule of a weighted model.</summary>
    public static SegmentRule When(params IReadOnlyList<SegmentCondition> conditions) => new(conditions, []);

    /// <summary>A rule of the two others, as <see cref="ScorePattern"/> reads it.</summary>
    /// <exception cref="FormatException">That is no list of codes.</exception>
    public static SegmentRule Of(string codes) =>
        ScorePattern.TryReadAll(codes, SegmentMethod.MostBins, out var read, out var wrong) ? new SegmentRule([], read) : throw new FormatException(wrong);

    internal string Stored => JsonSerializer.Serialize(new Written(Conditions.Count == 0 ? null : Conditions, Codes.Count == 0 ? null : string.Join(' ', Codes)), Json);

    internal static SegmentRule Read(string stored)
    {
        var written = JsonSerializer.Deserialize<Written>(stored, Json)!;
        return written.Codes is { } codes ? Of(codes) : new SegmentRule(written.Conditions ?? [], []);
    }

    private sealed record Written(IReadOnlyList<SegmentCondition>? Conditions, string? Codes);
}
