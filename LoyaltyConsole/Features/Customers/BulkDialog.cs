using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>What every dialog for everybody in a list does: it says whom it is about, and ends in a rehearsal.</summary>
public abstract class BulkDialog(BulkDesk desk, NavigationManager navigation, DialogService dialogs, IStringLocalizer<RefusalTexts> refusals) : ComponentBase
{
    /// <summary>The list's filter, as its address writes it.</summary>
    [Parameter, EditorRequired]
    public required string Filter { get; set; }

    /// <summary>The same in words.</summary>
    [Parameter]
    public string? Found { get; set; }

    /// <summary>How many customers the list shows.</summary>
    [Parameter, EditorRequired]
    public required string Count { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    /// <summary>What makes an import of it.</summary>
    protected BulkDesk Desk => desk;

    /// <summary>Where the keyboard begins.</summary>
    protected ElementReference First { get; set; }

    /// <summary>Why it was refused.</summary>
    protected Refusal? Refusal { get; private set; }

    /// <summary>Whether the file is being made.</summary>
    protected bool IsSaving { get; private set; }

    /// <summary>Whether it asks before what was typed is lost.</summary>
    protected bool AsksToLeave { get; set; }

    /// <summary>Whether something would be lost.</summary>
    protected abstract bool IsFilled { get; }

    /// <summary>Beside which input a refusal stands; null for above them.</summary>
    protected abstract string? FieldOf(Refusal refusal);

    /// <summary>What is ordered, or why that cannot be told.</summary>
    protected abstract Result<BulkOrder> Order();

    /// <inheritdoc />
    protected override void OnInitialized() => Guard.MayClose = MayClose;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && First.Id is not null)
        {
            await First.FocusAsync();
        }
    }

    /// <summary>The sentence beside an input.</summary>
    protected string? ErrorOf(string field) =>
        Refusal is not null && string.Equals(FieldOf(Refusal), field, StringComparison.Ordinal) ? refusals.Sentence(Refusal) : null;

    /// <summary>What describes an input.</summary>
    protected string DescriptionOf(string field) => $"{field}-{(ErrorOf(field) is null ? "hint" : "error")}";

    /// <summary>Takes what was typed; what was refused before is no longer said.</summary>
    protected void Fill(Action fill)
    {
        fill();
        Refusal = null;
    }

    /// <summary>Opens a dialog of this kind over the page.</summary>
    protected static Task OpenAsync<TDialog>(DialogService dialogs, string title, string filter, string? found, string count)
        where TDialog : BulkDialog =>
        dialogs.OpenGuardedAsync<TDialog>(title, "560px", (nameof(Filter), filter), (nameof(Found), found), (nameof(Count), count));

    /// <summary>Makes the import and goes to its rehearsal.</summary>
    protected async Task SaveAsync()
    {
        if (IsSaving)
        {
            return;
        }

        IsSaving = true;
        Refusal = await RehearseAsync();
        IsSaving = false;
    }

    private async Task<Refusal?> RehearseAsync()
    {
        if (!Order().Succeeded(out var order, out var refusal) || !(await desk.StageAsync(order)).Succeeded(out var import, out refusal))
        {
            return refusal;
        }

        dialogs.Close(true);
        navigation.NavigateTo(ImportAddress.Of(import));
        return null;
    }

    private bool MayClose()
    {
        AsksToLeave = !IsSaving && IsFilled;
        _ = InvokeAsync(StateHasChanged);
        return !AsksToLeave;
    }
}
