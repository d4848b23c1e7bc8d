using System.Globalization;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Segments;

/// <summary>What models and segments are called on screens: those that the programme came with in the reader's language.</summary>
internal static class SegmentWords
{
    /// <summary>The name as the reader sees it.</summary>
    public static string Name(string stored, IStringLocalizer<SegmentTexts> texts) =>
        UsualModels.Names.Contains(stored, StringComparer.Ordinal) ? texts[Key(stored)] : stored;

    /// <summary>The name as it is stored, so that one that nobody changed stays in every reader's language.</summary>
    public static string Stored(string shown, IStringLocalizer<SegmentTexts> texts) =>
        UsualModels.Names.FirstOrDefault(name => string.Equals(texts[Key(name)], shown.Trim(), StringComparison.Ordinal)) ?? shown.Trim();

    /// <summary>How a model scores, in a sentence.</summary>
    public static string Method(SegmentMethod method, IStringLocalizer<SegmentTexts> texts) => string.Join(
        " ",
        method.Kind switch
        {
            SegmentModelKind.Weighted => texts["Method_Weighted", method.Recency.Weight, method.Frequency.Weight, method.Monetary.Weight].Value,
            SegmentModelKind.Quintiles => texts["Method_Quintiles"].Value,
            SegmentModelKind.Rfm => texts["Method_Rfm", method.Bins].Value,
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        },
        Window(method.Window, texts));

    /// <summary>Whose orders count.</summary>
    public static string Window(SegmentWindow window, IStringLocalizer<SegmentTexts> texts) => texts[$"Window_{window.Unit}", window.Length];

    /// <summary>Whom a segment takes in.</summary>
    public static string Rule(Segment segment, IStringLocalizer<SegmentTexts> texts) => segment switch
    {
        { Kind: SegmentKind.Others } => texts["Rule_Others"],
        { Kind: SegmentKind.NoOrders } => texts["Rule_NoOrders"],
        { Rule.Codes.Count: > 0 } => string.Join(' ', segment.Rule.Codes),
        { Rule.Conditions.Count: 0 } => texts["Rule_Rest"],
        _ => string.Join(texts["RuleAnd"], segment.Rule.Conditions.Select(condition => Condition(condition, texts))),
    };

    /// <summary>What should be known before much is made of a run.</summary>
    public static IEnumerable<string> Notices(SegmentFacts facts, IStringLocalizer<SegmentTexts> texts)
    {
        if (facts.IsTooFew)
        {
            yield return texts["TooFew", facts.Scored, SegmentMethod.FewCustomers];
        }

        foreach (var metric in facts.Scored == 0 ? [] : Enum.GetValues<SegmentMetric>().Where(metric => facts.Of(metric).HasNoSpread))
        {
            yield return texts["NoSpread", texts[$"Metric_{metric}"].Value];
        }
    }

    /// <summary>A comparison as a sign.</summary>
    public static string Sign(SegmentComparison comparison) => comparison switch
    {
        SegmentComparison.AtLeast => "≥",
        SegmentComparison.AtMost => "≤",
        SegmentComparison.MoreThan => ">",
        SegmentComparison.LessThan => "<",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    private static string Condition(SegmentCondition condition, IStringLocalizer<SegmentTexts> texts) =>
        texts["Condition", texts[$"Measure_{condition.Measure}"].Value, Sign(condition.Comparison), condition.Value.ToString("#,0.##", CultureInfo.CurrentCulture)];

    private static string Key(string stored) => $"Name_{string.Concat(stored.Where(char.IsLetter))}";
}
