using System.Globalization;
using LoyaltyConsole.Core.Tiers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The recalculation of customers who are all due, half of whom drop. The raw limit sums up the same points and writes
/// the same rows.
/// </summary>
internal sealed class TiersJob : DueJob
{
    private const int LotsOfACustomer = 10;

    // A midnight in the programme's zone.
    private static readonly Instant Due = Instant.FromUtc(2025, 11, 27, 23, 0);
    private static readonly Instant Reached = Instant.FromUtc(2024, 11, 27, 12, 0);

    protected override string Name => "tiers";

    protected override Instant Now => Due + Duration.FromHours(1);

    protected override string Title(int customers) =>
        string.Create(CultureInfo.InvariantCulture, $"recalculation of {customers:N0} due levels, {LotsOfACustomer} credits each");

    protected override DueCounts Expected(int customers) => new(customers, customers / 2, 0);

    protected override async Task<DueCounts> RunAsync(IServiceProvider services)
    {
        var report = await services.GetRequiredService<TierRecalculation>().RunAsync(CancellationToken.None);
        return new DueCounts(report.Processed, report.Dropped, report.Errors);
    }

    // Everybody on Silver since a year and due; every second one has earned enough to stay.
    protected override void Make(SqliteConnection connection, int customers)
    {
        var (reached, due) = (Reached.ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var numbers = Numbers(customers);
        var credits = string.Create(
            CultureInfo.InvariantCulture,
            $"{numbers}, k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k + 1 < {LotsOfACustomer})");
        var (entry, points, earned) = (
            $"((n.i - 1) * {LotsOfACustomer} + k.k + 1)", "(CASE WHEN n.i % 2 = 0 THEN 20000 ELSE 6000 END)",
            string.Create(CultureInfo.InvariantCulture, $"({due} - (k.k + 1) * 5184000000)"));
        Run(connection, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, TierSince, TierDueAt,
                EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 2, {reached}, {due}, {reached}, {reached}, 'customer ' || i, i, '', '' FROM n
            """);
        Run(connection, $"""
            {credits} INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor)
            SELECT {entry}, n.i, n.i, 2, {points}, 1, 0, 0, {earned}, {earned}, 'bench' FROM n CROSS JOIN k
            """);
        Run(connection, $"""
            {credits} INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind)
            SELECT n.i, {entry}, {points}, {points}, 0, 0, {earned}, 2 FROM n CROSS JOIN k
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance)
            SELECT i, 1, q, 0, 0, q, 0, q FROM (SELECT i, {LotsOfACustomer} * CASE WHEN i % 2 = 0 THEN 20000 ELSE 6000 END AS q FROM n)
            """);
    }

    protected override void Raw(SqliteConnection connection, int customers)
    {
        var (since, due) = (Instant.FromUtc(2024, 11, 27, 23, 0).ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var next = Instant.FromUtc(2026, 11, 27, 23, 0).ToUnixTimeMilliseconds();
        Run(connection, "CREATE TEMP TABLE Sums (CustomerId INTEGER PRIMARY KEY, Points INTEGER NOT NULL)");
        for (var from = 0; from < customers; from += CustomersInARange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"BETWEEN {from + 1} AND {from + CustomersInARange}");
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, "DELETE FROM Sums");
            Run(connection, $"""
                INSERT INTO Sums SELECT l.CustomerId, SUM(l.Amount - l.TakenBack) FROM Lots l JOIN Customers c ON c.Id = l.CustomerId
                WHERE l.CustomerId {range} AND c.TierDueAt <= {due} AND COALESCE(l.LockedUntil, l.EarnedAt) BETWEEN {since} AND {due} AND l.Kind <= 4
                GROUP BY l.CustomerId
                """);
            Run(connection, $"""
                INSERT INTO TierChanges (CustomerId, At, FromId, FromName, ToId, ToName, Cause, Qualifying, Threshold, Lock, RunId)
                SELECT CustomerId, {due}, 2, 'Silver', 1, 'Member', 2, Points, 50000, 0, 1 FROM Sums WHERE Points < 50000
                """);
            Run(connection, $"UPDATE Customers SET TierId = 1, TierSince = {due}, TierDueAt = NULL WHERE Id IN (SELECT CustomerId FROM Sums WHERE Points < 50000)");
            Run(connection, $"UPDATE Customers SET TierDueAt = {next} WHERE Id IN (SELECT CustomerId FROM Sums WHERE Points >= 50000)");
            Run(connection, "COMMIT");
        }
    }
}
