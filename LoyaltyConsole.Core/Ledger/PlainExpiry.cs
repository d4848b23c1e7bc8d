using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>
/// The expiry of accounts on which nothing else can happen: no debt, nothing locked, nothing reserved, no unallocated
/// deduction. That is nearly everybody, so it is booked set-based, by the rule that <see cref="PointsAccount.AdvanceTo"/>
/// has for it: each lot expires with what it holds, dated when it ran out (rule 5.5.5). All others go the long way, and
/// so does whoever's figures do not agree with their lots.
/// </summary>
internal static class PlainExpiry
{
    private const string Choose =
        """
        INSERT INTO temp.PlainAccounts (CustomerId)
        SELECT a.CustomerId FROM Accounts a
        WHERE a.CustomerId BETWEEN @0 AND @1 AND a.NextChangeAt <= @2 AND a.Debt = 0 AND a.Locked = 0
            AND a.Expired < 1000000000000000
            AND a.Redeemable = (SELECT SUM(l.Remaining) FROM Lots l WHERE l.CustomerId = a.CustomerId AND l.Remaining > 0)
            AND NOT EXISTS (SELECT 1 FROM Redemptions r WHERE r.CustomerId = a.CustomerId AND r.State = 1)
            AND NOT EXISTS (SELECT 1 FROM LedgerEntries e WHERE e.CustomerId = a.CustomerId AND (e.IsDebt = 1 OR e.IsUnallocated = 1))
        """;

    private const string Enter =
        """
        INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, LotId, OrderId, EffectiveAt,
            CreatedAt, Actor)
        SELECT l.CustomerId, l.CustomerId, 8, -l.Remaining, 1, 0, 0, l.EntryId, l.OrderId, l.ValidUntil, @0, 'expiry'
        FROM temp.PlainAccounts p CROSS JOIN Lots l ON l.CustomerId = p.CustomerId
        WHERE l.Remaining > 0 AND l.ValidUntil <= @0
        ORDER BY l.CustomerId, l.ValidUntil, l.EntryId
        """;

    private const string Allocate =
        """
        INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt)
        SELECT CustomerId, Id, LotId, -Points, EffectiveAt FROM LedgerEntries WHERE Id > @0 ORDER BY Id
        """;

    private const string Empty =
        """
        UPDATE Lots SET Expired = Expired + Remaining, Remaining = 0
        WHERE CustomerId IN (SELECT CustomerId FROM temp.PlainAccounts) AND Remaining > 0 AND ValidUntil <= @0
        """;

    private const string Rewrite =
        """
        UPDATE Accounts SET Version = Version + 1, Expired = Expired + Redeemable - l.Held, Redeemable = l.Held, Balance = l.Held, NextChangeAt = l.Next
        FROM (
            SELECT p.CustomerId, COALESCE(SUM(l.Remaining), 0) AS Held, MIN(l.ValidUntil) AS Next
            FROM temp.PlainAccounts p LEFT JOIN Lots l ON l.CustomerId = p.CustomerId AND l.Remaining > 0
            GROUP BY p.CustomerId) AS l
        WHERE l.CustomerId = Accounts.CustomerId
        """;

    /// <summary>Books what ran out on the plain accounts among a range of customers.</summary>
    /// <returns>How many accounts there were.</returns>
    public static int Book(Writing writing, long from, long to)
    {
        var connection = writing.Connection;
        var now = writing.Now.ToUnixTimeMilliseconds();
        connection.Execute("CREATE TABLE IF NOT EXISTS temp.PlainAccounts (CustomerId INTEGER PRIMARY KEY)");
        connection.Execute("DELETE FROM temp.PlainAccounts");
        connection.Prepare(Choose).Run(from, to, now);
        Reads reads = connection;
        var chosen = reads.Query("SELECT CustomerId FROM temp.PlainAccounts", row => new CustomerId(row.GetInt64(0)));
        if (chosen.Count == 0)
        {
            return 0;
        }

        var last = reads.Number("SELECT MAX(Id) FROM LedgerEntries");
        connection.Prepare(Enter).Run(now);
        connection.Prepare(Allocate).Run(last);
        connection.Prepare(Empty).Run(now);
        connection.Prepare(Rewrite).Run();
        chosen.ForEach(writing.Touch);
        return chosen.Count;
    }
}
