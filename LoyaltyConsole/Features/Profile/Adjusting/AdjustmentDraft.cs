using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>A manual adjustment while its dialog is open.</summary>
public sealed class AdjustmentDraft(CustomerProfile seen, PointsLedger ledger, AccountLook look, SignedIn person)
    : BookingDraft<Adjustment, AdjustmentPreview>(seen, look, person)
{
    /// <summary>The adjustment by so many points through that door, on the account as it is now known.</summary>
    public Adjustment By(AdjustmentDoor door, Points points) =>
        new(Key, Customer, Latest.Version, Latest.Figures.Balance, door, points);

    /// <inheritdoc />
    protected override Task<Result<AdjustmentPreview>> PreviewAsync(Adjustment command, Actor actor, CancellationToken typing) =>
        ledger.PreviewAsync(command, actor, typing);

    /// <inheritdoc />
    protected override Task<Result<LedgerEntry>> BookAsync(Adjustment command, Actor actor) => ledger.AdjustAsync(command, actor);

    /// <inheritdoc />
    protected override (Figures Now, Figures After) EffectOf(AdjustmentPreview preview) => (preview.Now, preview.After);
}
