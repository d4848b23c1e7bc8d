using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Orders;

/// <summary>Everything that a customer did, with totals over all of it, and the points statements .</summary>
public sealed class CustomerTransactionsTests : LedgerTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R_020_lists_orders_credit_notes_and_coupons_that_no_order_has_used()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100, "SW-1");
        Programme.Clock.Advance(Duration.FromHours(1));
        await Programme.CreditNoteAsync(ada, 40, "SW-1", "GS-1");
        Programme.Clock.Advance(Duration.FromHours(1));
        var spent = await Programme.RedeemAsync(ada, 25);

        var page = await ListAsync(ada);

        Assert.Equal(
            [
                (TransactionType.Redemption, spent.CouponCode, null, 0m, 25m), (TransactionType.CreditNote, "GS-1", -40m, -40m, 0m),
                (TransactionType.Order, "SW-1", 100m, 100m, 0m),
            ],
            page.Rows.Select(row => (row.Type, row.Receipt, row.Total?.Value, row.Credited.Value, row.Redeemed.Value)));
        Assert.Equal(spent.Id.Value, page.Rows[0].Id);
    }

    [Fact]
    public async Task R_021_totals_are_of_all_that_match_not_of_the_page()
    {
        var ada = await Programme.CustomerAsync();
        // No coupon code has a nought, a one or an O in it.
        for (var order = 1; order <= 12; order++)
        {
            await Programme.OrderAsync(ada, 10, order <= 5 ? $"O1-{order}" : $"O0-{order}");
        }

        await Programme.RedeemAsync(ada, 30);

        var all = await ListAsync(ada, new TransactionQuery(), new Window(10, 10));
        var some = await ListAsync(ada, new TransactionQuery(Text: "O1-"), new Window(0, 2));
        var spends = await ListAsync(ada, new TransactionQuery(TransactionType.Redemption));

        Assert.Equal((3, 13, 120m, 30m), (all.Rows.Count, all.Count, all.Credited.Value, all.Redeemed.Value));
        Assert.Equal((2, 5, 50m, 0m), (some.Rows.Count, some.Count, some.Credited.Value, some.Redeemed.Value));
        Assert.Equal((1, 0m, 30m), (spends.Count, spends.Credited.Value, spends.Redeemed.Value));
    }

    [Fact]
    public async Task R_022_finds_by_receipt_id_and_by_transaction_id()
    {
        var ada = await Programme.CustomerAsync();
        var first = await Programme.OrderAsync(ada, 10, "SW-A%");
        await Programme.OrderAsync(ada, 10, "SW-AB");

        Assert.Equal(["SW-A%"], await ReceiptsAsync(ada, "a%"));
        Assert.Equal(["SW-A%"], await ReceiptsAsync(ada, first.Id.ToString()));
        Assert.Empty(await ReceiptsAsync(ada, "other"));
    }

    [Fact]
    public async Task A_coupon_used_on_an_order_belongs_to_it_and_one_that_is_void_or_reversed_counts_no_more()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.OrderAsync(ada, 10, "SW-1");
        var used = (await Programme.Ledger.ReserveAsync(
            new Reservation(Guid.CreateVersion7(), ada, Points.Whole(20)) { Integration = "Shop" }, Programme.Agent)).OrThrow();
        (await Programme.Ledger.ConfirmAsync(used.CouponCode, "SW-1", Programme.Manager)).OrThrow();
        var reversed = await Programme.RedeemAsync(ada, 7);
        (await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), reversed.Id, "By mistake"), Programme.Manager)).OrThrow();
        await Programme.ReserveAsync(ada, 30);
        Programme.Clock.Advance(Duration.FromMinutes(15));

        var page = await ListAsync(ada);

        Assert.Equal((2, 20m), (page.Count, page.Redeemed.Value));
        Assert.Equal([0m, 20m], page.Rows.Select(row => row.Redeemed.Value).Order());
    }

    [Fact]
    public async Task Each_column_sorts_both_ways()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 10, "SW-1");
        await Programme.OrderAsync(ada, 20, "SW-2");
        await Programme.RedeemAsync(ada, 5);

        foreach (var sort in Enum.GetValues<TransactionSort>())
        {
            var up = await ListAsync(ada, new TransactionQuery(Sort: sort, Descending: false));
            var down = await ListAsync(ada, new TransactionQuery(Sort: sort));
            Assert.Equal(up.Rows.Select(row => row.Receipt).Reverse(), down.Rows.Select(row => row.Receipt));
        }

        foreach (var sort in Enum.GetValues<StatementSort>())
        {
            var up = await StatementsAsync(ada, new StatementQuery(Sort: sort, Descending: false));
            var down = await StatementsAsync(ada, new StatementQuery(Sort: sort));
            Assert.Equal(up.Rows.Select(row => row.Id).Reverse(), down.Rows.Select(row => row.Id));
        }
    }

    [Fact]
    public async Task R_023_statements_name_store_terminal_transaction_expiry_and_what_is_left()
    {
        var ada = await Programme.CustomerAsync();
        var order = (await Programme.Orders.RecordAsync(
            new NewOrder(ada, "Till", "B-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 100m)]) { TerminalId = "T-07" },
            Programme.Manager)).OrThrow();
        var spent = await Programme.RedeemAsync(ada, 30);

        var page = await StatementsAsync(ada, new StatementQuery());

        Assert.Equal(
            [
                (null, null, spent.Id.Value, null, -30m, null, EntryKind.Redemption),
                ("Till", "T-07", order.Id.Value, Programme.Berlin(2027, 11, 29), 100m, 70m, EntryKind.Revenue),
            ],
            page.Rows.Select(row => (row.Store, row.Terminal, row.Transaction, row.ExpiryDate, row.Points.Value, row.Left?.Value, row.Type)));
        Assert.Equal([EntryKind.Revenue], (await StatementsAsync(ada, new StatementQuery(Text: "B-1"))).Rows.Select(row => row.Type));
        Assert.Equal([EntryKind.Redemption], (await StatementsAsync(ada, new StatementQuery(EntryKind.Redemption))).Rows.Select(row => row.Type));
    }

    [Fact]
    public async Task R_023_what_is_void_or_discarded_is_no_statement_and_what_it_took_is_left()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.ReserveAsync(ada, 30);
        var discarded = await Programme.RedeemAsync(ada, 10);
        (await Programme.Ledger.DiscardAsync(discarded.Id, Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(15));

        var row = Assert.Single((await StatementsAsync(ada, new StatementQuery())).Rows);

        Assert.Equal((100m, 100m), (row.Points.Value, row.Left?.Value));
    }

    [Fact]
    public async Task Tells_nothing_to_the_uninvited()
    {
        var ada = await Programme.CustomerAsync();
        var nobody = Actor.Person("Nobody");

        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Programme.Get<CustomerTransactions>().ListAsync(ada, new(), new(0, 10), nobody, Cancel));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Programme.Get<PointsStatements>().ListAsync(ada, new(), new(0, 10), nobody, Cancel));
    }

    private async Task<TransactionPage> ListAsync(CustomerId customer, TransactionQuery? query = null, Window? window = null) =>
        (await Programme.Get<CustomerTransactions>().ListAsync(customer, query ?? new(), window ?? new(0, 10), Programme.Agent, Cancel)).OrThrow();

    private async Task<IEnumerable<string?>> ReceiptsAsync(CustomerId customer, string text) =>
        (await ListAsync(customer, new TransactionQuery(Text: text))).Rows.Select(row => row.Receipt);

    private async Task<Page<StatementRow>> StatementsAsync(CustomerId customer, StatementQuery query) =>
        (await Programme.Get<PointsStatements>().ListAsync(customer, query, new Window(0, 10), Programme.Agent, Cancel)).OrThrow();
}
