using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The mappings that were saved for a kind of file, to be renamed and deleted.</summary>
public sealed partial class MappingList(SavedMappings mappings, Snackbar snackbar) : ComponentBase, IDisposable
{
    private readonly OnScreen _onScreen = new();
    private IReadOnlyList<SavedMapping> _mappings = [];

    /// <summary>What the files hold.</summary>
    [Parameter, EditorRequired]
    public required ImportKind Kind { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            if ((await mappings.ListAsync(Kind, Actor, _onScreen.Token)).Succeeded(out var saved, out _))
            {
                _mappings = saved;
            }
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Nobody looks any more.
        }
    }

    private IReadOnlyList<RowDeed> Deeds(SavedMapping mapping) =>
    [
        RowDeed.Of(Texts["RenameMapping"], "edit", () => RenameAsync(mapping)),
        RowDeed.Of(Texts["DeleteMapping"], "delete", () => DeleteAsync(mapping)) with { IsFinal = true },
    ];

    private async Task RenameAsync(SavedMapping mapping)
    {
        if (await MappingDialog.RenameAsync(Dialogs, Texts, mapping, Actor) is { } renamed)
        {
            snackbar.Show(new Snack(Texts["MappingRenamed", renamed.Name]));
        }

        await ShowAsync();
    }

    private async Task DeleteAsync(SavedMapping mapping)
    {
        var deleted = await mappings.DeleteAsync(mapping.Id, Actor);
        snackbar.Show(deleted.Succeeded(out _, out var refusal)
            ? new Snack(Texts["MappingDeleted", mapping.Name])
            : new Snack(Refusals.Sentence(refusal)) { IsRefusal = true });
        await ShowAsync();
    }

    // A menu asks for it, which is no event of this page.
    private async Task ShowAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }
}
