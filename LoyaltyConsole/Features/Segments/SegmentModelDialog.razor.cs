using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Segments;

/// <summary>A new model, or another way for one that is there to score and to divide, with what it would make of the customers.</summary>
public sealed partial class SegmentModelDialog(SegmentBook book, SegmentRunner runner, SignedIn person) : ComponentBase, IDisposable
{
    private readonly OnScreen _onScreen = new();

    // Made when the dialog opens, so that what is saved twice is run once.
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _first;
    private SegmentForm _form = new();
    private string _before = "";
    private SegmentRehearsal? _rehearsal;
    private string? _rehearsed;
    private Refusal? _refusal;
    private decimal? _progress;
    private bool _isRehearsing;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The model as the operator saw it; null for a new one.</summary>
    [Parameter]
    public SegmentModel? Model { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBusy => _isSaving || _isRehearsing;

    // A rehearsal of something else says nothing.
    private SegmentRehearsal? Rehearsal => string.Equals(_rehearsed, Typed, StringComparison.Ordinal) ? _rehearsal : null;

    private string Typed => System.Text.Json.JsonSerializer.Serialize(_form);

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="model">The model; null for a new one.</param>
    /// <returns>The model as it is now; null when nothing was saved.</returns>
    public static async Task<SegmentModel?> OpenAsync(DialogService dialogs, IStringLocalizer<SegmentTexts> texts, SegmentModel? model) =>
        await dialogs.OpenGuardedAsync<SegmentModelDialog>(
            model is null ? texts["New"] : texts["EditModel", SegmentWords.Name(model.Name, texts)], "1080px", (nameof(Model), model)) as SegmentModel;

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _form = SegmentForm.Of(Model is null ? UsualModels.All[0] with { Name = "" } : SegmentModelDraft.Of(Model), Texts);
        _before = Typed;
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
        _asksToLeave = !string.Equals(_before, Typed, StringComparison.Ordinal) && !_isSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task RehearseAsync()
    {
        if (IsBusy || !_form.Read(Texts).Succeeded(out var draft, out _refusal))
        {
            return;
        }

        (_isRehearsing, _rehearsed) = (true, Typed);
        try
        {
            (await runner.RehearseAsync(draft, Model?.Id, await person.ActorAsync(), _onScreen.Token)).Succeeded(out _rehearsal, out _refusal);
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Nobody looks any more.
        }
        finally
        {
            _isRehearsing = false;
        }
    }

    // The overview follows at once; where that is cut short, the nightly run makes up for it.
    private async Task SaveAsync()
    {
        if (IsBusy || !_form.Read(Texts).Succeeded(out var draft, out _refusal))
        {
            return;
        }

        _isSaving = true;
        SegmentModel? saved = null;
        try
        {
            var actor = await person.ActorAsync();
            var result = Model is null ? await book.CreateAsync(draft, actor) : await book.ChangeAsync(Model, draft, actor);
            if (result.Succeeded(out var model, out _refusal))
            {
                var run = await runner.RunAsync(new SegmentRunOrder(_key, model.Id), actor, Tell);
                saved = run.Succeeded(out _, out _refusal) ? model : null;
            }
        }
        finally
        {
            // What was saved is done with: what is clicked after that does nothing.
            _isSaving = saved is not null;
        }

        if (saved is not null)
        {
            Dialogs.Close(saved);
        }
    }

    private void Tell(long written, long all)
    {
        _progress = all == 0 ? 1 : (decimal)written / all;
        _ = InvokeAsync(StateHasChanged);
    }

    private void Move(RuleRow rule, int by)
    {
        var place = _form.Rules.IndexOf(rule);
        _form.Rules.RemoveAt(place);
        _form.Rules.Insert(Math.Clamp(place + by, 0, _form.Rules.Count), rule);
    }
}
