using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Integrations;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Integrations;

/// <summary>The Integrations page: name, key, scopes, last call, errors.</summary>
public sealed class IntegrationsPageTests : ConsoleContext
{
    private static readonly Actor _administrator = Actor.Person("Kim Vogt", StaffRole.Administrator);

    private IntegrationKeys Keys => Programme.Get<IntegrationKeys>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Kim Vogt", StaffRole.Administrator);
        Services.AddSingleton(Keys).AddSingleton(Programme.Get<CallLog>());
    }

    [Fact]
    public async Task A_row_says_whose_key_it_is_what_it_opens_and_how_it_goes()
    {
        var key = await KeyAsync("Online shop", IntegrationScopes.Orders | IntegrationScopes.Redemptions);
        Programme.Get<CallLog>().Count(key.Id, "POST", "/api/v1/orders", 201, problem: null);
        Programme.Get<CallLog>().Count(key.Id, "POST", "/api/v1/orders", 404, "customer_not_found");
        await Programme.CustomerAsync(integration: "A file");

        var page = Open();

        var rows = page.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList()).ToList();
        Assert.Equal(["A file", "Online shop"], rows.Select(row => row[0]));
        Assert.Equal("No key", rows[0][2]);
        Assert.Equal(
            [$"lc_{key.Prefix}_…", "Record orders and credit notes, Redeem points", "Active", "28 Nov 2025 14:37", "28 Nov 2025 14:37", "2", "1"],
            rows[1].Skip(1).Take(7));
    }

    [Fact]
    public async Task A_new_key_is_shown_once_and_can_be_copied()
    {
        JSInterop.Setup<bool>("lc.copy", _ => true).SetResult(true);
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Create key").Click());
        page.WaitForElement("#key-name");
        await page.InvokeAsync(() => page.Find("#key-name").Input("Online shop"));
        await page.InvokeAsync(() => page.FindAll(".lc-scopes input")[1].Change(false));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        var text = page.WaitForElement("#new-key").GetAttribute("value")!;
        await page.InvokeAsync(() => Button(page, "Copy").Click());
        page.WaitForAssertion(() => Assert.Contains("Copied to the clipboard", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => Button(page, "I have stored it").Click());

        page.WaitForAssertion(() => Assert.Contains("Online shop", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(text, page.Markup, StringComparison.Ordinal);
        var caller = await Programme.Get<KeyRing>().FindAsync(text, Cancel);
        Assert.Equal(("Online shop", IntegrationScopes.All & ~IntegrationScopes.WriteCustomers), (caller!.Name, caller.Scopes));
        Assert.Equal(text, JSInterop.VerifyInvoke("lc.copy").Arguments[0]);
    }

    [Fact]
    public async Task S1_a_second_click_makes_no_second_key()
    {
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Create key").Click());
        page.WaitForElement("#key-name");
        await page.InvokeAsync(() => page.Find("#key-name").Input("Online shop"));
        await page.InvokeAsync(() => Task.WhenAll(page.Find("form.lc-dlg").SubmitAsync(), page.Find("form.lc-dlg").SubmitAsync()));

        page.WaitForElement("#new-key");
        Assert.Equal(1, Programme.Query("SELECT COUNT(*) FROM IntegrationKeys", row => row.GetInt32(0))[0]);
    }

    [Fact]
    public async Task A_key_that_opens_nothing_is_refused_beside_the_scopes()
    {
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Create key").Click());
        page.WaitForElement("#key-name");
        await page.InvokeAsync(() => page.Find("#key-name").Input("Online shop"));
        for (var scope = 0; scope < ScopeNames.All.Count; scope++)
        {
            var box = scope;
            await page.InvokeAsync(() => page.FindAll(".lc-scopes input")[box].Change(false));
        }

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("at least one scope", page.Find(".lc-scopes [role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_was_typed_and_a_key_that_was_not_copied_are_not_lost_by_a_slip()
    {
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Create key").Click());
        page.WaitForElement("#key-name");
        await page.InvokeAsync(() => page.Find("#key-name").Input("Online shop"));

        await page.InvokeAsync(() => Button(page, "Cancel").Click());
        page.WaitForAssertion(() => Assert.Contains("No key has been made yet", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForElement("#new-key");
        await page.InvokeAsync(() => Services.GetRequiredService<Radzen.DialogService>().TryCloseAsync(null));

        page.WaitForAssertion(() => Assert.Contains("has not been copied", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find("#new-key"));
    }

    [Fact]
    public async Task The_errors_of_a_key_say_what_was_called_and_how_it_ended()
    {
        var key = await KeyAsync("Online shop", IntegrationScopes.All);
        Programme.Get<CallLog>().Count(key.Id, "POST", "/api/v1/orders", 404, "customer_not_found");
        var page = Open();

        await page.InvokeAsync(() => page.Find($"button[aria-label='Errors of lc_{key.Prefix}_…']").Click());

        page.WaitForAssertion(() => Assert.Equal(
            ["28 Nov 2025 14:37:00", "POST /api/v1/orders", "404", "customer_not_found"],
            page.FindAll(".lc-problems tbody td").Select(cell => cell.TextContent.Trim())));
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Manager)]
    public async Task Only_administrators_see_it(string role)
    {
        await KeyAsync("Online shop", IntegrationScopes.All);
        SignIn("Eva Brandt", role);

        var page = Open();

        Assert.DoesNotContain("Online shop", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void It_speaks_german()
    {
        Read("de");

        Assert.Contains("Schlüssel anlegen", Open().Markup, StringComparison.Ordinal);
    }

    private async Task<IntegrationKey> KeyAsync(string name, IntegrationScopes scopes) =>
        (await Keys.CreateAsync(new NewIntegrationKey(name, KeySecret.New(), scopes), _administrator)).OrThrow();

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ContainerFragment> page, string text) =>
        page.FindAll("button").First(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal) && button.GetAttribute("type") is not "submit");

    private IRenderedComponent<ContainerFragment> Open()
    {
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<IntegrationsPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }
}
