using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Orders;

/// <summary>Puts an unmatched document aside, with the reason.</summary>
public sealed partial class DismissDialog(UnmatchedOrders unmatched, SignedIn person) : ComponentBase
{
    private ElementReference _first;
    private string? _reason;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The document.</summary>
    [Parameter, EditorRequired]
    public required UnmatchedRow Row { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBesideTheField => _refusal is ReasonMissing or TextTooLong;

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the document was put aside.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<OrderTexts> texts, UnmatchedRow row) =>
        await dialogs.OpenGuardedAsync<DismissDialog>(texts["DismissOf", row.RefId], "520px", (nameof(Row), row)) is true;

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
        if ((await unmatched.DismissAsync(Row.Id, _reason ?? "", await person.ActorAsync())).Succeeded(out _, out _refusal))
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
