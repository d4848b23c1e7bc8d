using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Profile;

public sealed class AdjustingTests : ProfileContext
{
    [Fact]
    public async Task L_072_topping_up_changes_figures_and_history_without_a_reload()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points", "?tab=history");

        await TypeAsync(screen, "#points", "50");
        Assert.Equal("Top Up 50 points", Text(Save(screen)));
        Assert.Equal("0 → 50", Effect(screen, "Total Redeemable Points"));
        await DoAsync(screen, () => screen.Find("#internal-reason").Input("Parcel late"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("50", Value(screen, ".lc-figs", "Total Redeemable Points")));
        screen.WaitForAssertion(() => Assert.Equal("50", Rows(screen).Single()[5]));
        screen.WaitForAssertion(() => Assert.Contains("50 points credited to Ada Lovelace", screen.Markup, StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        var entry = Assert.Single(await Programme.EntriesAsync(ada));
        Assert.Equal(("Eva Brandt", "Parcel late", (string?)null), (entry.Actor, entry.InternalReason, entry.CustomerText));
    }

    [Fact]
    public async Task L_076_and_L_077_dates_take_the_time_of_day_and_the_effect_says_so()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");

        await TypeAsync(screen, "#points", "50");
        await TypeAsync(screen, "#redeemable-after", "2025-12-12");
        await TypeAsync(screen, "#valid-up-to", "2026-10-31");

        screen.WaitForAssertion(() => Assert.Equal(
            ["Locked until 12 Dec 2025 14:37.", "Valid until 31 Oct 2026 14:37."], screen.FindAll(".lc-preview p").Select(Text)));
        Assert.Equal("0 → 50", Effect(screen, "Total Locked Points"));
    }

    [Theory]
    [InlineData("Top Up Points")]
    [InlineData("Adjust balance")]
    public async Task X2_a_rise_that_follows_is_said_before_it_is_saved_and_nothing_where_the_level_stays(string dialog)
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 450m);
        var screen = await OpenDialogAsync(ada, dialog);

        await TypeAsync(screen, "#points", "50");
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-preview p")));
        Assert.DoesNotContain("The level", Text(screen.Find(".lc-preview")), StringComparison.Ordinal);
        await DoAsync(screen, () => screen.Find("#reason-kind").Change("Reward"));
        screen.WaitForAssertion(() => Assert.Contains("The level rises from Member to Silver.", screen.FindAll(".lc-preview p").Select(Text)));
        await TypeAsync(screen, "#points", "49");
        screen.WaitForAssertion(() => Assert.DoesNotContain("The level", Text(screen.Find(".lc-preview")), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Draw Off Points", true)]
    [InlineData("Spend balance", true)]
    [InlineData("Draw Off Points", false)]
    public async Task L_079_the_dialogs_say_that_the_expiring_points_may_be_wrong_where_deductions_take_no_specific_ones(string dialog, bool unallocated)
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = unallocated);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 40);
        var screen = Open(ada);

        await ClickAsync(screen, dialog);
        var effect = Text(screen.WaitForElement(".lc-preview"));

        Assert.Equal(unallocated, effect.Contains("Manual deductions deduct no specific points here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task D11_and_D12_are_said_beside_the_dates()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");

        await TypeAsync(screen, "#points", "50");
        await TypeAsync(screen, "#valid-up-to", "2025-11-01");
        screen.WaitForAssertion(() => Assert.Contains("lies in the past", Text(screen.Find("#valid-up-to-error")), StringComparison.Ordinal));

        await TypeAsync(screen, "#valid-up-to", "2026-02-01");
        await TypeAsync(screen, "#redeemable-after", "2026-03-01");
        screen.WaitForAssertion(() =>
            Assert.Contains("could never be redeemed", Text(screen.Find("#redeemable-after-error")), StringComparison.Ordinal));
        Assert.True(Save(screen).HasAttribute("disabled"));
    }

