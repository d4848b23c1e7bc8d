using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Dashboard;

/// <summary>What a manager and a marketer look at in the morning (L-004).</summary>
public sealed partial class DashboardBoard(
    ProgrammeCount count, SegmentBook models, SegmentReports reports, FaultLog faults, Display display, FeatureSet features,
    IStringLocalizer<DashboardTexts> texts, IStringLocalizer<SegmentTexts> names)
{
    // Long enough for something to have changed.
    private const int DaysBefore = 30;

    private ProgrammeFigures? _figures;
    private SegmentModel? _model;
    private SegmentSnapshot? _now;
    private SegmentSnapshot? _before;
    private Refusal? _refusal;
    private string? _fault;
    private bool _isCounting;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => CountAsync(renew: false);

    private async Task CountAsync(bool renew)
    {
        _isCounting = true;
        try
        {
            if ((await count.FiguresAsync(renew, Actor)).Succeeded(out var figures, out _refusal) && await HasReadSegmentsAsync())
            {
                _figures = figures;
            }

            _fault = null;
        }
        catch (DbException fault)
        {
            _fault = faults.Record(fault);
        }

        _isCounting = false;
    }

    private async Task<bool> HasReadSegmentsAsync()
    {
        if (!features.Has(Feature.Segments))
        {
            return true;
        }

        if (!(await models.ListAsync(Actor, CancellationToken.None)).Succeeded(out var known, out _refusal))
        {
            return false;
        }

        await ReadSegmentsAsync(known.FirstOrDefault(model => model.IsChosen));
        return true;
    }

    private async Task ReadSegmentsAsync(SegmentModel? model)
    {
        (_model, _now, _before) = (model, null, null);
        if (model is not null && (await reports.SnapshotsAsync(model.Id, null, Actor, CancellationToken.None)).Succeeded(out var snapshots, out _refusal))
        {
            _now = snapshots.FirstOrDefault(snapshot => snapshot.Run.Id == model.CurrentRun);
            _before = snapshots.LastOrDefault(snapshot => snapshot.Run.AnalysedOn <= _now?.Run.AnalysedOn.PlusDays(-DaysBefore));
        }
    }

    private string Change(SegmentSize size)
    {
        var change = size.Customers - (_before!.Sizes.FirstOrDefault(one => one.Segment.Id == size.Segment.Id)?.Customers ?? 0);
        return (change > 0 ? "+" : "") + display.Count(change);
    }

    private static IReadOnlyList<ChartBar> Weeks(ProgrammeFigures figures) =>
        [.. figures.Weeks.Select(week => new ChartBar(week.From.ToString("d MMM", CultureInfo.CurrentCulture), [week.Collected, week.Redeemed]))];

    private IReadOnlyList<ChartBar> Months(ProgrammeFigures figures) =>
    [
        .. figures.Expiring.Select(month => new ChartBar(
            month.From.ToString("MMM yy", CultureInfo.CurrentCulture), [month.Points], texts["OfCustomers", display.Count(month.Customers)])),
    ];
}
