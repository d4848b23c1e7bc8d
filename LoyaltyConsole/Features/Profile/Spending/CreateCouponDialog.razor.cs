using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>"Create Coupon": chooses a campaign and generates one of its coupons for the customer .</summary>
public sealed partial class CreateCouponDialog(CampaignBook campaigns, CouponBook coupons, SignedIn person) : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click makes no second coupon.
    private readonly Guid _key = Guid.CreateVersion7();
    private IReadOnlyList<Campaign>? _campaigns;
    private ElementReference _first;
    private GivenCoupon? _given;
    private Refusal? _refusal;
    private long _chosen;
    private bool _isBusy;
    private ElementReference _made;
    private bool _isFocused;
    private bool _isSaid;

    /// <summary>Who gets the coupon.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    private Campaign? Chosen => _campaigns?.FirstOrDefault(campaign => campaign.Id.Value == _chosen);

    /// <summary>Opens it over the page.</summary>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<RewardTexts> texts, CustomerProfile profile) =>
        dialogs.OpenAsync<CreateCouponDialog>(
            texts["CreateCoupon"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Profile)] = profile },
            new DialogOptions { Width = "480px", AutoFocusFirstElement = false, CloseDialogOnEsc = true });

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        (await campaigns.ToGiveAsync(CampaignKind.Coupon, await person.ActorAsync(), CancellationToken.None)).Succeeded(out _campaigns, out _refusal);
        _chosen = _campaigns is [var first, ..] ? first.Id.Value : 0;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isFocused && _campaigns is { Count: > 0 })
        {
            _isFocused = true;
            await _first.FocusAsync();
        }

        // The button that had the focus is gone.
        if (!_isSaid && _given is not null)
        {
            _isSaid = true;
            await _made.FocusAsync();
        }
    }

    private async Task GenerateAsync()
    {
        if (_isBusy || _given is not null || Chosen is not { } campaign)
        {
            return;
        }

        _isBusy = true;
        try
        {
            (await coupons.GiveAsync(_key, Profile.Customer.Id, campaign.Id, await person.ActorAsync())).Succeeded(out _given, out _refusal);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
