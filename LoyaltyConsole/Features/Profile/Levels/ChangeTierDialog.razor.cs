using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Levels;

/// <summary>"Change Tier": another level, internal notes, rewards, and a lock for who may set one (S-028 to S-033, E-048, E-050).</summary>
public sealed partial class ChangeTierDialog(CustomerTiers tiers, CustomerFeed feed, ApprovalRequests requests, SignedIn person) : ComponentBase, IDisposable
{
    private TierChangeDraft _draft = null!;
    private CustomerFeed.Listening? _listening;
    private ElementReference _first;
    private bool _mayLock;
    private bool _asksToLeave;
    private TierId _to;
    private bool _rewards;
    private TierLock _lock;
    private DateOnly? _until;
    private string? _note;

    /// <summary>Whose level.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>The level as the operator sees it.</summary>
    [Parameter, EditorRequired]
    public required TierView Seen { get; set; }

    /// <summary>Asks before what was chosen is lost (S-033).</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsChanged => _to != _draft.Seen.Level.Id || LocksAnew || !string.IsNullOrWhiteSpace(_note);

    private bool LocksAnew => _lock != _draft.Seen.Lock || (_lock != TierLock.None && _until != LastDay(_draft.Seen));

    private string WhyNot => _draft switch
    {
        { IsSaving: true } => "",
        { Newer: not null } => Profiles["WhyStale"],
        { Refusal: null or TierUnchanged, Preview: null } => Texts["WhyUnchanged"],
        { Refusal: not null } => Profiles["WhyRefused"],
        _ => "",
    };

    private IEnumerable<(string Label, string Now, string? After)> Effects
    {
        get
        {
            var (now, after) = (_draft.Newer ?? _draft.Seen, _draft.Preview?.After);
            yield return ("Tier", now.Level.Name, after?.Level.Name);
            yield return ("Evaluation", Evaluation(now), after is null ? null : Evaluation(after));
            yield return ("Lock", Short(now), after is null ? null : Short(after));
        }
    }

    private IEnumerable<string> Sentences
    {
        get
        {
            if (_draft.Preview is not { } preview)
            {
                yield break;
            }

            if (_rewards && preview.After.Level.Id != preview.Now.Level.Id)
            {
                yield return preview.Rewards > Points.Zero
                    ? Texts["GivesPoints", PointsWords.Of(preview.Rewards, Display, Profiles)]
                    : Texts["GivesNothing"];
            }

            if (preview.After is { Lock: TierLock.None } after && after.Level.Id != preview.Now.Level.Id)
            {
                yield return after.DueAt is null ? Texts["LastsUntilPoints"] : Texts["LastsUntil", Display.Date(after.DueAt)];
            }

            yield return Words.Forecast(preview.After);
        }
    }

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="profile">Whose level.</param>
    /// <param name="seen">The level as the operator sees it.</param>
    /// <returns>The change that was made; null when none was.</returns>
    public static async Task<TierChange?> OpenAsync(DialogService dialogs, IStringLocalizer<TierTexts> texts, CustomerProfile profile, TierView seen)
    {
        var made = await dialogs.OpenGuardedAsync<ChangeTierDialog>(
            texts["Change"], "820px", (nameof(Profile), profile), (nameof(Seen), seen));
        return made as TierChange;
    }

    /// <inheritdoc />
    public void Dispose() => _listening?.Dispose();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _draft = new TierChangeDraft(Seen, tiers, requests, person);
        (_to, _lock, _until) = (Seen.Level.Id, Seen.Lock, LastDay(Seen));
        Guard.MayClose = MayClose;
        _listening = feed.Listen(Profile.Customer.Id, () => _ = InvokeAsync(LookAgainAsync));
        _mayLock = (await person.ActorAsync()).May(Capability.LockTier);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private DateOnly? LastDay(TierView view) => view.LockedUntil is { } until
        ? Display.Settings.Time.Today(until - Duration.FromMilliseconds(1)).ToDateOnly()
        : null;

    private string Evaluation(TierView view) => view.Lock == TierLock.Full && view.LockedUntil is null
        ? Texts["Never"]
        : view.DueAt is null ? Texts["Never"] : Display.Date(view.DueAt);

    private string Short(TierView view) => view.Lock == TierLock.None ? Texts["Short_None"]
        : view.LockedUntil is null ? Texts[$"Short_{view.Lock}"]
        : Texts["Short_Until", Texts[$"Short_{view.Lock}"], Words.Day(view.LockedUntil)];

    private Task ChooseAsync(ChangeEventArgs change) => TellAsync(() =>
    {
        _to = new TierId(long.Parse((string)change.Value!, CultureInfo.InvariantCulture));

        // Who rises is welcomed; who is put down is not, unless somebody says so (rule 5.6.7).
        _rewards = _draft.Seen.Levels.Single(level => level.Id == _to).Rank > _draft.Seen.Level.Rank;
    });

    private Task TellAsync(Action fill)
    {
        fill();
        return _draft.ConsiderAsync(Fill);
    }

    private TierOrder Fill(TierOrder order) => order with
    {
        To = _to,
        Note = _note,
        GivesRewards = _rewards,
        Lock = _lock,
        LockUntil = _lock != TierLock.None && _until is { } day ? LocalDate.FromDateOnly(day) : null,
    };

    private async Task LookAgainAsync()
    {
        await _draft.LookAgainAsync();
        StateHasChanged();
    }

    private Task GoOnAsync()
    {
        _draft.GoOn();
        return _draft.ConsiderAsync(Fill);
    }

    private bool MayClose()
    {
        _asksToLeave = IsChanged && !_draft.IsSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (await _draft.SaveAsync() is { } made)
        {
            Dialogs.Close(made);
        }
        else if (_draft.Submitted is { } submitted)
        {
            Snackbar.Show(new Snack(Approvals["Submitted", submitted.Id]));
            Dialogs.Close(null);
        }
    }
}
