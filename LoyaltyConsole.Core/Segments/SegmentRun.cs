using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>The consecutive id of a run.</summary>
public readonly record struct SegmentRunId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A model applied to all customers as of one day, kept as a snapshot.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Model">Which model.</param>
/// <param name="AnalysedOn">The day of the analysis, up to whose end orders count.</param>
/// <param name="RanAt">When it was run.</param>
/// <param name="RanBy">Who ran it.</param>
/// <param name="Method">How the model scored at that time.</param>
/// <param name="Facts">What it found.</param>
/// <param name="Changed">How many customers are in another segment than before it; 0 for a day that is past.</param>
/// <param name="HasScores">Whether the customers' scores are still kept, or the sizes alone.</param>
public sealed record SegmentRun(
    SegmentRunId Id, SegmentModelId Model, LocalDate AnalysedOn, Instant RanAt, string RanBy, SegmentMethod Method, SegmentFacts Facts, long Changed, bool HasScores);

/// <summary>An order to run a model.</summary>
/// <param name="Key">The key of the command; the same order twice is carried out once.</param>
/// <param name="Model">Which model.</param>
/// <param name="On">The day of the analysis; null for today.</param>
public sealed record SegmentRunOrder(Guid Key, SegmentModelId Model, LocalDate? On = null);
