using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Levels;

/// <summary>The level at a glance: how far to the next one, and what will become of it (X10).</summary>
public sealed partial class TierStrip(CustomerTiers tiers, SignedIn person) : ComponentBase, IDisposable
{
    private readonly OnScreen _onScreen = new();
    private (CustomerId, int)? _shown;
    private TierView? _view;

    /// <summary>Whose level.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var asked = (Customer, Stamp);
        if (_shown == asked || _onScreen.IsOver)
        {
            return;
        }

        _shown = asked;
        var opened = await tiers.OpenAsync(Customer, await person.ActorAsync(), _onScreen.Token);
        if (_shown == asked && opened.Succeeded(out var view, out _))
        {
            _view = view;
        }
    }
}
