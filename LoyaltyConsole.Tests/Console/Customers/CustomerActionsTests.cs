using Bunit;
using LoyaltyConsole.Core.Staff;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace LoyaltyConsole.Tests.Console.Customers;

public sealed class CustomerActionsTests : CustomerOverviewContext
{
    [Fact]
    public async Task Deactivates_and_the_row_says_so()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();

        await (await MenuAsync(page, "Ada"))["Deactivate"].ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Inactive", Text(Row(page, "Ada")), StringComparison.Ordinal));
        Assert.Contains("Ada is inactive now.", Notices());
    }

    [Fact]
    public async Task Locks_redemption_and_the_row_says_so()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();

        await (await MenuAsync(page, "Ada"))["Lock redemption"].ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("lock Yes", Text(Row(page, "Ada").QuerySelector(".lc-lock")!)));
    }

    [Fact]
    public async Task Offers_a_manager_the_way_back()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager);
        await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Manager);
        var page = Open();

        var menu = await MenuAsync(page, "Ada");
        Assert.Equal(["Points History", "Activate", "Unlock redemption", "Remove from the programme", "Delete"], menu.Keys);
        await menu["Unlock redemption"].ClickAsync(new());

        page.WaitForAssertion(() => Assert.Null(Row(page, "Ada").QuerySelector(".lc-lock")));
    }

    [Theory]
    [InlineData(StaffRole.Agent, "Points History", "Deactivate", "Remove from the programme")]
    [InlineData(StaffRole.Marketing, "Points History")]
    public async Task Hides_what_would_be_refused(string role, params string[] offered)
    {
        SignIn("Somebody", role);
        await Programme.CustomerAsync("Ada", change: customer => customer.IsLocked = true);

        var page = Open();

        Assert.Equal(offered, (await MenuAsync(page, "Ada")).Keys);
    }

    [Fact]
    public async Task Leads_to_the_points_history()
    {
        var ada = await Programme.CustomerAsync("Ada");
        var page = Open();

        var link = (await MenuAsync(page, "Ada"))["Points History"].QuerySelector("a")!;

        Assert.Equal($"/customers/{ada}?tab=history", link.GetAttribute("href"));
    }

    [Fact]
    public async Task Says_why_not_when_the_customer_was_deleted_meanwhile()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open();
        var menu = await MenuAsync(page, "Ada");
        Programme.Execute("UPDATE Customers SET Status = 3, Name = NULL");

        await menu["Deactivate"].ClickAsync(new());

        ExpectNames(page, "Deleted customer");
        Assert.Contains("The customer is deleted; the account is closed.", Notices());
    }

    private IEnumerable<string> Notices() => Services.GetRequiredService<NotificationService>().Messages.Select(notice => notice.Summary);
}
