using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Features.Profile.Reversing;
using LoyaltyConsole.Features.Profile.Spending;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Where bookings on an account are drafted; each dialog takes a draft of its own, with a key of its own.</summary>
public sealed class BookingDesk(PointsLedger ledger, CustomerTiers tiers, RewardBook rewards, AccountLook look, ApprovalRequests approvals, SignedIn person)
{
    /// <summary>A manual adjustment that rests on what the operator sees.</summary>
    public AdjustmentDraft Adjusting(CustomerProfile seen) => new(seen, ledger, tiers, look, approvals, person);

    /// <summary>Points spent on a reward, resting on what the operator sees.</summary>
    public SpendDraft Spending(CustomerProfile seen, bool needsCode) => new(seen, rewards, look, approvals, person) { NeedsCode = needsCode };

    /// <summary>An entry that is to be reversed.</summary>
    public ReversalDraft Reversing(CustomerProfile seen, LedgerEntryId entry) => new(seen, entry, ledger, look, approvals, person);
}
