using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile;

/// <summary>A customer's points statements .</summary>
public sealed partial class StatementsTable(PointsStatements statements, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<StatementRow, StatementSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override StatementSort Newest => StatementSort.Created;

    /// <inheritdoc />
    protected override Task<Result<Page<StatementRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) => statements.ListAsync(
        Customer, new StatementQuery(State.KindOf<EntryKind>(), State.Text, Sort, IsDescending), window, actor, cancellationToken);
}
