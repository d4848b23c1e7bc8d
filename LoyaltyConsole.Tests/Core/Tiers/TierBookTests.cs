using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Tiers;

public sealed class TierBookTests : LedgerTest
{
    private TierBook Book => Programme.Get<TierBook>();

    [Fact]
    public async Task S_029_a_new_level_takes_its_place_by_its_threshold()
    {
        await Programme.CustomerAsync();

        (await Book.CreateAsync(Draft(" Bronze ", 100), Programme.Manager)).OrThrow();

        var rows = await ListAsync();
        Assert.Equal(["Member", "Bronze", "Silver", "Gold", "Platinum"], rows.Select(row => row.Level.Name));
        Assert.Equal([0, 1, 2, 3, 4], rows.Select(row => row.Level.Rank));
        Assert.Equal([1, 0, 0, 0, 0], rows.Select(row => row.Customers));
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m);
        Assert.Equal("Bronze", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task A_threshold_that_changes_reorders_the_levels_and_moves_nobody()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);

        (await Book.ChangeAsync(await LevelAsync("Silver"), Draft("Argentum", 3_000), Programme.Manager)).OrThrow();

        Assert.Equal(["Member", "Gold", "Argentum", "Platinum"], (await ListAsync()).Select(row => row.Level.Name));
        Assert.Equal("Argentum", Programme.StoredTier(ada));
        Assert.Equal(
            ["ChangeTierLevel: Silver, from 500 points > Argentum, from 3000 points"],
            Programme.Query("SELECT Deed || ': ' || Before || ' > ' || After FROM AuditEntries WHERE Deed = 'ChangeTierLevel'", row => row.GetString(0)));
    }

    [Fact]
    public async Task R_5_6_8_the_base_level_can_be_renamed_and_nothing_else()
    {
        var renamed = (await Book.ChangeAsync(await LevelAsync("Member"), new TierDraft("Friend", Points.Whole(5), Points.Whole(5), 1), Programme.Manager)).OrThrow();

        Assert.Equal(("Friend", Points.Zero, Points.Zero, null), (renamed.Name, renamed.Threshold, renamed.EntryPoints, renamed.EntryMonths));
        AssertRefused(new BaseTierStays("Friend"), await Book.DeleteAsync(renamed.Id, Programme.Manager));
    }

    [Fact]
    public async Task A_level_is_deleted_only_when_nobody_is_on_it_and_the_history_keeps_its_name()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 600m);
        var silver = await LevelAsync("Silver");
        AssertRefused(new TierInUse("Silver", 1), await Book.DeleteAsync(silver.Id, Programme.Manager));
        (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Gold"), Programme.Agent)).OrThrow();

        (await Book.DeleteAsync(silver.Id, Programme.Manager)).OrThrow();
        (await Book.DeleteAsync(silver.Id, Programme.Manager)).OrThrow();

        Assert.Equal([("Member", 0), ("Gold", 1), ("Platinum", 2)], (await ListAsync()).Select(row => (row.Level.Name, row.Level.Rank)));
        Assert.Equal("Silver", (await Programme.TierHistoryAsync(ada))[0].ToName);
        Assert.NotEqual(silver.Id, (await Book.CreateAsync(Draft("Silver", 500), Programme.Manager)).OrThrow().Id);
    }

    [Fact]
    public async Task Refuses_what_makes_no_level_in_this_order()
    {
        AssertRefused(new NotAllowed(Capability.ManageTiers), await Book.CreateAsync(Draft("New", 10), Programme.Agent));
        AssertRefused(new TierNameMissing(), await Book.CreateAsync(Draft(" ", 0), Programme.Manager));
        AssertRefused(new TextTooLong(Tier.NameLength), await Book.CreateAsync(Draft(new string('x', 101), 0), Programme.Manager));
        AssertRefused(new TierNameTaken("silver"), await Book.CreateAsync(Draft("silver", 0), Programme.Manager));
        AssertRefused(new TierThresholdMissing(), await Book.CreateAsync(Draft("New", 0), Programme.Manager));
        AssertRefused(new TooManyPoints(Points.MostInOneEntry), await Book.CreateAsync(Draft("New", 1_000_000_001), Programme.Manager));
        AssertRefused(new TierThresholdTaken(Points.Whole(500), "Silver"), await Book.CreateAsync(Draft("New", 500), Programme.Manager));
        AssertRefused(new TierEntryNotPositive(), await Book.CreateAsync(Draft("New", 10) with { EntryPoints = Points.Whole(-1) }, Programme.Manager));
        AssertRefused(new TierEntryNotPositive(), await Book.CreateAsync(Draft("New", 10) with { EntryMonths = 0 }, Programme.Manager));
        for (var number = 5; number <= TierBook.MostTiers; number++)
        {
            (await Book.CreateAsync(Draft($"Level {number}", 100_000 + number), Programme.Manager)).OrThrow();
        }

        AssertRefused(new TooManyTiers(TierBook.MostTiers), await Book.CreateAsync(Draft("One more", 5), Programme.Manager));
    }

    [Fact]
    public async Task A_stale_dialog_is_refused_unless_it_wants_what_is_so_already()
    {
        var seen = await LevelAsync("Gold");
        (await Book.ChangeAsync(seen, Draft("Gold", 2_500), Programme.Manager)).OrThrow();

        AssertRefused(new TierEditedMeanwhile(), await Book.ChangeAsync(seen, Draft("Gold", 3_000), Programme.Manager));
        Assert.Equal(Points.Whole(2_500), (await Book.ChangeAsync(seen, Draft("Gold", 2_500), Programme.Manager)).OrThrow().Threshold);
        (await Book.DeleteAsync(seen.Id, Programme.Manager)).OrThrow();
        AssertRefused(new TierNotFound(), await Book.ChangeAsync(seen, Draft("Gold", 2_500), Programme.Manager));
    }

    private static TierDraft Draft(string name, long threshold) => new(name, Points.Whole(threshold), Points.Zero, null);

    private async Task<IReadOnlyList<TierRow>> ListAsync() => (await Book.ListAsync(Programme.Agent, CancellationToken.None)).OrThrow();

    private async Task<Tier> LevelAsync(string name) => (await ListAsync()).Single(row => string.Equals(row.Level.Name, name, StringComparison.Ordinal)).Level;
}
