using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Gives everybody whom the list finds a coupon: an import of coupons whose rows come from the list.</summary>
public sealed partial class BulkCouponDialog(BulkDesk desk, NavigationManager navigation, DialogService dialogs, IStringLocalizer<RefusalTexts> refusals)
    : BulkDialog(desk, navigation, dialogs, refusals)
{
    // Chosen once for each time the dialog opens: whoever got the coupon once does not get another by a second click.
    private readonly Guid _key = Guid.CreateVersion7();
    private IReadOnlyList<Campaign>? _campaigns;
    private string? _campaign;

    /// <inheritdoc />
    protected override bool IsFilled => !string.IsNullOrEmpty(_campaign);

    /// <summary>Opens it over the page.</summary>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, string filter, string? found, string count) =>
        OpenAsync<BulkCouponDialog>(dialogs, texts["BulkCoupon"], filter, found, count);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _campaigns = await Desk.CampaignsAsync();

    /// <inheritdoc />
    protected override string? FieldOf(Refusal refusal) => refusal is CouponCampaignNotFound or CampaignNotInForce && _campaigns is not [] ? "bulk-campaign" : null;

    /// <inheritdoc />
    protected override Result<BulkOrder> Order() => long.TryParse(_campaign, NumberStyles.None, CultureInfo.InvariantCulture, out var campaign)
        ? new BulkCouponOrder(_key, Filter, new CampaignId(campaign))
        : new CouponCampaignNotFound();
}
