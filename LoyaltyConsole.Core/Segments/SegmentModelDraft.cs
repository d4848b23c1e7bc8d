using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Core.Segments;

/// <summary>What a segment is to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">Whom it takes in.</param>
/// <param name="Id">Which segment of the model it is; null for a new one.</param>
public sealed record SegmentDraft(string Name, SegmentRule Rule, SegmentId? Id = null);

/// <summary>What a model is to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">How it scores.</param>
/// <param name="Segments">Its rules in the order in which they are asked.</param>
public sealed record SegmentModelDraft(string Name, SegmentMethod Method, IReadOnlyList<SegmentDraft> Segments)
{
    /// <summary>The name of the segment of whoever no rule fits.</summary>
    public string Others { get; init; } = UsualModels.Others;

    /// <summary>The name of the segment of whoever did not order.</summary>
    public string NoOrders { get; init; } = UsualModels.NoOrders;

    /// <summary>The model as it is, to be changed.</summary>
    public static SegmentModelDraft Of(SegmentModel model) => new(
        model.Name, model.Method,
        [.. model.Segments.Where(segment => segment.Kind == SegmentKind.Rule).Select(segment => new SegmentDraft(segment.Name, segment.Rule, segment.Id))])
    {
        Others = model.Segments.Single(segment => segment.Kind == SegmentKind.Others).Name,
        NoOrders = model.Segments.Single(segment => segment.Kind == SegmentKind.NoOrders).Name,
    };

    /// <summary>What is wrong with it by itself; null where nothing is.</summary>
    /// <returns>
    /// In this order, <see cref="SegmentNameMissing"/>, <see cref="TextTooLong"/>, <see cref="SegmentWindowUnfit"/>,
    /// <see cref="SegmentWeightsUnfit"/>, <see cref="SegmentBinsUnfit"/>, <see cref="TooManySegments"/>, <see cref="SegmentNameTwice"/>,
    /// <see cref="SegmentRuleEmpty"/>.
    /// </returns>
    public Refusal? Flaw()
    {
        string[] names = [Name, .. Segments.Select(segment => segment.Name), Others, NoOrders];
        if (Array.Exists(names, string.IsNullOrWhiteSpace))
        {
            return new SegmentNameMissing();
        }

        if (Array.Exists(names, name => name.Trim().Length > SegmentModel.NameLength))
        {
            return new TextTooLong(SegmentModel.NameLength);
        }

        if (!Method.Window.IsFit)
        {
            return new SegmentWindowUnfit();
        }

        MetricSetting[] metrics = [Method.Recency, Method.Frequency, Method.Monetary];
        var weights = metrics.Sum(metric => metric.Weight);
        if (weights != 100 || Array.Exists(metrics, metric => metric.Weight is < 0 or > 100))
        {
            return new SegmentWeightsUnfit(weights);
        }

        if (Method.Bins is < 2 or > SegmentMethod.MostBins || (Method.Kind != SegmentModelKind.Rfm && Method.Bins != SegmentMethod.UsualBins))
        {
            return new SegmentBinsUnfit(SegmentMethod.MostBins);
        }

        if (Segments.Count > SegmentModel.MostRules)
        {
            return new TooManySegments(SegmentModel.MostRules);
        }

        if (names.Skip(1).GroupBy(name => name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return new SegmentNameTwice(twice.Key);
        }

        // A weighted rule without a condition takes in whoever is left; one of codes takes in nobody.
        return Method.Kind != SegmentModelKind.Weighted && Segments.FirstOrDefault(segment => segment.Rule.Codes.Count == 0) is { } empty
            ? new SegmentRuleEmpty(empty.Name)
            : null;
    }
}
