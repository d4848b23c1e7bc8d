using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Merging;

/// <summary>What two accounts have in common.</summary>
public enum MergeLikeness
{
    /// <summary>The e-mail address, however it is capitalised.</summary>
    Email = 1,

    /// <summary>The phone number, however it is spelt.</summary>
    Phone = 2,

    /// <summary>The name, and the address of the latest order.</summary>
    NameAndAddress = 3,
}

/// <summary>One of two accounts that are probably one person's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the customer is called.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="Orders">How many orders and credit notes it has.</param>
/// <param name="Balance">Total points less debt.</param>
public sealed record MergeCandidate(CustomerId Id, string? Name, string? Email, string? Phone, long Orders, Points Balance);

/// <summary>Two accounts that are probably one person's (X4).</summary>
/// <param name="Main">The one that is proposed to stay: registered rather than a guest, then the older one.</param>
/// <param name="Other">The one to be integrated.</param>
/// <param name="Likeness">What they have in common.</param>
public sealed record MergeSuggestion(MergeCandidate Main, MergeCandidate Other, MergeLikeness Likeness);

/// <summary>Finds accounts that are probably one person's by e-mail address, phone number, or name and address (X4).</summary>
public sealed class MergeSuggestions
{
    /// <summary>How many are shown at the most; what is dealt with makes room for others.</summary>
    public const int Most = 50;

    // Namesakes are many, and each pair's addresses have to be looked up.
    private const int NamesakesLookedAt = 2_000;

    private readonly LoyaltyStore _store;

    internal MergeSuggestions(LoyaltyStore store) => _store = store;

    /// <summary>
    /// The latest of them. Who was asked about before, or rejected, is not suggested again; of more than two accounts that
    /// share something the oldest and the latest are, and what is left of them afterwards.
    /// </summary>
    /// <returns>They; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<IReadOnlyList<MergeSuggestion>>> ListAsync(Actor actor, CancellationToken cancellationToken) => _store.Refuses(actor, Capability.RequestMerges) is { } refused
        ? Task.FromResult<Result<IReadOnlyList<MergeSuggestion>>>(refused)
        : _store.ReadAsync<Result<IReadOnlyList<MergeSuggestion>>>(List, cancellationToken);

    private static Result<IReadOnlyList<MergeSuggestion>> List(DbConnection connection)
    {
        var found = connection.Query(
            $"""
            WITH pairs (A, B, Likeness) AS (
                SELECT MIN(Id), MAX(Id), 1 FROM Customers WHERE EmailKey <> '' AND Status <> 3 GROUP BY EmailKey HAVING COUNT(*) > 1
                UNION ALL
                SELECT MIN(Id), MAX(Id), 2 FROM Customers WHERE PhoneDigits <> '' AND Status <> 3 GROUP BY PhoneDigits HAVING COUNT(*) > 1
                UNION ALL
                SELECT n.A, n.B, 3 FROM (SELECT MIN(Id) AS A, MAX(Id) AS B FROM Customers WHERE NameKey <> '' AND Status <> 3
                    GROUP BY NameKey HAVING COUNT(*) > 1 ORDER BY 2 DESC LIMIT {NamesakesLookedAt}) n
                WHERE {LatestAddress.Of("n.A")} = {LatestAddress.Of("n.B")})
            SELECT A, B, MIN(Likeness) FROM pairs p WHERE NOT EXISTS (SELECT 1 FROM MergeRequests r WHERE r.Status IN (1, 3, 4)
                AND ((r.MainId = p.A AND r.IntegratedId = p.B) OR (r.MainId = p.B AND r.IntegratedId = p.A)))
            GROUP BY A, B ORDER BY MIN(Likeness), B DESC LIMIT {Most}
            """,
            row => (Older: row.GetInt64(0), Newer: row.GetInt64(1), Likeness: (MergeLikeness)row.GetInt32(2)));
        return found.ConvertAll(pair =>
        {
            var (older, newer) = (Candidate(connection, pair.Older), Candidate(connection, pair.Newer));
            return newer.IsRegistered && !older.IsRegistered
                ? new MergeSuggestion(newer.Candidate, older.Candidate, pair.Likeness)
                : new MergeSuggestion(older.Candidate, newer.Candidate, pair.Likeness);
        });
    }

    private static (MergeCandidate Candidate, bool IsRegistered) Candidate(DbConnection connection, long id) => connection.Query(
        """
        SELECT c.Name, c.Email, c.Phone, (SELECT COUNT(*) FROM Orders o WHERE o.CustomerId = c.Id), a.Balance, c.IsRegistered
        FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id WHERE c.Id = @0
        """,
        row => (
            new MergeCandidate(new CustomerId(id), row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.GetInt64(3), new Points(row.GetInt64(4))),
            row.GetBoolean(5)),
        ("@0", id)).Single();
}
