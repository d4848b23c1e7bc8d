using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>"Adjust balance": a signed number, or what the balance should be (S-014 to S-021, E-044 to E-047).</summary>
public sealed partial class AdjustBalanceDialog(BookingDesk desk) : ComponentBase
{
    private static readonly Points[] Presets = [Points.Whole(25), Points.Whole(50), Points.Whole(100), Points.Whole(-50)];

    private readonly ReasonForm _reason = new();
    private AdjustmentDraft _draft = null!;
    private ElementReference _first;
    private AdjustmentDoor _door = AdjustmentDoor.AddOrSubtract;
    private string? _points;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsActual => _door == AdjustmentDoor.ActualBalance;

    private bool IsChanged => !string.IsNullOrEmpty(_points) || _reason.IsChanged;

    private string? Error => _draft.Refusal is { } refusal && BookingFrame.IsAboutPoints(refusal) ? Refusals.Sentence(refusal) : null;

    private string SaveText => _draft.Preview is { } preview
        ? Texts["SaveChange", PointsWords.Change(preview.Account.Difference, Display, Texts)]
        : Texts["Save"];

    /// <summary>Opens it over the page.</summary>
    /// <returns>What was booked; null when nothing was.</returns>
    public static async Task<Booking?> OpenAsync(DialogService dialogs, IStringLocalizer<ProfileTexts> texts, CustomerProfile profile)
    {
        var booked = await dialogs.OpenGuardedAsync<AdjustBalanceDialog>(
            texts["Adjust"], "820px", (nameof(Profile), profile));
        return booked as Booking;
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _draft = desk.Adjusting(Profile);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private Task TurnAsync(AdjustmentDoor door)
    {
        // Another question: the number that answered the first is no answer to it.
        _door = door;
        return TypeAsync(null);
    }

    private Task TypeAsync(string? points)
    {
        _points = points;
        return _draft.ConsiderAsync(Read);
    }

    // Whether the points count for the level depends on why they are given; what is booked does not, so that nobody waits.
    private Task ChooseAsync() => string.IsNullOrEmpty(_points) ? Task.CompletedTask : _draft.LookAgainAsync();

    private Result<Adjustment> Read() => PointsText.Read(_points, Display.Settings.Decimals).Succeeded(out var points, out var refusal)
        ? _reason.On(_draft.By(_door, points))
        : refusal;
}
