using System.Globalization;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The first night of the four usual models, in which everybody gets a segment by each. The raw limit sums up the same
/// orders and writes as many rows, without any scoring.
/// </summary>
internal sealed class SegmentsJob : DueJob
{
    private const int OrdersOfACustomer = 5;

    private static readonly Instant Night = Instant.FromUtc(2025, 11, 27, 23, 0);

    protected override string Name => "segments";

    protected override Instant Now => Night + Duration.FromHours(1);

    protected override bool HasANightBefore => false;

    // One statement for thousands of rows against one for each, and no scoring: it says how far there is still to go.
    protected override double MostTimesRaw => 10;

    // Issue 5 wants a million customers with five million orders in a minute.
    protected override double MostSeconds => 60;

    protected override double MostMegabytes => 600;

    // Each night scores everybody again, and moves only who is to be moved.
    protected override double MostSecondsForNothing => MostSeconds;

    protected override string Title(int customers) =>
        string.Create(CultureInfo.InvariantCulture, $"segments of {customers:N0} customers by {UsualModels.All.Count} models, {OrdersOfACustomer} orders each");

    protected override DueCounts Expected(int customers) => new(UsualModels.All.Count * (long)customers, UsualModels.All.Count * (long)customers, 0);

    protected override DueCounts Again(int customers) => Expected(customers) with { Changed = 0 };

    protected override async Task<DueCounts> RunAsync(IServiceProvider services)
    {
        var run = (await services.GetRequiredService<JobBook>().RunAsync(Job.Segments, Actor.Console("bench"), onStarted: null, CancellationToken.None)).OrThrow();
        return new DueCounts(run.Report.Processed, run.Report.Changed, run.Report.Errors);
    }

    // Skewed as real ones: the last order up to 400 days ago, one to nine orders, sums over three orders of magnitude.
    protected override void Make(SqliteConnection connection, int customers)
    {
        var (numbers, night) = (Numbers(customers), Night.ToUnixTimeMilliseconds());
        var enrolled = Instant.FromUtc(2023, 1, 1, 0, 0).ToUnixTimeMilliseconds();
        Run(connection, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt,
                NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 1, {enrolled}, {enrolled}, 'customer ' || i, i, '', '' FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) SELECT i, 1, 0, 0, 0, 0, 0, 0 FROM n
            """);
        var placed = string.Create(CultureInfo.InvariantCulture, $"({night} - ((n.i * 7919) % 400) * 86400000 - k.k * 2592000000 - 3600000)");
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            {numbers}, k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < 8)
            INSERT INTO Orders (CustomerId, IntegrationId, RefId, Type, PlacedAt, Currency, GoodsTotal, Shipping, Fingerprint, CreatedAt)
            SELECT n.i, 1, n.i || '-' || k.k, 1, {placed}, 'EUR', 10000 * (1 + (n.i * 104729) % 1000), 0, 0, {placed}
            FROM n CROSS JOIN k WHERE k.k < 1 + (n.i % {2 * OrdersOfACustomer - 1})
            """));
    }

    protected override void Raw(SqliteConnection connection, int customers)
    {
        Run(connection, "CREATE TEMP TABLE Sums (CustomerId INTEGER PRIMARY KEY, Days INTEGER, Orders INTEGER, Total INTEGER)");
        for (var from = 0; from < customers; from += CustomersInARange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"BETWEEN {from + 1} AND {from + CustomersInARange}");
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, "DELETE FROM Sums");
            Run(connection, $"""
                INSERT INTO Sums SELECT CustomerId, MAX(PlacedAt) / 86400000, COUNT(*), SUM(GoodsTotal + Shipping) FROM Orders
                WHERE CustomerId {range} AND Currency = 'EUR' GROUP BY CustomerId
                """);
            for (var model = 1; model <= UsualModels.All.Count; model++)
            {
                Run(connection, $"INSERT INTO SegmentScores SELECT {model}, CustomerId, Days, Orders, Total, 1, 1, 1, Orders FROM Sums");
                Run(connection, $"INSERT INTO CustomerSegments SELECT {model}, CustomerId, Orders, NULL, 20000 FROM Sums");
            }

            Run(connection, "COMMIT");
        }
    }
}
