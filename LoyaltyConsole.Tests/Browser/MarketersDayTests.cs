using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>A marketer's day, from the file with mistakes in it to the list that is taken out (S-003, S-005, E-012, E-014, 5.10.2, X1).</summary>
public sealed class MarketersDayTests
{
    private const string Marketer = "mia@shop.example";

    // Everybody shares these two processors with other tests at times.
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S_005_a_file_is_rehearsed_corrected_committed_and_undone_and_a_segment_adjusted_and_exported()
    {
        Chromium.SkipIfMissing();
        SetDefaultExpectTimeout(30_000);

        // A console of its own, so that the lists are what this test says.
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder);
        await FillAsync(folder);
        var password = await EmployAsync(folder);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(Marketer);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(MenuEntry(page, "Customer overview")).ToBeVisibleAsync(Patience);

        var import = await ImportAsync(page);
        await SeeAndUndoAsync(page, import);

        // It is getting late.
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        await AdjustSegmentAsync(page);
        await ExportAsync(page);

        Assert.DoesNotContain("Unhandled exception", console.Output, StringComparison.Ordinal);
    }

    private static async Task<string> ImportAsync(IPage page)
    {
        await MenuEntry(page, "Imports and exports").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import points" }).ClickAsync();
        await Axe.AssertNone(page);
        await Expect(page.GetByLabel("Choose a file of points")).ToBeEnabledAsync();
        await page.GetByLabel("Choose a file of points").SetInputFilesAsync(new FilePayload
        {
            Name = "birthday.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. Good, .. Bad.Select(row => row.Cells)])),
        });
        var rehearse = page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" });
        await Expect(rehearse).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);

        await rehearse.ClickAsync();
        var commit = page.GetByRole(AriaRole.Button, new() { Name = "Commit 2 rows" });
        await Expect(commit).ToBeVisibleAsync(Patience);
        var ada = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = "Ada Morning" }) }).First;
        await Expect(ada).ToContainTextAsync("60→180");
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Rows with errors 5" }).ClickAsync();
        foreach (var (_, reason) in Bad)
        {
            await Expect(page.GetByText(reason)).ToBeVisibleAsync();
        }

        await Axe.AssertNone(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download errors" }).ClickAsync());
        Assert.Equal("birthday-errors.csv", download.SuggestedFilename);
        var errors = await File.ReadAllLinesAsync(await download.PathAsync(), Cancel);
        Assert.Equal([$"{Header},reason", .. Bad.Select(row => $"{Unharmed(row.Cells)},{Quoted(row.Reason)}")], errors);

        await commit.ClickAsync();
        await Expect(page.GetByText("2 rows committed at")).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task SeeAndUndoAsync(IPage page, string import)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "All rows" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Morning" }).First.ClickAsync();
        await Expect(page.Locator("#figure-Redeemable")).ToHaveTextAsync("180");
        await Expect(page.Locator("#figure-Collected")).ToHaveTextAsync("180");
        await Axe.AssertNone(page);

        await MenuEntry(page, "Imports and exports").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "birthday.csv" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(import)}(\\?|$)"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("200 points of 2 customers are taken back")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(page.GetByText("Undone by")).ToBeVisibleAsync(Patience);
        await Expect(page.GetByText("2 taken back.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Morning" }).First.ClickAsync();
        await Expect(page.Locator("#figure-Redeemable")).ToHaveTextAsync("60");
    }

    private static async Task AdjustSegmentAsync(IPage page)
    {
        await MenuEntry(page, "Customer overview").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Eve Morning" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        var filter = page.GetByRole(AriaRole.Dialog, new() { Name = "Filter" });
        await filter.GetByRole(AriaRole.Checkbox, new() { Name = "Champions" }).ClickAsync();
        await Expect(page.Locator(".lc-chip")).ToContainTextAsync("Champions");
        await Axe.AssertNone(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(filter).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Eve Morning" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Ada Morning" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Best of all");
        await Axe.AssertNone(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Best of all 1" })).ToHaveAttributeAsync("aria-current", "page");

        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust all" }).ClickAsync();
        await page.GetByLabel("Points", new() { Exact = true }).FillAsync("25");
        await page.GetByLabel("Reason (internal only)").FillAsync("for the loyalty");
        await Axe.AssertNone(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        var commit = page.GetByRole(AriaRole.Button, new() { Name = "Commit 1 row" });
        await Expect(commit).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);
        await commit.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo import" })).ToBeVisibleAsync(Patience);
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Morning" }).First.ClickAsync();
        await Expect(page.Locator("#figure-Redeemable")).ToHaveTextAsync("85");
    }

    private static async Task ExportAsync(IPage page)
    {
        await MenuEntry(page, "Customer overview").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Best of all 1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Eve Morning" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        await page.GetByLabel("For", new() { Exact = true }).SelectOptionAsync("Mailchimp");
        await page.GetByLabel("Reason").FillAsync("thanks by post");
        await Axe.AssertNone(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".lc-dlg-foot button[type=submit]").ClickAsync());
        var rows = await File.ReadAllLinesAsync(await download.PathAsync(), Cancel);
        Assert.Equal(2, rows.Length);
        Assert.Contains("ada@day.example", rows[1], StringComparison.Ordinal);

        await MenuEntry(page, "Imports and exports").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Exports", Exact = true }).ClickAsync();
        await Expect(page.GetByText("thanks by post")).ToBeVisibleAsync();
        await Axe.AssertNone(page);
    }

    private const string Header = "email,phone,points,valid_until,internal_reason";

    private static int NextYear { get; } = SystemClock.Instance.GetCurrentInstant().InUtc().Year + 1;

    private static string[] Good { get; } = [$"ada@day.example,,120,{NextYear}-12-31,birthday", "ben@day.example,,80,,birthday"];

    private static (string Cells, string Reason)[] Bad { get; } =
    [
        ("nobody@day.example,,50,,birthday", "No customer is known as “nobody@day.example”."),
        (",+49 30 1234567,50,,birthday", "Several customers match +49 30 1234567: 4, 5. Merge them, or name the customer’s number."),
        ("cleo@day.example,,\"1,250\",,birthday", "points: “1,250” has a comma, which could mean thousands or decimals. Write a point, such as 1250.5."),
        ("ben@day.example,,,,birthday", "points is empty. Fill it in."),
        ($"cleo@day.example,,30,{NextYear}-02-30,birthday", $"valid_until: “{NextYear}-02-30” is a date that does not exist. Correct it."),
    ];

    // The apostrophe keeps a spreadsheet from computing a phone number; the import takes it off again.
    private static string Unharmed(string cells) => cells.Replace(",+49", ",'+49", StringComparison.Ordinal);

    private static string Quoted(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;

    private static ILocator MenuEntry(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" }).GetByRole(AriaRole.Link, new() { Name = name });

    private static async Task<string> EmployAsync(ConsoleFolder folder)
    {
        var added = await folder.RunAsync(
            "staff", "add", Marketer, "--name", "Mia Markt", "--role", StaffRole.Marketing, "--db", folder.ConnectionString, "--json");
        Assert.Equal(0, added.ExitCode);
        return JsonDocument.Parse(added.Output.Trim().Split('\n')[^1]).RootElement.GetProperty("password").GetString()!;
    }

    // Ada comes often, the others came once, and two of them share a phone.
    private static async Task FillAsync(ConsoleFolder folder)
    {
        await using var services = ProgrammeServices.Over(folder.ConnectionString);
        var actor = Actor.Console("test");
        var store = services.GetRequiredService<LoyaltyStore>();
        var now = SystemClock.Instance.GetCurrentInstant();
        foreach (var (name, phone, orders, daysAgo) in new[]
        {
            ("Ada", null, 6, 3), ("Ben", null, 1, 200), ("Cleo", null, 1, 220), ("Dan", "+49 30 1234567", 1, 240), ("Eve", "+49 30 1234567", 1, 260),
        })
        {
            var customer = await store.AddCustomerAsync($"{name} Morning", $"{name.ToLowerInvariant()}@day.example", phone);
            for (var order = 0; order < orders; order++)
            {
                (await services.GetRequiredService<OrderBook>().RecordAsync(
                    new NewOrder(
                        customer, "Shop", string.Create(CultureInfo.InvariantCulture, $"DAY-{name}-{order}"), now - Duration.FromDays(daysAgo + order),
                        [new NewPosition("A", "A", 1, 10m)]),
                    actor)).OrThrow();
            }
        }

        var model = (await services.GetRequiredService<SegmentBook>().ListAsync(actor, Cancel)).OrThrow()[0];
        (await services.GetRequiredService<SegmentRunner>().RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), model.Id), actor)).OrThrow();
    }
}
