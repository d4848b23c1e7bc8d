using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Jobs;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Jobs;

/// <summary>Each job: when it last ran and with what result, when it runs next, and the button that runs it now.</summary>
public sealed partial class JobStandings(JobBook book, JobDesk desk, IClock clock) : IDisposable
{
    private readonly OnScreen _onScreen = new();
    private IReadOnlyList<(JobStanding Standing, Instant? Next)>? _standings;
    private Refusal? _refusal;
    private int? _shown;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    private IClock Clock => clock;

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Stamp)
        {
            _shown = Stamp;
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        if (!(await book.StandingsAsync(Actor, _onScreen.Token)).Succeeded(out var standings, out _refusal))
        {
            return;
        }

        var shown = new List<(JobStanding, Instant?)>();
        foreach (var standing in standings)
        {
            shown.Add((standing, await desk.NextAsync(standing.Job, _onScreen.Token)));
        }

        _standings = shown;
    }

    private async Task RunAsync(Job job)
    {
        (await desk.RunNowAsync(job, Actor)).Succeeded(out _, out var refusal);
        await ReadAsync();
        _refusal = refusal;
    }
}
