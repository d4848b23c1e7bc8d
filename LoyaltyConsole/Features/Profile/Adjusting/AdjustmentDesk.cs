using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Where manual adjustments are drafted; each dialog takes a draft of its own.</summary>
public sealed class AdjustmentDesk(PointsLedger ledger, PointsHistory history, CustomerProfiles profiles, SignedIn person)
{
    /// <summary>A draft that rests on what the operator sees, with a key of its own.</summary>
    public AdjustmentDraft Draft(CustomerProfile seen) => new(seen, ledger, history, profiles, person);
}
