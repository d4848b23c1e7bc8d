using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>Points that are spent on a reward, while the dialog is open (S-022 to S-027).</summary>
public sealed class SpendDraft(CustomerProfile seen, RewardBook rewards, AccountLook look, ApprovalRequests approvals, SignedIn person)
    : BookingDraft<RewardSpend, SpendPreview>(seen, look, approvals, person)
{
    /// <summary>The rewards that can be had now; null until they are read, or where nothing can be spent at all.</summary>
    public IReadOnlyList<RewardChoice>? Choices { get; private set; }

    /// <summary>Whether nothing at all can be spent, whatever is chosen.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>The reward that is chosen.</summary>
    public RewardChoice? Chosen { get; private set; }

    /// <summary>"Internal note".</summary>
    public string? Note { get; set; }

    /// <summary>Chooses a reward and works out what it takes.</summary>
    public Task ChooseAsync(RewardId reward)
    {
        Chosen = Choices?.FirstOrDefault(choice => choice.Reward.Id == reward) ?? Chosen;
        return ConsiderAsync(() => new RewardSpend(Key, Customer, reward, Latest.Version, Latest.Figures.Balance) { InternalReason = Note });
    }

    /// <inheritdoc />
    protected override Task<Result<SpendPreview>> PreviewAsync(RewardSpend command, Actor actor, CancellationToken typing) =>
        rewards.PreviewAsync(command, actor, typing);

    /// <inheritdoc />
    protected override ApprovalOrder OrderOf(RewardSpend command) => ApprovalOrder.Of(command);

    /// <inheritdoc />
    protected override ApprovalNeeded? NeedsOf(SpendPreview preview) => preview.Needs;

    /// <inheritdoc />
    protected override Task<Result<LedgerEntry>> BookAsync(RewardSpend command, Actor actor) => rewards.SpendAsync(command, actor);

    /// <inheritdoc />
    protected override (Figures Now, Figures After) EffectOf(SpendPreview preview) => (preview.Now, preview.After);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        await base.RefreshAsync();
        var read = await rewards.ChoicesAsync(Customer, await ActorAsync(), CancellationToken.None);
        read.Succeeded(out var view, out var refusal);
        var blocked = refusal ?? view?.Blocked;
        (Choices, IsBlocked) = (view?.Choices ?? Choices, blocked is not null);
        if (Chosen is null)
        {
            Refusal = blocked;
        }
    }
}
