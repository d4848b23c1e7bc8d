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

    /// <summary>Whether the customer has to say a one-time code .</summary>
    public bool NeedsCode { get; init; }

    /// <summary>What was typed of it.</summary>
    public string? Code { get; private set; }

    /// <inheritdoc />
    public override bool IsReady => base.IsReady && !IsCodeMissing && WrongCode is null;

    /// <inheritdoc />
    public override Refusal? Refusal
    {
        get => base.Refusal;
        protected set
        {
            base.Refusal = value;

            // It stays until another is typed, whatever else is worked out anew.
            WrongCode = IsAboutCode(value) ? value : WrongCode;
        }
    }

    /// <summary>What was wrong with the code that was tried; null while none was.</summary>
    public Refusal? WrongCode { get; private set; }

    /// <summary>Whether the code is still to be typed.</summary>
    public bool IsCodeMissing => NeedsCode && (Code?.Count(char.IsAsciiDigit) ?? 0) < OneTimeCodes.Digits;

    /// <summary>Whether it is said beside the code.</summary>
    public static bool IsAboutCode(Refusal? refusal) => refusal is OneTimeCodeMissing or OneTimeCodeNotOpen or OneTimeCodeVoid or OneTimeCodeWrong;

    /// <summary>Takes what was typed of the code; what was refused before is worked out anew.</summary>
    public Task TypeCodeAsync(string? code)
    {
        (Code, WrongCode) = (code, null);
        return Chosen is { } chosen && (Preview is null || Refusal is not null) ? ConsiderAsync(chosen) : Task.CompletedTask;
    }

    /// <summary>Chooses one of <see cref="Choices"/> and works out what it takes; nothing else can be chosen.</summary>
    public Task ChooseAsync(RewardId reward)
    {
        if (Choices?.FirstOrDefault(choice => choice.Reward.Id == reward) is not { } chosen)
        {
            return Task.CompletedTask;
        }

        Chosen = chosen;
        return ConsiderAsync(chosen);
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
    private Task ConsiderAsync(RewardChoice chosen) => ConsiderAsync(() =>
        new RewardSpend(Key, Customer, chosen.Reward.Id, Latest.Version, Latest.Figures.Balance) { InternalReason = Note, Code = Code });
}
