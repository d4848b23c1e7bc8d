using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Segments;

/// <summary>How large a segment would be.</summary>
/// <param name="Name">The segment as the draft names it.</param>
/// <param name="Before">How large it is by the latest run; null where it is new, or nothing was run yet.</param>
/// <param name="After">How large it would be.</param>
public sealed record SegmentForecast(string Name, long? Before, long After);

/// <summary>What a model would make of the customers, without writing anything.</summary>
/// <param name="Sizes">Each segment in the order of the draft; at the end the others, and those without an order.</param>
/// <param name="Facts">What the scores would rest on.</param>
public sealed record SegmentRehearsal(IReadOnlyList<SegmentForecast> Sizes, SegmentFacts Facts);

/// <summary>What a draft would do.</summary>
public sealed partial class SegmentRunner
{
    /// <summary>Works out what a model would make of the customers as of today.</summary>
    /// <param name="draft">The model as it is to be.</param>
    /// <param name="model">Which model it changes; null for a new one.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Whoever asked has left.</param>
    /// <returns>The sizes; or, in this order, <see cref="NotAllowed"/>, what <see cref="SegmentModelDraft.Flaw"/> finds.</returns>
    public async Task<Result<SegmentRehearsal>> RehearseAsync(SegmentModelDraft draft, SegmentModelId? model, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageSegments) is { } refused)
        {
            return refused;
        }

        if (draft.Flaw() is { } flaw)
        {
            return flaw;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var settings = await _programme.SettingsAsync(cancellationToken);
            var population = await PopulationAsync(settings, draft.Method.Window, settings.Time.Today(_clock.GetCurrentInstant()), cancellationToken);
            var scoring = await Task.Run(
                () => new SegmentScoring(draft.Method, [.. draft.Segments.Select(segment => segment.Rule)], population, settings.Currency), cancellationToken);
            var before = await BeforeAsync(model, cancellationToken);
            (string Name, long? Before)[] segments =
            [
                .. draft.Segments.Select(segment => (segment.Name, segment.Id is { } id ? Known(id.Value) : null)),
                (draft.Others, Last(SegmentKind.Others)),
                (draft.NoOrders, Last(SegmentKind.NoOrders)),
            ];
            return new SegmentRehearsal([.. segments.Select((segment, place) => new SegmentForecast(segment.Name, segment.Before, scoring.Sizes[place].Customers))], scoring.Facts);

            long? Known(long id) => before.FirstOrDefault(size => size.Id == id) is { Id: > 0 } size ? size.Customers : null;

            long? Last(SegmentKind kind) => before.FirstOrDefault(size => size.Kind == kind) is { Id: > 0 } size ? size.Customers : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task<List<(long Id, SegmentKind Kind, long Customers)>> BeforeAsync(SegmentModelId? model, CancellationToken cancellationToken) => _store.ReadAsync(
        connection => connection.Query(
            """
            SELECT g.Id, g.Kind, z.Customers FROM SegmentModels m JOIN SegmentSizes z ON z.RunId = m.CurrentRun JOIN Segments g ON g.Id = z.SegmentId WHERE m.Id = @0
            """,
            row => (row.GetInt64(0), (SegmentKind)row.GetInt32(1), row.GetInt64(2)),
            ("@0", model?.Value ?? 0)),
        cancellationToken);
}
