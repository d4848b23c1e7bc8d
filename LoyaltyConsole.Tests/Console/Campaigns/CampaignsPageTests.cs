using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Campaigns;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Campaigns;

public sealed class CampaignsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Mia Sommer", StaffRole.Marketing);
    }

    [Fact]
    public async Task L_048_a_campaign_is_created_with_what_it_will_do_beside_the_form()
    {
        var screen = Open();
        await ClickAsync(screen, "New campaign");
        screen.WaitForElement("#campaign-name");

        await DoAsync(screen, () => screen.Find("#campaign-kind").Change("Category"));
        await DoAsync(screen, () => screen.Find("#campaign-name").Input("Coffee twice"));
        await DoAsync(screen, () => screen.Find("#campaign-rate").Input("1.5"));
        await DoAsync(screen, () => screen.Find("#campaign-category").Input("Coffee"));
        screen.WaitForAssertion(() => Assert.Contains(
            "1.5 points for each 1.00 EUR of “Coffee”, valid for 24 months.", screen.Find(".lc-preview").TextContent, StringComparison.Ordinal));
        Assert.Contains("Nothing that is booked already changes.", screen.Find(".lc-preview").TextContent, StringComparison.Ordinal);
        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());

        screen.WaitForAssertion(() => Assert.Equal(2, screen.FindAll(".rz-data-row").Count));
        Assert.Contains("Coffee twice", screen.FindAll(".rz-data-row")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_stands_beside_its_field_and_what_was_typed_stays()
    {
        var screen = Open();
        await ClickAsync(screen, "New campaign");
        screen.WaitForElement("#campaign-name");
        await DoAsync(screen, () => screen.Find("#campaign-rate").Input("1,250"));

        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());
        screen.WaitForElement("#campaign-rate-error");
        await DoAsync(screen, () => screen.Find("#campaign-rate").Input("5"));
        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());

        screen.WaitForAssertion(() => Assert.Equal("Give the campaign a name.", screen.Find("#campaign-name-error").TextContent));
        Assert.Equal("5", screen.Find("#campaign-rate").GetAttribute("value"));
    }

    [Theory]
    [InlineData("en", "Such points could expire before they unlock. Lock them for at most 58 days, or let them be valid for longer.")]
    [InlineData("de", "Solche Punkte könnten verfallen, bevor sie frei werden. Sperren Sie sie höchstens 58 Tage, oder lassen Sie sie länger gelten.")]
    public async Task L_045_a_lock_as_long_as_the_validity_is_refused_beside_its_field(string language, string sentence)
    {
        Read(language);
        var screen = Open();
        await ClickAsync(screen, language is "en" ? "New campaign" : "Neue Kampagne");
        screen.WaitForElement("#campaign-name");
        await DoAsync(screen, () => screen.Find("#campaign-name").Input("Late"));
        await DoAsync(screen, () => screen.Find("#campaign-rate").Input("5"));
        await DoAsync(screen, () => screen.Find("#campaign-lock").Input("59"));
        await DoAsync(screen, () => screen.Find("#campaign-validity").Input("2"));

        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());

        screen.WaitForAssertion(() => Assert.Equal(sentence, screen.Find("#campaign-lock-error").TextContent));
    }

    [Fact]
    public async Task Unsaved_input_asks_before_it_is_lost()
    {
        var screen = Open();
        await ClickAsync(screen, "New campaign");
        screen.WaitForElement("#campaign-name");
        await DoAsync(screen, () => screen.Find("#campaign-name").Input("Half an idea"));

        await ClickAsync(screen, "Cancel");
        screen.WaitForAssertion(() => Assert.Contains("This is not saved yet.", screen.Markup, StringComparison.Ordinal));
        await ClickAsync(screen, "Discard it");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("#campaign-name")));
        Assert.Single(screen.FindAll(".rz-data-row"));
    }

    [Fact]
    public async Task A_running_campaign_is_changed_and_shows_its_earlier_terms()
    {
        var screen = Open();
        await ClickAsync(screen, "Points for revenue");
        screen.WaitForElement("#campaign-rate");
        Assert.NotNull(screen.Find("#campaign-kind").GetAttribute("disabled"));
        Assert.NotNull(screen.Find("#campaign-starts").GetAttribute("disabled"));
        Programme.Clock.Advance(NodaTime.Duration.FromHours(1));

        await DoAsync(screen, () => screen.Find("#campaign-rate").Input("2"));
        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());
        screen.WaitForAssertion(() => Assert.Contains("2 points for each 1.00 EUR", screen.Find(".rz-data-row").TextContent, StringComparison.Ordinal));
        await ClickAsync(screen, "Points for revenue");

        screen.WaitForAssertion(() => Assert.Contains(
            "Until 28 Nov 2025 15:37: 1 point for each 1.00 EUR of goods, valid for 24 months", screen.Find(".lc-preview").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_campaign_is_ended_from_its_menu()
    {
        var screen = Open();
        await DoAsync(screen, () => screen.Find("[aria-haspopup=menu]").Click());
        screen.WaitForElement(".rz-navigation-item");
        await DoAsync(screen, () => screen.FindAll(".rz-navigation-item").Single(item => item.TextContent.Contains("End campaign", StringComparison.Ordinal)).Click());
        screen.WaitForAssertion(() => Assert.Contains("What it has paid so far (0 points) stays.", screen.Markup, StringComparison.Ordinal));

        await DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());

        screen.WaitForAssertion(() => Assert.Contains("Ended", screen.Find(".rz-data-row").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agents_read_campaigns_and_change_nothing()
    {
        SignIn("Eva Brandt", StaffRole.Agent);
        var screen = Open();

        Assert.DoesNotContain("New campaign", screen.Markup, StringComparison.Ordinal);
        Assert.Empty(screen.FindAll("[aria-haspopup=menu]"));
        await ClickAsync(screen, "Points for revenue");

        screen.WaitForAssertion(() => Assert.NotNull(screen.Find("fieldset.lc-form").GetAttribute("disabled")));
        Assert.Empty(screen.FindAll("form.lc-dlg button[type=submit]"));
    }

    [Fact]
    public async Task The_views_and_the_kind_live_in_the_address()
    {
        await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(), new CampaignDraft("Five an order", CampaignKind.Order, Points.Whole(5)), Programme.Manager);

        Assert.Equal(2, Open().FindAll(".rz-data-row").Count);
        Assert.Single(Open("?kind=order").FindAll(".rz-data-row"));
        Assert.Contains("No campaign matches", Open("?state=planned").Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ContainerFragment> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/campaigns{query}");
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<CampaignsPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }

    private static Task ClickAsync(IRenderedComponent<ContainerFragment> screen, string text) =>
        DoAsync(screen, () => screen.FindAll("button").First(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal)).Click());
}
