using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Console.Profile;

public sealed class GrantingTests : ProfileContext
{
    [Fact]
    public async Task L_058_extra_points_of_a_campaign_are_granted_with_their_effect_before()
    {
        await CreateAsync();
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var screen = Open(ada);

        await ClickAsync(screen, "Grant extra points");
        screen.WaitForAssertion(() => Assert.Equal("100 → 130", Effect(screen, "Total Redeemable Points")));
        await DoAsync(screen, () => screen.Find("#grant-reason").Input("Late parcel"));
        Assert.Equal("Grant 30 points", Text(Save(screen)));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("30 points credited to Ada Lovelace", screen.Markup, StringComparison.Ordinal));
        var entry = (await Programme.EntriesAsync(ada))[^1];
        Assert.Equal((EntryKind.Campaign, "Late parcel"), (entry.Kind, entry.InternalReason));
    }

    [Fact]
    public async Task When_somebody_books_meanwhile_the_grant_waits_for_another_look()
    {
        await CreateAsync();
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);
        await ClickAsync(screen, "Grant extra points");
        screen.WaitForAssertion(() => Assert.Equal("0 → 30", Effect(screen, "Total Redeemable Points")));

        await BookAsync(ada, 5);
        await SubmitAsync(screen);

        // The deed is disabled while it is being saved, too: only the way on shows that it was refused.
        screen.WaitForAssertion(() => Assert.NotNull(Button(screen, "Go on with the balance as it is now")));
        Assert.NotNull(Save(screen).GetAttribute("disabled"));
        await ClickAsync(screen, "Go on with the balance as it is now");

        screen.WaitForAssertion(() => Assert.Equal("5 → 35", Effect(screen, "Total Redeemable Points")));
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task Without_a_campaign_the_dialog_leads_to_where_one_is_created()
    {
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);

        await ClickAsync(screen, "Grant extra points");

        screen.WaitForAssertion(() => Assert.Equal("/campaigns?kind=manual", screen.Find(".lc-empty a.lc-btn").GetAttribute("href")));
        Assert.Empty(screen.FindAll("form.lc-dlg button[type=submit]"));
    }

    [Fact]
    public async Task Marketing_grants_nothing()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);

        var screen = Open(await Programme.CustomerAsync());

        Assert.DoesNotContain("Grant extra points", screen.Markup, StringComparison.Ordinal);
    }

    private async Task CreateAsync() => (await Programme.Get<CampaignBook>().CreateAsync(
        Guid.CreateVersion7(), new CampaignDraft("Sorry", CampaignKind.Manual, Points.Whole(30)), Programme.Manager)).OrThrow();
}
