using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>"Spend balance" (S-022 to S-027, D7, D10).</summary>
public sealed class SpendingTests : ProfileContext
{
    [Fact]
    public async Task T14_a_reward_of_300_is_listed_but_cannot_be_selected_with_299_points()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 299);
        await RewardAsync("Mug", 300);
        await RewardAsync("Sticker", 20);

        var screen = await OpenSpendAsync(ada);

        Assert.Equal(
            [("Sticker 20", false), ("Mug 300 1 missing, use Adjust balance first", true)],
            Options(screen).Select(option => (Text(option), option.HasAttribute("disabled"))));
        Assert.Equal("Ada Lovelace · 1", Text(screen.Find(".lc-dlg-sub")));
        Assert.Equal("299 points", Text(screen.Find(".lc-bal b")));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.Equal("Choose a reward", Text(screen.Find(".lc-foot-note")));
    }

    [Fact]
    public async Task S_025_the_remaining_balance_is_shown_and_S_022_what_is_booked_is_outstanding()
    {
        var ada = await Programme.CustomerAsync();
        var credit = await Programme.LotAsync(ada, 500);
        var mug = await RewardAsync("Mug", 300);
        await RewardAsync("Sticker", 20);
        var screen = await OpenSpendAsync(ada, "?tab=rewards");

        await SelectAsync(screen, mug);
        screen.WaitForAssertion(() => Assert.Equal("Remaining balance 200", Text(screen.Find(".lc-foot-note"))));
        Assert.Equal("Spend 300 points", Text(Save(screen)));
        Assert.Equal("500 → 200", Effect(screen, "Total Redeemable Points"));
        Assert.Equal("2 → 1", Effect(screen, "Affordable rewards"));
        Assert.Contains($"Takes 300 from entry {credit}", Text(screen.Find(".lc-preview")), StringComparison.Ordinal);
        await DoAsync(screen, () => screen.Find("#spend-note").Input("Asked on the phone"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("200", Value(screen, ".lc-figs", "Total Redeemable Points")));
        var entry = (await Programme.EntriesAsync(ada))[^1];
        Assert.Equal(("Mug", "Asked on the phone"), (entry.CustomerText, entry.InternalReason));
        screen.WaitForAssertion(() => Assert.Equal(["Mug", "Outstanding", "300", entry.CouponCode], Rows(screen).Single().Take(4)));
        Assert.Equal(["300 points spent on Mug for Ada Lovelace", entry.CouponCode], screen.FindAll(".lc-snack > span, .lc-snack .lc-code > span:first-child").Select(Text).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task S_027_what_is_out_of_reach_leads_to_adjusting()
    {
        var ada = await Programme.CustomerAsync();
        await RewardAsync("Mug", 300);
        var screen = await OpenSpendAsync(ada);

        await ClickAsync(screen, "Use Adjust balance first");

        screen.WaitForAssertion(() => Assert.NotNull(screen.Find("#points")));
    }

    [Fact]
    public async Task D10_a_locked_customer_spends_nothing_and_the_dialog_says_why()
    {
        var ada = await Programme.CustomerAsync(change: customer => customer.IsLocked = true);
        await Programme.LotAsync(ada, 500);
        await RewardAsync("Mug", 300);

        var screen = await OpenSpendAsync(ada);

        Assert.Equal("The customer is locked for redemption. A manager can unlock it.", Text(screen.Find(".lc-formerr")));
        Assert.True(screen.Find("#reward").HasAttribute("disabled"));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Unlock redemption"));
    }

    [Fact]
    public async Task D10_a_manager_unlocks_in_the_dialog_and_spends()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync(change: customer => customer.IsLocked = true);
        await Programme.LotAsync(ada, 500);
        var mug = await RewardAsync("Mug", 300);
        var screen = await OpenSpendAsync(ada);

        await ClickAsync(screen, "Unlock redemption");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-formerr")));
        await SelectAsync(screen, mug);
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("200", Value(screen, ".lc-figs", "Total Redeemable Points")));
    }

    [Fact]
    public async Task Debt_is_said_before_anything_can_be_chosen()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50, "O-9");
        await Programme.RedeemAsync(ada, 30);
        await Programme.CreditNoteAsync(ada, 50, "O-9");
        await RewardAsync("Mug", 300);

        var screen = await OpenSpendAsync(ada);

        Assert.Contains("The customer owes 30 points", Text(screen.Find(".lc-formerr")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inactive_customers_button_is_off_and_says_why()
    {
        var ada = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Inactive);

        var screen = Open(ada);

        Assert.True(Button(screen, "Spend balance").HasAttribute("disabled"));
        Assert.NotEmpty(screen.FindAll(".lc-why-off"));
    }

    [Fact]
    public async Task T16_a_spend_that_somebody_else_overtook_waits_for_another_look()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        var mug = await RewardAsync("Mug", 300);
        var screen = await OpenSpendAsync(ada);
        await SelectAsync(screen, mug);

        await BookAsync(ada, -100);

        screen.WaitForAssertion(() => Assert.Contains("Balance changed from 500 to 400 while you typed.", Text(screen.Find(".lc-banner")), StringComparison.Ordinal));
        Assert.True(Save(screen).HasAttribute("disabled"));
        await ClickAsync(screen, "Go on with 400");
        screen.WaitForAssertion(() => Assert.Equal("Remaining balance 100", Text(screen.Find(".lc-foot-note"))));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("100", Value(screen, ".lc-figs", "Total Redeemable Points")));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task What_no_longer_suffices_is_said_beside_the_reward()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        var mug = await RewardAsync("Mug", 300);
        var screen = await OpenSpendAsync(ada);
        await SelectAsync(screen, mug);

        await BookAsync(ada, -300);

        screen.WaitForAssertion(() => Assert.Equal("At most 200 points can be taken; 300 were asked for.", Text(screen.Find("#reward-error"))));
        Assert.Contains("100 missing, use Adjust balance first", Text(Options(screen).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S1_ten_rapid_clicks_spend_once()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        var sticker = await RewardAsync("Sticker", 20);
        var screen = await OpenSpendAsync(ada);
        await SelectAsync(screen, sticker);
        var form = screen.Find("form.lc-dlg");

        await screen.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => form.SubmitAsync())));

        screen.WaitForAssertion(() => Assert.Equal("480", Value(screen, ".lc-figs", "Total Redeemable Points")));
        Assert.Equal(2, (await Programme.EntriesAsync(ada)).Count);
    }

    [Fact]
    public async Task A_choice_is_not_lost_without_asking()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        var screen = await OpenSpendAsync(ada);
        Assert.Contains("There are no rewards at present", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        await ClickAsync(screen, "Cancel");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));

        var mug = await RewardAsync("Mug", 300);
        await ClickAsync(screen, "Spend balance");
        screen.WaitForElement("#reward option[value='1']");
        await SelectAsync(screen, mug);
        await ClickAsync(screen, "Cancel");

        Assert.Contains("This is not saved yet.", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        await ClickAsync(screen, "Discard it");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task Who_may_not_redeem_sees_no_button()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);

        var screen = Open(await Programme.CustomerAsync());

        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Spend balance"));
    }

    [Fact]
    public async Task German_says_it_in_german()
    {
        Read("de");
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 299);
        await RewardAsync("Tasse", 300);

        var screen = await OpenSpendAsync(ada, button: "Punkte einlösen");

        Assert.Equal("Tasse 300 1 fehlen, zuerst Punktestand anpassen", Text(Options(screen).Single()));
    }

    private async Task<IRenderedComponent<ContainerFragment>> OpenSpendAsync(CustomerId customer, string query = "", string button = "Spend balance")
    {
        var screen = Open(customer, query);
        await ClickAsync(screen, button);
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-formerr, .lc-dlg .lc-empty, #reward option:not([hidden])")));
        return screen;
    }

    private static async Task SelectAsync(IRenderedComponent<ContainerFragment> screen, Reward reward)
    {
        await DoAsync(screen, () => screen.Find("#reward").Change(reward.Id.ToString()));
        screen.WaitForAssertion(() => Assert.Contains(screen.FindAll(".lc-dlg-foot button[type=submit], .lc-field-err"), element => !element.HasAttribute("disabled")));
    }

    private static IReadOnlyList<IElement> Options(IRenderedComponent<ContainerFragment> screen) => [.. screen.FindAll("#reward option:not([hidden])")];
}
