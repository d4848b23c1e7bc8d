using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Merging;

/// <summary>Enters a merge request for a customer who calls (L-080).</summary>
public sealed partial class NewMergeRequestDialog(MergeRequests requests, SignedIn person) : ComponentBase
{
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _first;
    private string? _by;
    private string? _for;
    private bool _isConfirmed;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsReady => !string.IsNullOrWhiteSpace(_by) && !string.IsNullOrWhiteSpace(_for);

    /// <summary>Opens it over the page.</summary>
    /// <returns>The request; null where none was submitted.</returns>
    public static async Task<MergeRequest?> OpenAsync(DialogService dialogs, IStringLocalizer<MergeTexts> texts) =>
        await dialogs.OpenGuardedAsync<NewMergeRequestDialog>(texts["NewTitle"], "520px") as MergeRequest;

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
        _asksToLeave = !_isSaving && !(string.IsNullOrWhiteSpace(_by) && string.IsNullOrWhiteSpace(_for));
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isSaving || !IsReady)
        {
            return;
        }

        _isSaving = true;
        var submitted = await requests.SubmitAsync(new NewMergeRequest(_key, _by!, _for!, _isConfirmed), await person.ActorAsync());
        if (submitted.Succeeded(out var request, out _refusal))
        {
            Dialogs.Close(request);
            return;
        }

        _isSaving = false;
    }
}
