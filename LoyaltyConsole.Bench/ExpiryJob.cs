using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>The expiry of as many lots as there are customers.</summary>
internal sealed class ExpiryJob : DueJob
{
    private static readonly Instant Due = Instant.FromUtc(2025, 11, 28, 0, 0);

    protected override string Name => "expiry";

    protected override Instant Now => Due + Duration.FromHours(1);

    protected override string Title(int customers) => string.Create(CultureInfo.InvariantCulture, $"expiry of {customers:N0} due lots");

    protected override DueCounts Expected(int customers) => new(customers, customers, 0);

    protected override async Task<DueCounts> RunAsync(IServiceProvider services)
    {
        var report = await services.GetRequiredService<AccountRefresh>().RunAsync(CancellationToken.None);
        return new DueCounts(report.Processed, report.Changed, report.Errors);
    }

    // One customer, one lot, one credit.
    protected override void Make(SqliteConnection connection, int customers)
    {
        var (earned, due) = ((Due - Duration.FromDays(700)).ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        var numbers = Numbers(customers);
        Run(connection, $"""
            {numbers} INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt,
                NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, NULL, 1, 0, 1, 1, {earned}, {earned}, 'customer ' || i, i, '', '' FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor, Reason)
            SELECT i, i, i, 5, 12300, 1, 0, 0, {earned}, {earned}, 'bench', 1 FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, ValidUntil, EarnedAt, Kind)
            SELECT i, i, 12300, 12300, 0, 0, {due}, {earned}, 5 FROM n
            """);
        Run(connection, $"""
            {numbers} INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance, NextChangeAt)
            SELECT i, 1, 12300, 0, 0, 12300, 0, 12300, {due} FROM n
            """);
    }

    protected override void Raw(SqliteConnection connection, int customers)
    {
        var (now, due) = (Now.ToUnixTimeMilliseconds(), Due.ToUnixTimeMilliseconds());
        for (var from = 0; from < customers; from += CustomersInARange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"CustomerId > {from} AND CustomerId <= {from + CustomersInARange}");
            var lots = $"{range} AND Remaining > 0 AND ValidUntil <= {now}";
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, $"""
                INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, LotId, OrderId, EffectiveAt, CreatedAt, Actor)
                SELECT CustomerId, CustomerId, 8, -Remaining, 1, 0, 0, EntryId, OrderId, ValidUntil, {now}, 'expiry' FROM Lots WHERE {lots}
                """);
            Run(connection, $"""
                INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt)
                SELECT CustomerId, Id, LotId, -Points, EffectiveAt FROM LedgerEntries WHERE {range} AND EffectiveAt = {due} AND Kind = 8
                """);
            Run(connection, $"UPDATE Lots SET Expired = Expired + Remaining, Remaining = 0 WHERE {lots}");
            Run(connection, $"""
                UPDATE Accounts SET Version = Version + 1, Expired = Expired + Redeemable, Redeemable = 0, Balance = Balance - Redeemable, NextChangeAt = NULL
                WHERE {range} AND NextChangeAt <= {now}
                """);
            Run(connection, "COMMIT");
        }
    }
}