    [Fact]
    public async Task D12_drawing_off_offers_no_dates()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 40);
        var screen = await OpenDialogAsync(ada, "Draw Off Points");

        Assert.Empty(screen.FindAll("input[type=date]"));
        await TypeAsync(screen, "#points", "30");
        Assert.Equal("Draw Off 30 points", Text(Save(screen)));
        Assert.Contains("Takes 30 from entry", Text(screen.Find(".lc-preview")), StringComparison.Ordinal);
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("10", Value(screen, ".lc-figs", "Total Points")));
        screen.WaitForAssertion(() => Assert.Contains("30 points deducted from Ada Lovelace", screen.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Top Up Points", "-5", "above zero")]
    [InlineData("Draw Off Points", "-5", "above zero")]
    [InlineData("Adjust balance", "0", "change nothing")]
    [InlineData("Adjust balance", "1,250", "Write 1250.")]
    [InlineData("Adjust balance", "ten", "is no number of points")]
    [InlineData("Adjust balance", "1.5", "decimals")]
    [InlineData("Adjust balance", "9999999999", "at most 1,000,000,000 points")]
    public async Task D1_and_D2_refuse_beside_the_field(string dialog, string typed, string said)
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var screen = await OpenDialogAsync(ada, dialog);

        await TypeAsync(screen, "#points", typed);

        Assert.Contains(said, Text(screen.Find("#points-error")), StringComparison.Ordinal);
        Assert.Equal("true", screen.Find("#points").GetAttribute("aria-invalid"));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.Equal("See what the form says", Text(screen.Find(".lc-foot-note")));
    }

    [Fact]
    public async Task T12_says_what_is_possible()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 20);
        var screen = await OpenDialogAsync(ada, "Adjust balance");

        await TypeAsync(screen, "#points", "-24");

        Assert.Equal("At most 20 points can be taken; 24 were asked for.", Text(screen.Find("#points-error")));
    }

    [Fact]
    public async Task T12_where_it_is_allowed_the_rest_becomes_debt()
    {
        await SettingsAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 20);
        var screen = await OpenDialogAsync(ada, "Adjust balance");

        await TypeAsync(screen, "#points", "-24");
        Assert.Equal("Save: −24 points", Text(Save(screen)));
        Assert.Equal("0 → 4", Effect(screen, "Debt"));
        Assert.Contains("4 points become debt", Text(screen.Find(".lc-preview")), StringComparison.Ordinal);
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("−4", Value(screen, ".lc-figs", "Debt")));
        screen.WaitForAssertion(() => Assert.Contains("24 points deducted from Ada Lovelace", screen.Markup, StringComparison.Ordinal));
        Assert.Equal("0", Value(screen, ".lc-figs", "Total Redeemable Points"));
    }

    [Fact]
    public async Task T13_the_actual_balance_books_the_difference()
    {
        await SettingsAsync(settings => settings.Decimals = 1);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 1_000);
        var screen = await OpenDialogAsync(ada, "Adjust balance");
        await ClickAsync(screen, "Actual Account Balance");

        await TypeAsync(screen, "#points", "1,250");
        Assert.Contains("Write 1250.", Text(screen.Find("#points-error")), StringComparison.Ordinal);

        await TypeAsync(screen, "#points", "1250.5");
        screen.WaitForAssertion(() => Assert.Equal("Save: +250.5 points", Text(Save(screen))));
        Assert.Equal("1,000.0 → 1,250.5", Effect(screen, "Total Points"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("1,250.5", Value(screen, ".lc-figs", "Total Points")));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task E_044_predefined_values_fill_the_field()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance");
        Assert.Equal(["+25", "+50", "+100", "−50"], screen.FindAll(".lc-presets button").Select(Text));

        await ClickAsync(screen, "+100");

        screen.WaitForAssertion(() => Assert.Equal("Save: +100 points", Text(Save(screen))));
    }

    [Fact]
    public async Task S_020_the_customer_reads_the_custom_comment_and_S_021_else_the_default()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance", "?tab=history");
        Assert.Equal(["Manual adjustments", "custom comment"], screen.FindAll(".lc-radio").Select(Text));

        await TypeAsync(screen, "#points", "7");
        await DoAsync(screen, () => screen.FindAll(".lc-rb")[1].Change(true));
        screen.WaitForElement("textarea[aria-label='custom comment']");
        await DoAsync(screen, () => screen.Find("textarea[aria-label='custom comment']").Input("Sorry for the wait"));
        await DoAsync(screen, () => screen.Find("#reason-kind").Change(nameof(ReasonKind.CorrectionOfEarning)));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Single(Rows(screen)));
        await DoAsync(screen, () => screen.Find(".lc-unfold").Click());
        screen.WaitForAssertion(() => Assert.Equal("Sorry for the wait", Value(screen, ".lc-entry", "Customer facing comment")));
        Assert.Equal("Correction of earning", Value(screen, ".lc-entry", "Reason"));
    }

    [Fact]
    public async Task L_072_enter_right_after_the_last_digit_books_what_was_typed()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");

        // A browser sends no form whose first submit button is disabled.
        Assert.False(screen.Find("form.lc-dlg [type=submit]").HasAttribute("disabled"));
        await screen.InvokeAsync(() => Task.WhenAll(screen.Find("#points").InputAsync("2"), screen.Find("#points").InputAsync("25"), screen.Find("form.lc-dlg").SubmitAsync()));

        screen.WaitForAssertion(() => Assert.Equal("25", Value(screen, ".lc-figs", "Total Points")));
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task S1_ten_rapid_clicks_book_once()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");
        await TypeAsync(screen, "#points", "50");
        var form = screen.Find("form.lc-dlg");

        // All of them before the first has an answer.
        await screen.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => form.SubmitAsync())));

        screen.WaitForAssertion(() => Assert.Equal("50", Value(screen, ".lc-figs", "Total Points")));
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task T16_a_stale_dialog_blocks_says_what_happened_and_goes_on()
    {
        var lena = await Programme.CustomerAsync("Lena Hoffmann");
        await Programme.LotAsync(lena, 120);
        var screen = await OpenDialogAsync(lena, "Adjust balance");
        await TypeAsync(screen, "#points", "-80");

        await BookAsync(lena, -30, "credited twice");

        screen.WaitForAssertion(() => Assert.Contains(
            "Balance changed from 120 to 90 while you typed. Manual deduction −30 by Petra Lang, 28 Nov 2025 14:38, “credited twice”.",
            Text(screen.Find(".lc-banner")), StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Equal("120 90 → 10", Effect(screen, "Total Points")));
        Assert.Equal("120", Text(screen.Find(".lc-effect s")));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.Equal("Check the new effect first", Text(screen.Find(".lc-foot-note")));
        await SubmitAsync(screen);
        Assert.Equal(2, (await Programme.EntriesAsync(lena)).Count);

        await ClickAsync(screen, "Go on with 90");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-banner")));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("10", Value(screen, ".lc-figs", "Total Points")));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task T16_what_no_longer_suffices_is_said_at_once()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var screen = await OpenDialogAsync(ada, "Adjust balance");
        await TypeAsync(screen, "#points", "-80");

        await BookAsync(ada, -80);

        screen.WaitForAssertion(() => Assert.Equal("At most 20 points can be taken; 80 were asked for.", Text(screen.Find("#points-error"))));
        screen.WaitForAssertion(() => Assert.NotNull(Button(screen, "Go on with 20")));
    }

    [Fact]
    public async Task A_customer_who_was_deactivated_meanwhile_is_left_alone()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");
        await TypeAsync(screen, "#points", "50");

        await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Manager);

        screen.WaitForAssertion(() => Assert.Contains("The customer is inactive", Text(screen.Find(".lc-formerr")), StringComparison.Ordinal));
        Assert.True(Save(screen).HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_without_asking()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance");
        await TypeAsync(screen, "#points", "5");

        await ClickAsync(screen, "Cancel");
        Assert.Contains("This is not saved yet.", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        await ClickAsync(screen, "Keep editing");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-banner")));
        Assert.Equal("5", screen.Find("#points").GetAttribute("value"));
        await ClickAsync(screen, "Cancel");
        screen.WaitForElement(".lc-banner");
        await ClickAsync(screen, "Discard it");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        Assert.Empty(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task An_untouched_dialog_closes_without_asking()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Adjust balance");

        await ClickAsync(screen, "Cancel");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
    }

    [Fact]
    public async Task German_says_it_in_the_manuals_german()
    {
        Read("de");
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 2_000);
        var screen = await OpenDialogAsync(ada, "Punkte hinzufügen");
        Assert.Equal(["Punkte", "Gesperrt bis freiwillig", "Gültig bis freiwillig"], screen.FindAll(".lc-form label[for]").Take(3).Select(Text));

        await TypeAsync(screen, "#points", "1,500");
        Assert.Contains("Schreiben Sie 1500.", Text(screen.Find("#points-error")), StringComparison.Ordinal);
        await TypeAsync(screen, "#points", "1");

        screen.WaitForAssertion(() => Assert.Equal("1 Punkt hinzufügen", Text(Save(screen))));
        Assert.Equal("2.000 → 2.001", Effect(screen, "Gesamtzahl einlösbarer Punkte"));
    }

    private Task SettingsAsync(Action<ProgrammeSettings> change) => Programme.Store.WriteAsync<Done>(async writing =>
    {
        change(await writing.Db.Settings.SingleAsync(Cancel));
        return default(Done);
    });
}
