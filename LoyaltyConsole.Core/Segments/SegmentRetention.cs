using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>
/// Whose scores are kept: each day's for two weeks, then the last of each month for two years, and always those that the
/// overview shows. The sizes of the segments are kept for good.
/// </summary>
internal static class SegmentRetention
{
    public const int Days = 14;

    public const int Months = 24;

    /// <summary>The runs of one model whose scores go.</summary>
    public static IReadOnlyList<SegmentRunId> Outdated(IReadOnlyList<(SegmentRunId Id, LocalDate On, LocalDate RanOn)> kept, SegmentRunId? current, LocalDate today)
    {
        var lastOfMonths = kept.GroupBy(run => (run.On.Year, run.On.Month)).Select(runs => runs.MaxBy(run => run.On).Id).ToHashSet();
        return
        [
            .. kept
                .Where(run => run.Id != current && run.On < today.PlusDays(-Days) && run.RanOn < today.PlusDays(-Days))
                .Where(run => !lastOfMonths.Contains(run.Id) || run.On < today.PlusMonths(-Months))
                .Select(run => run.Id),
        ];
    }
}
