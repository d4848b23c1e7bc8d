using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Approvals;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Approvals;

/// <summary>The approvals: what waits, who decides, and what it would do (X6).</summary>
public sealed class ApprovalsPageTests : ConsoleContext
{
    private CustomerId _ada;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(Programme.Get<ApprovalRequests>()).AddSingleton(TimeProvider.System);
        (await Programme.Get<RoleLimits>().ChangeAsync(
            StaffRole.Agent, Points.Whole(100), null, Actor.Person("Ines Kolb", StaffRole.Administrator))).OrThrow();
        _ada = await Programme.CustomerAsync();
        await SubmitAsync(150);
    }

    [Fact]
    public async Task X6_a_manager_sees_who_asks_for_what_and_why_and_what_it_would_do_and_approves()
    {
        var page = Open();
        Assert.Equal(
            ["1", "Adjust points +150 Above their limit per entry", "Ada Lovelace 1", "Late parcel", "Eva Brandt 28 Nov 2025 14:37", "Waiting"],
            Cells(page)[..6]);
        await ClickAsync(page, "Decide on request 1");
        page.WaitForElement("#approval-remarks");

        Assert.Contains("Late parcel", page.Find(".lc-facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("Approve · +150", page.Find(".lc-dlg-foot button[type=submit]").TextContent.Trim());
        await page.InvokeAsync(() => page.Find("#approval-remarks").Input("Deserved"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.StartsWith("Approved by Petra Lang", Cells(page)[5], StringComparison.Ordinal));
        Assert.EndsWith("Deserved", Cells(page)[5], StringComparison.Ordinal);
        Assert.Equal(Points.Whole(150), (await Programme.FiguresAsync(_ada)).Redeemable);
        Assert.Empty(page.FindAll("button[aria-label='Decide on request 1']"));
    }

    [Fact]
    public async Task X6_what_changed_meanwhile_is_shown_before_it_is_approved()
    {
        var page = Open();
        await ClickAsync(page, "Decide on request 1");
        page.WaitForElement("#approval-remarks");
        await Programme.LotAsync(_ada, 7);

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("have changed since you looked", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("157", page.Find(".lc-effect").TextContent, StringComparison.Ordinal));
        Assert.Equal(Points.Whole(7), (await Programme.FiguresAsync(_ada)).Redeemable);
    }

    [Fact]
    public async Task X6_rejecting_asks_for_a_remark()
    {
        var page = Open();
        await ClickAsync(page, "Reject request 1");
        page.WaitForElement("#reject-remarks");

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Equal("Say why, so that others can follow it.", page.Find("#reject-remarks-error").TextContent));
        await page.InvokeAsync(() => page.Find("#reject-remarks").Input("Too much"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.StartsWith("Rejected by Petra Lang", Cells(page)[5], StringComparison.Ordinal));
        Assert.Empty(await Programme.EntriesAsync(_ada));
    }

    [Fact]
    public async Task X6_whoever_submitted_it_sees_it_and_can_only_take_it_back()
    {
        SignIn("Eva Brandt", StaffRole.Agent);
        var page = Open();
        Assert.Empty(page.FindAll("button[aria-label^='Decide'], button[aria-label^='Reject']"));

        await ClickAsync(page, "Withdraw request 1");

        page.WaitForAssertion(() => Assert.StartsWith("Withdrawn", Cells(page)[5], StringComparison.Ordinal));
    }

    [Fact]
    public void X6_other_agents_do_not_see_it()
    {
        SignIn("Max Ott", StaffRole.Agent);

        Assert.Contains("No requests yet", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void X6_the_page_speaks_German()
    {
        Read("de");
        Assert.Equal("Punkte anpassen +150 Über ihrer Grenze je Buchung", Cells(Open())[1]);
    }

    private async Task SubmitAsync(int points) => (await Programme.Get<ApprovalRequests>().SubmitAsync(
        ApprovalOrder.Of(await Programme.AdjustmentAsync(_ada, AdjustmentDoor.TopUp, Points.Whole(points)) with { InternalReason = "Late parcel" }),
        Programme.Agent)).OrThrow();

    private IRenderedComponent<ContainerFragment> Open()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/approvals");
        var page = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<ApprovalsPage>(1);
            builder.CloseComponent();
            builder.OpenComponent<SnackbarHost>(2);
            builder.CloseComponent();
        });
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-skel")));
        return page;
    }

    private static Task ClickAsync(IRenderedComponent<ContainerFragment> page, string label) =>
        page.InvokeAsync(() => page.Find($"button[aria-label='{label}']").Click());

    private static List<string> Cells(IRenderedComponent<ContainerFragment> page) =>
    [
        .. page.FindAll("tbody tr").First(row => row.QuerySelectorAll("td").Length > 5).QuerySelectorAll("td")
            .Select(cell => string.Join(' ', cell.Descendants<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))),
    ];
}
