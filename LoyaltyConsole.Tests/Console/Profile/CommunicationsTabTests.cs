using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The Customer Communications tab .</summary>
public sealed class CommunicationsTabTests : ProfileContext
{
    private readonly Mailbag _bag = new();

    [Fact]
    public async Task R_028_shows_when_by_what_way_about_what_and_what_became_of_it()
    {
        var guest = await GuestAsync();
        await Programme.OrderAsync(guest, 10m);
        await SendAsync();
        Programme.Clock.Advance(Duration.FromHours(1));
        await Programme.Get<CustomerPins>().ResetAsync(Guid.CreateVersion7(), guest, Programme.Agent);

        var screen = Open(guest, "?tab=communications");

        Assert.Equal(
            [
                ["28 Nov 2025 15:37", "E-mail", "Your PIN for Loyalty programme", "", "Waiting"],
                ["28 Nov 2025 14:37", "E-mail", "Your PIN for Loyalty programme", "gus@example.org", "Sent"],
            ],
            Rows(screen));
    }

    [Fact]
    public async Task R_028_a_click_shows_the_text_with_the_pin_masked()
    {
        var guest = await GuestAsync();
        await Programme.OrderAsync(guest, 10m);
        await SendAsync();
        var screen = Open(guest, "?tab=communications");

        await DoAsync(screen, () => screen.Find("button[aria-label='Show message 1']").Click());

        var letter = screen.WaitForElement(".lc-letter");
        Assert.Contains("Hello Gus Guest,", letter.TextContent, StringComparison.Ordinal);
        Assert.Contains("is ••••", letter.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(await Programme.PinAsync(guest), letter.TextContent, StringComparison.Ordinal);
        Assert.Equal("gus@example.org", Value(screen, ".lc-letter .lc-entry", "Sent to"));
    }

    [Fact]
    public async Task R_028_shows_each_message_in_its_own_language_and_the_reader_theirs()
    {
        await Programme.ChangeAsync(settings => settings.Language = "de");
        var guest = await GuestAsync();
        await Programme.OrderAsync(guest, 10m);

        var screen = Open(guest, "?tab=communications");

        Assert.Equal("Ihre PIN für Loyalty programme", Rows(screen).Single()[2]);
        Assert.Equal("Waiting", Rows(screen).Single()[4]);
    }

    [Fact]
    public async Task R_028_what_was_not_delivered_says_why()
    {
        _bag.Fail(new Delivery(MessageFault.Rejected, "550 5.1.1 No such user", IsForGood: true));
        var guest = await GuestAsync();
        await Programme.OrderAsync(guest, 10m);
        await SendAsync();
        var screen = Open(guest, "?tab=communications");

        Assert.Equal("Not delivered The receiving side refused it", Rows(screen).Single()[4]);
        await DoAsync(screen, () => screen.Find("button[aria-label='Show message 1']").Click());
        screen.WaitForAssertion(() => Assert.Equal("550 5.1.1 No such user", Value(screen, ".lc-letter .lc-entry", "Answer of the mail server")));
    }

    [Fact]
    public async Task R_028_before_anything_was_sent_the_tab_says_so_and_the_address_holds_its_state()
    {
        var screen = Open(await GuestAsync(), "?tab=communications");
        Assert.Contains("Nothing was sent yet", screen.Find(".lc-grid").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Date", "Channel", "Subject", "To", "Status"], Heads(screen));

        screen = Open(await GuestAsync(), "?tab=communications&m-kind=failed");

        Assert.Contains("Clear filters", screen.Find(".lc-grid").TextContent, StringComparison.Ordinal);
        await ClickAsync(screen, "Clear filters");
        Assert.DoesNotContain("m-kind", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private Task<CustomerId> GuestAsync() => Programme.CustomerAsync("Gus Guest", "gus@example.org", registered: false);

    private Task SendAsync() => new OutboxSender(Programme.Store, Programme.Clock, _bag).RunAsync(_ => { }, Cancel);
}
