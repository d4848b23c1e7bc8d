using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Levels;

/// <summary>A customer's level in numbers, and everything that happened to it (rule 5.6.8).</summary>
public sealed partial class TierHistoryTable(CustomerTiers tiers, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<TierChange, TierChangeSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override TierChangeSort Newest => TierChangeSort.At;

    /// <inheritdoc />
    protected override Task<Result<Page<TierChange>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) =>
        tiers.HistoryAsync(Customer, new TierChangeQuery(State.Text, Sort, IsDescending), window, actor, cancellationToken);
}
