using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Staff;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Staff;

/// <summary>The Staff page: who signs in, and what an administrator does about it.</summary>
public sealed class StaffPageTests : ConsoleContext
{
    private StaffOffice? _office;

    private StaffOffice Office => _office!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _office = await StaffOffice.OpenAsync(Programme.ConnectionString, Programme.Clock);
        var kim = await Office.EmployAsync("Kim Vogt", StaffRole.Administrator);
        await Office.EmployAsync("Eva Brandt", StaffRole.Agent);
        SignIn("Kim Vogt", StaffRole.Administrator, kim);
        Services.AddSingleton(Office.Directory);
    }

    [Fact]
    public async Task A_row_says_who_it_is_and_whether_they_can_come_in()
    {
        await Office.MistypeAsync("eva@staff.example");
        await Office.Directory.NoteSignInAsync(new StaffPerson { Id = Kim().StaffId!, Name = "Kim Vogt", Culture = "en" });

        var rows = Rows(Open());

        Assert.Equal(["Eva Brandt", "eva@staff.example", "Agent", "Locked out until 14:52", "Not known"], rows[0].Take(5));
        Assert.Equal(["Kim Vogt (you)", "kim@staff.example", "Administrator", "Active", "28 Nov 2025 14:37"], rows[1].Take(5));
    }

    [Fact]
    public async Task Somebody_added_gets_a_link_that_is_shown_once()
    {
        JSInterop.Setup<bool>("lc.copy", _ => true).SetResult(true);
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Add person").Click());
        page.WaitForElement("#staff-name");
        await page.InvokeAsync(() => page.Find("#staff-name").Input("Lea Roth"));
        await page.InvokeAsync(() => page.Find("#staff-email").Input("lea@staff.example"));
        await page.InvokeAsync(() => page.Find("#staff-role").Change(StaffRole.Marketing));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        var link = page.WaitForElement("#staff-link").GetAttribute("value")!;
        Assert.Contains("/join?person=", link, StringComparison.Ordinal);
        await page.InvokeAsync(() => Services.GetRequiredService<DialogService>().TryCloseAsync(null));
        page.WaitForAssertion(() => Assert.Contains("has not been copied", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => Button(page, "Copy").Click());
        await page.InvokeAsync(() => Button(page, "I have handed it on").Click());

        page.WaitForAssertion(() => Assert.Equal(["Lea Roth", "lea@staff.example", "Marketing", "No password yet"], Rows(page)[2].Take(4)));
        Assert.DoesNotContain(link, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task X6_the_limits_of_a_role_are_set_below_the_people()
    {
        var page = Open();
        page.WaitForElement("button[aria-label='Change limits of Agent']");
        await page.InvokeAsync(() => page.Find("button[aria-label='Change limits of Agent']").Click());
        page.WaitForElement("#limit-entry");
        await page.InvokeAsync(() => page.Find("#limit-entry").Input("many"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForElement("form.lc-dlg [role=alert]");
        await page.InvokeAsync(() => page.Find("#limit-entry").Input("500"));
        await page.InvokeAsync(() => page.Find("#limit-day").Input("2000"));

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Equal(
            ["500 points", "2,000 points"], page.FindAll(".lc-limits tbody tr")[0].QuerySelectorAll("td.lc-num").Select(cell => cell.TextContent)));
        Assert.Equal("no limit", page.FindAll(".lc-limits tbody tr")[1].QuerySelector("td.lc-num")!.TextContent);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field()
    {
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Add person").Click());
        page.WaitForElement("#staff-name");
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Equal("Enter a name.", page.Find("#staff-name-error").TextContent));

        await page.InvokeAsync(() => page.Find("#staff-name").Input("Eva Two"));
        await page.InvokeAsync(() => page.Find("#staff-email").Input("EVA@staff.example"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Contains("already signs in", page.Find("#staff-email-error").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => Button(page, "Cancel").Click());
        page.WaitForAssertion(() => Assert.Contains("not saved yet", page.Find(".lc-banner[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_role_is_given_in_the_dialog_and_ones_own_is_out_of_reach()
    {
        var page = Open();
        var rows = (await Office.Directory.ListAsync(Kim(), Cancel)).OrThrow();
        var own = page.InvokeAsync(() => OpenAsync(rows.Single(row => row.IsSelf)));
        Assert.True(page.WaitForElement("#staff-role").HasAttribute("disabled"));
        await page.InvokeAsync(() => Button(page, "Cancel").Click());
        Assert.False(await own);

        var other = page.InvokeAsync(() => OpenAsync(rows.Single(row => !row.IsSelf)));
        page.WaitForElement("#staff-role");
        await page.InvokeAsync(() => page.Find("#staff-role").Change(StaffRole.Manager));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        Assert.True(await other);
        Assert.Equal(StaffRole.Manager, (await Office.Directory.ListAsync(Kim(), Cancel)).OrThrow().Single(row => !row.IsSelf).Role);

        Task<bool> OpenAsync(StaffRow row) => StaffDialog.OpenAsync(
            Services.GetRequiredService<DialogService>(),
            Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<LoyaltyConsole.Resources.StaffTexts>>(), row, Kim());
    }

    [Fact]
    public void A_search_that_finds_nobody_says_so_and_can_be_cleared()
    {
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/staff?q=zzz");

        Assert.Contains("Nobody matches", Open().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Manager)]
    public void Only_administrators_see_it(string role)
    {
        SignIn("Eva Brandt", role);

        var page = Open();

        Assert.DoesNotContain("staff.example", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void It_speaks_german()
    {
        Read("de");

        Assert.Contains("Person hinzufügen", Open().Markup, StringComparison.Ordinal);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        if (_office is not null)
        {
            await _office.DisposeAsync();
        }

        await base.DisposeAsyncCore();
    }

    private static List<List<string>> Rows(IRenderedComponent<ContainerFragment> page) =>
        [.. page.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList())];

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ContainerFragment> page, string text) =>
        page.FindAll("button").First(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal) && button.GetAttribute("type") is not "submit");

    private Actor Kim() => SignedIn.ActorOf(Services.GetRequiredService<Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider>()
        .GetAuthenticationStateAsync().GetAwaiter().GetResult().User);

    private IRenderedComponent<ContainerFragment> Open()
    {
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<StaffPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }
}
