using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Reads a customer's points into a <see cref="PointsAccount"/>: as they are now, or as they were.</summary>
internal static class AccountReader
{
    private const string LotColumns =
        "EntryId, Amount, Remaining, TakenBack, Expired, LockedUntil, ValidUntil, EarnedAt, OrderId, Kind";

    // What the reversed and restored parts of a deduction have made up for: no longer owed.
    private const string Owed =
        """
        -e.Points - COALESCE((SELECT SUM(a.Points) FROM Allocations a WHERE a.DebitId = e.Id AND a.EffectiveAt <= @1), 0)
            - COALESCE((SELECT SUM(c.Points + COALESCE((SELECT SUM(a.Points) FROM Allocations a WHERE a.DebitId = c.Id), 0))
                FROM LedgerEntries c WHERE c.CorrectsId = e.Id AND c.Kind IN (14, 15) AND c.Status = 1 AND c.EffectiveAt <= @1), 0)
        """;

    /// <summary>The account as the last booking left it; without spent lots unless credit notes need them.</summary>
    public static PointsAccount Read(Reads reads, CustomerId customer, bool withSpentLots = false)
    {
        var account = new PointsAccount(customer);
        var (version, collected, expired) = reads.Query(
            "SELECT Version, Collected, Expired FROM Accounts WHERE CustomerId = @0",
            row => (row.GetInt64(0), new Points(row.GetInt64(1)), new Points(row.GetInt64(2))),
            customer.Value).Single();
        var reservations = Reservations(reads, customer, long.MaxValue);
        var lots = reads.Query(
            withSpentLots || reservations.Count > 0
                ? $"SELECT {LotColumns} FROM Lots WHERE CustomerId = @0"
                : $"SELECT {LotColumns} FROM Lots WHERE CustomerId = @0 AND Remaining > 0",
            row => LotOf(row, customer),
            customer.Value);
        account.Load(version, collected, expired, lots, OpenDebts(reads, customer, long.MaxValue), reservations);
        return account;
    }

    /// <summary>
    /// The figures at the current instant. As the last booking left them they hold until the next change by time alone, and then
    /// nobody goes through thousands of lots; otherwise they are worked out.
    /// </summary>
    public static (Figures Figures, long Version, Instant? OldestDebtAt) Now(Reads reads, CustomerId customer, Instant now)
    {
        var (kept, version, changesAt) = reads.Query(
            """
            SELECT Collected, Expired, Locked, Redeemable, Debt, Version, NextChangeAt,
                COALESCE((SELECT SUM(l.Remaining) FROM Lots l WHERE l.CustomerId = a.CustomerId AND l.Remaining > 0 AND l.ValidUntil > @1 AND l.ValidUntil <= @2), 0)
            FROM Accounts a WHERE CustomerId = @0
            """,
            row => (
                new Figures(
                    new Points(row.GetInt64(0)), new Points(row.GetInt64(1)), new Points(row.GetInt64(7)), new Points(row.GetInt64(2)),
                    new Points(row.GetInt64(3)), new Points(row.GetInt64(4)), now),
                row.GetInt64(5), row.LongOrNull(6).ToInstant()),
            customer.Value, now.ToUnixTimeMilliseconds(), (now + Figures.Soon).ToUnixTimeMilliseconds()).Single();
        if (kept.Debt.IsZero && (changesAt is null || changesAt > now))
        {
            return (kept, version, null);
        }

        var account = Read(reads, customer);
        account.AdvanceTo(now, now);
        return (account.FiguresAt(now), account.Version, account.OldestDebtAt);
    }

