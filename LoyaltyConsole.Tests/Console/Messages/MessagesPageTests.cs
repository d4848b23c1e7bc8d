using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Messages;
using LoyaltyConsole.Features.Notifications;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Messages;

/// <summary>The page of everything that leaves, with its dead letters.</summary>
public sealed class MessagesPageTests : ConsoleContext
{
    private readonly Mailbag _bag = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(TimeProvider.System);
    }

    [Fact]
    public async Task What_waits_and_what_could_not_be_delivered_is_counted_and_told_from_what_left()
    {
        await SentAsync("sent@example.org");
        await DeadAsync("gone@example.org");
        await TellAsync("waits@example.org");

        var page = Open();

        Assert.Equal("1 waits 1 dead letter", Text(page.Find(".lc-tally")));
        Assert.Equal(
            ["Waiting", "Not delivered The receiving side refused it", "Sent"], page.FindAll(".rz-data-row").Select(row => Text(row.Children[4])));
        Assert.Equal("/customers/3", page.Find(".rz-data-row a").GetAttribute("href"));
        Assert.Equal("Customer 1 sent@example.org", Text(page.FindAll(".rz-data-row")[2].Children[3]));
    }

    [Fact]
    public async Task A_dead_letter_shows_its_reason_and_is_sent_again()
    {
        await DeadAsync("gone@example.org");
        var page = Open("?kind=failed");
        await page.InvokeAsync(() => page.Find("button[aria-label='Show message 1']").Click());
        page.WaitForAssertion(() => Assert.Contains("550 No such user", page.Find(".lc-letter").TextContent, StringComparison.Ordinal));

        await ChooseAsync(page, "Send again");

        page.WaitForAssertion(() => Assert.Contains("Message 1 is sent again.", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("1 waits 0 dead letters", Text(page.Find(".lc-tally"))));
        _bag.Answer = _ => Task.FromResult(Delivery.Done);
        await SendAsync();
        Assert.Equal([2], Programme.Query("SELECT State FROM Messages", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task What_waits_is_taken_back_after_a_question()
    {
        await TellAsync("waits@example.org");
        var page = Open();

        await ChooseAsync(page, "Take back");
        page.WaitForAssertion(() => Assert.Contains("Message 1 (Your PIN for Loyalty programme) is not sent.", page.Find(".lc-deed").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("Cancelled", page.Find(".rz-data-row").TextContent, StringComparison.Ordinal));
        Assert.Equal([4], Programme.Query("SELECT State FROM Messages", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task Before_anything_left_the_page_says_so_in_both_languages()
    {
        Assert.Contains("Nothing has left yet", Open().Markup, StringComparison.Ordinal);
        Read("de");
        Assert.Contains("Noch nichts versendet", Open().Markup, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public void An_agent_sees_none_of_it()
    {
        SignIn("Eva Brandt", StaffRole.Agent);

        var page = Render<MessagesPage>();

        page.WaitForAssertion(() => Assert.Contains("Your role does not allow this page", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".lc-grid"));
    }

    [Fact]
    public async Task Dead_letters_wait_under_notifications_and_lead_here()
    {
        await DeadAsync("gone@example.org");
        Services.AddSingleton(Programme.Get<Notices>());

        var page = Render<NotificationsPage>();

        page.WaitForAssertion(() => Assert.Equal("1 message could not be delivered", page.Find(".lc-notices a").TextContent));
        Assert.Equal("/messages?kind=failed", page.Find(".lc-notices a").GetAttribute("href"));
    }

    private IRenderedComponent<ContainerFragment> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/messages{query}");
        var page = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<MessagesPage>(1);
            builder.CloseComponent();
            builder.OpenComponent<SnackbarHost>(2);
            builder.CloseComponent();
        });
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".lc-tally span")));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-skel")));
        return page;
    }

    private static async Task ChooseAsync(IRenderedComponent<ContainerFragment> page, string deed)
    {
        await page.InvokeAsync(() => page.Find("button[aria-haspopup=menu]").Click());
        page.WaitForElement(".lc-menu");
        await page.InvokeAsync(() => page.FindAll(".lc-menu .rz-navigation-item-link").Single(item => Text(item).Contains(deed, StringComparison.Ordinal)).Click());
    }

    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<CustomerId> TellAsync(string email)
    {
        var guest = await Programme.CustomerAsync("Gus Guest", email, registered: false);
        (await Programme.Get<CustomerPins>().ResetAsync(Guid.CreateVersion7(), guest, Programme.Agent)).OrThrow();
        return guest;
    }

    private async Task SentAsync(string email)
    {
        await TellAsync(email);
        await SendAsync();
    }

    private async Task DeadAsync(string email)
    {
        await TellAsync(email);
        _bag.Fail(new Delivery(MessageFault.Rejected, "550 No such user", IsForGood: true));
        await SendAsync();
    }

    private Task SendAsync() => new OutboxSender(Programme.Store, Programme.Clock, _bag).RunAsync(_ => { }, Cancel);
}
