namespace LoyaltyConsole.Core.Segments;

/// <summary>The consecutive id of a model.</summary>
public readonly record struct SegmentModelId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The consecutive id of a segment, over all models.</summary>
public readonly record struct SegmentId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a segment takes in. The numbers are stored.</summary>
public enum SegmentKind
{
    /// <summary>Whoever its rule fits, and none before it.</summary>
    Rule = 1,

    /// <summary>Whoever ordered, and no rule fits.</summary>
    Others = 2,

    /// <summary>Whoever did not order within the window; nobody scores them.</summary>
    NoOrders = 3,
}

/// <summary>A segment of a model.</summary>
/// <param name="Id">Its id; it keeps it as long as the model has it.</param>
/// <param name="Kind">What it takes in.</param>
/// <param name="Name">Its name; those that the programme came with are shown in the reader's language.</param>
/// <param name="Rule">Whom it takes in; empty for the last two.</param>
public sealed record Segment(SegmentId Id, SegmentKind Kind, string Name, SegmentRule Rule);

/// <summary>A model that divides the customers into segments by what they ordered (rule 5.9).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Method">How it scores.</param>
/// <param name="Segments">Its segments in the order in which their rules are asked; at the end the others, and those without an order.</param>
/// <param name="IsChosen">Whether the overview shows this one where nothing else is said (E-007).</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="CurrentRun">The run that the overview shows; null before the first.</param>
public sealed record SegmentModel(
    SegmentModelId Id, string Name, SegmentMethod Method, IReadOnlyList<Segment> Segments, bool IsChosen, int Version, SegmentRunId? CurrentRun)
{
    /// <summary>The longest name of a model or segment.</summary>
    public const int NameLength = 100;

    /// <summary>So many models at the most, each of which is run every night.</summary>
    public const int MostModels = 12;

    /// <summary>So many rules at the most.</summary>
    public const int MostRules = 50;
}
