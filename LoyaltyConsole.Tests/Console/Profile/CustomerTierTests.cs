using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>A customer's level on the profile: forecast, change, lock, history (S-028 to S-033, E-050, X10).</summary>
public sealed class CustomerTierTests : ProfileContext
{
    [Fact]
    public async Task X10_the_profile_says_what_will_become_of_the_level_and_why()
    {
        var ada = await GoldAsync();
        Programme.Clock.Advance(Duration.FromDays(30));
        await Programme.OrderAsync(ada, 1_790m);
        await Programme.LotAsync(ada, 90, lockedUntil: Programme.Berlin(2026, 1, 12, 9));
        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal(
            "Gold since 28 Nov 2025 3,790 of 10,000 for Platinum Silver on 29 Nov 2026 unless 120 more; a pending credit of 90 on 12 Jan 2026 counts.",
            Text(screen.Find(".lc-tier-strip"))));
        Assert.Equal("3,790 of 10,000 for Platinum", screen.Find("progress").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task X10_the_sentence_begins_with_a_capital_where_only_a_pending_credit_counts()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 90, lockedUntil: Programme.Berlin(2026, 1, 12, 9));

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.EndsWith(
            "A pending credit of 90 on 12 Jan 2026 counts.", Text(screen.Find(".lc-tier-strip")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task X10_the_third_pending_credit_is_counted_in_the_singular()
    {
        var ada = await Programme.CustomerAsync();
        foreach (var day in new[] { 12, 13, 14 })
        {
            await Programme.LotAsync(ada, 90, lockedUntil: Programme.Berlin(2026, 1, day, 9));
        }

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.EndsWith("; one more pending credit counts.", Text(screen.Find(".lc-tier-strip")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task X10_german_says_it_too()
    {
        Read("de");
        var ada = await GoldAsync();
        var order = await Programme.TierOrderAsync(ada, "Gold");
        (await Programme.Get<CustomerTiers>().ChangeAsync(
            order with { Lock = TierLock.Floor, LockUntil = new LocalDate(2027, 6, 30) }, Programme.Manager)).OrThrow();
        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Contains(
            "Silver am 01.07.2027, falls nicht noch 2.000 dazukommen; Sperre endet 30.06.2027.", Text(screen.Find(".lc-tier-strip")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_028_to_S_033_changes_the_level_with_notes_and_rewards()
    {
        await GivesAsync("Gold", 200);
        var ada = await Programme.CustomerAsync();
        var screen = await OpenAsync(ada);
        Assert.Equal(["Member (now)", "Silver, from 500", "Gold, from 2,000", "Platinum, from 10,000"], screen.FindAll("#new-tier option").Select(Text));
        Assert.True(Save(screen).HasAttribute("disabled"));
        Assert.Equal("Choose another tier or lock", Text(screen.Find(".lc-foot-note")));

        await ChooseAsync(screen, "Gold, from 2,000");

        Assert.Equal("Member → Gold", Effect(screen, "Tier"));
        Assert.Equal("none → 29 Nov 2026", Effect(screen, "Next evaluation"));
        Assert.True(screen.Find("input[type=checkbox]").HasAttribute("checked"));
        Assert.Equal("trigger tier rewards", Text(screen.Find("label:has(input[type=checkbox])")));
        Assert.Equal(
            ["Gives 200 points on entry.", "Without a lock this lasts until the evaluation on 29 Nov 2026.", "Silver on 29 Nov 2026 unless 2,000 more."],
            screen.FindAll(".lc-preview p").Select(Text));
        await DoAsync(screen, () => screen.Find("#internal-notes").Input("Prize draw"));
        Assert.Equal("Change tier", Text(Save(screen)));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        screen.WaitForAssertion(() => Assert.Contains("Gold since 28 Nov 2025", Text(screen.Find(".lc-tier-strip")), StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Contains("Ada Lovelace is on Gold now", screen.Markup, StringComparison.Ordinal));
        var change = Assert.Single(await Programme.TierHistoryAsync(ada));
        Assert.Equal(("Gold", "Eva Brandt", "Prize draw"), (change.ToName, change.Actor, change.Note));
        Assert.Equal(Points.Whole(200), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task R_5_6_7_rewards_are_off_for_who_is_put_down()
    {
        var ada = await GoldAsync();
        var screen = await OpenAsync(ada);

        await ChooseAsync(screen, "Silver, from 500");

        Assert.False(screen.Find("input[type=checkbox]").HasAttribute("checked"));
        Assert.Contains(
            "set by hand below what the points reach, until 29 Nov 2026", Text(screen.Find(".lc-preview")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_033_what_was_chosen_is_not_lost_without_asking()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenAsync(ada);
        await ChooseAsync(screen, "Silver, from 500");

        await ClickAsync(screen, "Cancel");
        Assert.Contains("This is not saved yet. Nothing has been changed.", Text(screen.WaitForElement(".lc-banner")), StringComparison.Ordinal);
        await ClickAsync(screen, "Keep editing");
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-banner")));
        await ClickAsync(screen, "Cancel");
        screen.WaitForElement(".lc-banner");
        await ClickAsync(screen, "Discard it");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        Assert.Equal("Member", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task An_untouched_dialog_closes_without_asking()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenAsync(ada);

        await ClickAsync(screen, "Cancel");

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
    }

    [Fact]
    public async Task E_050_a_manager_locks_the_level_until_a_day()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await GoldAsync();
        var screen = await OpenAsync(ada);

        await DoAsync(screen, () => screen.FindAll("input[name=tier-lock]")[1].Change(true));
        screen.WaitForElement("#lock-until");
        await DoAsync(screen, () => screen.Find("#lock-until").Input("2025-11-01"));
        screen.WaitForAssertion(() => Assert.Contains("would end in the past", Text(screen.Find("#lock-until-error")), StringComparison.Ordinal));
        await DoAsync(screen, () => screen.Find("#lock-until").Input("2027-01-31"));
        screen.WaitForAssertion(() => Assert.Equal("none → locked until 31 Jan 2027", Effect(screen, "Lock")));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("Locked until 31 Jan 2027: no automatic change", screen.Markup, StringComparison.Ordinal));
        Assert.Equal((TierLock.Full, Programme.Berlin(2027, 2, 1)), ((await Programme.TierAsync(ada)).Lock, (await Programme.TierAsync(ada)).LockedUntil));
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-title-row [aria-label='Tier locked: no automatic change']")));
    }

    [Fact]
    public async Task E_050_an_agent_is_offered_no_lock_and_told_why_a_locked_level_stays()
    {
        var (open, locked) = (await Programme.CustomerAsync(), await GoldAsync("Bo"));
        (await Programme.Get<CustomerTiers>().ChangeAsync(
            await Programme.TierOrderAsync(locked, "Gold") with { Lock = TierLock.Full }, Programme.Manager)).OrThrow();

        var screen = await OpenAsync(open);
        Assert.Empty(screen.FindAll("input[name=tier-lock]"));
        var other = Open(locked);

        other.WaitForAssertion(() => Assert.True(Button(other, "Change Tier").HasAttribute("disabled")));
        Assert.Contains("The tier is locked; a manager can change it.", other.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marketing_is_not_offered_what_would_be_refused()
    {
        SignIn("Max", StaffRole.Marketing);
        var screen = Open(await Programme.CustomerAsync());

        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll(".lc-tier-strip")));
        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Change Tier"));
    }

    [Fact]
    public async Task T16_a_stale_dialog_blocks_says_what_happened_and_goes_on()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenAsync(ada);
        await ChooseAsync(screen, "Platinum, from 10,000");

        await Programme.OrderAsync(ada, 600m);

        screen.WaitForAssertion(() => Assert.Contains(
            "The tier changed while you looked: it was Member, it is Silver.", Text(screen.Find(".lc-banner")), StringComparison.Ordinal));
        Assert.True(Save(screen).HasAttribute("disabled"));
        await SubmitAsync(screen);
        Assert.Equal("Silver", Programme.StoredTier(ada));

        await ClickAsync(screen, "Go on with Silver");
        screen.WaitForAssertion(() => Assert.False(Save(screen).HasAttribute("disabled")));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Platinum", Programme.StoredTier(ada)));
    }

    [Fact]
    public async Task S1_ten_rapid_clicks_change_once()
    {
        var ada = await Programme.CustomerAsync();
        var screen = await OpenAsync(ada);
        await ChooseAsync(screen, "Gold, from 2,000");
        var form = screen.Find("form.lc-dlg");

        await screen.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => form.SubmitAsync())));

        screen.WaitForAssertion(() => Assert.Equal("Gold", Programme.StoredTier(ada)));
        Assert.Single(await Programme.TierHistoryAsync(ada));
    }

    [Fact]
    public async Task R_5_6_8_the_tab_tells_what_happened_with_the_numbers()
    {
        var ada = await GoldAsync();
        (await Programme.Get<CustomerTiers>().ChangeAsync(
            await Programme.TierOrderAsync(ada, "Platinum") with { Note = "Outstanding loyalty" }, Programme.Agent)).OrThrow();
        await Programme.RecalculateAsync(Programme.Berlin(2026, 11, 29));
        var screen = Open(ada, "?tab=tiers");

        screen.WaitForAssertion(() => Assert.Equal(
            [
                ["29 Nov 2026 00:00", "Platinum", "Gold", "Too few points at the evaluation", "0 of 10,000", "Recalculation 1", ""],
                ["28 Nov 2025 14:37", "Gold", "Platinum", "Changed by hand", "2,000 of 10,000", "Eva Brandt", "Outstanding loyalty"],
                ["28 Nov 2025 14:37", "Member", "Gold", "Threshold met", "2,000 of 2,000", "Booking", ""],
            ],
            Rows(screen)));
        Assert.Equal("Gold since 29 Nov 2026", Value(screen, ".lc-tier-facts", "Tier"));
        Assert.Equal("30 Nov 2027", Value(screen, ".lc-tier-facts", "Next evaluation"));
        Assert.Equal("0 within 12 months", Value(screen, ".lc-tier-facts", "Qualifying points"));
    }

    [Fact]
    public async Task L_010_the_history_of_levels_is_searched_like_every_table()
    {
        var ada = await GoldAsync();
        (await Programme.Get<CustomerTiers>().ChangeAsync(
            await Programme.TierOrderAsync(ada, "Silver") with { Note = "50% off was wrong" }, Programme.Agent)).OrThrow();

        var found = Open(ada, "?tab=tiers&l-q=50%25");
        found.WaitForAssertion(() => Assert.Equal("Silver", Assert.Single(Rows(found))[2]));

        foreach (var sort in Enum.GetValues<TierChangeSort>())
        {
            var rows = (await Programme.Get<CustomerTiers>().HistoryAsync(
                ada, new TierChangeQuery(null, sort, Descending: false), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows;
            Assert.Equal(2, rows.Count);
        }
    }

    private async Task<CustomerId> GoldAsync(string name = "Ada Lovelace")
    {
        var customer = await Programme.CustomerAsync(name);
        await Programme.OrderAsync(customer, 2_000m);
        return customer;
    }

    private async Task GivesAsync(string name, int points)
    {
        var book = Programme.Get<TierBook>();
        var level = (await book.ListAsync(Programme.Manager, Cancel)).OrThrow().Single(row => string.Equals(row.Level.Name, name, StringComparison.Ordinal)).Level;
        (await book.ChangeAsync(level, new TierDraft(name, level.Threshold, Points.Whole(points), null), Programme.Manager)).OrThrow();
    }

    private async Task<IRenderedComponent<ContainerFragment>> OpenAsync(CustomerId customer)
    {
        var screen = Open(customer);
        screen.WaitForAssertion(() => Assert.NotNull(Button(screen, "Change Tier")));
        await ClickAsync(screen, "Change Tier");
        screen.WaitForElement("#new-tier");
        return screen;
    }

    private static async Task ChooseAsync(IRenderedComponent<ContainerFragment> screen, string level)
    {
        var value = screen.FindAll("#new-tier option").Single(option => Says(option, level)).GetAttribute("value");
        await DoAsync(screen, () => screen.Find("#new-tier").Change(value));
        screen.WaitForAssertion(() => Assert.False(Save(screen).HasAttribute("disabled")));
    }
}
