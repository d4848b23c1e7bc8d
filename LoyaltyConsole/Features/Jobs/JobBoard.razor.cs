using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Jobs;

/// <summary>What the console does by itself: each job as it stands, and the runs so far. It moves by itself.</summary>
public sealed partial class JobBoard(JobBook book, TimeProvider time) : IDisposable
{
    private LiveJobs? _live;
    private int _stamp;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose() => _live?.Dispose();

    /// <inheritdoc />
    protected override void OnInitialized() => _live = new LiveJobs(book, time, () => InvokeAsync(() =>
    {
        _stamp++;
        StateHasChanged();
    }));
}
