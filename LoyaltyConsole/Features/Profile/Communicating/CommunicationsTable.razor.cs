using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Communicating;

/// <summary>"Customer Communications": everything sent to the customer .</summary>
public sealed partial class CommunicationsTable(MessageBook messages, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<MessageRow, MessageSort>(person, faults, navigation)
{
    private PagedGrid<MessageRow>? _grid;

    /// <inheritdoc />
    protected override MessageSort Newest => MessageSort.Created;

    /// <inheritdoc />
    protected override Task<Result<Page<MessageRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) => messages.OfCustomerAsync(
        Customer, new MessageQuery(State.KindOf<MessageState>(), Sort, IsDescending), window, actor, cancellationToken);

    private bool IsOpen(MessageRow row) => _grid?.IsUnfolded(row) is true;

    private void Unfold(MessageRow row) => _grid!.Unfold(row);
}
