using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>"Remove from the programme", with what it means and the reason (S-009).</summary>
public sealed partial class LeaveDialog(Participation participation, SignedIn person) : ComponentBase
{
    private ElementReference _first;
    private string? _reason;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>Who leaves.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>What the screen calls them.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBesideTheField => _refusal is ReasonMissing or TextTooLong;

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the customer has left.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, CustomerId customer, string name) =>
        await dialogs.OpenGuardedAsync<LeaveDialog>(texts["Leave"], "520px", (nameof(Customer), customer), (nameof(Name), name)) is true;

    /// <inheritdoc />
    protected override void OnInitialized() => Guard.MayClose = MayClose;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private bool MayClose()
    {
        _asksToLeave = !_isSaving && !string.IsNullOrWhiteSpace(_reason);
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private void Fill(string? reason) => (_reason, _refusal) = (reason, null);

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        if ((await participation.LeaveAsync(Customer, _reason ?? "", await person.ActorAsync())).Succeeded(out _, out _refusal))
        {
            Dialogs.Close(true);
            return;
        }

        _isSaving = false;
        if (IsBesideTheField)
        {
            await _first.FocusAsync();
        }
    }
}
