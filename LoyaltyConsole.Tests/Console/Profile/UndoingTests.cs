using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components.Web;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>Mistakes cost a click: Undo from the notice or the row, Reverse with a reason (X9).</summary>
public sealed class UndoingTests : ProfileContext
{
    private readonly TimeAtAStand _time = new();

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task X9_the_notice_undoes_what_was_just_booked_once()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points", "?tab=history");
        await TypeAsync(screen, "#points", "50");
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Contains("50 points credited to Ada Lovelace", Text(screen.Find(".lc-snack")), StringComparison.Ordinal));

        await screen.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Button(screen, "Undo").ClickAsync(new()))));

        screen.WaitForAssertion(() => Assert.Contains("Undone: 50 points taken back from Ada Lovelace", Text(screen.Find(".lc-snack")), StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Equal("0", Value(screen, ".lc-figs", "Total Points")));
        Assert.Equal([Points.Whole(50), Points.Whole(-50)], (await Programme.EntriesAsync(ada)).Select(entry => entry.Points));
        Assert.DoesNotContain(screen.FindAll(".lc-snack button"), button => Says(button, "Undo"));
    }

    [Fact]
    public async Task X9_after_the_minutes_the_notice_says_that_it_is_too_late()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points");
        await TypeAsync(screen, "#points", "50");
        await SubmitAsync(screen);
        screen.WaitForElement(".lc-snack");

        Programme.Clock.Advance(Duration.FromMinutes(10));
        await ClickAsync(screen, "Undo");

        screen.WaitForAssertion(() => Assert.Contains("The 10 minutes for undoing are over.", Text(screen.Find(".lc-snack")), StringComparison.Ordinal));
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task X9_the_notice_goes_after_ten_seconds_in_which_nobody_points_at_it_and_the_row_still_undoes()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points", "?tab=history");
        await TypeAsync(screen, "#points", "50");
        await SubmitAsync(screen);
        screen.WaitForElement(".lc-snack");

        await DoAsync(screen, () => screen.Find(".lc-snack").TriggerEvent("onpointerenter", new PointerEventArgs()));
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.Single(screen.FindAll(".lc-snack"));
        await DoAsync(screen, () => screen.Find(".lc-snack").TriggerEvent("onpointerleave", new PointerEventArgs()));
        _time.Pass(TimeSpan.FromSeconds(9));
        Assert.Single(screen.FindAll(".lc-snack"));
        _time.Pass(TimeSpan.FromSeconds(1));

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-snack")));
        screen.WaitForAssertion(() => Assert.Single(screen.FindAll(".lc-grid [aria-haspopup=menu]")));
    }

    [Fact]
    public async Task X9_where_nothing_can_be_undone_the_notice_offers_nothing_and_can_be_closed()
    {
        await Programme.ChangeAsync(settings => settings.UndoMinutes = 0);
        var ada = await Programme.CustomerAsync();
        var screen = await OpenDialogAsync(ada, "Top Up Points", "?tab=history");
        await TypeAsync(screen, "#points", "50");
        await SubmitAsync(screen);
        screen.WaitForElement(".lc-snack");

        Assert.Equal(["Close"], screen.FindAll(".lc-snack button").Select(button => button.GetAttribute("aria-label")));
        screen.WaitForAssertion(() => Assert.Single(Rows(screen)));
        Assert.Empty(screen.FindAll(".lc-grid [aria-haspopup=menu]"));
        await DoAsync(screen, () => screen.Find(".lc-snack-close").Click());
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-snack")));
    }

    [Fact]
    public async Task X9_the_row_undoes_ones_own_act_and_is_shown_as_reversed()
    {
        var ada = await Programme.CustomerAsync();
        var credit = await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 30);
        var screen = Open(ada, "?tab=history");
        Assert.Equal([$"more: Entry {spent.Id}"], screen.FindAll(".lc-grid [aria-haspopup=menu]").Select(menu => menu.GetAttribute("aria-label")));

        await ChooseAsync(screen, $"Entry {spent.Id}", "Undo");

        screen.WaitForAssertion(() => Assert.Equal("100", Value(screen, ".lc-figs", "Total Redeemable Points")));
        screen.WaitForAssertion(() => Assert.Equal(
            [$"Reversal reverses {spent.Id}", "Redemption reversed by 3", "Manual credit"], Rows(screen).Select(row => row[2])));
        Assert.Contains("lc-void", screen.FindAll(".lc-grid .rz-data-row")[1].ClassList);
        Assert.Contains("Undone: 30 points given back to Ada Lovelace", Text(screen.Find(".lc-snack")), StringComparison.Ordinal);

        await DoAsync(screen, () => screen.FindAll(".lc-grid .lc-reflink").Single(link => Says(link, "reversed by 3")).Click());
        screen.WaitForAssertion(() => Assert.Equal(["3", spent.Id.ToString()], Rows(screen).Select(row => row[0])));
        Assert.NotEqual(credit, spent.Id);
    }

    [Fact]
    public async Task X9_an_agent_reverses_nothing_of_others()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100, "SW-1");

        var screen = Open(ada, "?tab=history");

        Assert.Single(Rows(screen));
        Assert.Empty(screen.FindAll(".lc-grid [aria-haspopup=menu]"));
    }

    [Fact]
    public async Task X9_a_manager_reverses_with_a_reason_and_sees_the_effect_before()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100, "SW-1");
        var screen = Open(ada, "?tab=history");

        await ChooseAsync(screen, "Entry 1", "Reverse…");
        screen.WaitForAssertion(() => Assert.Equal("100 → 0", Effect(screen, "Total Points")));
        Assert.Equal(["1", "Points for revenue, 100 points", "by Petra Lang, 28 Nov 2025 14:37"], screen.FindAll(".lc-facts dd").Select(Text));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.Equal("Give a reason", Text(screen.Find(".lc-foot-note")));
        await DoAsync(screen, () => screen.Find("#reversal-reason").Input("Test order"));
        Assert.Equal("Reverse: −100 points", Text(Save(screen)));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("0", Value(screen, ".lc-figs", "Total Points")));
        screen.WaitForAssertion(() => Assert.Contains("Reversed: 100 points taken back from Ada Lovelace", Text(screen.Find(".lc-snack")), StringComparison.Ordinal));
        Assert.Equal("Test order", (await Programme.EntriesAsync(ada))[^1].InternalReason);
    }

    [Fact]
    public async Task X9_what_cannot_be_reversed_is_said_in_the_dialog()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        await Programme.RedeemAsync(ada, 70);
        var screen = Open(ada, "?tab=history");

        await ChooseAsync(screen, "Entry 1", "Reverse…");

        screen.WaitForAssertion(() => Assert.Equal("At most 30 points can be taken; 100 were asked for.", Text(screen.Find(".lc-formerr"))));
    }

    [Fact]
    public async Task A_reason_that_was_typed_is_not_lost_without_asking()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var screen = Open(ada, "?tab=history");
        await ChooseAsync(screen, "Entry 1", "Reverse…");
        screen.WaitForElement("#reversal-reason");
        await DoAsync(screen, () => screen.Find("#reversal-reason").Input("Test"));

        await ClickAsync(screen, "Cancel");

        Assert.Contains("This is not saved yet.", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
    }
}
