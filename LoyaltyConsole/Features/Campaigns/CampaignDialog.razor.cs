using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Campaigns;

/// <summary>A campaign's form: for a new one, for a copy, for changing one; what it will do stands beside it.</summary>
public sealed partial class CampaignDialog(CampaignBook book, SignedIn person) : ComponentBase
{
    // An order that shows what a rate means.
    private const decimal ExampleAmount = 49.90m;

    // Chosen once for each time the dialog opens: a second click creates no second campaign.
    private readonly Guid _key = Guid.CreateVersion7();
    private CampaignForm _form = new();
    private IReadOnlyList<PastTerms> _past = [];
    private ElementReference _first;
    private Refusal? _refusal;
    private bool _isChanged;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>The campaign that is shown or copied; null for an empty form.</summary>
    [Parameter]
    public CampaignRow? Row { get; set; }

    /// <summary>Whether the form makes a new campaign of it.</summary>
    [Parameter]
    public bool IsCopy { get; set; }

    /// <summary>Whether the person may save.</summary>
    [Parameter]
    public bool MayManage { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsNew => Row is null || IsCopy;

    private bool HasBegun => !IsNew && Row!.State != CampaignState.Planned;

    private bool IsBesideAField => _refusal is CampaignNameMissing or CampaignRateOutOfRange or TooManyDecimals or PointsMissing or PointsNotANumber
        or PointsWithComma or PointsWithAmbiguousComma or TooManyPoints or CampaignCategoryMissing or CampaignSkuMissing or CampaignCouponTextMissing
        or CampaignLockOutOfRange or CampaignLockedBeyondValidity or CampaignValidityOutOfRange or CampaignStartsInThePast or CampaignHasBegun
        or CampaignEndsInThePast or CampaignEndsBeforeItStarts;

    private string Subtitle => IsNew
        ? Texts["NewSubtitle"]
        : string.Join(" · ", Row!.Campaign.Id.ToString(), Texts[$"State_{Row.State}"], Texts["PaidSum", Display.WithUnit(Row.Points), Row.Entries]);

    private IEnumerable<string> Sentences
    {
        get
        {
            if (_form.Read().Succeeded(out var draft, out _) && (draft.Rate > Points.Zero || draft.Kind == CampaignKind.Coupon))
            {
                var terms = new CampaignTerms(draft.Rate, draft.Category, draft.Sku, draft.Variant, draft.LockDays, draft.ValidityMonths);
                yield return $"{Texts.Pays(draft.Kind, terms, Display)}, {Texts.Conditions(terms)}.";
                if (draft.Kind == CampaignKind.Revenue)
                {
                    var earned = Points.Rounded(draft.Rate.Value * ExampleAmount, Display.Settings.Decimals);
                    yield return Texts["Example", Display.Money(Money.Of(ExampleAmount, Display.Settings.Currency)), Display.WithUnit(earned)];
                }
            }

            yield return Texts[IsNew ? "NeverBackNew" : Row!.State == CampaignState.Ended ? "NeverBackEnded" : "NeverBack"];
        }
    }

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="row">The campaign; null for a new one.</param>
    /// <param name="isCopy">Whether a new one is made of it.</param>
    /// <param name="mayManage">Whether the person may save.</param>
    /// <returns>Whether anything was saved.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<CampaignTexts> texts, CampaignRow? row, bool isCopy, bool mayManage)
    {
        var saved = await dialogs.OpenGuardedAsync<CampaignDialog>(
            row is null || isCopy ? texts["New"] : row.Campaign.Name, "820px", (nameof(Row), row), (nameof(IsCopy), isCopy), (nameof(MayManage), mayManage));
        return saved is true;
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Guard.MayClose = MayClose;
        if (Row is null)
        {
            return;
        }

        var draft = CampaignDraft.Of(Row.Campaign, Display.Settings.Time);
        _form = new CampaignForm(IsCopy ? draft with { Name = Texts["CopyOf", draft.Name], StartsOn = null, EndsOn = null } : draft);
        if (!IsCopy && (await book.PastTermsAsync(Row.Campaign.Id, await person.ActorAsync(), CancellationToken.None)).Succeeded(out var past, out _))
        {
            _past = past;
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && MayManage)
        {
            await _first.FocusAsync();
        }
    }

    private bool MayClose()
    {
        _asksToLeave = _isChanged && !_isSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private void Fill(Action fill)
    {
        fill();
        (_isChanged, _refusal) = (true, null);
    }

    private void ChooseKind(ChangeEventArgs change) => Fill(() => _form.Kind = Enum.Parse<CampaignKind>((string)change.Value!));

    private string? Error(Func<Refusal, bool> isHere) => _refusal is { } refusal && isHere(refusal) ? Refusals.Sentence(refusal) : null;

    private async Task SaveAsync()
    {
        if (_isSaving || !MayManage)
        {
            return;
        }

        if (!_form.Read().Succeeded(out var draft, out _refusal))
        {
            return;
        }

        _isSaving = true;
        var isSaved = false;
        try
        {
            var actor = await person.ActorAsync();
            var saved = IsNew
                ? await book.CreateAsync(_key, draft, actor)
                : await book.EditAsync(Row!.Campaign.Id, Row.Campaign.Version, draft, actor);
            isSaved = saved.Succeeded(out _, out _refusal);
        }
        finally
        {
            _isSaving = isSaved;
        }

        if (isSaved)
        {
            Dialogs.Close(true);
        }
    }
}
