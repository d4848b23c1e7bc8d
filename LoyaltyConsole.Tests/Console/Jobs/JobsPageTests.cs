using AngleSharp.Dom;
using Bunit;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Jobs;
using LoyaltyConsole.Jobs;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Jobs;

public sealed class JobsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(TimeProvider.System).AddSchedule(Programme.Clock);
        Services.AddSingleton(Programme.Get<JobBook>()).AddSingleton(Programme.Get<ProgrammeBook>());
    }

    [Fact]
    public async Task A_job_is_run_now_and_what_it_did_appears_by_itself()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        Programme.Clock.Advance(Duration.FromDays(2));
        var page = Open();
        Assert.Contains("Nothing to report", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Never yet", Standing(page, "Expiry"), StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("button[aria-label='Run now: Expiry']").Click());

        page.WaitForAssertion(() => Assert.Contains("1 of 1", Standing(page, "Expiry"), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Petra Lang", Assert.Single(page.FindAll(".rz-data-row")).TextContent, StringComparison.Ordinal));
        Assert.Single(await Programme.EntriesAsync(ada), entry => entry.Kind == EntryKind.Expiry);
    }

    [Fact]
    public async Task What_the_ledger_check_found_is_unfolded_and_leads_to_the_customer()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        Programme.Execute("UPDATE Accounts SET Collected = Collected + 1");
        await Programme.Get<JobBook>().RunAsync(Job.LedgerCheck, Programme.Manager, onStarted: null, Cancel);
        var page = Open();

        await page.InvokeAsync(() => page.Find("button[aria-label='Details of run 1']").Click());

        page.WaitForAssertion(() => Assert.Equal($"/customers/{ada}", page.Find(".lc-findings a").GetAttribute("href")));
        Assert.Contains("1 errors", Standing(page, "Ledger check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_without_work_are_shown_when_they_are_asked_for()
    {
        await Programme.Get<JobBook>().RunAsync(Job.Accounts, Actor.Console(JobBook.Scheduler), onStarted: null, Cancel);
        var page = Open();
        Assert.Empty(page.FindAll(".rz-data-row"));

        await page.InvokeAsync(() => page.Find("input[type=checkbox]").Change(true));

        page.WaitForAssertion(() => Assert.Contains("Schedule", Assert.Single(page.FindAll(".rz-data-row")).TextContent, StringComparison.Ordinal));
        Assert.EndsWith("/jobs?idle=True", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_have_no_business_here()
    {
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Render<JobsPage>();

        Assert.Empty(page.FindAll("table, button"));
        Assert.Contains("Jobs", page.Find("h1").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<JobsPage> Open()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/jobs");
        var page = Render<JobsPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-skel")));
        return page;
    }

    private static string Standing(IRenderedComponent<JobsPage> page, string job) =>
        page.FindAll(".lc-jobs tbody tr").Single(row => string.Equals(row.QuerySelector("th b")!.TextContent, job, StringComparison.Ordinal)).TextContent;
}
