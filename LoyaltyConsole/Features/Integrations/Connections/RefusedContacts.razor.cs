using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>The dead letters of a connection: whom the other side refuses, why, and sending them again.</summary>
public sealed partial class RefusedContacts(ConnectionBook book, FaultLog faults, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly PageLoad<RefusedContact> _load = new(faults);
    private TableState _state = new("");
    private (TableState, long)? _shown;
    private Refusal? _refusal;

    /// <summary>The connection.</summary>
    [Parameter, EditorRequired]
    public required ConnectionId Id { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>How many there are, as the page knows.</summary>
    [Parameter, EditorRequired]
    public required long Count { get; set; }

    /// <summary>Somebody is sent again.</summary>
    [Parameter]
    public EventCallback OnRetried { get; set; }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        if (_shown == (_state, Count) || Count == 0)
        {
            return Task.CompletedTask;
        }

        _shown = (_state, Count);
        return ReadAsync();
    }

    private Task ReadAsync() => _load.ReadAsync(_state.Window, wanted => book.RefusedAsync(Id, _state.Window, Actor, wanted));

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private async Task RetryAsync(CustomerId? customer)
    {
        if ((await book.RetryAsync(Id, customer, Actor)).Succeeded(out _, out _refusal))
        {
            Snackbar.Show(new Snack(Texts["Retried"]));
        }

        _shown = null;
        await OnRetried.InvokeAsync();
    }
}
