using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>A credit that an undo takes back whole: nothing has happened to it since it was booked.</summary>
internal readonly record struct UntouchedCredit(long Line, long Customer, long Entry, long Points, bool IsLocked);

/// <summary>
/// The reversal of credits of which nothing was used, on accounts on which nothing else can happen: each is a compensating
/// entry that takes its own lot, which is what <see cref="PointsAccount.Withdraw"/> does. Nearly all of an import that is
/// undone soon are of this kind, so they are booked set-based.
/// </summary>
internal static class PlainReversal
{
    private const string Enter =
        """
        INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, EffectiveAt, CreatedAt, Actor,
            InternalReason, ImportId, CorrectsId)
        SELECT @0 + Ordinal, CustomerId, CustomerId, 15, -Points, 1, 0, 0, @1, @1, @2, @3, @4, EntryId FROM temp.Untouched ORDER BY Ordinal
        """;

    private const string Allocate =
        """
        INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt)
        SELECT CustomerId, @0 + Ordinal, EntryId, Points, @1 FROM temp.Untouched ORDER BY Ordinal
        """;

    private const string Empty =
        "UPDATE Lots SET Remaining = 0, TakenBack = Amount WHERE (CustomerId, EntryId) IN (SELECT CustomerId, EntryId FROM temp.Untouched)";

    private const string Rewrite =
        """
        UPDATE Accounts SET Version = Version + 1, Collected = Collected - s.Taken, Locked = Locked - s.TakenLocked,
            Redeemable = Redeemable - s.Taken + s.TakenLocked, Balance = Balance - s.Taken, NextChangeAt = s.Next
        FROM (
            SELECT u.CustomerId, u.Taken, u.TakenLocked, (
                SELECT MIN(MIN(COALESCE(CASE WHEN l.LockedUntil > @0 THEN l.LockedUntil END, l.ValidUntil),
                    COALESCE(l.ValidUntil, CASE WHEN l.LockedUntil > @0 THEN l.LockedUntil END)))
                FROM Lots l WHERE l.CustomerId = u.CustomerId AND l.Remaining > 0) AS Next
            FROM (SELECT CustomerId, SUM(Points) AS Taken, SUM(CASE WHEN IsLocked = 1 THEN Points ELSE 0 END) AS TakenLocked
                FROM temp.Untouched GROUP BY CustomerId) u) AS s
        WHERE s.CustomerId = Accounts.CustomerId
        """;

    /// <summary>Books the reversals.</summary>
    /// <param name="writing">The step.</param>
    /// <param name="credits">The credits, customer by customer.</param>
    /// <param name="actor">Who undoes.</param>
    /// <param name="reason">Why, for staff.</param>
    /// <param name="import">The import that is undone.</param>
    public static void Book(Writing writing, IEnumerable<UntouchedCredit> credits, string actor, string reason, long import)
    {
        var connection = writing.Connection;
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS temp.Untouched (Ordinal INTEGER PRIMARY KEY, CustomerId INTEGER NOT NULL, EntryId INTEGER NOT NULL, Points INTEGER NOT NULL, IsLocked INTEGER NOT NULL)");
        connection.Execute("DELETE FROM temp.Untouched");
        var insert = connection.Prepare("INSERT INTO temp.Untouched (Ordinal, CustomerId, EntryId, Points, IsLocked) VALUES (@0, @1, @2, @3, @4)");
        var ordinal = 0;
        foreach (var credit in credits)
        {
            insert.Run(++ordinal, credit.Customer, credit.Entry, credit.Points, credit.IsLocked ? 1 : 0);
        }

        var (last, now) = (((Reads)connection).Number("SELECT MAX(Id) FROM LedgerEntries"), writing.Now.ToUnixTimeMilliseconds());
        connection.Prepare(Enter).Run(last, now, actor, reason, import);
        connection.Prepare(Allocate).Run(last, now);
        connection.Prepare(Empty).Run();
        connection.Prepare(Rewrite).Run(now);
    }
}
