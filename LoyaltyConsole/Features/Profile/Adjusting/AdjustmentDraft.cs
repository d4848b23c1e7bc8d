using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>What an adjustment would do to the account and to the level.</summary>
public sealed record AdjustmentEffect(AdjustmentPreview Account, TierAfter Level);

/// <summary>A manual adjustment while its dialog is open.</summary>
public sealed class AdjustmentDraft(CustomerProfile seen, PointsLedger ledger, CustomerTiers tiers, AccountLook look, ApprovalRequests approvals, SignedIn person)
    : BookingDraft<Adjustment, AdjustmentEffect>(seen, look, approvals, person)
{
    /// <summary>The adjustment by so many points through that door, on the account as it is now known.</summary>
    public Adjustment By(AdjustmentDoor door, Points points) =>
        new(Key, Customer, Latest.Version, Latest.Figures.Balance, door, points);

    /// <inheritdoc />
    protected override async Task<Result<AdjustmentEffect>> PreviewAsync(Adjustment command, Actor actor, CancellationToken typing)
    {
        if (!(await ledger.PreviewAsync(command, actor, typing)).Succeeded(out var account, out var refusal)
            || !(await tiers.AfterAsync(command, actor, typing)).Succeeded(out var level, out refusal))
        {
            return refusal;
        }

        return new AdjustmentEffect(account, level);
    }

    /// <inheritdoc />
    protected override ApprovalOrder OrderOf(Adjustment command) => ApprovalOrder.Of(command);

    /// <inheritdoc />
    protected override ApprovalNeeded? NeedsOf(AdjustmentEffect preview) => preview.Account.Needs;

    /// <inheritdoc />
    protected override Task<Result<LedgerEntry>> BookAsync(Adjustment command, Actor actor) => ledger.AdjustAsync(command, actor);

    /// <inheritdoc />
    protected override (Figures Now, Figures After) EffectOf(AdjustmentEffect preview) => (preview.Account.Now, preview.Account.After);
}
