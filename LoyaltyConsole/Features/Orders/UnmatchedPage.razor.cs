using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Orders;

/// <summary>Orders and credit notes that nobody could be found for: a person assigns them or puts them aside.</summary>
public sealed partial class UnmatchedPage(UnmatchedOrders unmatched, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly PageLoad<UnmatchedRow> _load = new(faults);
    private TableState _state = new("");
    private (TableState, bool)? _shown;
    private bool _mayAssign;
    private bool _isNarrow;

    /// <summary>Whether those that wait no more are shown as well.</summary>
    [SupplyParameterFromQuery(Name = "settled")]
    public bool Settled { get; set; }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var asked = (_state, Settled);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await person.ActorAsync();
        _mayAssign = actor.May(Capability.RecordOrders);
        var window = _state.Window;
        await _load.ReadAsync(window, wanted => unmatched.ListAsync(Settled, window, actor, wanted));
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void ShowSettled(bool settled) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["settled"] = settled ? true : null, ["page"] = null }));

    private async Task AssignAsync(UnmatchedRow row)
    {
        if (await AssignDialog.OpenAsync(Dialogs, Texts, row) is { } receipt)
        {
            Notifications.Notify(new NotificationMessage
            {
                Severity = NotificationSeverity.Success,
                Duration = 6_000,
                Summary = Texts["Assigned", row.RefId, receipt.Customer, Display.Points(receipt.Points)],
            });
            await ReadAsync();
        }
    }

    private async Task DismissAsync(UnmatchedRow row)
    {
        await DismissDialog.OpenAsync(Dialogs, Texts, row);

        // After a refusal too: somebody else settled what this row still shows.
        await ReadAsync();
    }
}
