using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Tiers;

/// <summary>A level is kept or lost at its evaluation only, when that is due (rules 5.6.2 to 5.6.5, 5.6.8).</summary>
public sealed class TierEvaluationTests : LedgerTest
{
    private static readonly Instant Due = Programme.Berlin(2026, 11, 29);

    [Fact]
    public async Task R_5_6_2_a_level_that_is_no_longer_deserved_is_lost_when_it_is_due_and_not_before()
    {
        var ada = await SilverAsync(500m);

        await Programme.RecalculateAsync(Due - Duration.FromMilliseconds(1));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        var report = await Programme.RecalculateAsync(Due);

        Assert.Equal(new TierReport(1, 1, 0, 0, 1), report);
        Assert.Equal("Member", Programme.StoredTier(ada));
        var view = await Programme.TierAsync(ada);
        Assert.Equal((Due, null), (view.Since, view.DueAt));
        var lost = (await Programme.TierHistoryAsync(ada))[^1];
        Assert.Equal(
            ("Silver", "Member", TierCause.Missed, Points.Zero, Points.Whole(500), Due),
            (lost.FromName, lost.ToName, lost.Cause, lost.Qualifying, lost.Threshold, lost.At));
        Assert.NotNull(lost.RunId);
    }

    [Fact]
    public async Task R_5_6_3_a_level_that_is_still_deserved_is_kept_for_another_period()
    {
        var ada = await SilverAsync(500m);
        Programme.Clock.Advance(Duration.FromDays(100));
        await Programme.OrderAsync(ada, 500m);

        var report = await Programme.RecalculateAsync(Due);

        Assert.Equal(new TierReport(1, 0, 0, 0, 0), report);
        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Silver", Programme.Berlin(2027, 11, 29)), (view.Level.Name, view.DueAt));
        Assert.Single(await Programme.TierHistoryAsync(ada));
    }

    [Theory]
    [InlineData(TierDescent.OneDown, "Gold")]
    [InlineData(TierDescent.BalanceBased, "Silver")]
    public async Task R_5_6_4_it_falls_as_far_as_the_programme_says(TierDescent descent, string to)
    {
        await Programme.ChangeAsync(settings => settings.TierDescent = descent);
        var ada = await SilverAsync(10_000m);
        Programme.Clock.Advance(Duration.FromDays(100));
        await Programme.OrderAsync(ada, 600m);

        await Programme.RecalculateAsync(Due);

        Assert.Equal(to, Programme.StoredTier(ada));
        Assert.Equal(Programme.Berlin(2027, 11, 30), (await Programme.TierAsync(ada)).DueAt);
    }

    [Fact]
    public async Task R_5_6_5_within_the_grace_period_the_level_is_kept_and_then_lost()
    {
        await Programme.ChangeAsync(settings => settings.TierGraceDays = 14);
        var ada = await SilverAsync(500m);
        var end = Programme.Berlin(2026, 12, 13);

        Assert.Equal(new TierReport(1, 1, 0, 0, 0), await Programme.RecalculateAsync(Due));
        var view = await Programme.TierAsync(ada);
        Assert.Equal(("Silver", end, end), (view.Level.Name, view.KeptUntil, view.DueAt));
        Assert.Equal(0, (await Programme.RecalculateAsync(end - Duration.FromMilliseconds(1))).Processed);

        await Programme.RecalculateAsync(end);
        Assert.Equal("Member", Programme.StoredTier(ada));
        Assert.Equal([TierCause.Reached, TierCause.GraceBegun, TierCause.Missed], (await Programme.TierHistoryAsync(ada)).Select(change => change.Cause));
        Assert.Null((await Programme.TierAsync(ada)).KeptUntil);
    }

    [Fact]
    public async Task R_5_6_5_points_within_the_grace_period_keep_the_level_at_once()
    {
        await Programme.ChangeAsync(settings => settings.TierGraceDays = 14);
        var ada = await SilverAsync(500m);
        await Programme.RecalculateAsync(Due);
        Programme.Clock.Advance(Duration.FromDays(3));

        await Programme.OrderAsync(ada, 499m);
        Assert.NotNull((await Programme.TierAsync(ada)).KeptUntil);
        await Programme.OrderAsync(ada, 1m);

        var view = await Programme.TierAsync(ada);
        Assert.Equal((null, Programme.Berlin(2027, 11, 29)), (view.KeptUntil, view.DueAt));
        Assert.Equal(TierCause.GraceKept, (await Programme.TierHistoryAsync(ada))[^1].Cause);
    }

