using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Reads a customer's points into a <see cref="PointsAccount"/>: as they are now, or as they were.</summary>
internal static class AccountReader
{
    private const string LotColumns =
        "EntryId, Amount, Remaining, TakenBack, Expired, LockedUntil, ValidUntil, EarnedAt, OrderId, Kind";

    /// <summary>The account as the last booking left it; without spent lots unless credit notes need them.</summary>
    public static PointsAccount Read(SqliteConnection connection, CustomerId customer, bool withSpentLots = false)
    {
        var account = new PointsAccount(customer);
        var (version, collected, expired, debt) = connection.Query(
            "SELECT Version, Collected, Expired, Debt FROM Accounts WHERE CustomerId = @0",
            row => (row.GetInt64(0), new Points(row.GetInt64(1)), new Points(row.GetInt64(2)), new Points(row.GetInt64(3))),
            ("@0", customer.Value)).Single();
        var lots = connection.Query(
            $"SELECT {LotColumns} FROM Lots WHERE CustomerId = @0{(withSpentLots ? "" : " AND Remaining > 0")}",
            row => LotOf(row, customer),
            ("@0", customer.Value));
        account.Load(version, collected, expired, lots, debt.IsZero ? [] : Debts(connection, customer));
        return account;
    }

    /// <summary>The account as it was at an earlier instant, put together from entries and allocations (rule 5.1.11).</summary>
    public static PointsAccount ReadAsOf(SqliteConnection connection, CustomerId customer, Instant at)
    {
        var account = new PointsAccount(customer);
        var instant = at.ToUnixTimeMilliseconds();
        var lots = connection.Query(
            """
            SELECT l.EntryId, l.Amount,
                   l.Amount - COALESCE((SELECT SUM(a.Points) FROM Allocations a JOIN LedgerEntries d ON d.Id = a.DebitId
                       WHERE a.LotId = l.EntryId AND a.EffectiveAt <= @1 AND d.Status = 1), 0),
                   0, 0, l.LockedUntil, l.ValidUntil, l.EarnedAt, l.OrderId, l.Kind
            FROM Lots l JOIN LedgerEntries e ON e.Id = l.EntryId
            WHERE l.CustomerId = @0 AND l.EarnedAt <= @1 AND e.Status = 1
            """,
            row => LotOf(row, customer),
            ("@0", customer.Value), ("@1", instant));
        var (collected, expired) = connection.Query(
            """
            SELECT COALESCE(SUM(CASE WHEN Kind <= 5 OR Kind = 9 THEN Points END), 0), -COALESCE(SUM(CASE WHEN Kind = 8 THEN Points END), 0)
            FROM LedgerEntries WHERE CustomerId = @0 AND EffectiveAt <= @1 AND Status = 1
            """,
            row => (new Points(row.GetInt64(0)), new Points(row.GetInt64(1))),
            ("@0", customer.Value), ("@1", instant)).Single();
        account.Load(0, collected, expired, lots, Debts(connection, customer, instant));
        return account;
    }

    /// <summary>The parts of a deduction that are still taken from lots.</summary>
    public static List<(LedgerEntryId LotId, Points Points)> TakenBy(SqliteConnection connection, LedgerEntryId debit) =>
        connection.Query(
            "SELECT LotId, SUM(Points) FROM Allocations WHERE DebitId = @0 GROUP BY LotId HAVING SUM(Points) <> 0 ORDER BY LotId",
            row => (new LedgerEntryId(row.GetInt64(0)), new Points(row.GetInt64(1))),
            ("@0", debit.Value));

    // Oldest first (rule 5.4.7): what was booked beyond the balance, less what credits have repaid since.
    private static List<OpenDebt> Debts(SqliteConnection connection, CustomerId customer, long at = long.MaxValue) =>
        connection.Query(
            """
            SELECT e.Id, e.Points, e.EffectiveAt, e.Kind, e.OrderId,
                   -e.Points - COALESCE((SELECT SUM(a.Points) FROM Allocations a WHERE a.DebitId = e.Id AND a.EffectiveAt <= @1), 0) AS Owed
            FROM LedgerEntries e
            WHERE e.CustomerId = @0 AND e.IsDebt = 1 AND e.Status = 1 AND e.EffectiveAt <= @1 AND Owed > 0
            ORDER BY e.EffectiveAt, e.Id
            """,
            row => new OpenDebt(
                new LedgerEntry
                {
                    Id = new LedgerEntryId(row.GetInt64(0)),
                    CustomerId = customer,
                    Points = new Points(row.GetInt64(1)),
                    EffectiveAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(2)),
                    Kind = (EntryKind)row.GetInt32(3),
                    OrderId = row.LongOrNull(4) is { } order ? new OrderId(order) : null,
                    IsDebt = true,
                    Actor = "",
                },
                new Points(row.GetInt64(5))),
            ("@0", customer.Value), ("@1", at));

    private static Lot LotOf(SqliteDataReader row, CustomerId customer) => new()
    {
        CustomerId = customer,
        EntryId = new LedgerEntryId(row.GetInt64(0)),
        Amount = new Points(row.GetInt64(1)),
        Remaining = new Points(row.GetInt64(2)),
        TakenBack = new Points(row.GetInt64(3)),
        Expired = new Points(row.GetInt64(4)),
        LockedUntil = row.LongOrNull(5).ToInstant(),
        ValidUntil = row.LongOrNull(6).ToInstant(),
        EarnedAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(7)),
        OrderId = row.LongOrNull(8) is { } order ? new OrderId(order) : null,
        Kind = (EntryKind)row.GetInt32(9),
    };
}
