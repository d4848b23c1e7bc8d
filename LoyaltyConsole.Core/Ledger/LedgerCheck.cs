using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>An invariant that does not hold for a customer.</summary>
/// <param name="Invariant">Which one, in words.</param>
/// <param name="Customer">Whose account.</param>
/// <param name="Detail">The numbers that disagree.</param>
public sealed record Violation(string Invariant, CustomerId Customer, string Detail);

/// <summary>What a check of the whole database found.</summary>
/// <param name="Customers">How many accounts were checked.</param>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="Violations">What does not hold; at most a hundred for each invariant.</param>
public sealed record CheckReport(long Customers, long Entries, IReadOnlyList<Violation> Violations);

/// <summary>Checks every invariant of rule 5.1.4 over the whole database, by set-based queries.</summary>
public sealed class LedgerCheck
{
    private readonly LoyaltyStore _store;

    internal LedgerCheck(LoyaltyStore store) => _store = store;

    private static readonly (string Invariant, string Sql)[] Invariants =
    [
        ("What is left of a lot is what was credited less what was allocated",
            """
            SELECT l.CustomerId, 'lot ' || l.EntryId || ': ' || l.Remaining || ' of ' || l.Amount || ', allocated ' || COALESCE(a.Sum, 0)
            FROM Lots l LEFT JOIN (SELECT LotId, SUM(Points) AS Sum FROM Allocations GROUP BY LotId) a ON a.LotId = l.EntryId
            WHERE l.Remaining <> l.Amount - COALESCE(a.Sum, 0)
            """),
        ("What expired of a lot is what expiry entries took of it",
            """
            SELECT l.CustomerId, 'lot ' || l.EntryId || ': ' || l.Expired || ', entries ' || COALESCE(e.Sum, 0)
            FROM Lots l LEFT JOIN (SELECT LotId, -SUM(Points) AS Sum FROM LedgerEntries WHERE Kind = 8 GROUP BY LotId) e ON e.LotId = l.EntryId
            WHERE l.Expired <> COALESCE(e.Sum, 0)
            """),
        ("Every active credit has its lot, of the same amount and owner",
            """
            SELECT e.CustomerId, 'entry ' || e.Id FROM LedgerEntries e LEFT JOIN Lots l ON l.EntryId = e.Id
            WHERE e.Kind <= 13 AND e.Points > 0 AND (l.EntryId IS NULL OR l.Amount <> e.Points OR l.CustomerId <> e.CustomerId)
            """),
        ("A deduction is wholly allocated, but for debts and unallocated ones; what gives back is allocated to lots or ends a debt; a discarded one is not",
            """
            SELECT e.CustomerId, 'entry ' || e.Id || ': ' || e.Points || ', allocated ' || COALESCE(a.Sum, 0)
            FROM LedgerEntries e LEFT JOIN (SELECT DebitId, SUM(Points) AS Sum FROM Allocations GROUP BY DebitId) a ON a.DebitId = e.Id
            WHERE (e.Points < 0 OR e.Kind >= 14) AND CASE WHEN e.Status = 2 THEN COALESCE(a.Sum, 0) <> 0
                WHEN e.IsDebt = 1 OR e.IsUnallocated = 1 THEN COALESCE(a.Sum, 0) NOT BETWEEN 0 AND -e.Points
                WHEN e.Points > 0 THEN COALESCE(a.Sum, 0) NOT BETWEEN -e.Points AND 0
                ELSE COALESCE(a.Sum, 0) <> -e.Points END
            """),
        ("No more is given back of a deduction than it took",
            """
            SELECT e.CustomerId, 'entry ' || e.Id || ': ' || e.Points || ', given back ' || SUM(c.Points)
            FROM LedgerEntries c JOIN LedgerEntries e ON e.Id = c.CorrectsId
            WHERE c.Kind IN (14, 15) AND c.Points > 0 GROUP BY e.Id HAVING SUM(c.Points) > -e.Points
            """),
        ("A redemption is discarded when it lapsed or was cancelled, and only then",
            """
            SELECT r.CustomerId, 'entry ' || r.EntryId || ': state ' || r.State || ', status ' || e.Status
            FROM Redemptions r JOIN LedgerEntries e ON e.Id = r.EntryId WHERE (r.State IN (3, 4)) <> (e.Status = 2)
            """),
        ("The sum of all active entries is the total less the debt",
            """
            SELECT e.CustomerId, 'entries ' || e.Sum || ', account ' || a.Balance
            FROM (SELECT CustomerId, SUM(CASE WHEN Status = 1 THEN Points ELSE 0 END) AS Sum FROM LedgerEntries GROUP BY CustomerId) e
            JOIN Accounts a ON a.CustomerId = e.CustomerId WHERE e.Sum <> a.Balance
            """),
        ("The total is what is left of the lots, less unallocated deductions",
            """
            SELECT a.CustomerId, 'account ' || (a.Locked + a.Redeemable) || ', lots ' || COALESCE(l.Sum, 0) || ', unallocated ' || COALESCE(u.Sum, 0)
            FROM Accounts a LEFT JOIN (SELECT CustomerId, SUM(Remaining) AS Sum FROM Lots GROUP BY CustomerId) l ON l.CustomerId = a.CustomerId
            LEFT JOIN (SELECT e.CustomerId, SUM(-e.Points - COALESCE((SELECT SUM(x.Points) FROM Allocations x WHERE x.DebitId = e.Id), 0)
                    - COALESCE((SELECT SUM(c.Points + COALESCE((SELECT SUM(x.Points) FROM Allocations x WHERE x.DebitId = c.Id), 0))
                        FROM LedgerEntries c WHERE c.CorrectsId = e.Id AND c.Kind = 15), 0)) AS Sum
                FROM LedgerEntries e WHERE e.IsUnallocated = 1 GROUP BY e.CustomerId) u ON u.CustomerId = a.CustomerId
            WHERE a.Locked + a.Redeemable <> COALESCE(l.Sum, 0) - COALESCE(u.Sum, 0)
            """),
        ("Collected is what was credited less what was taken back",
            $"""
            SELECT a.CustomerId, 'account ' || a.Collected || ', entries ' || COALESCE(e.Sum, 0)
            FROM Accounts a LEFT JOIN (SELECT CustomerId, SUM(Points) AS Sum FROM LedgerEntries
                WHERE Status = 1 AND {LedgerSql.IsCollected} GROUP BY CustomerId) e ON e.CustomerId = a.CustomerId
            WHERE a.Collected <> COALESCE(e.Sum, 0)
            """),
        ("Expired is what expiry entries took",
            """
            SELECT a.CustomerId, 'account ' || a.Expired || ', entries ' || COALESCE(e.Sum, 0)
            FROM Accounts a LEFT JOIN (SELECT CustomerId, -SUM(Points) AS Sum FROM LedgerEntries WHERE Kind = 8 GROUP BY CustomerId) e
                ON e.CustomerId = a.CustomerId
            WHERE a.Expired <> COALESCE(e.Sum, 0)
            """),
        ("Credit notes and reversals took back what the lots say was taken back",
            """
            SELECT l.CustomerId, 'lots ' || l.Sum || ', entries ' || COALESCE(e.Sum, 0)
            FROM (SELECT CustomerId, SUM(TakenBack) AS Sum FROM Lots GROUP BY CustomerId) l
            LEFT JOIN (SELECT CustomerId, -SUM(Points) AS Sum FROM LedgerEntries
                WHERE (Kind = 9 OR (Kind = 15 AND Points < 0)) AND Status = 1 GROUP BY CustomerId) e
                ON e.CustomerId = l.CustomerId
            WHERE l.Sum <> COALESCE(e.Sum, 0)
            """),
        ("Debt excludes redeemable points",
            "SELECT CustomerId, 'debt ' || Debt || ', redeemable ' || Redeemable FROM Accounts WHERE Debt > 0 AND Redeemable > 0"),
        ("Every customer has an account, and every account a customer",
            """
            SELECT c.Id, 'no account' FROM Customers c LEFT JOIN Accounts a ON a.CustomerId = c.Id WHERE a.CustomerId IS NULL
            UNION ALL SELECT a.CustomerId, 'no customer' FROM Accounts a LEFT JOIN Customers c ON c.Id = a.CustomerId WHERE c.Id IS NULL
            """),
    ];

    /// <summary>Checks everything; reads only.</summary>
    public Task<CheckReport> RunAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        connection => new CheckReport(
            connection.Number("SELECT COUNT(*) FROM Accounts"),
            connection.Number("SELECT COUNT(*) FROM LedgerEntries"),
            [
                .. Invariants.SelectMany(invariant => connection.Query(
                    $"{invariant.Sql} LIMIT 100",
                    row => new Violation(invariant.Invariant, new CustomerId(row.GetInt64(0)), row.GetString(1)))),
            ]),
        cancellationToken);
}
