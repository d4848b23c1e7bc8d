using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Components.Ui;

/// <summary>The inside of a dialog whose deed needs a reason in words; it closes with true when the deed is done.</summary>
public sealed partial class ReasonDialog : ComponentBase
{
    private ElementReference _first;
    private string? _reason;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>Whom or what it is about.</summary>
    [Parameter]
    public string? Subtitle { get; set; }

    /// <summary>What will happen.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What else is asked for.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>What is to be known beside the buttons.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>What the field is called.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The field's id in the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>What to write.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>The longest reason.</summary>
    [Parameter, EditorRequired]
    public required int Length { get; set; }

    /// <summary>The deed as its button says it.</summary>
    [Parameter, EditorRequired]
    public required string DeedText { get; set; }

    /// <summary>The symbol before it.</summary>
    [Parameter]
    public string? DeedIcon { get; set; }

    /// <summary>What the button says that leaves all as it is; null for Cancel.</summary>
    [Parameter]
    public string? BackText { get; set; }

    /// <summary>Does it, with the reason as typed.</summary>
    [Parameter, EditorRequired]
    public required Func<string, Task<Refusal?>> Deed { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBesideTheField => _refusal is ReasonMissing or TextTooLong;

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
        _refusal = await Deed(_reason ?? "");
        if (_refusal is null)
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
