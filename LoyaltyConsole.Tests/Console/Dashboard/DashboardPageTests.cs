using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Dashboard;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Dashboard;

public sealed class DashboardPageTests : ConsoleContext
{
    [Fact]
    public async Task L_004_each_figure_leads_to_what_it_is_made_of()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.OrderAsync(ada, 1_200);
        await Programme.RedeemAsync(ada, 200);

        var page = Open();

        Assert.Equal("1,000", page.Find("a[href='/customers?sort=points&dir=desc']").TextContent);
        Assert.Equal("1", page.Find("a[href='/customers?status=active']").TextContent);
        Assert.Equal(["1,200", "200"], page.FindAll("a[href='#booked']").Select(figure => figure.TextContent));
        Assert.Equal(
            ["Points for revenue Collected 1 1,200 0", "Redemption Redeemed 1 −200 0"],
            page.FindAll("#booked tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim()))));
    }

    [Fact]
    public async Task L_004_charts_can_be_read_as_tables()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync("Ada"), 100);

        var page = Open();

        var (weeks, months) = (page.Find("table:has(th:contains('Week from'))"), page.Find("table:has(th:contains('Month'))"));
        Assert.Equal(["24 Nov", "100", "0"], weeks.QuerySelector("tbody tr:last-child")!.Children.Select(cell => cell.TextContent));
        Assert.Equal(12, months.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("24 Nov: Collected 100.", page.Find(".lc-bars svg").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Manager)]
    public async Task L_004_what_waits_is_shown_to_whoever_may_decide_it(string role)
    {
        SignIn("Petra Lang", role);
        var (ada, ben) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Ben"));
        (await Programme.Get<MergeRequests>().SubmitAsync(Guid.CreateVersion7(), ada, ben, Programme.Agent)).OrThrow();

        var page = Open();

        if (role is StaffRole.Agent)
        {
            Assert.Contains("Nothing waits for you.", page.Markup, StringComparison.Ordinal);
            return;
        }

        Assert.Equal("1Account Merge Requests", string.Concat(page.FindAll(".lc-todo li > b, .lc-todo li > span").Select(part => part.TextContent)));
        Assert.Equal("/merge-requests?kind=open", page.Find(".lc-todo a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Manager)]
    public async Task L_004_a_job_that_failed_stands_out_for_whoever_may_run_it(string role)
    {
        SignIn("Petra Lang", role);
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.LotAsync(ada, 10);
        Programme.Execute("UPDATE Accounts SET Collected = Collected + 1");
        await Programme.Get<JobBook>().RunAsync(Job.LedgerCheck, Programme.Manager, onStarted: null, Cancel);
        await Programme.Get<JobBook>().RunAsync(Job.Expiry, Programme.Manager, onStarted: null, Cancel);

        var page = Open();

        if (role is StaffRole.Agent)
        {
            Assert.Empty(page.FindAll(".lc-health"));
            return;
        }

        Assert.Contains("Ledger check: 1 errors", Assert.Single(page.FindAll(".lc-health .warn")).TextContent, StringComparison.Ordinal);
        Assert.Contains("1 jobs ran without a fault", page.Find(".lc-health").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StaffRole.Manager, 0)]
    [InlineData(StaffRole.Administrator, 1)]
    public async Task L_004_a_connection_that_fails_stands_out_for_whoever_manages_it(string role, int rows)
    {
        SignIn("Petra Lang", role);
        var admin = Actor.Person("Kim Vogt", StaffRole.Administrator);
        await Programme.Get<ConnectionBook>().CreateAsync(
            new NewConnection(Guid.CreateVersion7(), ConnectionKind.Webhook, new ConnectionTerms("Shop", "http://127.0.0.1:9/"), null, "a-secret-that-nobody-guesses"), admin);
        await Programme.Get<CustomerBook>().EditAsync(await Programme.CustomerAsync("Ada"), new ProfileEdit { Group = "VIP" }, Programme.Manager);
        await Programme.Get<JobBook>().RunAsync(Job.Connections, admin, onStarted: null, Cancel);

        var page = Open();

        Assert.Equal(rows, page.FindAll(".lc-health .warn").Count(row => row.TextContent.Contains("failing: 1 waiting, 0 refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task L_004_segments_lead_to_their_customers_once_a_model_has_been_run()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync("Ada"), 100);
        Assert.Contains("No model has been run yet.", Open().Markup, StringComparison.Ordinal);
        await Programme.Get<JobBook>().RunAsync(Job.Segments, Programme.Manager, onStarted: null, Cancel);

        var page = Open();

        Assert.Contains(page.FindAll("a[href^='/customers?segment=']"), link => string.Equals(link.TextContent, "Champions", StringComparison.Ordinal));
        Assert.Equal(1, page.FindAll("table[aria-label='Customers by segment'] tbody tr").Sum(row => int.Parse(row.Children[1].TextContent, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task L_004_it_is_counted_anew_when_somebody_asks_for_it_and_reads_german()
    {
        Read("de");
        var page = Open();
        Assert.Equal("0", page.Find("a[href='/customers?status=active']").TextContent);
        await Programme.CustomerAsync("Ada");

        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Contains("Jetzt zählen", StringComparison.Ordinal)).Click());

        page.WaitForAssertion(() => Assert.Equal("1", page.Find("a[href='/customers?status=active']").TextContent));
        Assert.Contains("Wartet auf Sie", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<DashboardPage> Open()
    {
        var page = Render<DashboardPage>();
        page.WaitForElement(".lc-figstrip", TimeSpan.FromSeconds(20));
        page.WaitForState(() => page.FindComponents<SkeletonRows>().Count == 0, TimeSpan.FromSeconds(20));
        return page;
    }
}
