using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>"Top Up Points" and "Draw Off Points" (L-072 to L-077): a positive number, and for credits two dates.</summary>
public sealed partial class TopUpDialog(BookingDesk desk) : ComponentBase
{
    private readonly ReasonForm _reason = new();
    private AdjustmentDraft _draft = null!;
    private ElementReference _first;
    private string? _points;
    private DateOnly? _redeemableAfter;
    private DateOnly? _validUpTo;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>Top Up or Draw Off.</summary>
    [Parameter, EditorRequired]
    public required AdjustmentDoor Door { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsCredit => Door == AdjustmentDoor.TopUp;

    private bool IsChanged =>
        !string.IsNullOrEmpty(_points) || _redeemableAfter is not null || _validUpTo is not null || _reason.IsChanged;

    private string SaveText => _draft.Preview is { } preview
        ? Texts[IsCredit ? "TopUpDeed" : "DrawOffDeed", PointsWords.Of(IsCredit ? preview.Account.Difference : -preview.Account.Difference, Display, Texts)]
        : Texts[IsCredit ? "TopUp" : "DrawOff"];

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="profile">Whose points.</param>
    /// <param name="door">Top Up or Draw Off.</param>
    /// <returns>What was booked; null when nothing was.</returns>
    public static async Task<Booking?> OpenAsync(
        DialogService dialogs, IStringLocalizer<ProfileTexts> texts, CustomerProfile profile, AdjustmentDoor door)
    {
        var booked = await dialogs.OpenGuardedAsync<TopUpDialog>(
            texts[door == AdjustmentDoor.TopUp ? "TopUp" : "DrawOff"], "820px", (nameof(Profile), profile), (nameof(Door), door));
        return booked as Booking;
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _draft = desk.Adjusting(Profile);
        _reason.Kind = IsCredit ? ReasonKind.Goodwill : ReasonKind.CorrectionOfEarning;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private static LocalDate? Date(DateOnly? date) => date is { } day ? LocalDate.FromDateOnly(day) : null;

    private string? Error(Func<Refusal, bool> isHere) =>
        _draft.Refusal is { } refusal && isHere(refusal) ? Refusals.Sentence(refusal) : null;

    private Task TypeAsync(Action fill)
    {
        fill();
        return _draft.ConsiderAsync(Read);
    }

    // Whether the points count for the level depends on why they are given; what is booked does not, so that nobody waits.
    private Task ChooseAsync() => string.IsNullOrEmpty(_points) ? Task.CompletedTask : _draft.LookAgainAsync();

    private Result<Adjustment> Read() => PointsText.Read(_points, Display.Settings.Decimals).Succeeded(out var points, out var refusal)
        ? _reason.On(_draft.By(Door, points)) with { RedeemableAfter = Date(_redeemableAfter), ValidUpTo = Date(_validUpTo) }
        : refusal;
}
