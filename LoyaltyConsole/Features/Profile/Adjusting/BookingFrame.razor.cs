using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>What the dialogs that book on an account share: the fields on the left, the effect on the right, the deed at the foot.</summary>
public sealed partial class BookingFrame(CustomerFeed feed) : ComponentBase, IDisposable
{
    private CustomerFeed.Listening? _listening;
    private bool _asksToLeave;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>The booking.</summary>
    [Parameter, EditorRequired]
    public required IBookingDraft Draft { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    /// <summary>Whether something was typed.</summary>
    [Parameter]
    public bool IsChanged { get; set; }

    /// <summary>The deed in words.</summary>
    [Parameter, EditorRequired]
    public required string SaveText { get; set; }

    /// <summary>The colour of the deed.</summary>
    [Parameter]
    public ButtonStyle Style { get; set; } = ButtonStyle.Primary;

    /// <summary>Called when something of the draft has changed, so that the fields can say so too.</summary>
    [Parameter]
    public EventCallback OnDraftChanged { get; set; }

    /// <summary>What is still to be filled in, in the place of the usual words.</summary>
    [Parameter]
    public string? Missing { get; set; }

    /// <summary>Which refusals the fields say themselves.</summary>
    [Parameter]
    public Func<Refusal, bool> IsBeside { get; set; } = IsBesideAField;

    /// <summary>What stands beside the deed where nothing is in its way.</summary>
    [Parameter]
    public RenderFragment? Note { get; set; }

    /// <summary>What else the effect changes.</summary>
    [Parameter]
    public IReadOnlyList<EffectTable.EffectRow> Also { get; set; } = [];

    /// <summary>The effect in sentences.</summary>
    [Parameter]
    public RenderFragment? Sentences { get; set; }

    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private string WhyNot => Draft switch
    {
        { IsSaving: true } or { IsPending: true } => "",
        { Newer: not null } => Texts["WhyStale"],
        { Refusal: PointsMissing } or { Refusal: null, Effect: null } => Missing ?? Texts["WhyMissing"],
        { Refusal: not null } => Texts["WhyRefused"],
        { IsReady: false } => Missing ?? "",
        _ => "",
    };

    /// <summary>Whether the fields say it themselves.</summary>
    public static bool IsBesideAField(Refusal refusal) =>
        IsAboutPoints(refusal) || refusal is LockedBeyondValidity or ValidityInThePast or PointsMissing;

    /// <summary>Whether it is about the number of points.</summary>
    public static bool IsAboutPoints(Refusal refusal) => refusal
        is PointsWithComma or PointsWithAmbiguousComma or PointsNotANumber or TooManyDecimals or TooManyPoints or PointsMustBePositive or NothingToAdjust or NotEnoughPoints;

    /// <inheritdoc />
    public void Dispose()
    {
        _listening?.Dispose();
        Draft.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _listening = feed.Listen(Profile.Customer.Id, () => _ = InvokeAsync(LookAgainAsync));
        Guard.MayClose = MayClose;
    }

    private async Task LookAgainAsync()
    {
        await Draft.LookAgainAsync();
        await OnDraftChanged.InvokeAsync();
    }

    private bool MayClose()
    {
        _asksToLeave = IsChanged && !Draft.IsSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task GoOn()
    {
        Draft.GoOn();
        await OnDraftChanged.InvokeAsync();
    }

    private async Task SaveAsync()
    {
        if (await Draft.SaveAsync() is { } booked)
        {
            Dialogs.Close(booked);
            return;
        }

        if (Draft.Submitted is { } submitted)
        {
            Snackbar.Show(new Snack(Approvals["Submitted", submitted.Id]));
            Dialogs.Close(null);
            return;
        }

        await OnDraftChanged.InvokeAsync();
    }

    private string Happened(HistoryRow row)
    {
        var what = Texts["Happened", Words.Word(row.Kind), Display.Points(row.Points), row.Actor, Display.DateTime(row.CreatedAt)];
        return row.InternalReason is null ? $"{what}." : $"{what}, {Texts["Quoted", row.InternalReason]}.";
    }
}
