using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Segments;

/// <summary>The models, and what came out of the one that is shown: sizes, their development, and who moved (X11).</summary>
public sealed partial class SegmentBoard(SegmentBook book, SegmentReports reports, NavigationManager navigation, FaultLog faults) : ComponentBase
{
    private IReadOnlyList<SegmentModel>? _models;
    private SegmentModel? _model;
    private IReadOnlyList<SegmentSnapshot>? _snapshots;
    private Refusal? _refusal;
    private string? _fault;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>The model that is asked for; null for the chosen one.</summary>
    [Parameter]
    public long? Asked { get; set; }

    /// <summary>The segment whose development is drawn.</summary>
    [Parameter]
    public long? Segment { get; set; }

    /// <summary>The earlier run of the movement.</summary>
    [Parameter]
    public long? Earlier { get; set; }

    /// <summary>The later one.</summary>
    [Parameter]
    public long? Later { get; set; }

    private bool MayManage => Actor.May(Capability.ManageSegments);

    private SegmentSnapshot? Current => _snapshots?.FirstOrDefault(snapshot => snapshot.Run.Id == _model?.CurrentRun);

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _model is null || Asked != (_model.IsChosen ? null : _model.Id.Value) ? ReadAsync() : Task.CompletedTask;

    private async Task ReadAsync()
    {
        try
        {
            if ((await book.ListAsync(Actor, CancellationToken.None)).Succeeded(out _models, out _refusal))
            {
                var model = _models.FirstOrDefault(model => model.Id.Value == Asked) ?? _models.FirstOrDefault(model => model.IsChosen);
                var snapshots = model is null ? null : (await reports.SnapshotsAsync(model.Id, null, Actor, CancellationToken.None)).OrThrow();
                (_model, _snapshots) = (model, snapshots);
            }

            _fault = null;
        }
        catch (DbException fault)
        {
            _fault = faults.Record(fault);
        }

        // A row's menu asks for it, which is no event of this board.
        StateHasChanged();
    }

    private async Task ChooseAsync(SegmentModel model)
    {
        (await book.ChooseAsync(model.Id, Actor)).Succeeded(out _, out _refusal);
        Show(model with { IsChosen = true });
        Asked = null;
        await ReadAsync();
    }

    private void Show(SegmentModel model) => navigation.NavigateTo(SegmentAddress.Of(model), replace: true);
}
