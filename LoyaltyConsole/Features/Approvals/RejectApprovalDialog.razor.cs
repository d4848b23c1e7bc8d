using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Approvals;

/// <summary>Rejects a request, with a remark that whoever submitted it reads (X6).</summary>
public sealed partial class RejectApprovalDialog(ApprovalRequests requests, SignedIn person) : ComponentBase
{
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _first;
    private string? _remarks;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The request.</summary>
    [Parameter, EditorRequired]
    public required ApprovalRow Row { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBesideTheField => _refusal is ReasonMissing or TextTooLong;

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the request was rejected.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<ApprovalTexts> texts, ApprovalRow row) =>
        await dialogs.OpenGuardedAsync<RejectApprovalDialog>(texts["RejectOf", row.Request.Id], "520px", (nameof(Row), row)) is true;

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
        _asksToLeave = !_isSaving && !string.IsNullOrWhiteSpace(_remarks);
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private void Fill(string? remarks) => (_remarks, _refusal) = (remarks, null);

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        if ((await requests.RejectAsync(Row.Request.Id, _key, _remarks ?? "", await person.ActorAsync())).Succeeded(out _, out _refusal))
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
