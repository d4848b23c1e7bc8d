using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Segments;

/// <summary>A model as it is being edited: what is typed, before it makes sense.</summary>
internal sealed class SegmentForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>How it scores.</summary>
    public SegmentModelKind Kind { get; set; } = SegmentModelKind.Weighted;

    /// <summary>The length of the window.</summary>
    public string? Length { get; set; }

    /// <summary>The unit of the window.</summary>
    public WindowUnit Unit { get; set; } = WindowUnit.Months;

    /// <summary>Into how many parts each metric is divided, the third way.</summary>
    public string? Bins { get; set; }

    /// <summary>How a weighted model takes each metric.</summary>
    public List<MetricRow> Metrics { get; init; } = [];

    /// <summary>The rules in their order.</summary>
    public List<RuleRow> Rules { get; init; } = [];

    /// <summary>The name of the others.</summary>
    public string? Others { get; set; }

    /// <summary>The name of those without an order.</summary>
    public string? NoOrders { get; set; }

    /// <summary>A model as the reader sees it.</summary>
    public static SegmentForm Of(SegmentModelDraft draft, IStringLocalizer<SegmentTexts> texts) => new()
    {
        Name = SegmentWords.Name(draft.Name, texts),
        Kind = draft.Method.Kind,
        Length = draft.Method.Window.Unit == WindowUnit.All ? null : Text(draft.Method.Window.Length),
        Unit = draft.Method.Window.Unit,
        Bins = Text(draft.Method.Bins),
        Metrics = [.. Enum.GetValues<SegmentMetric>().Select(metric => MetricRow.Of(metric, draft.Method.Of(metric)))],
        Rules = [.. draft.Segments.Select(segment => RuleRow.Of(segment, texts))],
        Others = SegmentWords.Name(draft.Others, texts),
        NoOrders = SegmentWords.Name(draft.NoOrders, texts),
    };

    /// <summary>The model as it is to be; or what is wrong with it.</summary>
    public Result<SegmentModelDraft> Read(IStringLocalizer<SegmentTexts> texts)
    {
        var bins = Kind == SegmentModelKind.Rfm ? Whole(Bins) : SegmentMethod.UsualBins;
        var segments = new List<SegmentDraft>();
        foreach (var row in Rules)
        {
            if (!row.Read(Kind, Math.Clamp(bins, 1, SegmentMethod.MostBins), texts).Succeeded(out var segment, out var refusal))
            {
                return refusal;
            }

            segments.Add(segment);
        }

        // Weights of a model that uses none are those it had, so that it can be made a weighted one again.
        var metrics = Metrics.ConvertAll(metric => metric.Setting);
        var draft = new SegmentModelDraft(
            SegmentWords.Stored(Name ?? "", texts),
            new SegmentMethod(Kind, Unit == WindowUnit.All ? SegmentWindow.All : new SegmentWindow(Whole(Length), Unit), bins, metrics[0], metrics[1], metrics[2]),
            segments)
        {
            Others = SegmentWords.Stored(Others ?? "", texts),
            NoOrders = SegmentWords.Stored(NoOrders ?? "", texts),
        };
        return draft.Flaw() is { } flaw ? flaw : draft;
    }

    // Not a number is out of range, which is what the refusal says.
    internal static int Whole(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A metric of a weighted model as it is being edited.</summary>
internal sealed class MetricRow
{
    public SegmentMetric Metric { get; init; }

    public string? Weight { get; set; }

    public Normalisation Normalisation { get; set; }

    public bool IsInverted { get; set; }

    public MetricSetting Setting => new(SegmentForm.Whole(Weight), Normalisation, IsInverted);

    public static MetricRow Of(SegmentMetric metric, MetricSetting setting) => new()
    {
        Metric = metric,
        Weight = SegmentForm.Text(setting.Weight),
        Normalisation = setting.Normalisation,
        IsInverted = setting.IsInverted,
    };
}

/// <summary>A rule as it is being edited.</summary>
internal sealed class RuleRow
{
    public SegmentId? Id { get; init; }

    public string? Name { get; set; }

    public string? Codes { get; set; }

    public List<ConditionRow> Conditions { get; init; } = [];

    public static RuleRow Of(SegmentDraft segment, IStringLocalizer<SegmentTexts> texts) => new()
    {
        Id = segment.Id,
        Name = SegmentWords.Name(segment.Name, texts),
        Codes = string.Join(' ', segment.Rule.Codes),
        Conditions = [.. segment.Rule.Conditions.Select(ConditionRow.Of)],
    };

    public Result<SegmentDraft> Read(SegmentModelKind kind, int most, IStringLocalizer<SegmentTexts> texts)
    {
        var name = SegmentWords.Stored(Name ?? "", texts);
        if (kind == SegmentModelKind.Weighted)
        {
            var conditions = new List<SegmentCondition>();
            foreach (var row in Conditions)
            {
                if (row.Value is not { } value)
                {
                    return new SegmentValueUnread(Name ?? "", row.Text ?? "");
                }

                conditions.Add(new SegmentCondition(row.Measure, row.Comparison, value));
            }

            return new SegmentDraft(name, SegmentRule.When(conditions), Id);
        }

        return ScorePattern.TryReadAll(Codes ?? "", most, out var codes, out var wrong)
            ? new SegmentDraft(name, new SegmentRule([], codes), Id)
            : new SegmentCodeUnread(Name ?? "", wrong, most);
    }
}

/// <summary>A condition as it is being edited.</summary>
internal sealed class ConditionRow
{
    public SegmentMeasure Measure { get; set; } = SegmentMeasure.RecencyShare;

    public SegmentComparison Comparison { get; set; } = SegmentComparison.AtLeast;

    public string? Text { get; set; }

    // As it is written in the reader's language, or with a point.
    public decimal? Value => decimal.TryParse(Text?.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.CurrentCulture, out var number)
        || decimal.TryParse(Text?.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) ? number : null;

    public static ConditionRow Of(SegmentCondition condition) => new()
    {
        Measure = condition.Measure,
        Comparison = condition.Comparison,
        Text = condition.Value.ToString(CultureInfo.CurrentCulture),
    };
}