    [Fact]
    public async Task R_5_6_3_by_calendar_everybody_is_due_at_the_new_year()
    {
        await Programme.ChangeAsync(settings => settings.TierPeriod = TierPeriod.Calendar);
        var (ada, bo) = (await SilverAsync(500m), await SilverAsync(500m, "Bo"));
        Assert.Equal(Programme.Berlin(2026, 1, 1), (await Programme.TierAsync(ada)).DueAt);
        Programme.Clock.Set(Programme.Berlin(2026, 1, 1));
        Assert.Equal(2, (await Programme.RecalculateAsync()).Processed);
        Assert.Equal(Programme.Berlin(2027, 1, 1), (await Programme.TierAsync(bo)).DueAt);

        Assert.Equal(2, (await Programme.RecalculateAsync(Programme.Berlin(2027, 1, 1))).Dropped);
    }

    [Fact]
    public async Task R_5_6_3_by_anniversary_of_joining()
    {
        await Programme.ChangeAsync(settings => settings.TierPeriod = TierPeriod.ProgrammeJoin);
        Programme.Clock.Set(Programme.Berlin(2024, 2, 29, 15));
        var ada = await Programme.CustomerAsync();
        Programme.Clock.Set(Programme.Berlin(2025, 6, 1));

        await Programme.OrderAsync(ada, 500m);

        Assert.Equal(Programme.Berlin(2026, 3, 1), (await Programme.TierAsync(ada)).DueAt);
    }

    [Fact]
    public async Task R_5_6_3_a_level_of_29_February_is_due_at_the_end_of_28_February_and_in_the_leap_year_of_the_29th()
    {
        Programme.Clock.Set(Programme.Berlin(2024, 2, 29, 15));
        var ada = await SilverAsync(500m);
        var dues = new List<Instant?>();
        for (var year = 2025; year <= 2028; year++)
        {
            var due = (await Programme.TierAsync(ada)).DueAt;
            dues.Add(due);
            Programme.Clock.Set(due!.Value - Duration.FromDays(1));
            await Programme.OrderAsync(ada, 500m);
            await Programme.RecalculateAsync(due);
        }

        Assert.Equal(
            [Programme.Berlin(2025, 3, 1), Programme.Berlin(2026, 3, 1), Programme.Berlin(2027, 3, 1), Programme.Berlin(2028, 3, 1)],
            dues.Select(due => due!.Value));
        Assert.Equal("Silver", Programme.StoredTier(ada));
        var month = (await Programme.TierAsync(ada)).DueAt!.Value.InUtc().Date;
        Assert.Equal(new LocalDate(2029, 2, 28), month);
    }

    [Theory]
    [InlineData(2025, 3, 30, 23, 22)]
    [InlineData(2025, 10, 26, 23, 23)]
    public async Task R_5_6_3_a_period_ends_with_the_local_day_whatever_the_clocks_do(int year, int month, int day, int hour, int utcHour)
    {
        Programme.Clock.Set(Programme.Berlin(year - 1, month, day, hour));
        var ada = await SilverAsync(500m);

        var due = (await Programme.TierAsync(ada)).DueAt!.Value;

        Assert.Equal(Programme.Berlin(year, month, day + 1), due);
        Assert.Equal(new LocalDateTime(year, month, day, utcHour, 0), due.InUtc().LocalDateTime);
    }

