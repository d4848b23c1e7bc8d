using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Orders;

/// <summary>What cannot be matched is listed for a person instead of being guessed at; and all orders are found.</summary>
public sealed class UnmatchedOrdersTests : LedgerTest
{
    private UnmatchedOrders Unmatched => Programme.Get<UnmatchedOrders>();

    [Fact]
    public async Task An_order_without_its_customer_waits_once_and_is_booked_when_it_is_assigned()
    {
        var ada = await Programme.CustomerAsync();
        (await Unmatched.KeepAsync(Order("L-1"), "C-9", Programme.Manager)).OrThrow();
        (await Unmatched.KeepAsync(Order("L-1"), "C-10", Programme.Manager)).OrThrow();
        var row = Assert.Single(await ListAsync());
        Assert.Equal(("L-1", "C-10", UnmatchedState.Waiting), (row.RefId, row.Sought, row.State));

        var receipt = (await Unmatched.AssignAsync(row.Id, ada, null, Programme.Manager)).OrThrow();

        Assert.Equal((ada, Points.Whole(40)), (receipt.Customer, receipt.Points));
        Assert.Empty(await ListAsync());
        Assert.Equal(receipt, (await Unmatched.AssignAsync(row.Id, ada, null, Programme.Manager)).OrThrow());
        AssertRefused(new UnmatchedSettled(row.Id), await Unmatched.DismissAsync(row.Id, "Why not", Programme.Manager));
        Assert.Equal((UnmatchedState.Settled, "Petra Lang"), ((await ListAsync(settled: true)).Single().State, (await ListAsync(settled: true)).Single().SettledBy));
    }

    [Fact]
    public async Task A_credit_note_finds_its_order_by_a_person_and_leaves_the_list_by_itself_when_it_comes_again()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 40m, "A");
        (await Unmatched.KeepAsync(Note("G-1", "a"), Programme.Manager)).OrThrow();
        (await Unmatched.KeepAsync(Note("G-2", "B"), Programme.Manager)).OrThrow();
        var rows = await ListAsync();

        Assert.Equal(Points.Whole(-10), (await Unmatched.AssignAsync(rows[1].Id, null, "A", Programme.Manager)).OrThrow().Points);
        AssertRefused(new OriginalOrderNotFound("C"), await Unmatched.AssignAsync(rows[0].Id, null, "C", Programme.Manager));
        await Programme.OrderAsync(ada, 10m, "B");
        (await Programme.Orders.RecordCreditNoteAsync(Note("G-2", "B"), Programme.Manager)).OrThrow();

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task What_was_put_aside_is_not_booked_any_more()
    {
        var ada = await Programme.CustomerAsync();
        (await Unmatched.KeepAsync(Order("L-1"), "C-9", Programme.Manager)).OrThrow();
        var id = (await ListAsync()).Single().Id;

        AssertRefused(new ReasonMissing(), await Unmatched.DismissAsync(id, " ", Programme.Manager));
        AssertRefused(new TextTooLong(500), await Unmatched.DismissAsync(id, new string('x', 501), Programme.Manager));
        (await Unmatched.DismissAsync(id, " A test order of the shop ", Programme.Manager)).OrThrow();
        (await Unmatched.DismissAsync(id, "Another reason", Programme.Manager)).OrThrow();
        var row = (await ListAsync(settled: true)).Single();
        Assert.Equal((UnmatchedState.Dismissed, "Petra Lang", "A test order of the shop"), (row.State, row.SettledBy, row.SettledReason));

        AssertRefused(new UnmatchedSettled(id), await Unmatched.AssignAsync(id, ada, null, Programme.Manager));
        AssertRefused(new UnmatchedNotFound(new UnmatchedId(9)), await Unmatched.DismissAsync(new UnmatchedId(9), "Gone", Programme.Manager));
        AssertRefused(new UnmatchedNotFound(new UnmatchedId(9)), await Unmatched.AssignAsync(new UnmatchedId(9), ada, null, Programme.Manager));
        AssertRefused(new NotAllowed(Capability.RecordOrders), await Unmatched.DismissAsync(id, " ", Programme.Agent));
    }

    [Fact]
    public async Task L_004_all_orders_are_found_by_reference_id_customer_type_and_day()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", refId: "C-1");
        var grace = await Programme.CustomerAsync("Grace Hopper", refId: "C-2");
        await Programme.OrderAsync(ada, 10m, "A-1", LoyaltyConsole.Tests.Support.Programme.Berlin(2025, 11, 1, 23, 30));
        await Programme.OrderAsync(ada, 20m, "A-2", LoyaltyConsole.Tests.Support.Programme.Berlin(2025, 11, 2, 0, 30));
        await Programme.OrderAsync(grace, 30m, "B-1");
        await Programme.CreditNoteAsync(grace, 30m, "B-1", "G-1");

        Assert.Equal(["G-1", "B-1", "A-2", "A-1"], await RefsAsync(new OrderListFilter()));
        Assert.Equal(["A-2", "A-1"], await RefsAsync(new OrderListFilter("A-")));
        Assert.Equal(["A-1"], await RefsAsync(new OrderListFilter("A-1")));
        Assert.Equal(["G-1", "B-1"], await RefsAsync(new OrderListFilter("hopper")));
        Assert.Equal(["G-1"], await RefsAsync(new OrderListFilter("hopper", OrderType.CreditNote)));
        Assert.Equal(["A-1"], await RefsAsync(new OrderListFilter(To: new NodaTime.LocalDate(2025, 11, 1))));
        Assert.Equal(["A-2"], await RefsAsync(new OrderListFilter(From: new NodaTime.LocalDate(2025, 11, 2), To: new NodaTime.LocalDate(2025, 11, 2))));
        Assert.Equal(["B-1"], await RefsAsync(new OrderListFilter("3")));
        Assert.Empty(await RefsAsync(new OrderListFilter("\" OR 1=1 --")));
    }

    private async Task<IEnumerable<string>> RefsAsync(OrderListFilter filter) => (await Programme.Get<OrderHistory>().ListAllAsync(
        filter, OrderListSort.PlacedAt, descending: true, new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows.Select(row => row.Order.RefId);

    private NewOrder Order(string refId) =>
        new(default, "Shop", refId, Programme.Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 2, 20m)]) { Billing = Address.None with { City = "Köln" } };

    private NewCreditNote Note(string refId, string order) => new(null, "Shop", refId, Programme.Clock.GetCurrentInstant(), 10m, order);

    private async Task<IReadOnlyList<UnmatchedRow>> ListAsync(bool settled = false) =>
        (await Unmatched.ListAsync(settled, new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows;
}