    /// <summary>The account as it was at an earlier instant, put together from entries and allocations (rule 5.1.11).</summary>
    public static PointsAccount ReadAsOf(Reads reads, CustomerId customer, Instant at)
    {
        var account = new PointsAccount(customer);
        var instant = at.ToUnixTimeMilliseconds();
        var lots = reads.Query(
            """
            SELECT l.EntryId, l.Amount,
                   l.Amount - COALESCE((SELECT SUM(a.Points) FROM Allocations a JOIN LedgerEntries d ON d.Id = a.DebitId
                       WHERE a.LotId = l.EntryId AND a.EffectiveAt <= @1 AND d.Status = 1), 0),
                   0, 0, l.LockedUntil, l.ValidUntil, l.EarnedAt, l.OrderId, l.Kind
            FROM Lots l JOIN LedgerEntries e ON e.Id = l.EntryId
            WHERE l.CustomerId = @0 AND l.EarnedAt <= @1 AND e.Status = 1
            """,
            row => LotOf(row, customer),
            customer.Value, instant);
        var (collected, expired) = reads.Query(
            $"""
            SELECT COALESCE(SUM(CASE WHEN {LedgerSql.IsCollected} THEN Points END), 0), -COALESCE(SUM(CASE WHEN Kind = 8 THEN Points END), 0)
            FROM LedgerEntries WHERE CustomerId = @0 AND EffectiveAt <= @1 AND Status = 1
            """,
            row => (new Points(row.GetInt64(0)), new Points(row.GetInt64(1))),
            customer.Value, instant).Single();
        account.Load(0, collected, expired, lots, OpenDebts(reads, customer, instant), Reservations(reads, customer, instant));
        return account;
    }

    /// <summary>The parts of a deduction that are still taken from lots: what it took less what was given back since.</summary>
    public static List<(LedgerEntryId LotId, Points Points)> TakenBy(Reads reads, LedgerEntryId debit) =>
        reads.Query(
            """
            SELECT a.LotId, SUM(a.Points), MAX(a.Id) FROM Allocations a
            WHERE a.DebitId = @0 OR a.DebitId IN (SELECT Id FROM LedgerEntries WHERE CorrectsId = @0 AND Kind IN (14, 15))
            GROUP BY a.LotId HAVING SUM(a.Points) <> 0 ORDER BY MIN(a.Id)
            """,
            row => (new LedgerEntryId(row.GetInt64(0)), new Points(row.GetInt64(1))),
            debit.Value);

    // What waits for its coupon code, the first to run out first.
    private static List<(LedgerEntry Entry, Instant Until, List<(LedgerEntryId LotId, Points Points)> Taken)> Reservations(
        Reads reads, CustomerId customer, long at)
    {
        var waiting = reads.Query(
            """
            SELECT r.EntryId, r.ReservedUntil, e.Points, e.EffectiveAt FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId
            WHERE r.CustomerId = @0 AND r.State = 1 AND e.EffectiveAt <= @1 ORDER BY r.ReservedUntil, r.EntryId
            """,
            row => (
                Entry: new LedgerEntry
                {
                    Id = new LedgerEntryId(row.GetInt64(0)),
                    CustomerId = customer,
                    Kind = EntryKind.Redemption,
                    Points = new Points(row.GetInt64(2)),
                    EffectiveAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(3)),
                    Actor = "",
                },
                Until: Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
            customer.Value, at);
        return [.. waiting.Select(reservation => (reservation.Entry, reservation.Until, TakenBy(reads, reservation.Entry.Id)))];
    }

    // Oldest first (rule 5.4.7): what was booked beyond the balance, or beside the lots, less what has been covered since.
    private static List<OpenDebt> OpenDebts(Reads reads, CustomerId customer, long at) =>
        reads.Query(
            $"""
            SELECT e.Id, e.Points, e.EffectiveAt, e.Kind, e.OrderId, {Owed} AS Owed, e.IsDebt
            FROM LedgerEntries e
            WHERE e.CustomerId = @0 AND (e.IsDebt = 1 OR e.IsUnallocated = 1) AND e.Status = 1 AND e.EffectiveAt <= @1 AND {Owed} > 0
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
                    IsDebt = row.GetBoolean(6),
                    IsUnallocated = !row.GetBoolean(6),
                    Actor = "",
                },
                new Points(row.GetInt64(5))),
            customer.Value, at);

    private static Lot LotOf(StoredRow row, CustomerId customer) => new()
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
