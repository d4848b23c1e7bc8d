using Bunit;
using LoyaltyConsole.Components.Layout;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Notifications;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Notifications;

/// <summary>The bell in the top bar, and the page behind it (L-081).</summary>
public sealed class BellTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(Programme.Get<Notices>()).AddSingleton(TimeProvider.System);
        await Programme.CustomerAsync("Anna Keller", "anna@example.org");
        await Programme.CustomerAsync("Anna Keller", "a.keller@example.org");
    }

    [Fact]
    public async Task L_081_the_bell_counts_what_waits_and_looks_again_after_each_deed()
    {
        var bell = Render<Bell>();
        bell.WaitForAssertion(() => Assert.Equal("Notifications, none", bell.Find("a").GetAttribute("aria-label")));
        await AskAsync();

        Services.GetRequiredService<Snackbar>().Show(new Snack("Done"));

        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".lc-bell-n").TextContent));
        Assert.Equal("Notifications, 1 waits", bell.Find("a").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task L_081_the_page_leads_to_where_it_is_dealt_with()
    {
        var empty = Render<NotificationsPage>();
        empty.WaitForAssertion(() => Assert.Contains("Nothing waits for you", empty.Markup, StringComparison.Ordinal));
        await AskAsync();

        var page = Render<NotificationsPage>();

        page.WaitForAssertion(() => Assert.Equal("1 merge request waits for a decision", page.Find(".lc-notices a").TextContent));
        Assert.Equal("/merge-requests?kind=open", page.Find(".lc-notices a").GetAttribute("href"));
        Read("de");
        page = Render<NotificationsPage>();
        page.WaitForAssertion(() => Assert.Equal("1 Zusammenlegungsantrag wartet auf eine Entscheidung", page.Find(".lc-notices a").TextContent));
    }

    private async Task AskAsync() => (await Programme.Get<MergeRequests>().SubmitAsync(
        new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), Programme.Agent)).OrThrow();
}
