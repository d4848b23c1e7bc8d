using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Integrations.Connections;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Integrations;

/// <summary>The pages of connections to mailing services and shops.</summary>
public sealed class ConnectionsPageTests : ConsoleContext
{
    private static readonly Actor _administrator = Actor.Person("Kim Vogt", StaffRole.Administrator);

    private OtherSide? _side;

    private OtherSide Side => _side!;

    private ConnectionBook Book => Programme.Get<ConnectionBook>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Kim Vogt", StaffRole.Administrator);
        Services.AddSingleton(Book).AddSingleton(Programme.Get<JobBook>()).AddSingleton(TimeProvider.System);
        _side = await OtherSide.StartAsync();
    }

    [Fact]
    public async Task Somebody_connects_a_service_and_lands_on_its_page()
    {
        var page = Open(null);
        page.WaitForAssertion(() => Assert.Contains("Nothing is connected yet", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => Button(page, "Add connection").Click());
        await page.InvokeAsync(() => Labelled(page, "Name").Input("Newsletter"));
        await page.InvokeAsync(() => Labelled(page, "API key").Input("abc-us21"));
        page.WaitForAssertion(() => Assert.Equal("https://us21.api.mailchimp.com/3.0", Labelled(page, "Address").GetAttribute("value")));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        // What is wrong stands beside its field, and nothing typed is lost.
        page.WaitForAssertion(() => Assert.Equal("Enter the ID of the list.", page.Find("#connection-list-error").TextContent));
        await page.InvokeAsync(() => Labelled(page, "List").Input("a1b2c3"));
        await page.InvokeAsync(() => Labelled(page, "Address").Input($"{Side.Address}/3.0"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        var navigation = Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.EndsWith("/integrations/connections/1", navigation.Uri, StringComparison.Ordinal));
        var made = Assert.Single((await Book.ListAsync(_administrator, Cancel)).OrThrow()).Connection;
        Assert.Equal((ConnectionKind.Mailchimp, "Newsletter", "a1b2c3", false), (made.Kind, made.Name, made.List, made.SubscribesNew));
    }

    [Fact]
    public async Task A_webhook_gets_a_secret_that_nobody_guesses_shown_this_once()
    {
        var page = Open(null);
        await page.InvokeAsync(() => Button(page, "Add connection").Click());
        await page.InvokeAsync(() => Labelled(page, "Service").Change(nameof(ConnectionKind.Webhook)));
        var secret = "";
        page.WaitForAssertion(() => Assert.Equal(48, (secret = Labelled(page, "Signing secret").GetAttribute("value")!).Length));
        await page.InvokeAsync(() => Labelled(page, "Name").Input("Shop"));
        await page.InvokeAsync(() => Labelled(page, "Address").Input($"{Side.Address}/hook"));
        await page.InvokeAsync(() => Task.WhenAll(page.Find("form.lc-dlg").SubmitAsync(), page.Find("form.lc-dlg").SubmitAsync()));
        page.WaitForAssertion(() => Assert.Single(Programme.Query("SELECT Id FROM Connections", row => row.GetInt64(0))));

        Assert.DoesNotContain(secret, Open(new ConnectionId(1)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_057_everybody_is_sent_from_the_settings_of_the_connection_and_the_page_follows()
    {
        await Programme.CustomerAsync("Ada", "ada@example.org");
        await Programme.CustomerAsync("Bo", "bo@example.org");
        var id = await ConnectAsync();
        var page = Open(id);
        Assert.Contains("not known to the service yet", page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => Button(page, "Send all customers").Click());
        page.WaitForAssertion(() => Assert.Contains("Nobody is subscribed by this", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Equal("0 of 2 customers", page.Find(".lc-progress b").TextContent));
        Assert.Equal("0", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        await RunAsync();
        page.WaitForAssertion(() => Assert.Contains("The export of 2 customers ended", page.Find(".lc-done").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_says_whether_it_works_and_what_is_wrong()
    {
        var page = Open(await ConnectAsync());
        await page.InvokeAsync(() => Button(page, "Test connection").Click());
        page.WaitForAssertion(() => Assert.Contains("The connection works.", page.Find("[role=status]").TextContent, StringComparison.Ordinal));

        Side.Say(401, "unknown key");
        await page.InvokeAsync(() => Button(page, "Test connection").Click());
        page.WaitForAssertion(() => Assert.Equal(
            "The connection does not work. The other side does not accept the key. 401 unknown key", Words(page.Find("[role=alert] span").TextContent)));
    }

    [Fact]
    public async Task Refused_customers_are_named_with_the_reason_and_sent_again()
    {
        var ada = await Programme.CustomerAsync("Ada", "ada@example.org");
        var id = await ConnectAsync();
        await RegroupAsync(ada);
        Side.Say(400, "looks fake");
        await RunAsync();
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Equal(
            ["Ada", "The other side refuses this, for good. 400 looks fake", "1", "28 Nov 2025 14:37", "Send again"],
            page.FindAll(".lc-refused tbody td").Select(cell => cell.TextContent.Trim())));

        Side.Answer = (_, _) => Task.CompletedTask;
        await page.InvokeAsync(() => page.Find("button[aria-label='Send customer 1 again']").Click());
        await RunAsync();

        page.WaitForAssertion(() => Assert.Contains("Nobody is refused.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(2, Side.Calls.Count);
    }

    [Fact]
    public async Task A_failing_connection_says_since_when_why_and_can_be_tried_at_once()
    {
        var ada = await Programme.CustomerAsync("Ada", "ada@example.org");
        var id = await ConnectAsync();
        await RegroupAsync(ada);
        Side.Say(403);
        await RunAsync();

        var list = Open(null);
        list.WaitForAssertion(() => Assert.Equal(
            ["Newsletter", "Brevo", "127.0.0.1", "Failing", "1", "0", "Never"], list.FindAll("tbody td").Select(cell => cell.TextContent.Trim().Replace("error", "", StringComparison.Ordinal))));
        var page = Open(id);
        Assert.Contains(
            "Nobody has been sent since 28 Nov 2025 14:37. The other side does not accept the key. 403 Next try 28 Nov 2025 14:38.",
            Words(page.Find(".lc-banner").TextContent), StringComparison.Ordinal);

        Side.Answer = (_, _) => Task.CompletedTask;
        await page.InvokeAsync(() => Button(page, "Try now").Click());
        await RunAsync();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-banner")));
    }

    [Fact]
    public async Task The_pages_speak_German()
    {
        Read("de");
        var page = Open(await ConnectAsync());

        Assert.NotNull(Button(page, "Alle Kunden senden"));
        Assert.Contains("kommen nicht auf die Liste", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_manage_integrations_sees_nothing_of_them()
    {
        var id = await ConnectAsync();
        SignIn("Petra Lang", StaffRole.Manager);

        foreach (var page in (IRenderedComponent<ContainerFragment>[])[Open(null), Open(id)])
        {
            Assert.DoesNotContain("Newsletter", page.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_connection_that_is_not_there_says_so() =>
        Assert.Contains("does not exist any more", Open(new ConnectionId(9)).Find("[role=alert]").TextContent, StringComparison.Ordinal);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await Side.DisposeAsync();
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IElement Button(IRenderedComponent<ContainerFragment> page, string text) =>
        page.FindAll("button").Last(button => button.TextContent.Contains(text, StringComparison.Ordinal));

    private static IElement Labelled(IRenderedComponent<ContainerFragment> page, string label)
    {
        page.WaitForElement("form.lc-dlg");
        var id = page.FindAll(".lc-field label").Single(field => string.Equals(field.TextContent.Trim(), label, StringComparison.Ordinal)).GetAttribute("for");
        return page.Find($"#{id}");
    }

    private IRenderedComponent<ContainerFragment> Open(ConnectionId? id)
    {
        var page = Shown(id);
        page.WaitForElement("h1");
        return page;
    }

    private IRenderedComponent<ContainerFragment> Shown(ConnectionId? id) => Render(builder =>
    {
        builder.OpenComponent<RadzenDialog>(0);
        builder.CloseComponent();
        if (id is { } one)
        {
            builder.OpenComponent<ConnectionPage>(1);
            builder.AddComponentParameter(2, nameof(ConnectionPage.Id), one.Value);
        }
        else
        {
            builder.OpenComponent<ConnectionsPage>(3);
        }

        builder.CloseComponent();
    });

    private async Task<ConnectionId> ConnectAsync() => (await Book.CreateAsync(
        new NewConnection(Guid.CreateVersion7(), ConnectionKind.Brevo, new ConnectionTerms("Newsletter", $"{Side.Address}/v3"), "7", "xkeysib-1"), _administrator)).OrThrow().Id;

    private async Task RegroupAsync(CustomerId customer) =>
        (await Programme.Get<CustomerBook>().EditAsync(customer, new ProfileEdit { Group = "VIP" }, Programme.Manager)).OrThrow();

    private async Task RunAsync() => (await Programme.Get<JobBook>().RunAsync(Job.Connections, _administrator, null, Cancel)).OrThrow();
}
