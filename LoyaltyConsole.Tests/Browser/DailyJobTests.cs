using System.Text.Json;
using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>The main job on real input: half a million order lines come in, and an agent puts one of 4,372 accounts right.</summary>
public sealed class DailyJobTests
{
    private const string Mapping =
        "InvoiceNo=order_ref,StockCode=sku,Description=item_name,Quantity=quantity,InvoiceDate=placed_at,UnitPrice=unit_price,CustomerID=ref_id";

    [Fact]
    public async Task An_agent_finds_a_customer_of_a_real_shop_and_draws_off_points()
    {
        var file = SharedData.Path("online_retail/online_retail.csv.gz");
        Chromium.SkipIfMissing();
        using var folder = new ConsoleFolder();
        await ImportAsync(folder, file);
        var password = await AddAgentAsync(folder);
        await using var console = await ConsoleProcess.StartAsync(folder, [("Clock:Now", "2011-12-10T00:00:00Z"), .. ConsoleFixture.FirstAdministrator]);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = console.Address.ToString(),
            Locale = "en-GB",
            ViewportSize = new() { Width = 1440, Height = 900 },
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        SetDefaultExpectTimeout(60_000);

        await page.GotoAsync("/");
        await page.GetByLabel("E-mail").FillAsync("eva@shop.example");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "4,372", Exact = true })).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Customer overview" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Customer overview" })).ToBeVisibleAsync();
        await Expect(page.GetByText("4,372").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search this list" }).FillAsync("1785");
        var link = page.GetByRole(AriaRole.Link, new() { Name = "17850", Exact = true });
        await Expect(link).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await link.ClickAsync();

        var account = page.GetByRole(AriaRole.Region, new() { Name = "Points account" });
        await AssertFiguresAsync(account, collected: "5,284", total: "5,284", redeemable: "5,284");
        await Expect(page.GetByText("35").First).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Points History" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Points for revenue" }).First).ToBeVisibleAsync();
        await account.GetByRole(AriaRole.Button, new() { Name = "Draw Off Points" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Points", new() { Exact = true }).FillAsync("24");
        await Expect(dialog.GetByText("5,260").First).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);

        await AssertFiguresAsync(account, collected: "5,284", total: "5,260", redeemable: "5,260");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "−24", Exact = true })).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        var check = await folder.RunAsync("check", "--json", "--db", folder.ConnectionString);
        Assert.Equal(0, check.ExitCode);
    }

    private static async Task AssertFiguresAsync(ILocator account, string collected, string total, string redeemable)
    {
        foreach (var (label, value) in new[]
        {
            ("Total number of points collected", collected), ("Total Expired Points", "0"), ("In next 30 days expiring points", "0"),
            ("Total Points", total), ("Total Locked Points", "0"), ("Total Redeemable Points", redeemable),
        })
        {
            var figure = account.Locator("dl > div").Filter(new() { Has = account.Page.GetByText(label, new() { Exact = true }) }).Locator("dd");
            await Expect(figure).ToHaveTextAsync(value);
        }
    }

    private static async Task ImportAsync(ConsoleFolder folder, string file)
    {
        var import = await folder.RunAsync(
            "import", "orders", file, "--map", Mapping, "--credit-note-prefix", "C", "--integration", "Online Retail",
            "--now", "2011-12-10T00:00:00Z", "--db", folder.ConnectionString, "--json");
        Assert.Equal(0, import.ExitCode);
        var counts = Last(import);
        Assert.Equal(
            (541_909, 135_080, 4_372, 18_536, 3_654, 8_911_652),
            (Number("rows"), Number("skipped"), Number("customersCreated"), Number("orders"), Number("creditNotes"), Number("pointsEarned")));

        int Number(string name) => counts.GetProperty(name).GetInt32();
    }

    private static async Task<string> AddAgentAsync(ConsoleFolder folder)
    {
        var added = await folder.RunAsync(
            "staff", "add", "eva@shop.example", "--name", "Eva Brandt", "--role", "Agent", "--db", folder.ConnectionString, "--json");
        Assert.Equal(0, added.ExitCode);
        return Last(added).GetProperty("password").GetString()!;
    }

    private static JsonElement Last(ConsoleFolder.Outcome outcome) =>
        JsonDocument.Parse(outcome.Output.Trim().Split('\n')[^1]).RootElement;
}
