using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// What a level gives to whoever enters it, once in a qualifying cycle, so that leaving and coming back does not pay
/// twice (rule 5.6.7). Everything that a level gives, it gives here.
/// </summary>
internal static class TierEntry
{
    /// <summary>Gives what the levels between two give, the higher one's included.</summary>
    /// <param name="writing">The deed.</param>
    /// <param name="rules">The levels and settings.</param>
    /// <param name="standing">Whose; who does not take part is given nothing (L-023).</param>
    /// <param name="from">The level that was left.</param>
    /// <param name="to">The level that was entered; a lower one gives for itself alone.</param>
    /// <param name="account">The customer's account where it is being booked on.</param>
    public static void Give(Writing writing, TierRules rules, TierStanding standing, Tier from, Tier to, PointsAccount? account)
    {
        if (standing.Status != CustomerStatus.Active)
        {
            return;
        }

        // Two orders that reach two levels give as much as one order that reaches both.
        foreach (var level in Entered(rules, from, to))
        {
            Give(writing, rules, standing, level, account);
        }
    }

    /// <summary>The points that giving it at the instant would credit.</summary>
    public static Points Foretell(Reads reads, TierRules rules, TierStanding standing, Tier from, Tier to, Instant at) => Entered(rules, from, to)
        .Where(level => reads.Number(
            "SELECT COUNT(*) FROM TierGrants WHERE CustomerId = @0 AND TierId = @1 AND Cycle = @2",
            standing.Customer.Value, level.Id.Value, rules.Cycle(standing, at)) == 0)
        .Aggregate(Points.Zero, (sum, level) => sum + level.EntryPoints);

    private static IEnumerable<Tier> Entered(TierRules rules, Tier from, Tier to) =>
        rules.Levels.Where(level => level.Id == to.Id || (level.Rank > from.Rank && level.Rank < to.Rank));

    private static void Give(Writing writing, TierRules rules, TierStanding standing, Tier level, PointsAccount? account)
    {
        if (level.EntryPoints.IsZero)
        {
            return;
        }

        var granted = writing.Connection.Prepare(
            """
            INSERT INTO TierGrants (CustomerId, TierId, Cycle, At, Points) VALUES (@0, @1, @2, @3, @4)
            ON CONFLICT (CustomerId, TierId, Cycle) DO NOTHING RETURNING 1
            """).Run(
            standing.Customer.Value, level.Id.Value, rules.Cycle(standing, writing.Now), writing.Now.ToUnixTimeMilliseconds(),
            level.EntryPoints.Hundredths);
        if (granted is null)
        {
            return;
        }

        account ??= AccountReader.Read(writing.Connection, standing.Customer);
        account.AdvanceTo(writing.Now, writing.Now);
        account.Credit(
            new LedgerEntry
            {
                CustomerId = standing.Customer,
                OriginalCustomerId = standing.Customer,
                Kind = EntryKind.Campaign,
                Points = level.EntryPoints,
                EffectiveAt = writing.Now,
                CreatedAt = writing.Now,
                Actor = "tiers",
                CustomerText = level.Name,
            },
            lockedUntil: null,
            level.EntryMonths is { } months ? writing.Settings.Time.ValidUntil(writing.Now, months) : null);
        writing.Ledger.Append(account, writing.Now);
    }
}
