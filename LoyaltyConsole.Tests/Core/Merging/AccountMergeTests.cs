using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Merging;

/// <summary>What becomes of two accounts that are merged (L-101, rule 5.7).</summary>
public sealed class AccountMergeTests : MergeTest
{
    [Fact]
    public async Task T15_a_debt_is_settled_at_once_and_both_lots_keep_their_dates()
    {
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        var (june, march) = (Support.Programme.Berlin(2026, 7, 1), Support.Programme.Berlin(2026, 4, 1));
        await Programme.LotAsync(Anna, 100, june);
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(Other, AdjustmentDoor.DrawOff, Points.Whole(10)), Programme.Agent)).OrThrow();
        var locked = Programme.Clock.GetCurrentInstant() + Duration.FromDays(30);
        await Programme.LotAsync(Other, 40, march, lockedUntil: locked);

        await MergeAsync();

        var figures = await Programme.FiguresAsync(Anna);
        Assert.Equal(
            (Points.Whole(90), Points.Whole(40), Points.Whole(130), Points.Zero),
            (figures.Redeemable, figures.Locked, figures.Total, figures.Debt));
        Assert.Equal(
            [(june, (Instant?)null), (march, locked)],
            Programme.Query(
                "SELECT ValidUntil, LockedUntil FROM Lots WHERE CustomerId = @0 ORDER BY EntryId",
                row => (Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), row.IsDBNull(1) ? (Instant?)null : Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
                ("@0", Anna.Value)));
        Assert.Equal(new CustomerMerged(Anna), Refused(await Programme.Profiles.OpenAsync(Other, Programme.Agent, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task R_016_the_merge_stands_among_the_activities_and_with_it_what_came_along()
    {
        await Programme.OrderAsync(Other, 80m, "B-1");
        Programme.Clock.Advance(Duration.FromMinutes(1));

        await MergeAsync();

        var activities = (await Programme.Get<CustomerActivities>().ListAsync(Anna, new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
        Assert.Equal(ActivityKind.AccountsMerged, activities.Rows[0].Kind);
        Assert.Contains(activities.Rows, row => row is { Kind: ActivityKind.Transaction, Reference: "B-1" });
    }

    [Fact]
    public async Task L_101_entries_and_orders_move_with_their_ids_and_say_whose_they_were()
    {
        var earned = await Programme.OrderAsync(Other, 80m, "B-1");
        await Programme.CreditNoteAsync(Other, 30m, "B-1");
        await Programme.RedeemAsync(Other, 20);
        var before = await Programme.EntriesAsync(Other);

        var request = await MergeAsync();

        var after = await Programme.EntriesAsync(Anna);
        Assert.Equal(before.Select(entry => (entry.Id, entry.Points, entry.EffectiveAt)), after.Select(entry => (entry.Id, entry.Points, entry.EffectiveAt)));
        Assert.All(after, entry => Assert.Equal(Other, entry.OriginalCustomerId));
        Assert.Empty(await Programme.EntriesAsync(Other));
        Assert.Equal([2L], Programme.Query("SELECT COUNT(*) FROM Orders WHERE CustomerId = @0", row => row.GetInt64(0), ("@0", Anna.Value)));
        Assert.Equal((MergeRequestStatus.Approved, "Petra Lang"), (request.Status, request.DecidedBy));
        Assert.Contains("\"Orders\":2,\"Entries\":3", request.Manifest, StringComparison.Ordinal);

        // What comes back of an order that moved is taken from where it is now.
        await Programme.CreditNoteAsync(Anna, 50m, "B-1");
        Assert.Equal(earned.Points, -(await Programme.EntriesAsync(Anna)).Where(entry => entry.Kind == EntryKind.Clawback).Aggregate(Points.Zero, (sum, entry) => sum + entry.Points));
    }

    [Fact]
    public async Task X4_the_rehearsal_tells_exactly_what_becomes_of_it_and_changes_nothing()
    {
        await Programme.OrderAsync(Anna, 300m);
        await Programme.OrderAsync(Other, 250m);
        await Programme.LotAsync(Other, 30, Programme.Clock.GetCurrentInstant() + Duration.FromDays(10));
        var id = await AskAsync();
        var before = (await Programme.FiguresAsync(Anna), await Programme.FiguresAsync(Other));
        var entries = await Programme.EntriesAsync(Other);

        var rehearsal = await RehearseAsync(id);

        Assert.Equal(before, (await Programme.FiguresAsync(Anna), await Programme.FiguresAsync(Other)));
        Assert.Equal((before.Item1, before.Item2), (rehearsal.Main.Figures, rehearsal.Integrated.Figures));
        Assert.Equal(entries.Select(entry => entry.Id), (await Programme.EntriesAsync(Other)).Select(entry => entry.Id));
        Assert.Equal("Member", Programme.StoredTier(Anna));
        (await Merges.ApproveAsync(new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, rehearsal.Proposal, "By phone"), Programme.Manager)).OrThrow();
        Assert.Equal(rehearsal.Result.Figures, await Programme.FiguresAsync(Anna));
        Assert.Equal((rehearsal.Result.Tier.Name, "Silver"), (Programme.StoredTier(Anna), Programme.StoredTier(Anna)));
        Assert.Equal(2, rehearsal.Result.Orders);
    }

    [Fact]
    public async Task R_5_7_a_welcome_that_both_were_given_is_proposed_for_reversal_and_never_reversed_by_itself()
    {
        await EnrolmentAsync(25);
        var (main, other) = (await RegisterAsync("main@example.org"), await RegisterAsync("other@example.org"));
        var id = await AskAsync("main@example.org", "other@example.org");

        var rehearsal = await RehearseAsync(id);

        var found = Assert.Single(rehearsal.Doubles);
        Assert.Equal((MergeDoubleKind.Enrolment, "Welcome", Points.Whole(25), true), (found.Id.Kind, found.Name, found.Points, found.IsProposed));
        Assert.Equal(Points.Whole(25), rehearsal.Result.Figures.Collected);
        Assert.Equal(Points.Whole(50), (await RehearseAsync(id, new MergeChoices())).Result.Figures.Collected);
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        Assert.Equal(Points.Whole(25), (await Programme.FiguresAsync(main)).Total);
        var reversal = (await Programme.EntriesAsync(main)).Single(entry => entry.Kind == EntryKind.Reversal);
        Assert.Equal((found.Entries[0], other), (reversal.CorrectsId!.Value, (await Programme.EntriesAsync(main)).Single(entry => entry.Id == found.Entries[0]).OriginalCustomerId));
    }

    [Fact]
    public async Task R_5_7_a_campaign_that_both_were_granted_may_be_right_and_is_only_flagged()
    {
        var campaign = (await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(), new CampaignDraft("Newsletter", CampaignKind.Manual, Points.Whole(50)), Programme.Manager)).OrThrow().Id;
        foreach (var customer in new[] { Anna, Other })
        {
            var account = await Programme.AccountAsync(customer);
            (await Programme.Get<CampaignGrants>().GrantAsync(
                new CampaignGrant(Guid.CreateVersion7(), customer, campaign, account.Version, account.Figures.Balance), Programme.Manager)).OrThrow();
        }

        var rehearsal = await RehearseAsync(await AskAsync());

        Assert.Equal((MergeDoubleKind.Campaign, false), (rehearsal.Doubles.Single().Id.Kind, rehearsal.Doubles.Single().IsProposed));
        Assert.Equal(Points.Whole(100), rehearsal.Result.Figures.Total);
    }

    [Fact]
    public async Task X4_an_order_that_two_integrations_sent_is_kept_once_and_its_points_once()
    {
        await Programme.OrderAsync(Anna, 64m, "SW-10442");
        (await Programme.Orders.RecordAsync(
            new NewOrder(Other, "Till", "SW-10442", Programme.Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 1, 64m)]), Programme.Manager)).OrThrow();
        await Programme.OrderAsync(Other, 10m);

        await MergeAsync();

        Assert.Equal(Points.Whole(74), (await Programme.FiguresAsync(Anna)).Total);
        var profile = (await Programme.Profiles.OpenAsync(Anna, Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
        Assert.Equal((2, 74m), (profile.KeyFigures.Transactions, profile.KeyFigures.TotalValue.Single().Value));
    }

    [Fact]
    public async Task What_was_found_twice_and_is_spent_already_is_refused_where_nobody_may_owe()
    {
        await EnrolmentAsync(25);
        var (main, other) = (await RegisterAsync("main@example.org"), await RegisterAsync("other@example.org"));
        await Programme.RedeemAsync(main, 25);
        await Programme.RedeemAsync(other, 25);

        var id = await AskAsync("main@example.org", "other@example.org");

        Assert.Equal(new NotEnoughPoints(Points.Zero, Points.Whole(25)), Refused(await Merges.RehearseAsync(id, choices: null, Programme.Manager)));
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        Assert.Equal(Points.Whole(25), (await RehearseAsync(id)).Result.Figures.Debt);
    }

    [Fact]
    public async Task R_5_7_the_joint_points_raise_and_the_main_accounts_level_never_falls()
    {
        await Programme.OrderAsync(Anna, 300m);
        await Programme.OrderAsync(Other, 250m);

        await MergeAsync();

        var rise = Assert.Single(await Programme.TierHistoryAsync(Anna));
        Assert.Equal(("Silver", TierCause.Reached, Points.Whole(550), Programme.Clock.GetCurrentInstant()), (rise.ToName, rise.Cause, rise.Qualifying, rise.At));
    }

    [Theory]
    [InlineData(false, "Member")]
    [InlineData(true, "Gold")]
    public async Task R_5_7_the_higher_level_is_kept_only_if_the_manager_wants_it(bool keeps, string expected)
    {
        await SetTierAsync(Other, "Gold");

        await MergeAsync(new MergeChoices { KeepsHigherTier = keeps });

        Assert.Equal(expected, Programme.StoredTier(Anna));
    }

    [Fact]
    public async Task R_5_7_the_higher_level_of_the_two_rises_further_where_the_joint_points_deserve_it()
    {
        await Programme.OrderAsync(Anna, 1_500m);
        await SetTierAsync(Anna, "Member");
        await Programme.OrderAsync(Other, 600m);

        await MergeAsync(new MergeChoices { KeepsHigherTier = true });

        Assert.Equal("Gold", Programme.StoredTier(Anna));
    }

    [Fact]
    public async Task R_5_7_what_unlocked_on_the_other_account_long_ago_raises_when_the_accounts_are_merged()
    {
        await Programme.RecalculateAsync();
        await Programme.OrderAsync(Anna, 400m);
        await Programme.LotAsync(Other, 400, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(2));
        Programme.Clock.Advance(Duration.FromDays(20));

        await MergeAsync();

        var rise = (await Programme.TierHistoryAsync(Anna)).Single(change => change.Cause == TierCause.Reached);
        Assert.Equal((Programme.Clock.GetCurrentInstant(), "Silver"), (rise.At, rise.ToName));
    }

    [Fact]
    public async Task R_5_7_what_either_was_awarded_is_not_awarded_to_both_together_again()
    {
        var campaign = (await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(), new CampaignDraft("Birthday", CampaignKind.Birthday, Points.Whole(30)), Programme.Manager)).OrThrow().Id;
        Programme.Execute($"INSERT INTO CampaignAwards (CustomerId, CampaignId, Occasion) VALUES ({Other}, {campaign.Value}, 2025)");

        await MergeAsync();

        Assert.Equal([Anna.Value], Programme.Query("SELECT CustomerId FROM CampaignAwards", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task R_5_7_a_lock_of_the_main_account_stays_and_one_of_the_other_is_offered()
    {
        await SetTierAsync(Other, "Gold", TierLock.Full);
        var id = await AskAsync();

        var without = await RehearseAsync(id);
        var with = await RehearseAsync(id, new MergeChoices { KeepsHigherTier = true, TakesTierLock = true });

        Assert.Equal((TierLock.None, TierLock.Full), (without.Result.Customer.TierLock, with.Result.Customer.TierLock));
        await SetTierAsync(Anna, "Silver", TierLock.Floor);
        var kept = await RehearseAsync(id, new MergeChoices { KeepsHigherTier = true, TakesTierLock = true });
        Assert.Equal((TierLock.Floor, "Gold"), (kept.Result.Customer.TierLock, kept.Result.Tier.Name));
    }

    [Fact]
    public async Task R_5_7_what_is_empty_is_filled_but_no_address_of_the_deleted_account_unless_chosen()
    {
        var main = await Programme.CustomerAsync(name: null, email: "main@example.org");
        await Programme.CustomerAsync("Otto Weber", "otto@example.org", "+49 30 123456", change: customer => customer.Birthday = new LocalDate(1988, 5, 8));
        var id = await AskAsync("main@example.org", "otto@example.org");

        var rehearsal = await RehearseAsync(id);

        Assert.Equal([MergeField.Name, MergeField.Phone, MergeField.Birthday], rehearsal.Fillable);
        Assert.Equal(("Otto Weber", (string?)null, "main@example.org"), (rehearsal.Result.Customer.Name, rehearsal.Result.Customer.Phone, rehearsal.Result.Customer.Email));
        Assert.Equal(new LocalDate(1988, 5, 8), rehearsal.Result.Customer.Birthday);
        (await Merges.ApproveAsync(await ApprovalAsync(id, new MergeChoices { TakeOver = [MergeField.Phone, MergeField.Email] }), Programme.Manager)).OrThrow();
        var found = (await Programme.Customers.ListAsync(
            new CustomerFilter { Text = "030 123456" }, CustomerSort.Id, descending: false, new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
        Assert.Equal((main, "main@example.org"), (found.Rows.Single().Id, found.Rows.Single().Email));
    }

    [Fact]
    public async Task R_5_7_whoever_was_locked_as_either_stays_locked()
    {
        (await Programme.Profiles.SetLockedAsync(Other, locked: true, Programme.Agent)).OrThrow();

        await MergeAsync();

        Assert.True((await Programme.Profiles.OpenAsync(Anna, Programme.Agent, TestContext.Current.CancellationToken)).OrThrow().Customer.IsLocked);
    }

    [Fact]
    public async Task R_5_7_coupons_rewards_and_referrals_move_and_nobody_refers_themselves()
    {
        await Programme.LotAsync(Other, 100);
        var reward = (await Programme.Get<RewardBook>().SaveAsync(id: null, new RewardDraft("Mug", null, Points.Whole(60)), Programme.Manager)).OrThrow();
        var account = await Programme.AccountAsync(Other);
        (await Programme.Get<RewardBook>().SpendAsync(
            new RewardSpend(Guid.CreateVersion7(), Other, reward.Id, account.Version, account.Figures.Balance), Programme.Agent)).OrThrow();
        Programme.Execute(
            $"""
            INSERT INTO ReferralEvents (CustomerId, Type, Referred, OccurredAt, CreatedAt, CommandKey) VALUES
                ({Other}, 2, {Anna}, 1, 1, 'A'), ({Anna}, 2, {Other}, 1, 1, 'B'), ({Other}, 1, NULL, 1, 1, 'C')
            """);

        var rehearsal = await RehearseAsync(await AskAsync());
        await MergeAsync();

        Assert.Equal((1, 1), (rehearsal.Moves.Rewards, rehearsal.Moves.Referrals));
        Assert.Equal([Anna.Value], Programme.Query("SELECT CustomerId FROM CustomerRewards", row => row.GetInt64(0)));
        Assert.Equal([(Anna.Value, 1L)], Programme.Query("SELECT CustomerId, Type FROM ReferralEvents", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    [Fact]
    public async Task R_5_7_notes_move_with_author_and_time_and_say_where_they_come_from()
    {
        var notes = Programme.Get<CustomerNotes>();
        var note = (await notes.AddAsync(new NewNote(Guid.CreateVersion7(), Other, NoteKind.Query, "Asked for a statement."), Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromHours(1));

        await MergeAsync();

        var moved = (await notes.ListAsync(Anna, new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow().Rows.Single().Note;
        Assert.Equal((note.Id, "Eva Brandt", note.CreatedAt, Other), (moved.Id, moved.Author, moved.CreatedAt, moved.FromCustomerId));
        Assert.Equal("Asked for a statement.", moved.Text);
        AssertRefused(new NoteNotYours("Eva Brandt"), await notes.DeleteAsync(note.Id, Programme.Manager));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task R_5_7_of_any_two_lives_nothing_is_lost_or_minted(int seed)
    {
        var random = new Random(seed);
        await Programme.ChangeAsync(settings => (settings.AllowsNegativeBalance, settings.ManualDebitsUnallocated) = (random.Next(2) == 0, random.Next(2) == 0));
        var lives = new[] { new RandomLife(Programme, Anna, random), new RandomLife(Programme, Other, random) };
        for (var deed = 0; deed < 60; deed++)
        {
            Programme.Clock.Advance(Duration.FromHours(random.Next(1, 24 * 6)));
            await lives[random.Next(2)].DoAsync();
        }

        Programme.Clock.Advance(Duration.FromHours(1));
        foreach (var customer in new[] { Anna, Other })
        {
            await Programme.Get<AccountRefresh>().RunAsync(TestContext.Current.CancellationToken);
        }

        var (sums, lots, debt) = (Sums(), Remainders(), (await Programme.FiguresAsync(Anna)).Debt + (await Programme.FiguresAsync(Other)).Debt);
        var id = await AskAsync(confirmed: true);
        var rehearsal = await RehearseAsync(id, new MergeChoices());

        (await Merges.ApproveAsync(await ApprovalAsync(id, new MergeChoices()), Programme.Manager)).OrThrow();

        Assert.Equal(sums, Sums());
        var figures = await Programme.FiguresAsync(Anna);
        Assert.Equal(rehearsal.Result.Figures, figures);

        // Only a debt may take from lots, exactly what it is smaller by.
        var taken = lots.Aggregate(Points.Zero, (sum, lot) => sum + lot.Value) - Remainders().Aggregate(Points.Zero, (sum, lot) => sum + lot.Value);
        Assert.Equal(debt - figures.Debt, taken);
        Assert.All(Remainders(), lot => Assert.True(lot.Value <= lots[lot.Key]));
    }

    private Dictionary<long, Points> Remainders() => Programme.Query(
        "SELECT EntryId, Remaining FROM Lots", row => (row.GetInt64(0), new Points(row.GetInt64(1)))).ToDictionary(lot => lot.Item1, lot => lot.Item2);

    private IReadOnlyList<(long, long, long)> Sums() => Programme.Query(
        "SELECT Kind, COUNT(*), SUM(Points) FROM LedgerEntries WHERE Status = 1 GROUP BY Kind ORDER BY Kind",
        row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));

    private async Task EnrolmentAsync(int points) => (await Programme.Get<CampaignBook>().CreateAsync(
        Guid.CreateVersion7(), new CampaignDraft("Welcome", CampaignKind.Enrolment, Points.Whole(points)), Programme.Manager)).OrThrow();

    private async Task<CustomerId> RegisterAsync(string email) => (await Programme.Get<CustomerBook>().RegisterAsync(
        new Registration(Guid.CreateVersion7(), "Shop") { FirstName = "Ada", LastName = "Lovelace", Email = email, IsRegistered = true },
        Programme.Manager)).OrThrow().Card.Customer.Id;

    private async Task SetTierAsync(CustomerId customer, string tier, TierLock @lock = TierLock.None) => (await Programme.Get<CustomerTiers>().ChangeAsync(
        await Programme.TierOrderAsync(customer, tier) with { Lock = @lock }, Programme.Manager)).OrThrow();
}
