using System.Text.RegularExpressions;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>"Where did my points go?", answered by keys alone (X3).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class WhyPanelTests(ConsoleFixture running)
{
    [Fact]
    public async Task X3_a_number_is_explained_read_out_and_looked_back_at_by_keys_alone()
    {
        var (customer, before) = await SpenderAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}");
        var figure = page.Locator("#figure-Redeemable");
        await Expect(figure).ToHaveTextAsync("110");

        await page.Keyboard.PressAsync("w");
        var panel = page.GetByRole(AriaRole.Dialog, new() { Name = "Why is it this number?" });
        var number = panel.Locator(".lc-aloud-n");
        var aloud = panel.Locator(".lc-aloud p");
        await Expect(number).ToHaveTextAsync("110");
        await Expect(aloud).ToContainTextAsync("You have 110 points to spend. You have collected 150 from 2 orders so far. Of these, you used 40 on ");
        await Expect(panel.GetByRole(AriaRole.Combobox, new() { Name = "Figure" })).ToBeFocusedAsync();
        await Axe.AssertNone(page);

        await page.Keyboard.PressAsync("Tab");
        await Expect(panel.Locator("#why-at")).ToBeFocusedAsync();
        await panel.Locator("#why-at").FillAsync(before);
        await page.Keyboard.PressAsync("Tab");
        await Expect(number).ToHaveTextAsync("150");
        await Expect(aloud).ToContainTextAsync("you had 150 points to spend");

        await panel.GetByRole(AriaRole.Button, new() { Name = "Now" }).PressAsync("Enter");
        await Expect(number).ToHaveTextAsync("110");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Order WHY-1" }).PressAsync("Enter");
        var order = page.GetByRole(AriaRole.Dialog, new() { Name = "Order WHY-1" });
        await Expect(order.Locator(":focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(order).ToHaveCountAsync(0);
        await Expect(panel).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(figure).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("document.activeElement.blur()")]
    [InlineData("document.querySelector('#figure-Redeemable').focus()")]
    public async Task X3_escape_closes_the_panel_when_nothing_in_it_has_the_focus(string focus)
    {
        var (customer, _) = await SpenderAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}");
        await Expect(page.Locator("#figure-Redeemable")).ToHaveTextAsync("110");
        await page.Keyboard.PressAsync("w");
        var panel = page.GetByRole(AriaRole.Dialog, new() { Name = "Why is it this number?" });
        await Expect(panel.GetByRole(AriaRole.Combobox, new() { Name = "Figure" })).ToBeFocusedAsync();

        // As in the moment in which a dialog over it has gone and has not given the focus back, or it has come and not taken it.
        await page.EvaluateAsync(focus);
        await page.Keyboard.PressAsync("Escape");

        await Expect(panel).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("Redeemable", "?tab=transactions", 1440)]
    [InlineData("Total", "?tab=statements&period=all&step=week", 1024)]
    public async Task The_profile_and_its_explanations_are_without_barriers(string figure, string address, int width)
    {
        var (customer, _) = await SpenderAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}{address}", new() { ViewportSize = new() { Width = width, Height = 768 } });
        await Expect(page.Locator(".lc-grid .rz-data-row").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Points development" }).ScrollIntoViewIfNeededAsync();
        await Expect(page.Locator(".lc-chart")).ToBeVisibleAsync();
        await page.Locator(".lc-chart-table summary").ClickAsync();
        await Axe.AssertNone(page);

        await page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        await page.Locator($"#figure-{figure}").ClickAsync();
        await Expect(page.Locator(".lc-aloud")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.Locator(".lc-why .lc-seg2 button").Last.ClickAsync();
        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task By_keys_one_comes_from_tab_to_tab_and_on_to_what_lies_below()
    {
        var (customer, _) = await SpenderAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}", new() { ViewportSize = new() { Width = 1024, Height = 768 } });
        var orders = page.GetByRole(AriaRole.Tab, new() { Name = "Order/Credit notes" });
        await Expect(page.Locator(".lc-grid .rz-data-row").First).ToBeVisibleAsync();

        await orders.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await Expect(page).ToHaveURLAsync($"/customers/{customer}?tab=history");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Points History" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.GetByRole(AriaRole.Tab).Last).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Tab).Last).ToBeInViewportAsync(new() { Ratio = 1 });

        await page.GetByRole(AriaRole.Button, new() { Name = "All tabs" }).PressAsync("Enter");
        await page.Locator("#lc-tabs-all").GetByRole(AriaRole.Link, new() { Name = "Points Statements" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Selected = true })).ToHaveTextAsync("Points Statements");
        await Expect(page.Locator("#lc-tabs-all")).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Group, new() { Name = "Points development, Notes, User Activities" }).FocusAsync();
        await Expect(page.Locator(".lc-chart")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Days", Exact = true })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Alt_and_a_digit_open_the_tabs()
    {
        var (customer, _) = await SpenderAsync();
        var page = await running.OpenSignedInAsync($"/customers/{customer}");
        await Expect(page.Locator(".lc-grid .rz-data-row").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Alt+2");

        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Points History" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?tab=history$"));
    }

    // Somebody who ordered a month ago and spent a week ago, and the instant between as the field spells it.
    private async Task<(CustomerId Customer, string Before)> SpenderAsync()
    {
        SetDefaultExpectTimeout(30_000);
        var now = SystemClock.Instance.GetCurrentInstant();
        var clock = new FrozenClock(now - Duration.FromDays(30));
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString, clock);
        var manager = Actor.Person("Petra Lang", StaffRole.Manager);
        // A shop of its own for each test, since references are unique within one.
        var shop = $"Shop {Guid.CreateVersion7()}";
        var customer = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Why Not", integration: shop);
        foreach (var (reference, amount) in new[] { ("WHY-1", 100m), ("WHY-2", 50m) })
        {
            await services.GetRequiredService<OrderBook>().RecordAsync(
                new NewOrder(customer, shop, reference, clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, amount)]), manager);
        }

        clock.Set(now - Duration.FromDays(7));
        (await services.GetRequiredService<PointsLedger>().RedeemAsync(new Redemption(Guid.CreateVersion7(), customer, Points.Whole(40)), manager)).OrThrow();

        var before = services.GetRequiredService<ProgrammeBook>().Settings().Time.Local(now - Duration.FromDays(10));
        return (customer, before.ToString("uuuu-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }
}