    [Fact]
    public async Task R_5_5_10_what_unlocks_at_the_instant_of_the_evaluation_counts()
    {
        var ada = await SilverAsync(500m);
        Programme.Clock.Advance(Duration.FromDays(300));
        await Programme.LotAsync(ada, 500, lockedUntil: Due);

        await Programme.RecalculateAsync(Due);

        Assert.Equal("Silver", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task R_5_6_8_a_late_run_finds_what_a_run_on_time_would_have_found()
    {
        await Programme.ChangeAsync(settings => settings.TierMonths = 1);
        await using var late = await Programme.CreateAsync(settings => settings.TierMonths = 1);
        var (ada, same) = (await SilverAsync(12_000m), await late.CustomerAsync());
        await late.OrderAsync(same, 12_000m);
        var begin = Programme.Clock.GetCurrentInstant();

        for (var day = 1; day <= 120; day++)
        {
            await Programme.RecalculateAsync(begin + Duration.FromDays(day));
        }

        await late.RecalculateAsync(begin + Duration.FromDays(120));

        Assert.Equal(Story(await Programme.TierHistoryAsync(ada)), Story(await late.TierHistoryAsync(same)));
        Assert.Equal((await Programme.TierAsync(ada)).DueAt, (await late.TierAsync(same)).DueAt);
        Assert.Equal("Member", late.StoredTier(same));

        static IEnumerable<string> Story(IEnumerable<TierChange> changes) => changes.Select(change => $"{change.At} {change.FromName} {change.ToName} {change.Cause} {change.Qualifying}");
    }

    [Fact]
    public async Task R_5_6_8_a_booking_after_the_due_date_does_not_hide_a_drop_that_was_not_carried_out_yet()
    {
        var ada = await SilverAsync(2_000m);
        Programme.Clock.Set(Due + Duration.FromHours(1));

        await Programme.OrderAsync(ada, 10_000m);

        Assert.Equal(
            [("Member", "Gold"), ("Gold", "Silver"), ("Silver", "Platinum")],
            (await Programme.TierHistoryAsync(ada)).Select(change => (change.FromName, change.ToName)));
    }

    [Fact]
    public async Task P8_a_second_run_looks_at_nobody_and_writes_nothing()
    {
        await SilverAsync(500m);
        await Programme.RecalculateAsync(Due);
        var before = Everything();

        var second = await Programme.RecalculateAsync();

        Assert.Equal(new TierReport(0, 0, 0, 0, 0), second);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task R_5_6_8_a_run_that_was_ended_between_two_steps_is_finished_by_the_next()
    {
        for (var number = 0; number < 270; number++)
        {
            await SilverAsync(number % 3 == 0 ? 2_000m : 500m, $"Customer {number}");
        }

        // The time is asked for once by the run, once as it is noted, and once for each step.
        Programme.Clock.Set(Due);
        using var ending = new CancellationTokenSource();
        var asked = 0;
        Programme.Clock.OnAsked = () =>
        {
            if (++asked == 3)
            {
                ending.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Programme.Get<TierRecalculation>().RunAsync(ending.Token));
        Programme.Clock.OnAsked = null;
        var left = Programme.Query("SELECT COUNT(*) FROM Customers WHERE TierDueAt <= @0", row => row.GetInt64(0), ("@0", Due.ToUnixTimeMilliseconds())).Single();
        Assert.Equal(20, left);

        var report = await Programme.RecalculateAsync();

        Assert.Equal(left, report.Dropped);
        Assert.Equal(
            [(1L, 180L), (2L, 90L)],
            Programme.Query("SELECT TierId, COUNT(*) FROM Customers GROUP BY TierId ORDER BY TierId", row => (row.GetInt64(0), row.GetInt64(1))));
        Assert.Equal(540, Programme.Query("SELECT COUNT(*) FROM TierChanges", row => row.GetInt64(0)).Single());
        Assert.Equal(0, (await Programme.RecalculateAsync()).Processed);
    }

    [Fact]
    public async Task Inactive_customers_are_evaluated_as_others_are_and_deleted_ones_are_left_alone()
    {
        var (inactive, deleted) = (await SilverAsync(500m), await SilverAsync(500m, "Bo"));
        (await Programme.Profiles.SetActiveAsync(inactive, active: false, Programme.Manager)).OrThrow();
        Programme.Execute($"UPDATE Customers SET Status = 3 WHERE Id = {deleted}");

        Assert.Equal(1, (await Programme.RecalculateAsync(Due)).Dropped);

        Assert.Equal(("Member", "Silver"), (Programme.StoredTier(inactive), Programme.StoredTier(deleted)));
        Assert.Equal(0, (await Programme.RecalculateAsync()).Processed);
    }

    [Fact]
    public async Task A_level_from_before_there_were_evaluations_is_given_its_due_date()
    {
        var ada = await SilverAsync(500m);
        Programme.Execute("UPDATE Customers SET TierDueAt = NULL, TierSince = NULL");
        Programme.Clock.Advance(Duration.FromDays(30));

        Assert.Equal(new TierReport(1, 0, 0, 0, 0), await Programme.RecalculateAsync());

        Assert.Equal(Due, (await Programme.TierAsync(ada)).DueAt);
    }

    private IReadOnlyList<string> Everything() => [.. new[] { "Customers", "TierChanges", "TierRuns", "TierGrants", "LedgerEntries", "Accounts", "AuditEntries" }
        .SelectMany(table => Programme.Texts($"SELECT * FROM {table}"))];

    private async Task<CustomerId> SilverAsync(decimal amount, string name = "Ada Lovelace")
    {
        var customer = await Programme.CustomerAsync(name);
        await Programme.OrderAsync(customer, amount);
        return customer;
    }
}
