using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>The model is not there (any more).</summary>
public sealed record SegmentModelNotFound : Refusal;

/// <summary>Somebody else has changed the model meanwhile.</summary>
public sealed record SegmentModelEditedMeanwhile : Refusal;

/// <summary>There are as many models as there may be.</summary>
public sealed record TooManySegmentModels(int Most) : Refusal;

/// <summary>Another model is called so.</summary>
public sealed record SegmentModelNameTaken(string Name) : Refusal;

/// <summary>The overview shows this model; another one has to be chosen before it can go.</summary>
public sealed record SegmentModelIsChosen(string Name) : Refusal;

/// <summary>A model or a segment has no name.</summary>
public sealed record SegmentNameMissing : Refusal;

/// <summary>Two segments of the model are called the same.</summary>
public sealed record SegmentNameTwice(string Name) : Refusal;

/// <summary>The window is no length of time.</summary>
public sealed record SegmentWindowUnfit : Refusal;

/// <summary>The weights do not add up to 100 percent.</summary>
public sealed record SegmentWeightsUnfit(int Sum) : Refusal;

/// <summary>So many bins cannot be told by one digit, or only one would not divide anybody.</summary>
public sealed record SegmentBinsUnfit(int Most) : Refusal;

/// <summary>More rules than there may be.</summary>
public sealed record TooManySegments(int Most) : Refusal;

/// <summary>The segment's rule names no codes, so that it would take in nobody.</summary>
public sealed record SegmentRuleEmpty(string Name) : Refusal;

/// <summary>The day of the analysis has not come yet.</summary>
public sealed record SegmentDateAhead(LocalDate Today) : Refusal;

/// <summary>The scores of that day are no longer kept, or it was never run.</summary>
public sealed record SegmentRunNotKept : Refusal;

/// <summary>A rule names something that is no code of scores from 1 to the most.</summary>
public sealed record SegmentCodeUnread(string Segment, string Code, int Most) : Refusal;

/// <summary>A condition compares with something that is no number.</summary>
public sealed record SegmentValueUnread(string Segment, string Text) : Refusal;
