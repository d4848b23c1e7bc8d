using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Customers;

/// <summary>Saved views above the overview, and the way from one profile to the next.</summary>
public sealed class CustomerViewsBarTests : CustomerOverviewContext
{
    [Fact]
    public async Task The_views_say_how_many_they_find_and_which_one_is_shown()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob");
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow();
        await SaveAsync("Adas", "q=ada");

        var page = Open("/customers?locked=yes");

        page.WaitForAssertion(() => Assert.Equal(
            ["All 2", "Points expiring in 30 days 0", "In debt 0", "Locked 1", "Adas 1"], page.FindAll(".lc-views a").Select(Words)));
        Assert.Equal("Locked 1", Words(page.Find(".lc-views a[aria-current=page]")));
        Assert.Equal("/customers?q=ada", page.FindAll(".lc-views a")[^1].GetAttribute("href"));
        Assert.DoesNotContain(page.FindAll(".lc-views button"), button => Words(button).Contains("Save view", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_view_yet_can_be_saved_under_a_name()
    {
        await Programme.CustomerAsync("Ada");
        var page = Open("/customers?within=30&sort=name");
        Assert.Contains("in the last 30 days", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".lc-views button"), button => Words(button).EndsWith("Save view", StringComparison.Ordinal)));

        var dialog = Render<SaveViewDialog>(parameters => parameters
            .Add(form => form.Query, "within=30&sort=name").Add(form => form.Actor, Programme.Agent).Add(form => form.Guard, new LeaveGuard()));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.Find("#view-name-error").TextContent));
        await dialog.InvokeAsync(() => dialog.Find("#view-name").Input("New ones"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        var saved = Assert.Single((await Programme.Get<CustomerViews>().ListAsync(Programme.Agent, Cancel)).OrThrow());
        Assert.Equal(("New ones", "within=30&sort=name", false), (saved.Name, saved.Query, saved.IsShared));
    }

    [Fact]
    public async Task A_view_is_deleted_and_brought_back()
    {
        await SaveAsync("Locked ones", "locked=yes&sort=name");
        var page = Open("/customers?locked=yes&sort=name");
        page.WaitForAssertion(() => Assert.EndsWith("Delete view", Words(page.Find(".lc-views button")), StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find(".lc-views button").Click());

        page.WaitForAssertion(() => Assert.DoesNotContain("Locked ones", page.Find(".lc-views").TextContent, StringComparison.Ordinal));
        var snack = Services.GetRequiredService<Snackbar>().Shown!;
        await page.InvokeAsync(() => snack.Deed!());
        page.WaitForAssertion(() => Assert.Contains("Locked ones", page.Find(".lc-views").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_leads_back_to_its_list_and_on_to_the_next()
    {
        var people = new List<CustomerId>();
        foreach (var name in new[] { "Ada", "Bob", "Cy" })
        {
            people.Add(await Programme.CustomerAsync(name));
        }

        var page = Open("/customers?status=active&sort=name");
        var address = page.FindAll("a.lc-name")[1].GetAttribute("href")!;
        Assert.Equal($"/customers/{people[1]}?in=status%3Dactive%26sort%3Dname&at=2", address);

        var steps = Render<ListSteps>(parameters => parameters
            .Add(step => step.Customer, people[1]).Add(step => step.From, CustomerListAddress.OfProfile("http://localhost" + address)));

        steps.WaitForAssertion(() => Assert.Contains("2 of 3", steps.Markup, StringComparison.Ordinal));
        Assert.Equal("/customers?status=active&sort=name", steps.Find("a:not(.lc-step)").GetAttribute("href"));
        Assert.Equal($"/customers/{people[0]}?in=status%3Dactive%26sort%3Dname&at=1", steps.Find("[data-lc-key=k]").GetAttribute("href"));
        Assert.Equal($"/customers/{people[2]}?in=status%3Dactive%26sort%3Dname&at=3", steps.Find("[data-lc-key=j]").GetAttribute("href"));
    }

    [Fact]
    public async Task A_profile_that_was_opened_from_nowhere_has_no_next()
    {
        var ada = await Programme.CustomerAsync("Ada");

        var steps = Render<ListSteps>(parameters => parameters.Add(step => step.Customer, ada).Add(step => step.From, CustomerListAddress.OfProfile("http://localhost/customers/1?tab=history")));

        Assert.Equal("/customers", Assert.Single(steps.FindAll("a")).GetAttribute("href"));
    }

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task SaveAsync(string name, string query) =>
        Programme.Get<CustomerViews>().SaveAsync(new CustomerViewDraft(Guid.CreateVersion7(), name, query, IsShared: false), Actor.Person("Eva Brandt", StaffRole.Agent));
}
