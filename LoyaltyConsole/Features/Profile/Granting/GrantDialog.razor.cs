using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Granting;

/// <summary>Grants a campaign's extra points to a customer, with the effect before it is saved.</summary>
public sealed partial class GrantDialog(
    CampaignBook campaigns, CampaignGrants grants, CustomerProfiles profiles, ApprovalRequests requests, SignedIn person) : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click or a retry repeats this grant, not another one.
    private readonly Guid _key = Guid.CreateVersion7();
    private IReadOnlyList<Campaign>? _campaigns;
    private Campaign? _campaign;
    private AccountView _seen = null!;
    private GrantPreview? _preview;
    private Refusal? _refusal;
    private ElementReference _first;
    private string? _reason;
    private string? _comment;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>Whose points.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private CampaignGrant? Grant => _campaign is null
        ? null
        : new CampaignGrant(_key, Profile.Customer.Id, _campaign.Id, _seen.Version, _seen.Figures.Balance) { InternalReason = _reason, CustomerText = _comment };

    /// <summary>Opens it over the page.</summary>
    /// <returns>What was granted; null when nothing was.</returns>
    public static async Task<Booking?> OpenAsync(DialogService dialogs, IStringLocalizer<CampaignTexts> texts, CustomerProfile profile)
    {
        var granted = await dialogs.OpenGuardedAsync<GrantDialog>(
            texts["Grant"], "820px", (nameof(Profile), profile));
        return granted as Booking;
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _seen = Profile.Account;
        Guard.MayClose = MayClose;
        if ((await campaigns.ToGiveAsync(CampaignKind.Manual, await person.ActorAsync(), CancellationToken.None)).Succeeded(out var found, out _refusal))
        {
            _campaigns = found;
            _campaign = found.Count > 0 ? found[0] : null;
            await PreviewAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _campaigns is not [])
        {
            await _first.FocusAsync();
        }
    }

    private bool MayClose()
    {
        _asksToLeave = !_isSaving && !(string.IsNullOrEmpty(_reason) && string.IsNullOrEmpty(_comment));
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private Task ChooseAsync(ChangeEventArgs change)
    {
        _campaign = _campaigns!.First(campaign => string.Equals(
            campaign.Id.Value.ToString(CultureInfo.InvariantCulture), (string)change.Value!, StringComparison.Ordinal));
        return PreviewAsync();
    }

    private async Task PreviewAsync()
    {
        _preview = null;
        if (Grant is { } grant)
        {
            (await grants.PreviewAsync(grant, await person.ActorAsync(), CancellationToken.None)).Succeeded(out _preview, out _refusal);
        }
    }

    // Somebody booked meanwhile: the operator decides on the account as it is now.
    private async Task LookAgainAsync()
    {
        if ((await profiles.OpenAsync(Profile.Customer.Id, await person.ActorAsync(), CancellationToken.None)).Succeeded(out var profile, out _refusal))
        {
            _seen = profile.Account;
            await PreviewAsync();
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving || _preview is null || Grant is not { } grant)
        {
            return;
        }

        _isSaving = true;
        if (_preview.Needs is not null)
        {
            if ((await requests.SubmitAsync(ApprovalOrder.Of(grant), await person.ActorAsync())).Succeeded(out var submitted, out _refusal))
            {
                Snackbar.Show(new Snack(Approvals["Submitted", submitted.Id]));
                Dialogs.Close(null);
                return;
            }

            (_isSaving, _preview) = (false, null);
            return;
        }

        LedgerEntry? entry = null;
        try
        {
            (await grants.GrantAsync(grant, await person.ActorAsync())).Succeeded(out entry, out _refusal);
        }
        finally
        {
            _isSaving = entry is not null;
        }

        if (entry is not null)
        {
            Dialogs.Close(new Booking(entry, entry.Points));
            return;
        }

        _preview = null;
        if (_refusal is ApprovalNeeded)
        {
            await PreviewAsync();
        }
    }
}
