using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Staff;

/// <summary>Who signs in, what they may do, and whether they can come in.</summary>
public sealed partial class StaffList(StaffDirectory directory, FaultLog faults, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly PageLoad<StaffRow> _load = new(faults);
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
    private Task ReadAsync() => _load.ReadAsync(_state.Window, async wanted =>
    {
        if (!(await directory.ListAsync(Actor, wanted)).Succeeded(out var people, out var refusal))
        {
            return refusal;
        }

        var rows = people.Where(IsSearched).ToList();
        return new Page<StaffRow>([.. rows.Skip(_state.Window.Skip).Take(_state.Window.Take)], rows.Count);
    });

    private bool IsSearched(StaffRow row) =>
        string.IsNullOrWhiteSpace(_state.Text)
        || row.Name.Contains(_state.Text.Trim(), StringComparison.CurrentCultureIgnoreCase)
        || row.Email.Contains(_state.Text.Trim(), StringComparison.OrdinalIgnoreCase);

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private string? Mark(StaffRow row) => row.IsSelf ? Texts["You"].Value : row.IsDemo ? Texts["Demo"].Value : null;

    private string StatusOf(StaffRow row) => row switch
    {
        { State: StaffState.Active or StaffState.Invited, PausedUntil: { } until } => Texts["PausedUntil", Display.Time(until)[..5]],
        _ => Texts[$"State_{row.State}"],
    };

    private static string KindOf(StaffRow row) => row switch
    {
        { State: StaffState.Disabled or StaffState.StaysOut } => "discarded",
        { State: StaffState.Invited } or { PausedUntil: not null } => "inactive",
        _ => "active",
    };

    private List<RowDeed> DeedsOf(StaffRow row)
    {
        var deeds = new List<RowDeed> { RowDeed.Of(Texts["Edit"], "edit", () => EditAsync(row)) };
        if (row.PausedUntil is not null)
        {
            deeds.Add(RowDeed.Of(Texts["Lift"], "lock_open", () => DoAsync("Lift", row, () => directory.LiftPauseAsync(row.Id, Actor))));
        }

        if (row.State is StaffState.Active or StaffState.Invited)
        {
            deeds.Add(RowDeed.Of(Texts["NewLink"], "link", () => LinkAsync(row)));
            deeds.Add(RowDeed.Of(Texts["SignOut"], "logout", () => DoAsync("SignOut", row, () => directory.SignOutEverywhereAsync(row.Id, Actor))));
        }

        if (row.State == StaffState.Disabled)
        {
            deeds.Add(RowDeed.Of(Texts["Enable"], "person_check", () => DoAsync("Enable", row, () => directory.EnableAsync(row.Id, Actor))));
        }
        else if (!row.IsSelf)
        {
            deeds.Add(RowDeed.Of(Texts["Disable"], "person_off", () => DoAsync("Disable", row, () => directory.DisableAsync(row.Id, Actor))));
        }

        return deeds;
    }

    private async Task AddAsync()
    {
        await StaffDialog.OpenAsync(Dialogs, Texts, row: null, Actor);
        await ReadAsync();
    }

    private async Task EditAsync(StaffRow row)
    {
        if (await StaffDialog.OpenAsync(Dialogs, Texts, row, Actor))
        {
            Notifications.Notify(NotificationSeverity.Success, Texts["Saved"]);
        }

        await ReadAgainAsync();
    }

    private async Task LinkAsync(StaffRow row)
    {
        await StaffLinkDialog.OpenAsync(Dialogs, Texts, row, Actor);
        await ReadAgainAsync();
    }

    private async Task DoAsync(string deed, StaffRow row, Func<Task<Result<Done>>> run)
    {
        if (await StaffDeedDialog.OpenAsync(Dialogs, Texts, deed, row.Name, run))
        {
            Notifications.Notify(NotificationSeverity.Success, Texts[$"{deed}Done", row.Name]);
        }

        await ReadAgainAsync();
    }

    // A row's menu asks for it, which is no event of this list.
    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }
}
