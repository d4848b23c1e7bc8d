using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Approvals;

/// <summary>Who asks for what, why, and what it would do to the account now; approved, it is done (X6, X2).</summary>
public sealed partial class ApprovalDialog(ApprovalRequests requests, SignedIn person) : ComponentBase
{
    private readonly Guid _key = Guid.CreateVersion7();
    private ApprovalPreview? _preview;
    private Refusal? _refusal;
    private string? _remarks;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The request.</summary>
    [Parameter, EditorRequired]
    public required ApprovalRequestId Id { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the request was approved.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<ApprovalTexts> texts, ApprovalRequestId id) =>
        await dialogs.OpenGuardedAsync<ApprovalDialog>(texts["DecideOf", id], "820px", (nameof(Id), id)) is true;

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        Guard.MayClose = MayClose;
        return LookAsync();
    }

    private bool MayClose()
    {
        _asksToLeave = !_isSaving && !string.IsNullOrWhiteSpace(_remarks);
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private EffectTable.EffectRow[] Also(ApprovalPreview preview) =>
        [new(Texts["Level"], preview.TierNow.Name, preview.TierAfter is { } after && after.Id != preview.TierNow.Id ? after.Name : null)];

    private string ApproveText(ApprovalPreview preview) => preview.After is { } after && after.Balance != preview.Now.Balance
        ? Texts["ApproveChange", Display.Change(after.Balance - preview.Now.Balance)]
        : Texts["Approve"];

    private async Task LookAsync()
    {
        (await requests.PreviewAsync(Id, await person.ActorAsync())).Succeeded(out _preview, out var refusal);
        _refusal = refusal ?? _refusal;
    }

    private async Task ApproveAsync()
    {
        if (_isSaving || _preview is not { After: not null } seen)
        {
            return;
        }

        (_isSaving, _refusal) = (true, null);
        if ((await requests.ApproveAsync(new Approval(_key, Id, seen.Seen, _remarks), await person.ActorAsync())).Succeeded(out _, out _refusal))
        {
            Dialogs.Close(true);
            return;
        }

        // Decided on what is there now, if at all.
        if (_refusal is ApprovalAccountChanged)
        {
            await LookAsync();
        }

        _isSaving = false;
    }
}
