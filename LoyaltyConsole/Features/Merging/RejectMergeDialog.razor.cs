using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Merging;

/// <summary>
/// The red x: rejects a merge request, with a remark (L-089, D3); or cancels an approved merge before it is carried out (rule 5.7).
/// </summary>
public sealed partial class RejectMergeDialog(MergeRequests requests, AccountMerges merges, SignedIn person) : ComponentBase
{
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _first;
    private string? _remarks;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The request.</summary>
    [Parameter, EditorRequired]
    public required MergeRequestRow Row { get; set; }

    /// <summary>Whether an approval is cancelled rather than the request rejected.</summary>
    [Parameter]
    public bool Cancels { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBesideTheField => _refusal is ReasonMissing or TextTooLong;

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the request was rejected.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<MergeTexts> texts, MergeRequestRow row) =>
        await dialogs.OpenGuardedAsync<RejectMergeDialog>(texts["RejectOf", row.Request.Id], "520px", (nameof(Row), row)) is true;

    /// <summary>Opens it over the page, to cancel an approved merge.</summary>
    /// <returns>Whether the approval was cancelled.</returns>
    public static async Task<bool> OpenToCancelAsync(DialogService dialogs, IStringLocalizer<MergeTexts> texts, MergeRequestRow row) =>
        await dialogs.OpenGuardedAsync<RejectMergeDialog>(texts["CancelOf", row.Request.Id], "520px", (nameof(Row), row), (nameof(Cancels), true)) is true;

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
        var (remarks, actor) = (_remarks ?? "", await person.ActorAsync());
        var decided = Cancels
            ? await merges.CancelAsync(Row.Request.Id, _key, remarks, actor)
            : await requests.RejectAsync(Row.Request.Id, _key, remarks, actor);
        if (decided.Succeeded(out _, out _refusal))
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
