using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Merging;

/// <summary>
/// The merge menu (L-090 to L-096): both accounts side by side and the resulting one, exactly as the merge would make it (X4).
/// </summary>
public sealed partial class MergeDialog(AccountMerges merges, SignedIn person) : ComponentBase
{
    private readonly Guid _key = Guid.CreateVersion7();
    private MergeRehearsal? _rehearsal;
    private MergeChoices _choices = new();
    private Refusal? _refusal;
    private string _remarks = "";
    private int _asked;
    private bool _isPending;
    private bool _isSaving;
    private bool _isTouched;
    private bool _asksToLeave;

    /// <summary>The request.</summary>
    [Parameter, EditorRequired]
    public required MergeRequestId Id { get; set; }

    /// <summary>Asks before a choice is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private string Standing => _rehearsal?.Request.Remarks ?? Texts["NewEntry"];

    /// <summary>Opens it over the page.</summary>
    /// <returns>The request that was carried out; null where none was.</returns>
    public static async Task<MergeRequest?> OpenAsync(DialogService dialogs, IStringLocalizer<MergeTexts> texts, MergeRequestId id) =>
        await dialogs.OpenGuardedAsync<MergeDialog>(texts["MergeTitle"], "min(1080px, 94vw)", (nameof(Id), id)) as MergeRequest;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Guard.MayClose = MayClose;
        if ((await merges.RehearseAsync(Id, choices: null, await person.ActorAsync())).Succeeded(out _rehearsal, out _refusal))
        {
            _choices = _rehearsal.Proposal;
            _remarks = Standing;
        }
    }

    private bool MayClose()
    {
        _asksToLeave = !_isSaving && (_isTouched || !string.Equals(_remarks, _rehearsal is null ? "" : Standing, StringComparison.Ordinal));
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private Task ChooseAsync(MergeChoices choices)
    {
        (_choices, _isTouched) = (choices, true);
        return RehearseAsync();
    }

    private async Task RehearseAsync()
    {
        _isPending = true;
        var asked = ++_asked;
        var answer = await merges.RehearseAsync(Id, _choices, await person.ActorAsync());

        // Only the last question's answer is shown.
        if (asked == _asked)
        {
            _isPending = false;
            _rehearsal = answer.Succeeded(out var rehearsal, out _refusal) ? rehearsal : _rehearsal;
        }
    }

    private async Task ApproveAsync()
    {
        if (_isSaving || _rehearsal is null)
        {
            return;
        }

        _isSaving = true;
        var remarks = string.Equals(_remarks, Standing, StringComparison.Ordinal) ? null : _remarks;
        var approval = new MergeApproval(_key, Id, _rehearsal.Versions, _choices, remarks);
        if ((await merges.ApproveAsync(approval, await person.ActorAsync())).Succeeded(out var merged, out var refusal))
        {
            Dialogs.Close(merged);
            return;
        }

        _isSaving = false;
        if (refusal is MergeAccountsChanged)
        {
            // What changed stands in the figures; the person looks at them and decides again.
            await RehearseAsync();
        }

        _refusal ??= refusal;
    }

    private string Moves(MergeMoves moves)
    {
        var parts = new (string Key, long Count)[]
        {
            ("Orders", moves.Orders), ("Entries", moves.Entries), ("Lots", moves.Lots), ("Coupons", moves.Coupons), ("Rewards", moves.Rewards),
            ("Referrals", moves.Referrals), ("Notes", moves.Notes),
        }.Where(part => part.Count > 0).Select(part => Texts[part.Count == 1 ? $"{part.Key}_1" : $"{part.Key}_n", Display.Count(part.Count)].Value).ToList();
        return parts.Count == 0 ? Texts["MovesNothing"] : Texts["Moves", string.Join(", ", parts)];
    }
}
