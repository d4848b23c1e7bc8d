using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a row makes of where a customer stands, by the rules of a change by hand.</summary>
internal static class TierMove
{
    /// <param name="course">Where the customer stands now.</param>
    /// <param name="rules">The levels and settings.</param>
    /// <param name="demand">What the row asks for.</param>
    /// <param name="shown">What a person knows the row by.</param>
    /// <param name="now">The instant.</param>
    /// <param name="ordered">Where the customer is to stand; null with a problem.</param>
    /// <returns>Why the row stays out; null where it does not.</returns>
    public static ImportProblem? Of(TierCourse course, TierRules rules, TierDemand demand, string? shown, Instant now, out TierStanding? ordered)
    {
        var standing = course.Standing;
        ordered = null;
        if (standing.Status == CustomerStatus.Inactive)
        {
            return new ImportProblem(ImportReason.CustomerInactive, null, shown);
        }

        var to = demand.Tier ?? standing.Tier;
        if (rules.Levels.All(level => level.Id != to))
        {
            return new ImportProblem(ImportReason.UnknownTier, null, string.Join(", ", rules.Levels.Select(level => level.Name)));
        }

        if (demand.LocksUntil <= now)
        {
            return new ImportProblem(ImportReason.TierLockOver, null, shown);
        }

        // A day alone says that there is a lock.
        var locks = demand.Locks ?? (demand.LocksUntil is null ? null : true);
        var (strength, until) = locks switch
        {
            true => (TierLock.Full, demand.LocksUntil ?? (standing.Lock == TierLock.Full ? standing.LockedUntil : null)),
            false => (TierLock.None, null),
            null => (standing.Lock, standing.LockedUntil),
        };
        if (to == standing.Tier && strength == standing.Lock && until == standing.LockedUntil)
        {
            return new ImportProblem(ImportReason.TierUnchanged, null, shown);
        }

        ordered = rules.Ordered(standing, to, strength, until, course.QualifyingAt(now), now);
        return null;
    }
}
