using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>Markup in every text that is stored is shown as text, on every page (target S8).</summary>
public sealed class StoredScriptTests : IAsyncLifetime
{
    // A console of its own, because nobody else wants such texts.
    private readonly ConsoleFixture _running = new();

    private const string Script = "\"'><img src=x onerror=pwned=1><script>pwned=1</script>";

    // Every page that stands by itself, whoever adds one; the rest is a customer's, or for strangers.
    private static readonly IReadOnlyList<string> _pages =
    [
        .. typeof(Features.Profile.ProfileTab).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
            .Select(route => route.Template)
            .Where(route => !route.Contains('{', StringComparison.Ordinal) && route is not ("/" or "/sign-in" or "/join" or "/set-up" or "/fault" or "/not-found"))
            .Order(StringComparer.Ordinal),
    ];

    // Where such a text is not only stored but shown.
    private static readonly string[] _showing =
    [
        "/approvals", "/audit", "/campaigns", "/customers", "/merge-requests", "/orders", "/orders/unmatched", "/rewards",
        "tab=history", "tab=orders", "tab=rewards", "tab=tiers", "tab=transactions", "tab=statements", "/activities",
    ];

    public ValueTask InitializeAsync() => _running.InitializeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task S8_no_stored_text_runs_as_a_script_on_any_page()
    {
        var customer = await StoreAsync();
        var page = await _running.OpenSignedInAsync("/customers");
        var broken = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                broken.Add($"{page.Url}: {message.Text}");
            }
        };
        var tabs = await TabsAsync(page, customer);
        var paths = _pages.Concat(tabs).ToList();
        Assert.All(_showing, place => Assert.Contains(paths, path => path.EndsWith(place, StringComparison.Ordinal)));
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await page.Locator("main h1").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await Expect(page.Locator("main h1")).Not.ToBeEmptyAsync();
            if (_showing.Any(place => path.EndsWith(place, StringComparison.Ordinal)))
            {
                await Expect(page.Locator("main")).ToContainTextAsync("<img src=x");
            }

            await page.WaitForFunctionAsync("() => { document.querySelector('.lc-below')?.scrollIntoView(); return document.querySelector('.lc-skel') === null; }");
            Assert.False(await page.EvaluateAsync<bool>("() => 'pwned' in window || document.querySelector('img[src=x]') !== null"), path);
        }

        Assert.Empty(broken);
    }

    private static async Task<List<string>> TabsAsync(IPage page, CustomerId customer)
    {
        await page.GotoAsync($"/customers/{customer}");
        var tabs = page.GetByRole(AriaRole.Tab);
        await Expect(tabs.First).ToBeVisibleAsync();
        Assert.Contains(Script, await page.Locator("main h1").InnerTextAsync(), StringComparison.Ordinal);
        var keys = Features.Profile.ProfileTab.All.Select(tab => tab.Key);
        return [.. keys.Select(key => $"/customers/{customer}?tab={key}"), $"/customers/{customer}/activities"];
    }

    private async Task<CustomerId> StoreAsync()
    {
        await using var services = ProgrammeServices.Over(_running.Console.Folder.ConnectionString);
        T Of<T>()
            where T : notnull => services.GetRequiredService<T>();
        var manager = Actor.Person(Script, StaffRole.Manager, StaffRole.Administrator);
        var now = SystemClock.Instance.GetCurrentInstant();
        var id = (await Of<CustomerBook>().RegisterAsync(
            new Registration(Guid.CreateVersion7(), "Shop")
            {
                RefId = Script,
                FirstName = Script,
                LastName = "pwned",
                Company = Script,
                Group = Script,
                Salutation = Script[..40],
                Email = "pwned@example.org",
            },
            manager)).OrThrow().Card.Customer.Id;
        var other = (await Of<CustomerBook>().RegisterAsync(
            new Registration(Guid.CreateVersion7(), "Shop") { LastName = Script, Email = "pwned-too@example.org" }, manager)).OrThrow().Card.Customer.Id;
        var address = new Address(Script, Script, Script, Script[..10], Script, "DE");
        var order = new NewOrder(id, "Shop", Script, now, [new NewPosition(Script, Script, 1, 10m) { Category = Script }])
        {
            Billing = address,
            Delivery = address,
        };
        (await Of<OrderBook>().RecordAsync(order, manager)).OrThrow();
        (await Of<UnmatchedOrders>().KeepAsync(order with { RefId = $"2{Script}" }, Script, manager)).OrThrow();
        var seen = (await Of<PointsLedger>().AccountAsync(id, null, manager, CancellationToken.None)).OrThrow();
        var adjustment = new Adjustment(Guid.CreateVersion7(), id, seen.Version, seen.Figures.Balance, AdjustmentDoor.TopUp, Points.Whole(500))
        {
            InternalReason = Script,
            CustomerText = Script,
        };
        (await Of<PointsLedger>().AdjustAsync(adjustment, manager)).OrThrow();
        (await Of<CustomerNotes>().AddAsync(new NewNote(Guid.CreateVersion7(), id, NoteKind.Other, Script), manager)).OrThrow();
        var reward = (await Of<RewardBook>().SaveAsync(null, new RewardDraft(Script, Script, Points.Whole(1)), manager)).OrThrow();
        seen = (await Of<PointsLedger>().AccountAsync(id, null, manager, CancellationToken.None)).OrThrow();
        (await Of<RewardBook>().SpendAsync(new RewardSpend(Guid.CreateVersion7(), id, reward.Id, seen.Version, seen.Figures.Balance), manager)).OrThrow();
        (await Of<CampaignBook>().CreateAsync(Guid.CreateVersion7(), new CampaignDraft(Script, CampaignKind.Manual, Points.Whole(1)), manager)).OrThrow();
        var tier = (await Of<CustomerTiers>().OpenAsync(id, manager, CancellationToken.None)).OrThrow();
        (await Of<CustomerTiers>().ChangeAsync(
            new TierOrder(Guid.CreateVersion7(), id, tier.Version, tier.Levels[^1].Id) { Note = Script, Lock = TierLock.Full }, manager)).OrThrow();
        var merge = (await Of<MergeRequests>().SubmitAsync(Guid.CreateVersion7(), id, other, Actor.Person(Script, StaffRole.Agent))).OrThrow();
        (await Of<MergeRequests>().RejectAsync(merge.Id, Guid.CreateVersion7(), Script, Actor.Person("Another", StaffRole.Manager))).OrThrow();
        seen = (await Of<PointsLedger>().AccountAsync(id, null, manager, CancellationToken.None)).OrThrow();
        (await Of<ApprovalRequests>().SubmitAsync(
            ApprovalOrder.Of(adjustment with { Key = Guid.CreateVersion7(), SeenVersion = seen.Version, SeenBalance = seen.Figures.Balance }),
            Actor.Person(Script, StaffRole.Agent) with { Email = "pwned@example.org" })).OrThrow();
        return id;
    }
}
