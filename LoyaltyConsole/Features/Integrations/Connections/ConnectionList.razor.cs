using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Jobs;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>The connections to mailing services and shops, and how they go. It moves by itself.</summary>
public sealed partial class ConnectionList(ConnectionBook book, JobBook jobs, TimeProvider time, FaultLog faults, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly PageLoad<ConnectionRow> _load = new(faults);
    private TableState _state = new("");
    private TableState? _shown;
    private LiveJobs? _live;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _live = new LiveJobs(jobs, time, () => InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    }));

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        if (_shown == _state)
        {
            return Task.CompletedTask;
        }

        _shown = _state;
        return ReadAsync();
    }

    // There are few of them: all are read, and a part is shown.
    private Task ReadAsync() => _load.ReadAsync(_state.Window, async wanted =>
    {
        var read = await book.ListAsync(Actor, wanted);
        return read.Succeeded(out var rows, out var refusal)
            ? new Page<ConnectionRow>([.. rows.Skip(_state.Window.Skip).Take(_state.Window.Take)], rows.Count)
            : refusal;
    });

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private static string HostOf(Connection connection) => new Uri(connection.Address).Host;

    private async Task AddAsync()
    {
        if (await NewConnectionDialog.OpenAsync(Dialogs, Texts, Actor) is { } made)
        {
            navigation.NavigateTo(ConnectionAddress.Of(made.Id));
        }
    }
}
