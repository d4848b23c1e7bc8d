namespace LoyaltyConsole.Core.Segments;

/// <summary>The models that a programme comes with. Their names, and their segments', are shown in the reader's language.</summary>
public static class UsualModels
{
    /// <summary>The segment of whoever no rule fits.</summary>
    public const string Others = "Others";

    /// <summary>The segment of whoever did not order.</summary>
    public const string NoOrders = "No orders";

    private static readonly SegmentWindow Year = new(12, WindowUnit.Months);

    // The map of all 125 codes (rule 5.9), with the manual's name of each part (E-012).
    private static readonly (string Name, string Manual, string Codes)[] Map =
    [
        ("Champions", "Champions", "555 554 544 545 454 455 445"),
        ("Loyal", "Loyal", "543 444 435 355 354 345 344 335"),
        ("Potential loyalists", "Loyal", "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323"),
        ("New customers", "Recent", "512 511 422 421 412 411 311"),
        ("Promising", "Recent", "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313"),
        ("Need attention", "Need to reactivate", "535 534 443 434 343 334 325 324"),
        ("About to sleep", "Need to reactivate", "331 321 312 221 213 231 241 251"),
        ("At risk", "Need to reactivate", "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124"),
        ("Cannot lose them", "Need to reactivate", "155 154 144 214 215 115 114 113"),
        ("Hibernating", "Lost", "332 322 233 232 223 222 132 123 122 212 211"),
        ("Lost", "Lost", "111 112 121 131 141 151"),
    ];

    /// <summary>The models, the one that is chosen at first in front.</summary>
    public static IReadOnlyList<SegmentModelDraft> All { get; } =
    [
        new("RFM model", SegmentMethod.Weighted(Year), Rules(
            ("Champions", When((SegmentMeasure.RecencyShare, SegmentComparison.AtLeast, 80), (SegmentMeasure.FrequencyTop, SegmentComparison.AtMost, 20))),
            ("Loyal", When((SegmentMeasure.FrequencyTop, SegmentComparison.AtMost, 40))),
            ("Recent", When((SegmentMeasure.RecencyShare, SegmentComparison.AtLeast, 80))),
            ("Need to reactivate", When((SegmentMeasure.RecencyShare, SegmentComparison.AtLeast, 20))),
            ("Lost", SegmentRule.Empty))),
        new("RFM quintiles", SegmentMethod.Quintiles(Year), [.. Map
            .GroupBy(part => part.Manual, StringComparer.Ordinal)
            .Select(parts => new SegmentDraft(parts.Key, SegmentRule.Of(string.Join(' ', parts.Select(part => part.Codes)))))]),
        new("RFM quintiles, eleven segments", SegmentMethod.Quintiles(Year), [.. Map.Select(part => new SegmentDraft(part.Name, SegmentRule.Of(part.Codes)))]),

        // The segments of the package's own documentation.
        new("RFM as in R", SegmentMethod.Rfm(SegmentWindow.All), Rules(
            ("Champions", SegmentRule.Of("4-5/4-5/4-5")),
            ("Loyal customers", SegmentRule.Of("2-5/3-5/3-5")),
            ("Potential loyalists", SegmentRule.Of("3-5/1-3/1-3")),
            ("New customers", SegmentRule.Of("4-5/1/1")),
            ("Promising", SegmentRule.Of("3-4/1/1")),
            ("Need attention", SegmentRule.Of("2-3/2-3/2-3")),
            ("About to sleep", SegmentRule.Of("2-3/1-2/1-2")),
            ("At risk", SegmentRule.Of("1-2/2-5/2-5")),
            ("Cannot lose them", SegmentRule.Of("1/4-5/4-5")),
            ("Lost", SegmentRule.Of("1-2/1-2/1-2")))),
    ];

    /// <summary>Every name that is shown in the reader's language.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. All.Select(model => model.Name).Concat(All.SelectMany(model => model.Segments.Select(segment => segment.Name))).Append(Others).Append(NoOrders)
            .Distinct(StringComparer.Ordinal),
    ];

    private static SegmentDraft[] Rules(params (string Name, SegmentRule Rule)[] rules) => [.. rules.Select(rule => new SegmentDraft(rule.Name, rule.Rule))];

    private static SegmentRule When(params (SegmentMeasure Measure, SegmentComparison Comparison, decimal Value)[] conditions) =>
        SegmentRule.When([.. conditions.Select(condition => new SegmentCondition(condition.Measure, condition.Comparison, condition.Value))]);
}
