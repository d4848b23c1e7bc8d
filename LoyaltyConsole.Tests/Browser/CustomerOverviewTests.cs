using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;

namespace LoyaltyConsole.Tests.Browser;

[Collection(ConsoleCollection.Name)]
public sealed class CustomerOverviewTests(ConsoleFixture running)
{
    [Theory]
    [InlineData("/customers?q=Freely", 1440)]
    [InlineData("/customers?status=active,inactive,deleted&q=Freely", 1024)]
    [InlineData("/customers?q=nobody+is+called+this", 1440)]
    public async Task Is_without_barriers(string address, int width)
    {
        await AddAsync("Freely", 3);

        var page = await OpenAsync(address, width);

        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task Opens_its_filter_by_key_and_its_columns_by_click_without_barriers()
    {
        var page = await OpenAsync("/customers");

        await page.Keyboard.PressAsync("f");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Filter" }).WaitForAsync();
        await Axe.AssertNone(page);

        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Columns" }).WaitForAsync();
        await Axe.AssertNone(page);
    }

    [Fact]
    public async Task A_row_is_worked_by_keys_alone_and_keeps_the_focus()
    {
        await AddAsync("Keyes", 3);
        var page = await OpenAsync("/customers?status=active,inactive&q=Keyes");
        var row = page.Locator(".rz-data-row").Nth(1);
        var more = row.GetByRole(AriaRole.Button);

        foreach (var (entry, status) in new[] { ("Deactivate", "Inactive"), ("Activate", "Active") })
        {
            await page.Locator("body").ClickAsync(new() { Position = new() { X = 700, Y = 90 } });
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("m");
            await Assertions.Expect(page.Locator(".lc-menu")).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(page.Locator(".rz-context-menu .rz-state-focused")).ToContainTextAsync(entry);
            await page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(row.Locator(".lc-status")).ToHaveTextAsync(status);
            await Assertions.Expect(more).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task A_menu_gives_the_focus_back_to_its_button_whoever_had_it_before()
    {
        await AddAsync("Tabb", 1);
        var page = await OpenAsync("/customers?q=Tabb");
        var row = page.Locator(".rz-data-row").First;
        await row.GetByRole(AriaRole.Link).FocusAsync();

        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator(".lc-menu")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(row.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Going_back_and_reloading_show_the_same_list()
    {
        await AddAsync("Turner", 12);
        var page = await OpenAsync("/customers?size=10&q=Turner");
        var summary = page.Locator(".rz-pager-summary");
        await page.Locator(".rz-pager-next").ClickAsync();
        await Assertions.Expect(summary).ToContainTextAsync("11–12");

        await page.GoBackAsync();
        await Assertions.Expect(summary).ToContainTextAsync("1–10");
        await page.GoForwardAsync();
        await Assertions.Expect(summary).ToContainTextAsync("11–12");
        await page.ReloadAsync();

        await Assertions.Expect(summary).ToContainTextAsync("11–12");
        await Assertions.Expect(page.Locator(".rz-pager .rz-state-active")).ToHaveTextAsync("2");
    }

    // People of its own for each test, since the console is shared.
    private async Task AddAsync(string surname, int count)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var store = services.GetRequiredService<LoyaltyStore>();
        for (var number = 1; number <= count; number++)
        {
            await store.AddCustomerAsync($"Number {number} {surname}", $"{number}@{surname}.example", $"030 555 {number}", registered: number > 1);
        }
    }

    private async Task<IPage> OpenAsync(string address, int width = 1440)
    {
        var page = await running.OpenSignedInAsync(address, new() { ViewportSize = new() { Width = width, Height = 768 } });
        await page.Locator(".lc-grid[aria-busy=false]").WaitForAsync();
        return page;
    }
}
