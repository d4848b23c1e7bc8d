using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Radzen;
using Radzen.Blazor;

namespace LoyaltyConsole.Features.Profile;

/// <summary>A customer's points history (L-056 to L-070).</summary>
public sealed partial class HistoryTable(PointsHistory history, SignedIn person, IClock clock, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _onScreen = new();
    private RadzenDataGrid<HistoryRow>? _grid;
    private (CustomerId, TableState, int)? _shown;
    private Page<HistoryRow>? _page;
    private Window _window;
    private Refusal? _refusal;
    private bool _isNarrow;

    /// <summary>Whose history.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>Which part of it, as the address says.</summary>
    [Parameter, EditorRequired]
    public required TableState State { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    private IReadOnlyList<Choice> Kinds =>
        [new("", Texts["AllKinds"]), .. Enum.GetValues<EntryKind>().Select(kind => new Choice(kind.ToString(), Words.Word(kind)))];

    // The newest first, until a label is clicked.
    private HistorySort Sort => State.SortBy<HistorySort>() ?? HistorySort.Id;

    private bool IsDescending => State.SortBy<HistorySort>() is null || State.Descending;

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Cancel();
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var asked = (Customer, State, Stamp);
        if (_shown == asked)
        {
            return;
        }

        _shown = asked;
        var actor = await person.ActorAsync();
        var query = new HistoryQuery(State.KindOf<EntryKind>(), State.Text, Sort, IsDescending);
        var window = State.Window;
        var listed = await history.ListAsync(Customer, query, window, actor, _onScreen.Token);
        if (listed.Succeeded(out var page, out _) && page is { Rows.Count: 0, Count: > 0 })
        {
            // The address points beyond the end, for instance after a search: show the last page.
            window = window with { Skip = (page.Count - 1) / window.Take * window.Take };
            listed = await history.ListAsync(Customer, query, window, actor, _onScreen.Token);
        }

        if (_shown == asked)
        {
            listed.Succeeded(out _page, out _refusal);
            _window = window;
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var page = _window.Take == 0 ? 0 : _window.Skip / _window.Take;
        if (_grid is not null && _grid.CurrentPage != page)
        {
            await _grid.GoToPage(page);
        }
    }

    private static void Mark(RowRenderEventArgs<HistoryRow> row)
    {
        // What is given here takes the place of the grid's own class.
        row.Attributes["class"] = row.Data switch
        {
            { Status: EntryStatus.Discarded } => "rz-data-row lc-void",
            { IsDebt: true } => "rz-data-row lc-owed",
            _ => "rz-data-row",
        };
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void Clear() => Show(State with { Text = null, Kind = null, Page = 1 });

    private void PageAsync(PagerEventArgs page)
    {
        if (page.PageIndex != _window.Skip / _window.Take)
        {
            Show(State with { Page = page.PageIndex + 1 });
        }
    }

    private void SortBy(DataGridColumnSortEventArgs<HistoryRow> sorted) => Show(State with
    {
        Page = 1,
        Sort = sorted.SortOrder is null ? null : sorted.Column?.SortProperty,
        Descending = sorted.SortOrder == SortOrder.Descending,
    });

    private SortOrder? OrderOf(HistorySort sort) =>
        sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private string Px(int wide, int narrow) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(_isNarrow ? narrow : wide)}px");

    private static bool IsGerman => string.Equals(Languages.Current, Languages.German, StringComparison.Ordinal);

    // German dates are a point and a letter longer, and so are the heads.
    private string DateWidth => IsGerman ? Px(142, 100) : Px(136, 121);

    private string PointsWidth => IsGerman ? Px(78, 74) : Px(70, 66);

    private bool IsLocked(HistoryRow row) => row.LockedUntil > clock.GetCurrentInstant() && row.Available > Points.Zero;

    private bool IsOpen(HistoryRow row) => _grid?.IsRowExpanded(row) is true;

    private Task UnfoldAsync(HistoryRow row) => _grid!.ExpandRow(row);

    private sealed record Choice(string Key, string Text);
}
