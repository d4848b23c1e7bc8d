using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LoyaltyConsole.Features.Approvals;

/// <summary>What waits for a second pair of eyes, and what became of it (X6); what is shown stands in the address.</summary>
public sealed partial class ApprovalList(ApprovalRequests requests, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private readonly PageLoad<ApprovalRow> _load = new(faults);
    private TableState _state = new("");
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool MayApprove => Actor.May(Capability.ApproveChanges);

    private bool IsWaitingOnly => _state.Kind is not null;

    /// <inheritdoc />
    public void Dispose()
    {
        navigation.LocationChanged -= AddressChanged;
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += AddressChanged;
        return ReadAsync();
    }

    private static string KindOf(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Waiting => "inactive",
        ApprovalStatus.Approved => "active",
        _ => "discarded",
    };

    private async Task ReadAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var (query, window) = (new ApprovalQuery(_state.Text, IsWaitingOnly), _state.Window);
        await _load.ReadAsync(window, wanted => requests.ListAsync(query, window, Actor, wanted));
    }

    private async Task DecideAsync(ApprovalRow row)
    {
        if (await ApprovalDialog.OpenAsync(Dialogs, Texts, row.Request.Id))
        {
            Snackbar.Show(new Snack(Texts["ApprovedNow", row.Request.Id]));
        }

        // After a refusal too: somebody else decided on what this row still shows.
        await ReadAgainAsync();
    }

    private async Task RejectAsync(ApprovalRow row)
    {
        if (await RejectApprovalDialog.OpenAsync(Dialogs, Texts, row))
        {
            Snackbar.Show(new Snack(Texts["RejectedNow", row.Request.Id]));
        }

        await ReadAgainAsync();
    }

    private async Task WithdrawAsync(ApprovalRow row)
    {
        Snackbar.Show((await requests.WithdrawAsync(row.Request.Id, Actor)).Succeeded(out _, out var refusal)
            ? new Snack(Texts["WithdrawnNow", row.Request.Id])
            : new Snack(Refusals.Sentence(refusal)) { IsRefusal = true });
        await ReadAgainAsync();
    }

    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        // The address of another page says nothing to this one.
        if (string.Equals(new Uri(change.Location).AbsolutePath, "/approvals", StringComparison.Ordinal))
        {
            _ = InvokeAsync(ReadAgainAsync);
        }
    }
}
