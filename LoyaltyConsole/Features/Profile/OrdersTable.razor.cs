using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile;

/// <summary>A customer's orders and credit notes (L-043 to L-055).</summary>
public sealed partial class OrdersTable(OrderHistory history, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<OrderRow, OrderSort>(person, faults, navigation)
{
    private static readonly (OrderSort Sort, string Title, Func<OrderRow, Points> Points)[] PointsColumns =
    [
        (OrderSort.PointsForOrder, "PointsForOrder", row => row.PointsForOrder),
        (OrderSort.PointsForRevenue, "PointsForRevenue", row => row.PointsForRevenue),
        (OrderSort.PointsForCategory, "PointsForCategory", row => row.PointsForCategory),
        (OrderSort.ItemPoints, "ItemPoints", row => row.ItemPoints),
        (OrderSort.Redeemed, "RedeemedPoints", row => row.Redeemed),
    ];

    /// <inheritdoc />
    protected override OrderSort Newest => OrderSort.PlacedAt;

    /// <inheritdoc />
    protected override Task<Result<Page<OrderRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) =>
        history.ListAsync(Customer, State.Text, Sort, IsDescending, window, actor, cancellationToken);

    private Task OpenAsync(OrderRow row) => OrderDialog.OpenAsync(Dialogs, Texts, row.Id, row.RefId);
}
