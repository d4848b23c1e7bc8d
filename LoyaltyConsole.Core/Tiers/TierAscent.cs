using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Raises a customer's level in the transaction of the booking that reaches it (rule 5.6.2).</summary>
internal static class TierAscent
{
    public static void Raise(Writing writing, PointsAccount account)
    {
    }
}
