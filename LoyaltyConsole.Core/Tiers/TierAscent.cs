using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Raises a customer's level in the transaction of the booking that reaches it (rule 5.6.2).</summary>
internal static class TierAscent
{
    public static void Raise(Writing writing, PointsAccount account)
    {
        // Points that qualify were collected and not taken back: who has not collected enough for the next level is
        // passed over without a look at the ledger, which is nearly everybody nearly always.
        var levels = writing.Levels;
        if (levels.Count < 2 || account.Collected < levels[1].Threshold || IsOutOfReach(writing, levels, account))
        {
            return;
        }

        var course = TierReader.Courses(writing.Connection, writing.Tiers, [account.CustomerId], writing.Now).SingleOrDefault();
        if (course is not null)
        {
            var before = course.Standing;
            course.CatchUp(writing.Now);
            TierWriter.Write(writing, writing.Tiers, before, course, run: null, account);
        }
    }

    /// <summary>Takes a made-up customer through all levels of a life that is booked at once.</summary>
    public static void MakeUp(Writing writing, CustomerId customer)
    {
        var course = TierReader.FromTheBeginning(writing.Connection, writing.Tiers, customer);
        var before = course.Standing;
        course.AdvanceTo(writing.Now, course.QualifyAfter(before.EnrolledAt - Duration.FromMilliseconds(1)));
        TierWriter.Write(writing, writing.Tiers, before, course, run: null);
    }

    private static bool IsOutOfReach(Writing writing, IReadOnlyList<Tier> levels, PointsAccount account)
    {
        var (tier, inGrace) = ((Reads)writing.Connection).Query(
            "SELECT TierId, TierKeptUntil IS NOT NULL FROM Customers WHERE Id = @0",
            row => (new TierId(row.GetInt64(0)), row.GetBoolean(1)),
            account.CustomerId.Value).Single();
        var level = levels.First(level => level.Id == tier);
        var next = inGrace ? level : levels.FirstOrDefault(other => other.Rank > level.Rank);
        return next is null || account.Collected < next.Threshold;
    }
}
