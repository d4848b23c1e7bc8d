using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Referring;

/// <summary>A customer's referral code, and what happened through it (E-040, E-041, R-014).</summary>
public sealed partial class ReferralTable(ReferralHistory referrals, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<ReferralRow, ReferralSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override ReferralSort Newest => ReferralSort.Date;

    /// <inheritdoc />
    protected override async Task<Result<Page<ReferralRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken)
    {
        var query = new ReferralQuery(State.KindOf<ReferralType>(), State.From, State.To, Sort, IsDescending);
        var listed = await referrals.ListAsync(Customer, query, window, actor, cancellationToken);
        return listed.Succeeded(out var page, out var refusal) ? page : refusal;
    }
}
