using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Journeys;

/// <summary>"Journey Reports": the stages of a customer's life, how often and when they were entered, and why .</summary>
public sealed partial class JourneyTable(CustomerJourneys journeys, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<Journey, JourneySort>(person, faults, navigation)
{
    private PagedGrid<Journey>? _grid;

    /// <inheritdoc />
    protected override JourneySort Newest => JourneySort.LastVisited;

    /// <inheritdoc />
    protected override Task<Result<Page<Journey>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) =>
        journeys.ListAsync(Customer, new JourneyQuery(Sort, IsDescending), window, actor, cancellationToken);

    private bool IsOpen(Journey journey) => _grid?.IsUnfolded(journey) is true;

    private void Unfold(Journey journey) => _grid!.Unfold(journey);
}
