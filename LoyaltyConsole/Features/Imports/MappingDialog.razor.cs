using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Gives a mapping its name: when it is saved, or another one later.</summary>
public sealed partial class MappingDialog : ComponentBase
{
    private ElementReference _first;
    private string? _name;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The mapping to be saved, with the name that is proposed; null to rename one.</summary>
    [Parameter]
    public SavedMappingDraft? Draft { get; set; }

    /// <summary>The mapping to be renamed; null to save one.</summary>
    [Parameter]
    public SavedMapping? Known { get; set; }

    /// <summary>Who does it.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private string Before => Draft?.Name ?? Known?.Name ?? "";

    /// <summary>Opens it to save a mapping.</summary>
    /// <returns>The mapping as it was saved; null where it was not.</returns>
    public static async Task<SavedMapping?> SaveAsync(DialogService dialogs, IStringLocalizer<ImportTexts> texts, SavedMappingDraft draft, Actor actor) =>
        await dialogs.OpenGuardedAsync<MappingDialog>(texts["SaveMapping"], "480px", (nameof(Draft), draft), (nameof(Actor), actor)) as SavedMapping;

    /// <summary>Opens it to rename a mapping.</summary>
    /// <returns>The mapping as it is called now; null where nothing was changed.</returns>
    public static async Task<SavedMapping?> RenameAsync(DialogService dialogs, IStringLocalizer<ImportTexts> texts, SavedMapping known, Actor actor) =>
        await dialogs.OpenGuardedAsync<MappingDialog>(texts["RenameMapping"], "480px", (nameof(Known), known), (nameof(Actor), actor)) as SavedMapping;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _name = Before;
        Guard.MayClose = MayClose;
    }

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
        _asksToLeave = !_isSaving && !string.IsNullOrWhiteSpace(_name) && !string.Equals(_name.Trim(), Before, StringComparison.Ordinal);
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
        var saved = Draft is not null
            ? await Mappings.SaveAsync(Draft with { Name = _name ?? "" }, Actor)
            : await Mappings.RenameAsync(Known!.Id, _name ?? "", Actor);
        if (saved.Succeeded(out var mapping, out _refusal))
        {
            Dialogs.Close(mapping);
            return;
        }

        _isSaving = false;
        await _first.FocusAsync();
    }
}
