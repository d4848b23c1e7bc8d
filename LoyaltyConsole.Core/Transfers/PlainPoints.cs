using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The booking of credits with which nothing else happens: no debt to repay, no unallocated deduction, nothing that time
/// has still to do on the account. Each is an entry and a lot, and its account grows by it, which is what
/// <see cref="PointsAccount.Credit"/> does; whoever may have reached a level by it is looked at afterwards.
/// </summary>
internal static class PlainPoints
{
    private const string Enter =
        """
        INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, IsUnallocated, IntegrationId, EffectiveAt, CreatedAt,
            Actor, Reason, InternalReason, CustomerText, ImportId)
        SELECT @1 + s.Ordinal, s.CustomerId, s.CustomerId, 5, s.Points, 1, 0, 0, @2, @3, @3, @4, @5, p.InternalReason, p.CustomerText, @0
        FROM temp.PlainPoints s CROSS JOIN ImportedPoints p ON p.ImportId = @0 AND p.CustomerId = s.CustomerId AND p.Line = s.Line
        ORDER BY s.Ordinal
        """;

    private const string Lot =
        """
        INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, LockedUntil, ValidUntil, EarnedAt, OrderId, Kind)
        SELECT CustomerId, @0 + Ordinal, Points, Points, 0, 0, LockedUntil, ValidUntil, @1, NULL, 5 FROM temp.PlainPoints ORDER BY Ordinal
        """;

    // Of two instants that may be missing the earlier one is the other's where one is.
    private const string Rewrite =
        """
        UPDATE Accounts SET Version = Version + 1, Collected = Collected + s.Added, Locked = Locked + s.AddedLocked,
            Redeemable = Redeemable + s.Added - s.AddedLocked, Balance = Balance + s.Added,
            NextChangeAt = MIN(COALESCE(NextChangeAt, s.Next), COALESCE(s.Next, NextChangeAt))
        FROM (
            SELECT CustomerId, SUM(Points) AS Added, SUM(CASE WHEN LockedUntil IS NULL THEN 0 ELSE Points END) AS AddedLocked,
                MIN(MIN(COALESCE(LockedUntil, ValidUntil), COALESCE(ValidUntil, LockedUntil))) AS Next
            FROM temp.PlainPoints GROUP BY CustomerId) AS s
        WHERE s.CustomerId = Accounts.CustomerId
        """;

    private const string Mark =
        """
        UPDATE ImportedPoints SET State = 4, Difference = Points, Cells = NULL, EntryId = @3 WHERE ImportId = @0 AND CustomerId = @1 AND Line = @2
        """;

    /// <summary>Books the rows of plain accounts.</summary>
    /// <returns>The counts with them.</returns>
    public static ImportCounts Book(Writing writing, Import import, ImportOptions options, List<CustomerPoints> plain, Actor actor, ImportCounts counts)
    {
        if (plain.Count == 0)
        {
            return counts;
        }

        var connection = writing.Connection;
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS temp.PlainPoints (Ordinal INTEGER PRIMARY KEY, Line INTEGER NOT NULL, CustomerId INTEGER NOT NULL, Points INTEGER NOT NULL, LockedUntil INTEGER, ValidUntil INTEGER)");
        connection.Execute("DELETE FROM temp.PlainPoints");
        var insert = connection.Prepare("INSERT INTO temp.PlainPoints (Ordinal, Line, CustomerId, Points, LockedUntil, ValidUntil) VALUES (@0, @1, @2, @3, @4, @5)");
        var (rows, added) = (0, Points.Zero);
        foreach (var row in plain.SelectMany(points => points.Rows))
        {
            insert.Run(
                ++rows, row.Line, row.Customer.Value, row.Points.Hundredths, CustomerPoints.LockAt(row, writing.Now)?.ToUnixTimeMilliseconds(),
                row.ValidUntil?.ToUnixTimeMilliseconds());
            added += row.Points;
        }

        var last = ((Reads)connection).Number("SELECT MAX(Id) FROM LedgerEntries");
        var now = writing.Now.ToUnixTimeMilliseconds();
        connection.Prepare(Enter).Run(
            import.Id.Value, last, options.Integration is null ? null : import.IntegrationId.Value, now, actor.Name, (int)options.Reason);
        connection.Prepare(Lot).Run(last, now);
        connection.Prepare(Rewrite).Run();
        var mark = connection.Prepare(Mark);
        foreach (var (place, row) in plain.SelectMany(points => points.Rows).Index())
        {
            mark.Run(import.Id.Value, row.Customer.Value, row.Line, last + place + 1);
        }

        plain.ForEach(points => writing.Touch(points.Account.Customer));
        return counts with
        {
            Entries = counts.Entries + rows,
            Committed = counts.Committed + rows,
            PointsEarned = counts.PointsEarned + added,
            Raised = counts.Raised + Raise(writing, [.. plain.Where(points => points.Account.CouldRise(writing.Levels, points.Sum)).Select(points => points.Account.Customer)]),
        };
    }

    /// <summary>The level that a customer has in the store.</summary>
    public static TierId TierOf(Writing writing, CustomerId customer) =>
        new((long)writing.Connection.Prepare("SELECT TierId FROM Customers WHERE Id = @0").Run(customer.Value)!);

    // As a single booking raises, but with one look at all of them.
    private static int Raise(Writing writing, List<CustomerId> customers)
    {
        var raised = 0;
        foreach (var course in TierReader.Courses(writing.Connection, writing.Tiers, customers, writing.Now))
        {
            var before = course.Standing;
            course.CatchUp(writing.Now);
            TierWriter.Write(writing, writing.Tiers, before, course, run: null);
            raised += course.Standing.Tier != before.Tier ? 1 : 0;
        }

        return raised;
    }
}
