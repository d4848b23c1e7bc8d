using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Levels;

/// <summary>
/// A change of level while its dialog is open: what the operator saw, what the change would do, whether the level moved
/// meanwhile, and the one change that comes of it.
/// </summary>
public sealed class TierChangeDraft(TierView seen, CustomerTiers tiers, ApprovalRequests approvals, SignedIn person)
{
    // Chosen once for each time the dialog opens: a second click or a retry repeats this change, not another one.
    private readonly Guid _key = Guid.CreateVersion7();
    private Func<TierOrder, TierOrder>? _fill;
    private int _considered;

    /// <summary>The level that the operator decides on.</summary>
    public TierView Seen { get; private set; } = seen;

    /// <summary>The level as somebody else, or time, has made it; null while it is as seen.</summary>
    public TierView? Newer { get; private set; }

    /// <summary>What the change would do.</summary>
    public TierPreview? Preview { get; private set; }

    /// <summary>What was submitted for approval in the place of making it (X6).</summary>
    public ApprovalRequest? Submitted { get; private set; }

    /// <summary>Why it cannot be made.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Whether it is being made, or was.</summary>
    public bool IsSaving { get; private set; }

    /// <summary>Whether the button would make exactly the change that is shown.</summary>
    public bool IsReady => Preview is not null && Newer is null && !IsSaving;

    private TierView Latest => Newer ?? Seen;

    /// <summary>Works out the effect of what is chosen.</summary>
    /// <param name="fill">Fills the form in.</param>
    public async Task ConsiderAsync(Func<TierOrder, TierOrder> fill)
    {
        _fill = fill;
        var turn = ++_considered;
        var effect = await tiers.PreviewAsync(Order(), await person.ActorAsync(), CancellationToken.None);
        if (!effect.Succeeded(out var preview, out var refusal) && refusal is TierChangedMeanwhile)
        {
            await RefreshAsync();
            effect = await tiers.PreviewAsync(Order(), await person.ActorAsync(), CancellationToken.None);
            effect.Succeeded(out preview, out refusal);
        }

        // An answer to what was chosen before is no answer any more.
        if (turn == _considered)
        {
            (Preview, Refusal) = (preview, refusal);
        }
    }

    /// <summary>Looks whether the level is still the one that the operator decides on.</summary>
    public async Task LookAgainAsync()
    {
        if (IsSaving)
        {
            return;
        }

        await RefreshAsync();
        if (_fill is not null)
        {
            await ConsiderAsync(_fill);
        }
    }

    /// <summary>Decides on the level as it is now.</summary>
    public void GoOn() => (Seen, Newer) = (Latest, null);

    /// <summary>Makes the change.</summary>
    /// <returns>The line in the history; null when it was refused, or when the effect is not shown yet.</returns>
    public async Task<TierChange?> SaveAsync()
    {
        if (!IsReady)
        {
            return null;
        }

        IsSaving = true;
        TierChange? made = null;
        try
        {
            if (Preview!.Needs is not null)
            {
                (await approvals.SubmitAsync(ApprovalOrder.Of(Order()), await person.ActorAsync())).Succeeded(out var submitted, out var unfit);
                (Submitted, Refusal) = (submitted, unfit);
                return null;
            }

            var result = await tiers.ChangeAsync(Order(), await person.ActorAsync());
            result.Succeeded(out made, out var refusal);
            Refusal = refusal;
        }
        finally
        {
            // A draft that was made is done with: what is clicked after that does nothing.
            IsSaving = made is not null || Submitted is not null;
        }

        if (Refusal is TierChangedMeanwhile or ApprovalNeeded)
        {
            await LookAgainAsync();
        }
        else if (made is null)
        {
            Preview = null;
        }

        return made;
    }

    private TierOrder Order() => _fill!(new TierOrder(_key, Seen.Customer, Latest.Version, Latest.Level.Id));

    private async Task RefreshAsync()
    {
        var opened = await tiers.OpenAsync(Seen.Customer, await person.ActorAsync(), CancellationToken.None);
        if (opened.Succeeded(out var view, out _))
        {
            Newer = view.Version == Seen.Version && view.Level.Id == Seen.Level.Id ? null : view;
        }
    }
}
