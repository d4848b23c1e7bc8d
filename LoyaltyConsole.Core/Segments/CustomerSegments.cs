using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Segments;

/// <summary>What one run says of a customer.</summary>
/// <param name="Run">The run.</param>
/// <param name="Segment">Where they were.</param>
/// <param name="Values">What they had ordered within the window; null where nothing.</param>
/// <param name="Scores">How they were scored; null where they had not ordered.</param>
public sealed record CustomerSnapshot(SegmentRun Run, Segment Segment, SegmentValues? Values, SegmentScores? Scores);

/// <summary>Where a customer stands by one model, and how they came there (X11).</summary>
/// <param name="Model">The model.</param>
/// <param name="Now">By its current run.</param>
/// <param name="Left">The latest kept run in which they were in another segment; null where there is none.</param>
/// <param name="Arrived">The first run after that.</param>
/// <param name="History">By all runs whose scores are kept, the latest first.</param>
public sealed record CustomerSegment(SegmentModel Model, CustomerSnapshot Now, CustomerSnapshot? Left, CustomerSnapshot Arrived, IReadOnlyList<CustomerSnapshot> History);

/// <summary>A customer's metrics as of a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Values">What they had ordered within the window; null where nothing.</param>
public sealed record CustomerMetrics(LocalDate On, SegmentValues? Values);

/// <summary>One customer's segments, scores and metrics (E-031, E-033 to E-037).</summary>
public sealed class CustomerSegments
{
    private const int MostPoints = 60;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal CustomerSegments(LoyaltyStore store, IClock clock, ProgrammeBook programme) => (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>Where the customer stands by every model that was run, the chosen one in front.</summary>
    /// <returns>The standings; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public async Task<Result<IReadOnlyList<CustomerSegment>>> OpenAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Segments) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync(
            connection => Missing(connection, customer) is { } refusal
                ? refusal
                : (Result<IReadOnlyList<CustomerSegment>>)SegmentReader.Models(connection).Select(model => Standing(connection, model, customer)).OfType<CustomerSegment>().ToList(),
            cancellationToken);
    }

    /// <summary>How the metrics that the models rest on have developed, by the orders themselves (E-031).</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="window">Whose orders count on each day.</param>
    /// <param name="months">How many months back.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Whoever asked has left.</param>
    /// <returns>
    /// The metrics on days at equal distances, the last of which is today; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.
    /// </returns>
    public async Task<Result<IReadOnlyList<CustomerMetrics>>> DevelopmentAsync(
        CustomerId customer, SegmentWindow window, int months, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Segments) is { } refused)
        {
            return refused;
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var today = settings.Time.Today(_clock.GetCurrentInstant());
        return await _store.ReadAsync(
            connection =>
            {
                var orders = Orders(connection, settings, customer);
                return Missing(connection, customer) is { } refusal
                    ? refusal
                    : (Result<IReadOnlyList<CustomerMetrics>>)Days(today, months).Select(day => new CustomerMetrics(day, Values(orders, window, day))).ToList();
            },
            cancellationToken);
    }

    // Weeks for a few months, months for more.
    private static IEnumerable<LocalDate> Days(LocalDate today, int months)
    {
        var from = today.PlusMonths(-Math.Clamp(months, 1, MostPoints));
        return months <= 6
            ? Enumerable.Range(0, MostPoints).Select(week => today.PlusWeeks(-week)).TakeWhile(day => day >= from).Reverse()
            : Enumerable.Range(0, months + 1).Select(month => today.PlusMonths(month - months));
    }

    private static SegmentValues? Values(List<(LocalDate On, bool IsOrder, long Total)> orders, SegmentWindow window, LocalDate on)
    {
        var from = window.From(on) ?? LocalDate.MinIsoValue;
        var within = orders.Where(order => order.On >= from && order.On <= on).ToList();
        return within.Exists(order => order.IsOrder)
            ? new SegmentValues(
                Period.DaysBetween(within.Where(order => order.IsOrder).Max(order => order.On), on), within.Count(order => order.IsOrder), within.Sum(order => order.Total))
            : null;
    }

    private static List<(LocalDate On, bool IsOrder, long Total)> Orders(DbConnection connection, ProgrammeSettings settings, CustomerId customer) => connection.Query(
        "SELECT PlacedAt, Type = 1, GoodsTotal + Shipping FROM Orders WHERE CustomerId = @0 AND Currency = @1",
        row => (settings.Time.Today(Instant.FromUnixTimeMilliseconds(row.GetInt64(0))), row.GetBoolean(1), row.GetInt64(2)),
        ("@0", customer.Value), ("@1", settings.Currency));

    private static Refusal? Missing(DbConnection connection, CustomerId customer) =>
        connection.Number("SELECT Status FROM Customers WHERE Id = @0", ("@0", customer.Value)) switch
        {
            0 => new CustomerNotFound(customer),
            (long)CustomerStatus.Deleted => new CustomerDeleted(),
            _ => null,
        };

    private static CustomerSegment? Standing(DbConnection connection, SegmentModel model, CustomerId customer)
    {
        var runs = SegmentReader.Runs(connection, model.Id, withScores: true);
        runs.Reverse();
        var scores = connection.Query(
            """
            SELECT s.RunId, s.Recency, s.Frequency, s.Monetary, s.R, s.F, s.M, g.Id, g.Kind, g.Name, g.Rule
            FROM SegmentRuns r CROSS JOIN SegmentScores s ON s.RunId = r.Id AND s.CustomerId = @1 JOIN Segments g ON g.Id = s.SegmentId WHERE r.ModelId = @0
            """,
            row => (
                Run: new SegmentRunId(row.GetInt64(0)), Values: new SegmentValues(row.GetInt32(1), row.GetInt32(2), row.GetInt64(3)),
                Scores: new SegmentScores(row.GetInt32(4), row.GetInt32(5), row.GetInt32(6)),
                Segment: new Segment(new SegmentId(row.GetInt64(7)), (SegmentKind)row.GetInt32(8), row.GetString(9), SegmentRule.Read(row.GetString(10)))),
            ("@0", model.Id.Value), ("@1", customer.Value)).ToDictionary(score => score.Run);
        var none = model.Segments.Single(segment => segment.Kind == SegmentKind.NoOrders);
        List<CustomerSnapshot> history =
        [
            .. runs.Select(run => scores.TryGetValue(run.Id, out var score)
                ? new CustomerSnapshot(run, score.Segment, score.Values, score.Scores)
                : new CustomerSnapshot(run, none, null, null)),
        ];
        var current = history.FindIndex(snapshot => snapshot.Run.Id == model.CurrentRun);
        if (current < 0)
        {
            return null;
        }

        var left = history.FindIndex(current, snapshot => snapshot.Segment.Id != history[current].Segment.Id);
        return new CustomerSegment(model, history[current], left < 0 ? null : history[left], left < 0 ? history[^1] : history[left - 1], history);
    }
}
