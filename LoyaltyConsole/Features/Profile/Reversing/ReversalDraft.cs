using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Reversing;

/// <summary>The reversal of one entry while its dialog is open (X9).</summary>
public sealed class ReversalDraft(CustomerProfile seen, LedgerEntryId entry, PointsLedger ledger, AccountLook look, ApprovalRequests approvals, SignedIn person)
    : BookingDraft<EntryReversal, ReversalPreview>(seen, look, approvals, person)
{
    /// <summary>Why, for staff.</summary>
    public string? Reason { get; set; }

    /// <inheritdoc />
    public override bool IsReady => base.IsReady && !string.IsNullOrWhiteSpace(Reason);

    /// <summary>Works out the effect, which does not depend on the reason.</summary>
    public Task ConsiderAsync() => ConsiderAsync(() => new EntryReversal(Key, entry, Reason?.Trim() ?? ""));

    /// <inheritdoc />
    protected override Task<Result<ReversalPreview>> PreviewAsync(EntryReversal command, Actor actor, CancellationToken typing) =>
        ledger.PreviewReversalAsync(command.Entry, actor, typing);

    /// <inheritdoc />
    protected override ApprovalOrder OrderOf(EntryReversal command) => ApprovalOrder.Of(command);

    /// <inheritdoc />
    protected override ApprovalNeeded? NeedsOf(ReversalPreview preview) => preview.Needs;

    /// <inheritdoc />
    protected override Task<Result<LedgerEntry>> BookAsync(EntryReversal command, Actor actor) => ledger.ReverseAsync(command, actor);

    /// <inheritdoc />
    protected override (Figures Now, Figures After) EffectOf(ReversalPreview preview) => (preview.Now, preview.After);
}
