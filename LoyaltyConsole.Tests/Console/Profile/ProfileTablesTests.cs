using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Tests.Console.Profile;

public sealed class ProfileTablesTests : ProfileContext
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task L_043_to_L_053_show_orders_in_the_manuals_columns()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100, "SW-1");
        await Programme.CreditNoteAsync(ada, 40, "SW-1", "GS-1");

        var screen = Open(ada);

        Assert.Equal(
            [
                "ID", "Ref. ID", "Integration", "Type", "Total Sum", "Points for order", "Points for revenue", "Points for category",
                "Item points", "Redeemed Points", "Action",
            ],
            Heads(screen));
        Assert.Equal(
            [["SW-1", "Order", "100.00 EUR", "100"], ["GS-1", "Credit note", "−40.00 EUR", "−40"]],
            Rows(screen).Select(row => new[] { row[1], row[3], row[4], row[6] }).OrderByDescending(row => row[0], StringComparer.Ordinal));
    }

    [Fact]
    public async Task L_053_and_L_055_open_the_same_order()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.Orders.RecordAsync(
            new NewOrder(ada, "Shop", "SW-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("BAG", "Weekend bag", 2, 45, "Bags", "green")])
            {
                Shipping = 4.9m,
                Billing = new Address("Ada Lovelace", null, "Lange Straße 5", "70173", "Stuttgart", "DE"),
                Delivery = new Address(null, "Analytical Ltd", "Am Werk 1", "70190", "Stuttgart", "DE"),
            },
            Programme.Manager);
        var screen = Open(ada);

        await DoAsync(screen, () => screen.Find(".lc-reflink").Click());
        var byReference = screen.WaitForElement(".lc-order").InnerHtml;
        await ClickAsync(screen, "Close");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-order")));
        await DoAsync(screen, () => screen.Find("[aria-label='Show order SW-1']").Click());
        var byAction = screen.WaitForElement(".lc-order");

        Assert.Equal(byReference, byAction.InnerHtml);
        Assert.Equal(["Ada Lovelace", "Lange Straße 5", "70173 Stuttgart", "DE"], byAction.QuerySelectorAll("address")[0].Children.Select(Text));
        Assert.Contains("Analytical Ltd", Text(byAction.QuerySelectorAll("address")[1]), StringComparison.Ordinal);
        Assert.Equal(["BAG", "Weekend bag green", "Bags", "2", "45.00 EUR", "90.00 EUR"], byAction.QuerySelectorAll(".lc-lines td").Select(Text));
        Assert.Equal(["90.00 EUR", "4.90 EUR", "94.90 EUR", "90"], byAction.QuerySelectorAll(".lc-order-sum dd").Select(Text));
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_said_so()
    {
        var screen = Open(await Programme.CustomerAsync());
        var opened = await Programme.Get<OrderHistory>().OpenAsync(new OrderId(4711), Programme.Agent, Cancel);
        Assert.False(opened.Succeeded(out _, out var refusal));
        Assert.Equal(new OrderNotFound(new OrderId(4711)), refusal);

        _ = screen.InvokeAsync(() => OrderDialog.OpenAsync(
            Services.GetRequiredService<DialogService>(), Services.GetRequiredService<IStringLocalizer<ProfileTexts>>(), new OrderId(4711), null));

        screen.WaitForAssertion(() => Assert.Equal("There is no order 4711.", Text(screen.Find(".lc-formerr"))));
    }

    [Fact]
    public async Task L_057_to_L_070_show_the_history_in_the_manuals_columns()
    {
        var ada = await Programme.CustomerAsync();
        var order = await Programme.OrderAsync(ada, 100, "SW-1");
        await Programme.RedeemAsync(ada, 30);

        var screen = Open(ada, "?tab=history");

        Assert.Equal(
            [
                "ID", "Campaign ID", "Campaign", "Integration", "Order ID", "Collected Points", "Available Points", "Coupon Code",
                "Locked Until", "Valid Until", "Status", "Created At",
            ],
            Heads(screen));
        var rows = Rows(screen);
        Assert.Equal(["Redemption", "−30", "", "Active", "28 Nov 2025 14:37"], new[] { rows[0][2], rows[0][5], rows[0][6], rows[0][10], rows[0][11] });
        Assert.Equal(
            ["Points for revenue", "Shop", order.Id.ToString(), "100", "70", "28 Nov 2027 24:00"],
            new[] { rows[1][2], rows[1][3], rows[1][4], rows[1][5], rows[1][6], rows[1][9] });
    }

    [Fact]
    public async Task L_068_a_discarded_entry_is_grey_and_struck()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var redemption = await Programme.RedeemAsync(ada, 30);
        (await Programme.Ledger.DiscardAsync(redemption.Id, Programme.Agent)).OrThrow();

        var screen = Open(ada, "?tab=history");

        Assert.Equal("Discarded", Rows(screen)[0][10]);
        Assert.Contains("lc-void", screen.FindAll(".lc-grid .rz-data-row")[0].ClassList);
    }

    [Fact]
    public async Task Debt_is_flagged_in_words_and_so_is_what_repaid_it()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50, "O-9");
        await Programme.RedeemAsync(ada, 30);
        await Programme.CreditNoteAsync(ada, 50, "O-9");
        await Programme.LotAsync(ada, 40);

        var screen = Open(ada, "?tab=history");

        Assert.Contains("Manual credit 30 repaid debt", Rows(screen).Select(row => row[2]));
        Assert.Contains("Credit note Debt", Rows(screen).Select(row => row[2]));
        Assert.Equal("Debt", Text(screen.Find(".lc-owed .lc-neg.lc-flag")));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE LedgerEntries; --")]
    [InlineData("=1+1")]
    [InlineData("שלום 👩‍👩‍👧 \u202Eevil")]
    public async Task S_019_and_S_020_what_was_written_is_read_as_it_was_written(string naughty)
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(5));
        await Programme.Ledger.AdjustAsync(adjustment with { InternalReason = naughty, CustomerText = naughty + "!" }, Programme.Agent);
        var screen = Open(ada, "?tab=history");

        await DoAsync(screen, () => screen.Find(".lc-unfold").Click());

        screen.WaitForAssertion(() => Assert.Equal("Eva Brandt", Value(screen, ".lc-entry", "Booked by")));
        Assert.Equal("Goodwill", Value(screen, ".lc-entry", "Reason"));
        Assert.Contains(screen.FindAll(".lc-entry dd"), fact => string.Equals(fact.TextContent, naughty, StringComparison.Ordinal));
        Assert.Contains(screen.FindAll(".lc-entry dd"), fact => string.Equals(fact.TextContent, naughty + "!", StringComparison.Ordinal));
        Assert.Empty(screen.FindAll("script"));
    }

    [Fact]
    public async Task L_010_pages_go_by_the_address()
    {
        var ada = await Programme.CustomerAsync();
        for (var points = 1; points <= 12; points++)
        {
            await Programme.LotAsync(ada, points);
        }

        var screen = Open(ada, "?tab=history&h-page=2");

        screen.WaitForAssertion(() => Assert.Equal(["2", "1"], Rows(screen).Select(row => row[5])));
        Assert.Contains("11–12 of 12", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L_010_search_and_kind_go_into_the_address_and_a_page_beyond_the_end_is_the_last()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 70, "SW-77");
        await Programme.LotAsync(ada, 5);
        var screen = Open(ada, "?tab=history&h-page=9");
        screen.WaitForAssertion(() => Assert.Equal(2, Rows(screen).Count));

        await DoAsync(screen, () => screen.Find(".lc-bar input[type=search]").Input("SW-77"));

        screen.WaitForAssertion(() => Assert.Equal(["70"], Rows(screen).Select(row => row[5])));
        Assert.EndsWith("?tab=history&h-q=SW-77", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_029_the_kind_can_be_chosen_and_nothing_found_has_a_way_on()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 5);

        var screen = Open(ada, "?tab=history&h-kind=redemption");

        Assert.Contains("Nothing found", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        await ClickAsync(screen, "Clear filters");
        screen.WaitForAssertion(() => Assert.Equal(["5"], Rows(screen).Select(row => row[5])));
        Assert.EndsWith("?tab=history", Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("points", "1", "9")]
    [InlineData("-points", "9", "1")]
    public async Task L_010_the_address_sorts(string sort, string first, string last)
    {
        var ada = await Programme.CustomerAsync();
        foreach (var points in new[] { 5, 9, 1 })
        {
            await Programme.LotAsync(ada, points);
        }

        var screen = Open(ada, $"?tab=history&h-sort={sort}");

        Assert.Equal([first, "5", last], Rows(screen).Select(row => row[5]));
    }

    [Fact]
    public async Task L_010_a_click_on_a_label_sorts_and_the_address_knows()
    {
        var ada = await Programme.CustomerAsync();
        foreach (var amount in new[] { 50, 90, 10 })
        {
            await Programme.OrderAsync(ada, amount);
        }

        var screen = Open(ada);
        await DoAsync(screen, () => screen.FindAll(".lc-grid thead th > button").First(head => Says(head, "Total Sum")).Click());

        screen.WaitForAssertion(() => Assert.Equal(["10.00 EUR", "50.00 EUR", "90.00 EUR"], Rows(screen).Select(row => row[4])));
        Assert.EndsWith("?o-sort=total", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L_031_the_tabs_are_addresses()
    {
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);
        Assert.Contains("No orders yet", screen.Markup, StringComparison.Ordinal);

        var history = screen.FindAll(".lc-tabs [role=tab]").Single(tab => Says(tab, "Points History")).GetAttribute("href")!;
        await DoAsync(screen, () => Services.GetRequiredService<NavigationManager>().NavigateTo(history));

        screen.WaitForAssertion(() => Assert.Contains("No points yet", screen.Markup, StringComparison.Ordinal));
        Assert.EndsWith("?tab=history", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_020_to_R_022_transactions_have_their_totals_below_the_table_over_all_that_match()
    {
        var ada = await Programme.CustomerAsync();
        for (var order = 1; order <= 12; order++)
        {
            await Programme.OrderAsync(ada, 10, order <= 5 ? $"first_{order}" : $"then_{order}");
        }

        await Programme.RedeemAsync(ada, 30);
        var screen = Open(ada, "?tab=transactions");

        screen.WaitForAssertion(() => Assert.Equal(10, Rows(screen).Count));
        Assert.Equal(
            ["Date", "Transaction ID", "Receipt ID", "Store ID", "Type", "Total Sum", "Points Credited", "Points Redeemed"], Heads(screen));
        Assert.Equal("13 120 30", Totals(screen));

        await DoAsync(screen, () => screen.Find(".lc-bar input[type=search]").Input("first_"));

        // Which no coupon code contains, as it may by chance contain "A-".
        screen.WaitForAssertion(() => Assert.Equal("5 50 0", Totals(screen)));
        Assert.EndsWith("?tab=transactions&t-q=first_", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_023_statements_have_the_eight_columns()
    {
        var ada = await Programme.CustomerAsync();
        var order = (await Programme.Orders.RecordAsync(
            new NewOrder(ada, "Till", "B-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 100m)]) { TerminalId = "T-07" },
            Programme.Manager)).OrThrow();

        var screen = Open(ada, "?tab=statements");

        screen.WaitForAssertion(() => Assert.Equal(
            ["28 Nov 2025 14:37", "Till", "T-07", order.Id.ToString(), "28 Nov 2027 24:00", "100", "100", "Points for revenue"], Assert.Single(Rows(screen))));
        Assert.Equal(
            ["Created Date", "Store ID", "Store Terminal Id", "Transaction ID", "Expiry Date", "Points", "Points left", "Type"], Heads(screen));
    }

    [Fact]
    public async Task R_023_the_type_can_be_chosen_and_nothing_found_has_a_way_on()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 5);
        var screen = Open(ada, "?tab=statements&s-kind=expiry");
        screen.WaitForAssertion(() => Assert.Contains("Nothing found", Text(screen.Find(".lc-empty")), StringComparison.Ordinal));

        await ClickAsync(screen, "Clear filters");

        screen.WaitForAssertion(() => Assert.Equal(["5"], Rows(screen).Select(row => row[5])));
    }

    private static string Totals(IRenderedComponent<ContainerFragment> screen) => string.Join(' ', screen.FindAll(".lc-totals dd").Select(Text));
}
