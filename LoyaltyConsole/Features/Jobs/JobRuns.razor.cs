using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Jobs;

/// <summary>The runs so far, the latest first; those that found nothing to do only where they are asked for.</summary>
public sealed partial class JobRuns(JobBook book, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private readonly PageLoad<JobRun> _load = new(faults);
    private PagedGrid<JobRun>? _grid;
    private TableState _state = new("");
    private (TableState, bool, int)? _shown;

    /// <summary>Whether runs without work are shown as well.</summary>
    [SupplyParameterFromQuery(Name = "idle")]
    public bool Idle { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var asked = (_state, Idle, Stamp);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private Task ReadAsync() => _load.ReadAsync(
        _state.Window,
        wanted => book.ListAsync(new JobRunQuery(_state.KindOf<Job>(), IsEventful: !Idle), _state.Window, Actor, wanted));

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void ShowIdle(bool idle) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["idle"] = idle ? true : null, ["page"] = null }));

    private bool IsOpen(JobRun run) => _grid?.IsUnfolded(run) is true;
}
