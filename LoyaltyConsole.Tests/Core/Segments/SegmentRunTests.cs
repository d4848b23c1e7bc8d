using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Segments;

public sealed class SegmentRunTests : IAsyncLifetime
{
    private Programme Programme { get; set; } = null!;

    private SegmentRunner Runner => Programme.Get<SegmentRunner>();

    public async ValueTask InitializeAsync() => Programme = await Programme.CreateAsync(inMemory: true);

    public ValueTask DisposeAsync() => Programme.DisposeAsync();

    [Fact]
    public async Task Money_is_net_of_credit_notes_within_the_window_and_in_the_programmes_currency()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 500m, "old", Programme.Berlin(2024, 11, 28, 23, 59));
        await Programme.OrderAsync(ada, 100m, "first", Programme.Berlin(2024, 11, 29));
        await Programme.OrderAsync(ada, 60m, "last", Programme.Berlin(2025, 11, 26, 9));
        await Programme.CreditNoteAsync(ada, 40m, "last");
        await Programme.OrderAsync(ada, 7m, "francs", Programme.Berlin(2025, 11, 27));
        Programme.Execute("UPDATE Orders SET Currency = 'CHF' WHERE RefId = 'francs'");

        await RunAsync(1);

        Assert.Equal([(2, 2, 1_200_000L)], Programme.Query(
            "SELECT Recency, Frequency, Monetary FROM SegmentScores WHERE CustomerId = @0",
            row => (row.GetInt32(0), row.GetInt32(1), row.GetInt64(2)), ("@0", ada.Value)));
    }

    [Fact]
    public async Task Whoever_did_not_order_is_not_lost_but_without_an_order()
    {
        var (ada, guest, note) = (await Programme.CustomerAsync(), await Programme.CustomerAsync(registered: false), await Programme.CustomerAsync());
        await Programme.OrderAsync(ada, 100m);
        await Programme.LotAsync(guest, 50);
        await Programme.CreditNoteAsync(note, 5m);

        var run = await RunAsync(2);

        Assert.Equal((3, 1), (run.Facts.Customers, run.Facts.Scored));
        Assert.Equal(["Loyal", "No orders", "No orders"], new[] { ada, guest, note }.Select(customer => SegmentOf(customer, 2)));
        Assert.Equal([("Loyal", 1, 1_000_000L, 10_000L), ("No orders", 2, 0L, 5_000L)], Sizes(run));
    }

    [Fact]
    public async Task The_job_runs_every_model_and_running_it_twice_changes_nobody()
    {
        await ShopAsync(30);

        var first = await JobAsync();
        var second = await JobAsync();

        Assert.Equal((120, 120, 0), (first.Processed, first.Changed, first.Errors));
        Assert.Equal((120, 0, 0), (second.Processed, second.Changed, second.Errors));

        // One snapshot a day and model.
        Assert.Equal(4, Programme.Query("SELECT COUNT(*) FROM SegmentRuns", row => row.GetInt64(0))[0]);
        Assert.Equal(4, Programme.Query("SELECT COUNT(DISTINCT RunId) FROM SegmentScores", row => row.GetInt64(0))[0]);
        Assert.Equal(4, Programme.Query("SELECT COUNT(DISTINCT RunId) FROM SegmentSizes", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task A_day_that_is_past_is_kept_beside_the_current_one_and_moves_nobody()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, placedAt: Programme.Berlin(2025, 11, 20));
        await RunAsync(1);

        var past = await RunAsync(1, new LocalDate(2025, 11, 19));

        Assert.Equal((0, 0), (past.Facts.Scored, past.Changed));
        Assert.NotEqual("No orders", SegmentOf(ada, 1));
        var model = (await Programme.Get<SegmentBook>().ListAsync(Programme.Agent, CancellationToken.None)).OrThrow()[0];
        Assert.NotEqual(past.Id, model.CurrentRun);
    }

    [Fact]
    public async Task The_day_of_the_analysis_has_come()
    {
        var ahead = await Runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1), new LocalDate(2025, 11, 29)), Programme.Manager);
        var gone = await Runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(99)), Programme.Manager);
        var agent = await Runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1)), Programme.Agent);

        Assert.Equal(
            [new SegmentDateAhead(new LocalDate(2025, 11, 28)), new SegmentModelNotFound(), new NotAllowed(Capability.ManageSegments)],
            new[] { ahead, gone, agent }.Select(Refused));
    }

    [Fact]
    public async Task Two_weeks_of_days_and_two_years_of_months_are_kept_with_their_scores_and_all_sizes()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync(), 100m);
        for (var day = 0; day < 80; day++)
        {
            await RunAsync(1);
            Programme.Clock.Advance(Duration.FromDays(1));
        }

        var days = Programme.Query(
            "SELECT AnalysedOn, State FROM SegmentRuns ORDER BY AnalysedOn", row => (Day: row.GetString(0), HasScores: row.GetInt32(1) == 2));
        Assert.Equal(80, days.Count);
        Assert.Equal(["2025-11-30", "2025-12-31", "2026-01-31"], days.Take(66).Where(day => day.HasScores).Select(day => day.Day).Where(day => string.CompareOrdinal(day, "2026-02-01") < 0));
        Assert.Equal(14 + 1, days.TakeLast(15).Count(day => day.HasScores));
        Assert.Equal(
            Programme.Query("SELECT COUNT(*) FROM SegmentRuns WHERE State = 2", row => row.GetInt64(0))[0],
            Programme.Query("SELECT COUNT(DISTINCT RunId) FROM SegmentScores", row => row.GetInt64(0))[0]);
        Assert.Equal(80, Programme.Query("SELECT COUNT(DISTINCT RunId) FROM SegmentSizes", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task Nobody_sees_a_run_that_was_interrupted_and_a_later_one_clears_it_away()
    {
        await ShopAsync(5);
        Programme.Execute("INSERT INTO SegmentRuns (Id, ModelId, AnalysedOn, RanAt, RanBy, State, Method, Facts, Changed) VALUES (77, 1, '2025-11-27', 1, 'schedule', 1, '', '', 0)");
        Programme.Execute("INSERT INTO SegmentScores VALUES (77, 1, 1, 1, 1, 1, 1, 1, 1)");

        await JobAsync();

        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM SegmentRuns WHERE Id = 77", row => row.GetInt64(0))[0]);
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM SegmentScores WHERE RunId = 77", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task Whoever_is_erased_has_no_segment_and_no_scores_any_more()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m);
        await JobAsync();

        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), ada, ada.ToString()), Programme.Manager)).OrThrow();
        Assert.Equal((0, 0), Left());
        await JobAsync();

        Assert.Equal((0, 0), Left());

        (long, long) Left() => (
            Programme.Query("SELECT COUNT(*) FROM CustomerSegments", row => row.GetInt64(0))[0],
            Programme.Query("SELECT COUNT(*) FROM SegmentScores", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task Whoever_is_erased_while_a_model_runs_has_no_scores_after_it()
    {
        var (ada, ben) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Ben"));
        await Programme.OrderAsync(ada, 100m);
        await Programme.OrderAsync(ben, 100m);
        var order = new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1));

        (await Runner.RunAsync(order, Programme.Manager, (_, _) => Programme.Get<Erasures>()
            .EraseAsync(new ErasureOrder(Guid.CreateVersion7(), ada, ada.ToString()), Programme.Manager).GetAwaiter().GetResult())).OrThrow();

        Assert.Equal([ben.Value], Programme.Query("SELECT CustomerId FROM SegmentScores", row => row.GetInt64(0)));
        Assert.Equal([ben.Value], Programme.Query("SELECT CustomerId FROM CustomerSegments", row => row.GetInt64(0)));
    }

    private async Task ShopAsync(int customers)
    {
        for (var index = 0; index < customers; index++)
        {
            var customer = await Programme.CustomerAsync();
            for (var order = 0; order < index % 4; order++)
            {
                await Programme.OrderAsync(customer, 10m * index, placedAt: Programme.Clock.GetCurrentInstant() - Duration.FromDays(3 * index + order));
            }
        }
    }

    private async Task<JobReport> JobAsync() => (await Programme.Get<JobBook>()
        .RunAsync(Job.Segments, Actor.Console(JobBook.Scheduler), onStarted: null, CancellationToken.None)).OrThrow().Report;

    private async Task<SegmentRun> RunAsync(long model, LocalDate? on = null) =>
        (await Runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(model), on), Programme.Manager)).OrThrow();

    private string SegmentOf(CustomerId customer, long model) => Programme.Query(
        "SELECT s.Name FROM CustomerSegments c JOIN Segments s ON s.Id = c.SegmentId WHERE c.ModelId = @0 AND c.CustomerId = @1",
        row => row.GetString(0), ("@0", model), ("@1", customer.Value)).Single();

    private IReadOnlyList<(string, int, long, long)> Sizes(SegmentRun run) => Programme.Query(
        "SELECT s.Name, z.Customers, z.Revenue, z.Points FROM SegmentSizes z JOIN Segments s ON s.Id = z.SegmentId WHERE z.RunId = @0 AND z.Customers > 0 ORDER BY z.Place",
        row => (row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)), ("@0", run.Id.Value));

    private static Refusal? Refused(Result<SegmentRun> result) => result.Succeeded(out _, out var refusal) ? null : refusal;
}
