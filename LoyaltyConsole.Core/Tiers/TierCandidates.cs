using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// Whose level can have changed by time alone: whose evaluation is due, whose lock ends, whose points have unlocked, from
/// whom a deduction has dropped out of the window; and, where the rules have changed, whoever may qualify by them.
/// Everybody else is what the last booking made of them.
/// </summary>
/// <param name="Customers">The customers to look at, in the order in which the ledger keeps them.</param>
/// <param name="IsWhole">Whether nobody was left out, because no recalculation went by these rules.</param>
internal sealed record TierCandidates(List<CustomerId> Customers, bool IsWhole)
{
    /// <summary>Finds them by indexes.</summary>
    /// <param name="reads">The store.</param>
    /// <param name="rules">The levels and settings.</param>
    /// <param name="until">Up to when time acts.</param>
    public static TierCandidates Find(Reads reads, TierRules rules, Instant until)
    {
        var last = TierRun.Last(reads);
        var found = new List<CustomerId>();
        void Add(string sql, params ReadOnlySpan<object?> values) => found.AddRange(reads.Query(sql, row => new CustomerId(row.GetInt64(0)), values));

        var to = until.ToUnixTimeMilliseconds();
        var isWhole = last is null || !last.IsBy(rules);
        Add("SELECT Id FROM Customers WHERE TierDueAt <= @0 AND TierLock <> 1 AND Status <> 3", to);
        Add("SELECT Id FROM Customers WHERE TierLockedUntil <= @0 AND Status <> 3", to);
        if (isWhole)
        {
            // Nobody qualifies for more than was ever collected. A level from before there were evaluations has none due.
            Add(
                """
                SELECT c.Id FROM Customers c JOIN Tiers t ON t.Id = c.TierId JOIN Accounts a ON a.CustomerId = c.Id
                WHERE c.Status <> 3
                    AND (a.Collected >= (SELECT MIN(n.Threshold) FROM Tiers n WHERE n.Rank > t.Rank) OR (t.Rank > 0 AND c.TierDueAt IS NULL))
                """);
        }
        else
        {
            var since = last!.At;
            if (!rules.LockedPointsQualify)
            {
                Add("SELECT CustomerId FROM Lots WHERE LockedUntil > @0 AND LockedUntil <= @1", since.ToUnixTimeMilliseconds(), to);
            }

            Add(
                $"SELECT CustomerId FROM LedgerEntries INDEXED BY IX_LedgerEntries_Deductions WHERE Kind = {(int)EntryKind.ManualDebit} AND EffectiveAt >= @0 AND EffectiveAt < @1",
                rules.Since(since).ToUnixTimeMilliseconds(), rules.Since(until).ToUnixTimeMilliseconds());
        }

        // A million of them are sorted where they lie.
        found.Sort((one, other) => one.Value.CompareTo(other.Value));
        var kept = 0;
        for (var index = 0; index < found.Count; index++)
        {
            if (kept == 0 || found[index] != found[kept - 1])
            {
                found[kept++] = found[index];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
        return new TierCandidates(found, isWhole);
    }
}
