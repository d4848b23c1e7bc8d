using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Merging;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Merging;

/// <summary>The overview of merge requests, and the merge menu (L-082 to L-096, X4).</summary>
public sealed class MergeRequestsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(Programme.Get<MergeRequests>()).AddSingleton(Programme.Get<AccountMerges>()).AddSingleton(Programme.Get<MergeSuggestions>());
        await Programme.LotAsync(await Programme.CustomerAsync("Anna Keller", "anna@example.org", "+49 221 5550 1877"), 100);
        await Programme.LotAsync(await Programme.CustomerAsync("Anna Keller", "a.keller@example.org"), 40);
    }

    [Fact]
    public async Task L_083_to_L_090_the_overview_has_the_manuals_columns_and_two_buttons()
    {
        await AskAsync();

        var page = Open();

        Assert.Equal(["ID", "Request by", "Request for", "Remarks", "Merged?", "Received", "Action"], Heads(page));
        Assert.Contains("New Entry", Row(page), StringComparison.Ordinal);
        Assert.Contains("No · open", Row(page), StringComparison.Ordinal);
        Assert.Equal("> Merge", page.Find("button[aria-label='Merge, request 1']").TextContent.Trim());
        Assert.NotNull(page.Find("button[aria-label='Reject request 1']"));
        Read("de");
        page = Open();
        Assert.Equal(["ID", "Antrag von", "Antrag für", "Anmerkungen", "Zusammengelegt?", "Eingegangen", "Aktion"], Heads(page));
        Assert.Contains("Neuer Eintrag", Row(page), StringComparison.Ordinal);
        Assert.Equal("-> Zusammenlegen", page.Find("button[aria-label='Zusammenlegen, Antrag 1']").TextContent.Trim());
    }

    [Fact]
    public async Task L_096_a_delayed_merge_says_when_it_runs_and_is_cancelled_with_a_remark()
    {
        await Programme.ChangeAsync(settings => settings.MergeDelayMinutes = 30);
        await AskAsync();
        var page = Open();

        await page.InvokeAsync(() => page.Find("button[aria-label='Merge, request 1']").Click());
        page.WaitForAssertion(() => Assert.Contains("runs 30 minutes after your approval", page.Find(".lc-attn").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Contains("runs at 28 Nov 2025 15:07", Row(page), StringComparison.Ordinal));
        Assert.Contains("No · approved", Row(page), StringComparison.Ordinal);
        Assert.Contains("Petra Lang, 28 Nov 2025 14:37", Row(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label='Merge, request 1'], button[aria-label='Reject request 1']"));

        await page.InvokeAsync(() => page.Find("button[aria-label='Cancel merge of request 1']").Click());
        await page.InvokeAsync(() => page.WaitForElement("#reject-remarks").Input("The caller is not sure"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Contains("The caller is not sure", Row(page), StringComparison.Ordinal));
        Assert.Contains("No · open", Row(page), StringComparison.Ordinal);
        Assert.NotNull(page.Find("button[aria-label='Merge, request 1']"));
    }

    [Fact]
    public async Task L_096_whoever_may_not_approve_may_not_cancel()
    {
        await ScheduleAsync();
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Open();

        Assert.Contains("runs at", Row(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label^='Cancel']"));
    }

    [Fact]
    public async Task L_096_one_that_could_not_be_carried_out_says_why_and_is_decided_anew()
    {
        var rehearsal = await ScheduleAsync();
        await Programme.LotAsync(rehearsal.Main.Customer.Id, 5);
        Programme.Clock.Advance(NodaTime.Duration.FromMinutes(30));
        await Programme.Get<LoyaltyConsole.Core.Jobs.JobBook>().RunAsync(LoyaltyConsole.Core.Jobs.Job.Merges, Programme.Manager, onStarted: null, CancellationToken.None);

        var page = Open();
        Assert.Contains("No · failed", Row(page), StringComparison.Ordinal);
        Assert.Contains("One of the accounts has changed since the approval.", Row(page), StringComparison.Ordinal);
        Assert.NotNull(page.Find("button[aria-label='Merge, request 1']"));
        Assert.NotNull(page.Find("button[aria-label='Reject request 1']"));
    }

    [Fact]
    public async Task Whoever_may_not_decide_sees_the_requests_without_the_buttons()
    {
        await AskAsync();
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Open();

        Assert.Contains("anna@example.org", Row(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label^='Merge']"));
        Assert.Empty(page.FindAll("button[aria-label^='Reject']"));
    }

    [Fact]
    public async Task L_089_the_red_x_asks_for_a_remark()
    {
        await AskAsync();
        var page = Open();
        await page.InvokeAsync(() => page.Find("button[aria-label='Reject request 1']").Click());
        page.WaitForElement("#reject-remarks");

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Equal("Say why, so that others can follow it.", page.Find("#reject-remarks-error").TextContent));
        await page.InvokeAsync(() => page.Find("#reject-remarks").Input("Two people"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("No · rejected", Row(page), StringComparison.Ordinal));
        Assert.Contains("Two people", Row(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label^='Merge']"));
    }

    [Fact]
    public async Task L_092_to_L_096_the_merge_menu_shows_both_accounts_and_the_result_and_merges()
    {
        await AskAsync();
        var page = Open();
        await page.InvokeAsync(() => page.Find("button[aria-label='Merge, request 1']").Click());
        page.WaitForElement(".lc-merge");

        Assert.Equal(["100", "40", "140"], Figures(page, "Total Redeemable Points"));
        Assert.Contains("Deleted or merged user accounts cannot be restored or separated again!", page.Find(".lc-attn").TextContent, StringComparison.Ordinal);
        Assert.Contains("Moves 1 entry, 1 lot", page.Find(".lc-foot-note").TextContent, StringComparison.Ordinal);
        Assert.Equal("Cancel", page.FindAll(".lc-dlg-foot button")[0].TextContent.Trim());
        Assert.Equal("Yes - Merge Account", page.FindAll(".lc-dlg-foot button")[^1].TextContent.Trim());
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("Yes · merged", Row(page), StringComparison.Ordinal));
        Assert.Contains("deleted account #2", Row(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("td a[href='/customers/2']"));
    }

    [Fact]
    public async Task X4_what_changed_meanwhile_is_shown_before_anything_is_merged()
    {
        await AskAsync();
        var page = Open();
        await page.InvokeAsync(() => page.Find("button[aria-label='Merge, request 1']").Click());
        page.WaitForElement(".lc-merge");
        await Programme.LotAsync(new(2), 5);

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("One of the accounts has changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(["100", "45", "145"], Figures(page, "Total Redeemable Points"));
        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(new(1))).Redeemable);
    }

    [Fact]
    public async Task S3_ones_own_request_waits_for_somebody_else_and_the_dialog_says_so()
    {
        await AskAsync(Programme.Manager);
        var page = Open();

        await page.InvokeAsync(() => page.Find("button[aria-label='Merge, request 1']").Click());
        page.WaitForElement(".lc-merge");

        Assert.Contains("You entered this request: somebody else must approve it", page.Find(".lc-checks").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find(".lc-dlg-foot button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task L_080_a_request_is_entered_for_a_customer_who_calls()
    {
        SignIn("Eva Brandt", StaffRole.Agent);
        var page = Open();
        Assert.Contains("No merge requests", page.Markup, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll("button").Single(button => string.Equals(button.TextContent.Trim(), "addNew request", StringComparison.Ordinal)).Click());
        page.WaitForElement("#merge-by");

        await page.InvokeAsync(() => page.Find("#merge-by").Input("anna@example.org"));
        await page.InvokeAsync(() => page.Find("#merge-for").Input("ANNA@example.org"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Contains("same account", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("#merge-for").Input("a.keller@example.org"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("Eva Brandt", Row(page), StringComparison.Ordinal));
    }

    [Fact]
    public async Task X4_suggested_duplicates_are_swapped_and_requested_from_their_page()
    {
        SignIn("Eva Brandt", StaffRole.Agent);
        await Programme.CustomerAsync("Bo", phone: "+49 30 123456");
        await Programme.CustomerAsync("Bodo", phone: "030 123456");
        var page = Open<SuggestedMergesPage>("/merge-requests/suggested");
        page.WaitForAssertion(() => Assert.Contains("Phone number", page.Find("tbody tr").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("button[aria-label='Swap 3 and 4']").Click());
        await page.InvokeAsync(() => page.Find("button[aria-label='Request to merge 3 into 4']").Click());

        page.WaitForAssertion(() => Assert.Contains("No duplicates found", page.Markup, StringComparison.Ordinal));
        Assert.Equal([(4L, 3L)], Programme.Query("SELECT MainId, IntegratedId FROM MergeRequests", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    private static IEnumerable<string> Heads(IRenderedComponent<ContainerFragment> page) =>
        page.FindAll(".rz-data-grid th .rz-column-title-content, .lc-grid th .rz-column-title-content").Select(head => head.TextContent.Trim()).Distinct(StringComparer.Ordinal);

    private static string Row(IRenderedComponent<ContainerFragment> page) =>
        string.Join(' ', page.Find(".rz-data-row").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Figures(IRenderedComponent<ContainerFragment> page, string label) => page.FindAll(".lc-merge .nums tr")
        .Single(row => string.Equals(row.QuerySelector("th")!.TextContent.Trim(), label, StringComparison.Ordinal))
        .QuerySelectorAll("td").Select(cell => cell.TextContent.Trim());

    private async Task<MergeRehearsal> ScheduleAsync()
    {
        await Programme.ChangeAsync(settings => settings.MergeDelayMinutes = 30);
        await AskAsync();
        var (id, merges) = (new MergeRequestId(1), Programme.Get<AccountMerges>());
        var rehearsal = (await merges.RehearseAsync(id, choices: null, Programme.Manager)).OrThrow();
        (await merges.ApproveAsync(new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, rehearsal.Proposal, null), Programme.Manager)).OrThrow();
        return rehearsal;
    }

    private async Task AskAsync(Actor? actor = null) => (await Programme.Get<MergeRequests>().SubmitAsync(
        new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), actor ?? Programme.Agent)).OrThrow();

    private IRenderedComponent<ContainerFragment> Open() => Open<MergeRequestsPage>("/merge-requests");

    private IRenderedComponent<ContainerFragment> Open<TPage>(string address)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<TPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }
}
