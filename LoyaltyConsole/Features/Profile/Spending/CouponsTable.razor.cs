using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>"Customer Coupons": all coupons given to or used by the customer .</summary>
public sealed partial class CouponsTable(CouponBook coupons, SignedIn person, FaultLog faults, IClock clock, NavigationManager navigation)
    : ProfileTable<CouponRow, CouponSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override CouponSort Newest => CouponSort.Given;

    /// <inheritdoc />
    protected override Task<Result<Page<CouponRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) => coupons.ListAsync(
        Customer, new CouponQuery(State.KindOf<CouponState>(), State.Text, Sort, IsDescending), window, actor, cancellationToken);

    private bool IsOver(CouponRow row) => row.State == CouponState.Given && row.ValidUntil <= clock.GetCurrentInstant();

    private string KindOf(CouponRow row) => row.State switch
    {
        CouponState.Given => IsOver(row) ? "discarded" : "active",
        CouponState.Used => "inactive",
        CouponState.Withdrawn => "discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(row)),
    };

    // A redemption's code belongs to its reward, on the tab beside this one. Core refuses what is hidden here.
    private IReadOnlyList<RowDeed> DeedsOf(CouponRow row) => row.Campaign is null || row.State != CouponState.Given || Actor is null
        ? []
        :
        [
            .. Actor.May(Capability.RedeemPoints) && !IsOver(row) ? [Deed("MarkAsUsedMore", "check_circle", row, isWithdrawal: false)] : Array.Empty<RowDeed>(),
            .. Actor.May(Capability.GrantCampaigns) ? [Deed("WithdrawMore", "block", row, isWithdrawal: true)] : Array.Empty<RowDeed>(),
        ];

    private RowDeed Deed(string text, string icon, CouponRow row, bool isWithdrawal) =>
        RowDeed.Of(Texts[text], icon, () => CouponDeedDialog.OpenAsync(Dialogs, Texts, Profile, row, isWithdrawal));
}
