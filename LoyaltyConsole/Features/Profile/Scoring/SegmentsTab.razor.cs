using System.Data.Common;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Scoring;

/// <summary>A customer's segments with the scores behind them, by more than one model, and why they moved (E-033 to E-037, X11).</summary>
public sealed partial class SegmentsTab(CustomerSegments segments, SignedIn person, FaultLog faults) : ComponentBase, IProfileTab, IDisposable
{
    private readonly OnScreen _onScreen = new();
    private (CustomerId, int)? _shown;
    private IReadOnlyList<CustomerSegment>? _standings;
    private Refusal? _refusal;
    private string? _fault;

    /// <inheritdoc />
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <inheritdoc />
    [Parameter, EditorRequired]
    public required TableState State { get; set; }

    /// <inheritdoc />
    [Parameter]
    public int Stamp { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Profile.Customer.Id, Stamp);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            (await segments.OpenAsync(Profile.Customer.Id, await person.ActorAsync(), _onScreen.Token)).Succeeded(out _standings, out _refusal);
            _fault = null;
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Nobody looks any more.
        }
        catch (DbException fault)
        {
            _fault = faults.Record(fault);
        }
    }
}
