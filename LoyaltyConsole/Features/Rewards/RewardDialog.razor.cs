using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Rewards;

/// <summary>A reward of the catalogue is created or changed.</summary>
public sealed partial class RewardDialog(RewardBook book, SignedIn person) : ComponentBase
{
    private ElementReference _first;
    private string? _name;
    private string? _description;
    private string? _cost;
    private DateOnly? _from;
    private DateOnly? _until;
    private (string?, string?, string?, DateOnly?, DateOnly?) _before;
    private Refusal? _refusal;
    private bool _asksToLeave;
    private bool _isBusy;

    /// <summary>The reward that is changed; null for a new one.</summary>
    [Parameter]
    public Reward? Reward { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private (string?, string?, string?, DateOnly?, DateOnly?) Typed => (_name, _description, _cost, _from, _until);

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether something was saved.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<RewardTexts> texts, Reward? reward)
    {
        var saved = await dialogs.OpenGuardedAsync<RewardDialog>(
            texts[reward is null ? "NewReward" : "EditTitle"], "560px", (nameof(Reward), reward));
        return saved is true;
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Guard.MayClose = MayClose;
        if (Reward is not null)
        {
            (_name, _description, _cost) = (Reward.Name, Reward.Description, Reward.Cost.ToString());
            (_from, _until) = (Day(Reward.StartsAt), LastDay(Reward.EndsAt));
        }

        _before = Typed;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private static bool IsBesideAField(Refusal refusal) => IsAboutName(refusal) || IsAboutCost(refusal) || IsAboutEnd(refusal);

    private static bool IsAboutName(Refusal refusal) => refusal is RewardNameMissing;

    private static bool IsAboutCost(Refusal refusal) => refusal is RewardCostOutOfRange or PointsMissing || BookingFrame.IsAboutPoints(refusal);

    private static bool IsAboutEnd(Refusal refusal) => refusal is RewardEndsBeforeItStarts;

    private string? Error(Func<Refusal, bool> isHere) => _refusal is { } refusal && isHere(refusal) ? Refusals.Sentence(refusal) : null;

    private bool MayClose()
    {
        _asksToLeave = Typed != _before && !_isBusy;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isBusy)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(_name))
        {
            _refusal = new RewardNameMissing();
            return;
        }

        if (!PointsText.Read(_cost, Display.Settings.Decimals).Succeeded(out var cost, out _refusal))
        {
            return;
        }

        _isBusy = true;
        try
        {
            var draft = new RewardDraft(_name, _description, cost, StartOf(_from), EndOf(_until));
            var saved = await book.SaveAsync(Reward is null ? null : (Reward.Id, Reward.Version), draft, await person.ActorAsync());
            if (saved.Succeeded(out _, out _refusal))
            {
                Dialogs.Close(true);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }

    // A day that was not touched keeps its instant, which need not be a midnight.
    private Instant? StartOf(DateOnly? day) => day == Day(Reward?.StartsAt) ? Reward?.StartsAt : day is { } date ? Display.Settings.Time.StartOf(LocalDate.FromDateOnly(date)) : null;

    // The last day of the calendar has no day after it.
    private Instant? EndOf(DateOnly? day) => day == LastDay(Reward?.EndsAt) ? Reward?.EndsAt
        : day is { } date && date < DateOnly.MaxValue ? Display.Settings.Time.EndOf(LocalDate.FromDateOnly(date)) : null;

    private DateOnly? Day(Instant? at) => at is { } instant ? Display.Settings.Time.Today(instant).ToDateOnly() : null;

    private DateOnly? LastDay(Instant? end) => Day(end - Duration.Epsilon);
}
