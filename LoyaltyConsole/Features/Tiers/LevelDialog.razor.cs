using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Tiers;

/// <summary>A new level, or another name, threshold or gift for one that is there.</summary>
public sealed partial class LevelDialog(TierBook book, SignedIn person) : ComponentBase
{
    private ElementReference _first;
    private string? _name;
    private string? _threshold;
    private string? _entry;
    private string? _months;
    private string _field = "";
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;
    private (string?, string?, string?, string?) _before;

    /// <summary>The level as the operator saw it; null for a new one.</summary>
    [Parameter]
    public Tier? Level { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsBase => Level is { Rank: 0 };

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="level">The level; null for a new one.</param>
    /// <returns>The level as it is now; null when nothing was saved.</returns>
    public static async Task<Tier?> OpenAsync(DialogService dialogs, IStringLocalizer<TierTexts> texts, Tier? level)
    {
        var saved = await dialogs.OpenGuardedAsync<LevelDialog>(
            level is null ? texts["New"] : texts["EditLevel", level.Name], "520px", (nameof(Level), level));
        return saved as Tier;
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (Level is not null)
        {
            (_name, _threshold) = (Level.Name, Level.Threshold.ToString());
            _entry = Level.EntryPoints.IsZero ? null : Level.EntryPoints.ToString();
            _months = Level.EntryMonths?.ToString(CultureInfo.InvariantCulture);
        }

        _before = (_name, _threshold, _entry, _months);
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

    private string? Error(params string[] fields) =>
        _refusal is not null && fields.Contains(_field, StringComparer.Ordinal) ? Refusals.Sentence(_refusal) : null;

    private bool MayClose()
    {
        _asksToLeave = _before != (_name, _threshold, _entry, _months) && !_isSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isSaving || !Read().Succeeded(out var draft, out _refusal))
        {
            return;
        }

        _isSaving = true;
        Tier? saved = null;
        try
        {
            var actor = await person.ActorAsync();
            var result = Level is null ? await book.CreateAsync(draft, actor) : await book.ChangeAsync(Level, draft, actor);
            result.Succeeded(out saved, out _refusal);
            _field = _refusal switch
            {
                TierNameMissing or TierNameTaken or TextTooLong => "name",
                TierThresholdMissing or TierThresholdTaken => "threshold",
                TierEntryNotPositive => "entry",
                _ => "",
            };
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

    // Each field by itself, so that what is wrong is said beside it.
    private Result<TierDraft> Read()
    {
        var decimals = Display.Settings.Decimals;
        _field = "threshold";
        var threshold = Points.Zero;
        if (!IsBase && !PointsText.Read(_threshold, decimals).Succeeded(out threshold, out var refusal))
        {
            return refusal;
        }

        _field = "entry";
        var entry = Points.Zero;
        if (!string.IsNullOrWhiteSpace(_entry) && !PointsText.Read(_entry, decimals).Succeeded(out entry, out refusal))
        {
            return refusal;
        }

        _field = "months";
        var months = (int?)null;
        if (!string.IsNullOrWhiteSpace(_months))
        {
            if (!int.TryParse(_months.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return new TierEntryNotPositive();
            }

            months = number;
        }

        _field = "";
        return new TierDraft(_name ?? "", threshold, entry, months);
    }
}
