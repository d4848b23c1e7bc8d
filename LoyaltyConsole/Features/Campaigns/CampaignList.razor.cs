using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Campaigns;

/// <summary>All campaigns, with what each has paid so far; whoever may creates, changes and ends them.</summary>
public sealed partial class CampaignList(CampaignBook book, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private static readonly (string Text, CampaignState? State)[] Views =
        [("All", null), ("State_Running", CampaignState.Running), ("State_Planned", CampaignState.Planned), ("State_Ended", CampaignState.Ended)];

    private readonly PageLoad<CampaignRow> _load = new(faults);
    private TableState _state = new("");
    private (TableState, string?)? _shown;
    private bool _isNarrow;

    /// <summary>Only campaigns that stand so, as the address says.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? StateName { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private CampaignState? State => Enum.TryParse<CampaignState>(StateName, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    private bool MayManage => Actor.May(Capability.ManageCampaigns);

    private CampaignSort Sort => _state.SortBy<CampaignSort>() ?? CampaignSort.Id;

    private bool IsDescending => _state.SortBy<CampaignSort>() is null || _state.Descending;

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var asked = (_state, StateName);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private Task ReadAsync() => _load.ReadAsync(
        _state.Window,
        wanted => book.ListAsync(
            new CampaignQuery(_state.KindOf<CampaignKind>(), State, _state.Text, Sort, IsDescending), _state.Window, Actor, wanted));

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private string Address(TableState state, CampaignState? only) => navigation.GetUriWithQueryParameters(
        state.Address(navigation), new Dictionary<string, object?>(StringComparer.Ordinal) { ["state"] = only?.ToString().ToLowerInvariant() });

    private void Clear() => navigation.NavigateTo("/campaigns");

    private void SortBy(GridSort sorted) => Show(_state with
    {
        Page = 1,
        Sort = sorted.Column,
        Descending = sorted.IsDescending,
    });

    private SortOrder? OrderOf(CampaignSort sort) => sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private string Px(int wide, int narrow) => string.Create(CultureInfo.InvariantCulture, $"{(_isNarrow ? narrow : wide)}px");

    private IReadOnlyList<RowDeed> DeedsOf(CampaignRow row) =>
    [
        RowDeed.Of(Texts["Edit"], "edit", () => OpenAsync(row, isCopy: false)),
        RowDeed.Of(Texts["Copy"], "content_copy", () => OpenAsync(row, isCopy: true)),
        .. row.State == CampaignState.Ended ? [] : new[] { RowDeed.Of(Texts["End"], "stop_circle", () => EndAsync(row)) },
    ];

    private async Task OpenAsync(CampaignRow? row, bool isCopy)
    {
        if (await CampaignDialog.OpenAsync(Dialogs, Texts, row, isCopy, MayManage))
        {
            await RefreshAsync();
        }
    }

    private async Task EndAsync(CampaignRow row)
    {
        if (await EndCampaignDialog.OpenAsync(Dialogs, Texts, row))
        {
            await RefreshAsync();
        }
    }

    // A row's menu does its deed without a word to the list.
    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }
}
