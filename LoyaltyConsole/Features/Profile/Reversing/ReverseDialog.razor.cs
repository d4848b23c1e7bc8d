using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Reversing;

/// <summary>"Reverse…": one entry is reversed by a compensating one, with a reason (X9).</summary>
public sealed partial class ReverseDialog(BookingDesk desk) : ComponentBase
{
    private ReversalDraft _draft = null!;
    private ElementReference _first;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>The entry.</summary>
    [Parameter, EditorRequired]
    public required HistoryRow Entry { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private string SaveText => _draft.Effect is { } effect
        ? Texts["ReverseDeed", PointsWords.Change(effect.After.Balance - effect.Now.Balance, Display, ProfileTexts)]
        : Texts["Reverse"];

    private IEnumerable<(string Label, string Value)> Facts =>
    [
        (Texts["Entry"], Entry.Id.ToString()),
        (Texts["What"], $"{Words.Word(Entry.Kind)}, {PointsWords.Of(Entry.Points, Display, ProfileTexts)}"),
        (Texts["Booked"], Texts["BookedBy", Entry.Actor, Display.DateTime(Entry.CreatedAt)]),
        .. Entry.InternalReason is { } reason ? [(ProfileTexts["InternalReason"].Value, reason)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Opens it over the page.</summary>
    /// <returns>What was booked; null when nothing was.</returns>
    public static async Task<Booking?> OpenAsync(DialogService dialogs, IStringLocalizer<ReversalTexts> texts, CustomerProfile profile, HistoryRow entry)
    {
        var booked = await dialogs.OpenGuardedAsync<ReverseDialog>(
            texts["Title", entry.Id], "820px", (nameof(Profile), profile), (nameof(Entry), entry));
        return booked as Booking;
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _draft = desk.Reversing(Profile, Entry.Id);
        return _draft.ConsiderAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }
}
