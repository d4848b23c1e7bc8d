using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Integrations;

/// <summary>The integrations, the keys by which they call, and how that goes.</summary>
public sealed partial class IntegrationList(IntegrationKeys keys, CallLog log, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly PageLoad<IntegrationRow> _load = new(faults);
    private TableState _state = new("");
    private TableState? _shown;
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

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
    private async Task ReadAsync()
    {
        await log.WriteAsync();
        await _load.ReadAsync(_state.Window, async wanted =>
        {
            var read = await keys.ListAsync(Actor, wanted);
            return read.Succeeded(out var rows, out var refusal)
                ? new Page<IntegrationRow>([.. rows.Skip(_state.Window.Skip).Take(_state.Window.Take)], rows.Count)
                : refusal;
        });
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private string ScopesOf(IntegrationKey key) => key.Scopes == IntegrationScopes.All
        ? Texts["AllScopes"]
        : string.Join(", ", ScopeNames.All.Where(scope => key.Scopes.HasFlag(scope)).Select(scope => Texts[$"Scope_{scope}"].Value));

    private List<RowDeed> DeedsOf(IntegrationRow row, IntegrationKey key)
    {
        var deeds = new List<RowDeed> { RowDeed.Of(Texts["ShowProblems"], "report", () => ShowProblemsAsync(row)) };
        if (key.RevokedAt is null)
        {
            deeds.Add(RowDeed.Of(Texts["Revoke"], "key_off", () => RevokeAsync(row, key)));
        }

        return deeds;
    }

    private async Task CreateAsync()
    {
        if (await NewKeyDialog.OpenAsync(Dialogs, Texts, Actor))
        {
            await ReadAsync();
        }
    }

    private async Task ShowProblemsAsync(IntegrationRow row) => await CallProblemsDialog.OpenAsync(Dialogs, Texts, row, Actor);

    private async Task RevokeAsync(IntegrationRow row, IntegrationKey key)
    {
        if (await RevokeKeyDialog.OpenAsync(Dialogs, Texts, row, Actor))
        {
            Notifications.Notify(NotificationSeverity.Success, Texts["RevokedNow", KeySecret.Shown(key.Prefix)]);
        }

        // A row's menu asks for it, which is no event of this list.
        await ReadAsync();
        StateHasChanged();
    }
}
