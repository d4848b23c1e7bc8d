using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Jobs;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>One connection: how it goes, its first export, whom the other side refuses. It moves by itself.</summary>
public sealed partial class ConnectionDetails(ConnectionBook book, JobBook jobs, TimeProvider time, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly OnScreen _gone = new();
    private LiveJobs? _live;
    private ConnectionRow? _row;
    private Carried? _tried;
    private Refusal? _missing;
    private Refusal? _refusal;
    private bool _isTrying;

    /// <summary>The connection.</summary>
    [Parameter, EditorRequired]
    public required ConnectionId Id { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        // Before the first look, so that nothing that moves in between is missed.
        _live = new LiveJobs(jobs, time, () => InvokeAsync(async () =>
        {
            await ReadAsync();
            StateHasChanged();
        }));
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            if ((await book.OpenAsync(Id, Actor, _gone.Token)).Succeeded(out var row, out _missing))
            {
                _row = row;
            }
            else
            {
                _row = null;
            }
        }
        catch (OperationCanceledException) when (_gone.IsOver)
        {
            // Nobody looks any more.
        }
    }

    private List<RowDeed> Deeds(Connection connection)
    {
        var deeds = new List<RowDeed>
        {
            RowDeed.Of(Texts["Edit"], "edit", () => AfterAsync(() => EditConnectionDialog.OpenAsync(Dialogs, Texts, connection, Actor))),
            RowDeed.Of(Texts["ReplaceKey"], "key", () => AfterAsync(() => ReplaceKeyDialog.OpenAsync(Dialogs, Texts, connection, Actor))),
        };
        if (connection.State == ConnectionState.Active)
        {
            deeds.Add(RowDeed.Of(Texts["Pause"], "pause", () => AfterAsync(async () =>
                (await book.PauseAsync(Id, Actor)).Succeeded(out _, out _refusal))));
        }

        deeds.Add(RowDeed.Of(Texts["Delete"], "delete", DeleteAsync) with { IsFinal = true });
        return deeds;
    }

    // A menu asks for it, which is no event of this page.
    private async Task AfterAsync(Func<Task<bool>> deed)
    {
        if (await deed())
        {
            _tried = null;
        }

        await ReadAsync();
        StateHasChanged();
    }

    private async Task DeleteAsync()
    {
        if (await DeleteConnectionDialog.OpenAsync(Dialogs, Texts, _row!.Connection, Actor))
        {
            Snackbar.Show(new Snack(Texts["Deleted", _row.Connection.Name]));
            navigation.NavigateTo(ConnectionAddress.List);
        }
    }

    private async Task TryAsync()
    {
        (_isTrying, _tried) = (true, null);
        StateHasChanged();
        try
        {
            (await book.TryAsync(Id, Actor, _gone.Token)).Succeeded(out _tried, out _refusal);
        }
        catch (OperationCanceledException) when (_gone.IsOver)
        {
            // Nobody waits for the answer any more.
        }

        _isTrying = false;
    }

    private async Task ResumeAsync()
    {
        (await book.ResumeAsync(Id, Actor)).Succeeded(out _, out _refusal);
        _tried = null;
        await ReadAsync();
    }

    private async Task ExportAsync()
    {
        await ExportAllDialog.OpenAsync(Dialogs, Texts, _row!.Connection, Actor);
        await ReadAsync();
    }
}
