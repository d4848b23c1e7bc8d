using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile;

/// <summary>Everything that a customer did, with the totals of all that match below the table .</summary>
public sealed partial class TransactionsTable(CustomerTransactions transactions, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<TransactionRow, TransactionSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override TransactionSort Newest => TransactionSort.Date;

    /// <inheritdoc />
    protected override async Task<Result<Page<TransactionRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken)
    {
        var query = new TransactionQuery(State.KindOf<TransactionType>(), State.Text, Sort, IsDescending);
        var listed = await transactions.ListAsync(Customer, query, window, actor, cancellationToken);
        return listed.Succeeded(out var page, out var refusal) ? page : refusal;
    }
}
