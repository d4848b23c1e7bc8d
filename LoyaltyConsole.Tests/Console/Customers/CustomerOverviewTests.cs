using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Features.Customers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Customers;

public sealed class CustomerOverviewTests : CustomerOverviewContext
{
    [Fact]
    public async Task Shows_the_most_recent_first_with_a_link_to_each_profile()
    {
        await Programme.CustomerAsync("Ada Lovelace");
        var grace = await Programme.CustomerAsync("Grace Hopper");

        var page = Open();

        ExpectNames(page, "Grace Hopper", "Ada Lovelace");
        Assert.Equal($"/customers/{grace}?at=1", page.Find("a.lc-name").GetAttribute("href"));
        Assert.Equal("2", page.Find(".lc-h-count").TextContent);
    }

    [Fact]
    public void Says_so_when_there_is_nobody_yet()
    {
        var page = Open();

        Assert.Contains("No customers yet", Text(page.Find(".lc-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_was_sought_when_nothing_matches_and_clears_it()
    {
        await Programme.CustomerAsync("Ada Lovelace");
        var page = Open("/customers?q=nobody&locked=yes");

        Assert.Contains("No customer matches Locked Yes, search “nobody”.", Text(page.Find(".lc-empty")), StringComparison.Ordinal);
        await PressAsync(page, "Clear filters");

        ExpectNames(page, "Ada Lovelace");
        Assert.Equal("/customers", Address);
    }

    [Fact]
    public async Task Calls_a_guest_without_a_name_guest_and_marks_one_with_a_name()
    {
        var nameless = await Programme.CustomerAsync(name: null, registered: false);
        await Programme.CustomerAsync("Karl Brandl", registered: false);

        var page = Open();

        ExpectNames(page, "Karl Brandl", "Guest");
        Assert.Equal($"/customers/{nameless}?at=2", page.FindAll("a.lc-name")[1].GetAttribute("href"));
        Assert.Contains("Karl Brandl Guest", Text(Row(page, "Karl Brandl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_customer_has_neither_link_nor_menu()
    {
        await Programme.CustomerAsync(name: null, change: customer => customer.Status = CustomerStatus.Deleted);

        var page = Open();

        var row = Row(page, "Deleted customer");
        Assert.Empty(row.QuerySelectorAll("a, button"));
        Assert.Contains("Deleted", Text(row.QuerySelector(".lc-status")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_debt_with_a_true_minus_sign_and_its_word()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await Programme.OrderAsync(ada, 100, "O-1");
        await Programme.RedeemAsync(ada, 80);
        await Programme.CreditNoteAsync(ada, 50, "O-1");

        var page = Open();

        var balance = page.Find(".rz-data-row .lc-neg");
        Assert.Equal("−30", balance.TextContent);
        Assert.Equal("In debt", balance.GetAttribute("title"));
    }

    [Fact]
    public async Task Turns_pages_by_the_size_that_was_chosen_and_keeps_both_in_the_address()
    {
        for (var number = 1; number <= 12; number++)
        {
            await Programme.CustomerAsync($"Customer {number}");
        }

        var page = Open("/customers?size=10");
        Assert.Contains("1–10 of 12", Text(page.Find(".rz-pager")), StringComparison.Ordinal);
        await DoAsync(page, () => page.Find(".rz-pager-next").Click());

        ExpectNames(page, "Customer 2", "Customer 1");
        Assert.Equal("/customers?page=2&size=10", Address);
        Assert.Contains("11–12 of 12", Text(page.Find(".rz-pager")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_beyond_the_end_shows_the_last_one()
    {
        for (var number = 1; number <= 11; number++)
        {
            await Programme.CustomerAsync($"Customer {number}");
        }

        var page = Open("/customers?size=10&page=7");

        ExpectNames(page, "Customer 1");
        Assert.Equal("/customers?page=2&size=10", Address);
    }

    [Fact]
    public async Task A_click_on_a_label_sorts_and_a_second_one_turns_it_round()
    {
        await Programme.CustomerAsync("Zoe");
        await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Mia");
        var page = Open();

        await DoAsync(page, () => Label(page, "Name").Click());
        ExpectNames(page, "Ada", "Mia", "Zoe");
        Assert.Equal("/customers?sort=name", Address);

        await DoAsync(page, () => Label(page, "Name").Click());
        ExpectNames(page, "Zoe", "Mia", "Ada");
        Assert.Equal("/customers?sort=name&dir=desc", Address);
    }

    [Fact]
    public async Task Going_back_shows_the_list_as_it_was()
    {
        await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Zoe");
        var page = Open();

        await DoAsync(page, () => Label(page, "Name").Click());
        ExpectNames(page, "Ada", "Zoe");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/customers");

        ExpectNames(page, "Zoe", "Ada");
    }

    [Fact]
    public async Task Shows_the_columns_that_the_address_names_in_its_order()
    {
        await Programme.CustomerAsync("Ada", refId: "SW-1", integration: "Shopware DE");

        var page = Open("/customers?cols=id,name,integration,ref");

        Assert.Equal(["ID", "Name", "Integration", "Ref ID", "Action"], Labels(page));
        Assert.Contains("Shopware DE SW-1", Text(Row(page, "Ada")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticked_column_appears_and_reset_takes_it_away()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();
        Assert.DoesNotContain("Birthday", Labels(page));

        await TickAsync(page, "Birthday", true);
        page.WaitForAssertion(() => Assert.Contains("Birthday", Labels(page)));
        Assert.Contains("birthday", Address, StringComparison.Ordinal);

        await PressAsync(page, "Reset");
        page.WaitForAssertion(() => Assert.DoesNotContain("Birthday", Labels(page)));
        Assert.Equal("/customers", Address);
    }

    [Fact]
    public async Task P9_the_filter_and_the_columns_are_drawn_when_somebody_looks_at_them()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();
        Assert.Empty(page.FindAll("#lc-filter input, #lc-columns input"));

        await OpenPanelAsync(page, "lc-filter");
        Assert.Empty(page.FindAll("#lc-columns input"));
        await OpenPanelAsync(page, "lc-columns");
        Assert.NotEmpty(page.FindAll("#lc-columns input"));
    }

    [Fact]
    public async Task An_unticked_column_keeps_its_place_in_the_chooser()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();
        await OpenPanelAsync(page, "lc-columns");
        var before = Chooser();

        await TickAsync(page, "E-Mail", false);

        page.WaitForAssertion(() => Assert.DoesNotContain("E-Mail", Labels(page)));
        Assert.Equal(before, Chooser());

        IReadOnlyList<string> Chooser() => [.. page.FindAll("#lc-columns label > span").Select(Text)];
    }

    [Fact]
    public async Task Remembers_the_columns_of_this_browser()
    {
        JSInterop.Setup<string?>("localStorage.getItem", "lc-customer-columns").SetResult("id,name,gender");
        await Programme.CustomerAsync("Ada", change: customer => customer.Gender = Gender.Female);

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(["ID", "Name", "Gender", "Action"], Labels(page)));
        Assert.Contains("Female", Text(Row(page, "Ada")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_german()
    {
        Read("de");
        await Programme.CustomerAsync("Ada", change: customer => customer.IsLocked = true);
        await Programme.LotAsync(new CustomerId(1), 1_234);

        var page = Open();

        Assert.Equal(["Kunden ID", "Ref ID", "Name", "E-Mail", "Telefon", "Punkte", "Kundengruppe", "Segment", "Gesperrt", "Status", "Aktion"], Labels(page));
        var row = Text(Row(page, "Ada"));
        Assert.Contains("1.234", row, StringComparison.Ordinal);
        Assert.Contains("Ja Aktiv mehr", row, StringComparison.Ordinal);
        Assert.Equal(["Punkteverlauf", "Deaktivieren", "Aus dem Programm nehmen"], (await MenuAsync(page, "Ada")).Keys);
    }

    [Fact]
    public void Shows_nothing_to_somebody_who_may_not_read_customers()
    {
        SignIn("Nobody", "NoRole");

        var page = Open();

        Assert.Contains("Your role does not include this: read customers.", Text(page.Find("[role=alert]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_reference_when_the_database_fails_and_tries_again()
    {
        await Programme.CustomerAsync("Ada");
        Programme.Execute("ALTER TABLE Accounts RENAME TO Lost");
        var page = Open();
        Assert.Contains("Reference ", Text(page.Find(".lc-empty.fail")), StringComparison.Ordinal);

        Programme.Execute("ALTER TABLE Lost RENAME TO Accounts");
        await PressAsync(page, "Try again");

        ExpectNames(page, "Ada");
    }

    private static AngleSharp.Dom.IElement Label(IRenderedComponent<CustomerOverviewPage> page, string text) =>
        page.FindAll(".lc-grid thead .rz-column-title-content").Single(label => string.Equals(Text(label), text, StringComparison.Ordinal)).ParentElement!;

    private static async Task TickAsync(IRenderedComponent<CustomerOverviewPage> page, string column, bool ticked)
    {
        await OpenPanelAsync(page, "lc-columns");
        await DoAsync(page, () => page.FindAll("#lc-columns label").Single(label => Text(label).StartsWith(column, StringComparison.Ordinal)).QuerySelector("input")!.Change(ticked));
    }
}
