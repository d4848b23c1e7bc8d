using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Made;

public sealed class MadeUpHistoryTests
{
    private static readonly string[] Tables =
        ["Customers", "Accounts", "Orders", "OrderPositions", "LedgerEntries", "Lots", "Allocations", "Integrations", "TierChanges", "Campaigns", "Rewards", "CustomerRewards", "Redemptions", "Coupons"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_invariant_holds_for_two_hundred_made_up_customers()
    {
        await using var programme = await Programme.CreateAsync();

        var report = (await MakeUpAsync(programme, customers: 200)).OrThrow();

        await programme.AssertLedgerHoldsAsync();
        Assert.Equal(200, report.Customers);
        Assert.InRange(report.Orders, 400, 3_000);
        Assert.True((await programme.Get<ProgrammeBook>().SettingsAsync(Cancel)).IsDemo);
    }

    [Fact]
    public async Task Everything_happens_that_a_demonstration_shows()
    {
        await using var programme = await Programme.CreateAsync();
        var now = programme.Clock.GetCurrentInstant().ToUnixTimeMilliseconds();

        await MakeUpAsync(programme, customers: 320);

        Assert.Equal(
            [2, 5, 6, 7, 8, 9, 13, 14],
            programme.Query("SELECT DISTINCT Kind FROM LedgerEntries ORDER BY Kind", row => row.GetInt32(0)));
        Assert.All(
            (string[])
            [
                "SELECT COUNT(*) FROM Accounts WHERE Debt > 0",
                "SELECT COUNT(*) FROM Accounts WHERE Locked > 0",
                "SELECT COUNT(*) FROM LedgerEntries WHERE Status = 2",
                "SELECT COUNT(*) FROM Customers WHERE Status = 2",
                "SELECT COUNT(*) FROM Customers WHERE IsLocked = 1",
                "SELECT COUNT(*) FROM Customers WHERE IsRegistered = 0 AND Name IS NULL",
                $"SELECT COUNT(*) FROM Lots WHERE Remaining > 0 AND ValidUntil BETWEEN {now} AND {now + (30L * 86_400_000)}",
                "SELECT COUNT(*) FROM Orders WHERE Type = 2 AND OriginalOrderId IS NULL",
                "SELECT COUNT(*) FROM CustomerRewards WHERE State = 1",
                "SELECT COUNT(*) FROM CustomerRewards WHERE State = 2",
                $"SELECT COUNT(*) FROM Coupons WHERE State = 1 AND ValidUntil > {now}",
                "SELECT COUNT(*) FROM Coupons WHERE State = 2",
            ],
            sql => Assert.NotEqual(0, programme.Query(sql, row => row.GetInt64(0)).Single()));
        Assert.Equal(3, programme.Query("SELECT COUNT(*) FROM Integrations", row => row.GetInt64(0)).Single());
        Assert.Equal(0, programme.Query($"SELECT COUNT(*) FROM LedgerEntries WHERE CreatedAt > {now}", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_programme_and_another_one_another()
    {
        await using var one = await Programme.CreateAsync();
        await using var two = await Programme.CreateAsync();
        await using var other = await Programme.CreateAsync();

        await MakeUpAsync(one, customers: 60, seed: 7);
        await MakeUpAsync(two, customers: 60, seed: 7);
        await MakeUpAsync(other, customers: 60, seed: 8);

        Assert.All(Tables, table => Assert.Equal(Content(one, table), Content(two, table)));
        Assert.NotEqual(Content(one, "Customers"), Content(other, "Customers"));
    }

    [Fact]
    public async Task R_5_6_everybody_has_the_level_that_a_life_led_to_and_its_history()
    {
        await using var programme = await Programme.CreateAsync();

        await MakeUpAsync(programme, customers: 300);
        var report = await programme.RecalculateAsync();

        // Nothing was left to do, and the level of each is the last that the history tells of.
        Assert.Equal((0, 0), (report.Changed, report.Errors));
        Assert.Empty(programme.Query(
            """
            SELECT c.Id FROM Customers c WHERE c.TierId <> COALESCE((SELECT h.ToId FROM TierChanges h WHERE h.CustomerId = c.Id ORDER BY h.Id DESC LIMIT 1), 1)
                OR (c.TierId > 1) <> (c.TierDueAt IS NOT NULL)
            """,
            row => row.GetInt64(0)));
        Assert.Equal(
            [1, 2],
            programme.Query("SELECT DISTINCT Cause FROM TierChanges ORDER BY Cause", row => row.GetInt32(0)));
        Assert.True(programme.Query("SELECT COUNT(DISTINCT TierId) FROM Customers", row => row.GetInt64(0)).Single() >= 3);
        Assert.NotEqual(0, programme.Query("SELECT COUNT(*) FROM TierChanges WHERE Cause = 1 AND FromId > 1", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public async Task Further_made_up_customers_join_the_made_up_ones_but_never_real_ones()
    {
        await using var made = await Programme.CreateAsync();
        await using var real = await Programme.CreateAsync();
        await real.CustomerAsync();

        await MakeUpAsync(made, customers: 20);
        var more = (await MakeUpAsync(made, customers: 20)).OrThrow();
        var refused = await MakeUpAsync(real, customers: 20);

        Assert.Equal(40, more.Customers);
        Assert.Equal(5, made.Query("SELECT COUNT(*) FROM Rewards", row => row.GetInt64(0)).Single());
        Assert.Equal(1, made.Query("SELECT COUNT(*) FROM Campaigns WHERE Kind = 8", row => row.GetInt64(0)).Single());
        Assert.False(refused.Succeeded(out _, out var refusal));
        Assert.Equal(new ProgrammeInUse(), refusal);
        Assert.Equal(1, real.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt64(0)).Single());
    }

    private static async Task<Result<MadeUpReport>> MakeUpAsync(Programme programme, int customers, int seed = 1)
    {
        var history = programme.Get<MadeUpHistory>();
        var made = new MadeUpProgramme(
            customers, MadeUpProgramme.UsualOrders, seed, programme.Clock.GetCurrentInstant(), await history.CustomersAsync(Cancel));
        return await history.BookAsync(made.Lives(), made.Offers, Actor.Console("test"), progress: null, Cancel);
    }

    private static IReadOnlyList<string> Content(Programme programme, string table) =>
        [.. programme.Texts($"SELECT * FROM {table}", but: "Version").Order(StringComparer.Ordinal)];
}
