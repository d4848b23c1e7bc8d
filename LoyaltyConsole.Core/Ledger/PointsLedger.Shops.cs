using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Ledger;

public sealed partial class PointsLedger
{
    /// <summary>Books a shop's credit or deduction, and answers it as the history shows it.</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, and what <see cref="PreviewAsync"/> refuses.
    /// </returns>
    public Task<Result<HistoryRow>> AdjustForShopAsync(Adjustment adjustment, Actor actor)
    {
        if (!actor.May(Capability.AdjustPoints))
        {
            return Refused<HistoryRow>(new NotAllowed(Capability.AdjustPoints));
        }

        return Once.RunAsync(
            _store, adjustment.Key, adjustment, writing => Adjust(writing, adjustment, actor),
            (writing, entry) => Task.FromResult(PointsHistory.Of(writing.Connection.Database, entry, writing.Now)));
    }
}
