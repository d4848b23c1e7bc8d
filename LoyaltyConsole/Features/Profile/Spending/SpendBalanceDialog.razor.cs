using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>How the dialog ended.</summary>
/// <param name="Booking">What was booked; null where the balance is to be adjusted first (S-027).</param>
/// <param name="Reward">What the points were spent on.</param>
public sealed record SpendOutcome(Booking? Booking, string? Reward);

/// <summary>"Spend balance": points are spent on a reward (S-022 to S-027, D7, D10).</summary>
public sealed partial class SpendBalanceDialog(BookingDesk desk, CustomerProfiles profiles, OneTimeCodes codes, SignedIn person) : ComponentBase
{
    private SpendDraft _draft = null!;
    private ElementReference _first;
    private bool _mayAdjust;
    private bool _mayUnlock;
    private bool _isUnlocking;
    private bool _isFocused;
    private Guid _sendKey = Guid.CreateVersion7();
    private bool _isSending;
    private SentCode? _sent;
    private Refusal? _unsent;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>Asks before what was chosen is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsChanged => _draft.Chosen is not null || !string.IsNullOrEmpty(_draft.Note) || !string.IsNullOrEmpty(_draft.Code);

    // What is wrong with the code stands beside it.
    private string? CodeError => _unsent is { } unsent ? Refusals.Sentence(unsent) : _draft.WrongCode is { } wrong ? Refusals.Sentence(wrong) : null;

    // What became too little meanwhile; the rest stands above the fields.
    private string? Error => _draft.Refusal is NotEnoughPoints refusal ? Refusals.Sentence(refusal) : null;

    private string? Missing => _draft.Choices is null or { Count: 0 } ? "" : Texts[_draft.Chosen is not null && (_draft.IsCodeMissing || _draft.WrongCode is not null) ? "TypeCode" : "ChooseReward"];

    private string SaveText => _draft.Chosen is { } chosen
        ? Texts["SpendDeed", PointsWords.Of(chosen.Reward.Cost, Display, ProfileTexts)]
        : Texts["Spend"];

    private IReadOnlyList<EffectTable.EffectRow> Also => _draft.Choices is { Count: > 0 }
        ? [new(Texts["Affordable"], Affordable(_draft.Latest.Figures)!, Affordable(_draft.Effect?.After))]
        : [];

    /// <summary>Opens it over the page.</summary>
    /// <returns>How it ended; null when nothing is to be done.</returns>
    public static async Task<SpendOutcome?> OpenAsync(DialogService dialogs, IStringLocalizer<RewardTexts> texts, CustomerProfile profile)
    {
        var outcome = await dialogs.OpenGuardedAsync<SpendBalanceDialog>(
            texts["Spend"], "820px", (nameof(Profile), profile));
        return outcome is Booking booking ? new SpendOutcome(booking, booking.Entry.CustomerText) : outcome as SpendOutcome;
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _draft = desk.Spending(Profile, Display.Settings.SpendingNeedsCode);
        var actor = await person.ActorAsync();
        (_mayAdjust, _mayUnlock) = (actor.May(Capability.AdjustPoints), actor.May(Capability.UnlockRedemption));
        await _draft.LookAgainAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isFocused && _draft.Choices is { Count: > 0 } && !_draft.IsBlocked)
        {
            _isFocused = true;
            await _first.FocusAsync();
        }
    }

    private static bool IsBesideAField(Refusal refusal) => refusal is NotEnoughPoints || SpendDraft.IsAboutCode(refusal);

    private async Task SendCodeAsync()
    {
        _isSending = true;
        if ((await codes.SendAsync(_sendKey, Profile.Customer.Id, await person.ActorAsync())).Succeeded(out _sent, out _unsent))
        {
            _sendKey = Guid.CreateVersion7();
            await _draft.TypeCodeAsync(null);
        }

        _isSending = false;
    }

    private async Task TypeCodeAsync(string? code)
    {
        _unsent = null;
        await _draft.TypeCodeAsync(code);
    }

    private string? Affordable(Figures? figures) => figures is null
        ? null
        : Display.Count(_draft.Choices!.Count(choice => choice.Reward.Cost <= figures.Redeemable));

    private Task ChooseAsync(ChangeEventArgs change) =>
        long.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var reward)
            ? _draft.ChooseAsync(new RewardId(reward))
            : Task.CompletedTask;

    private void AdjustFirst() => Dialogs.Close(new SpendOutcome(null, null));

    private async Task UnlockAsync()
    {
        _isUnlocking = true;
        await profiles.SetLockedAsync(Profile.Customer.Id, locked: false, await person.ActorAsync());
        await _draft.LookAgainAsync();
        _isUnlocking = false;
    }
}
