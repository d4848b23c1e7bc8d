using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>"Rewards": which of a customer's rewards are outstanding, used or removed (S-012, S-013).</summary>
public sealed partial class RewardsTable(RewardBook rewards, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<CustomerRewardRow, CustomerRewardSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override CustomerRewardSort Newest => CustomerRewardSort.Given;

    /// <inheritdoc />
    protected override Task<Result<Page<CustomerRewardRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) => rewards.ListAsync(
        Customer, new CustomerRewardQuery(State.KindOf<CustomerRewardState>(), State.Text, Sort, IsDescending), window, actor, cancellationToken);

    private static string KindOf(CustomerRewardState state) => state switch
    {
        CustomerRewardState.Outstanding => "active",
        CustomerRewardState.Used => "inactive",
        CustomerRewardState.Removed => "discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
