using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Gives the list as it is shown a name.</summary>
public sealed partial class SaveViewDialog : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click saves the same view.
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _first;
    private string? _name;
    private bool _isShared;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The list, as its address says it.</summary>
    [Parameter, EditorRequired]
    public required string Query { get; set; }

    /// <summary>Who saves it.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether the view was saved.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, string query, Actor actor) =>
        await dialogs.OpenGuardedAsync<SaveViewDialog>(texts["SaveView"], "480px", (nameof(Query), query), (nameof(Actor), actor)) is true;

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
        _asksToLeave = !_isSaving && !string.IsNullOrWhiteSpace(_name);
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private void Fill(string? name) => (_name, _refusal) = (name, null);

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        if ((await Views.SaveAsync(new CustomerViewDraft(_key, _name ?? "", Query, _isShared), Actor)).Succeeded(out _, out _refusal))
        {
            Dialogs.Close(true);
            return;
        }

        _isSaving = false;
        await _first.FocusAsync();
    }
}
