using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using Radzen;
using Radzen.Blazor;

namespace LoyaltyConsole.Features.Profile;

/// <summary>A customer's orders and credit notes (L-043 to L-055).</summary>
public sealed partial class OrdersTable(OrderHistory history, SignedIn person, NavigationManager navigation) : ComponentBase, IDisposable
{
    private static readonly (OrderSort Sort, string Title, Func<OrderRow, Points> Points)[] PointsColumns =
    [
        (OrderSort.PointsForOrder, "PointsForOrder", row => row.PointsForOrder),
        (OrderSort.PointsForRevenue, "PointsForRevenue", row => row.PointsForRevenue),
        (OrderSort.PointsForCategory, "PointsForCategory", row => row.PointsForCategory),
        (OrderSort.ItemPoints, "ItemPoints", row => row.ItemPoints),
        (OrderSort.Redeemed, "RedeemedPoints", row => row.Redeemed),
    ];

    private readonly CancellationTokenSource _onScreen = new();
    private RadzenDataGrid<OrderRow>? _grid;
    private (CustomerId, TableState, int)? _shown;
    private Page<OrderRow>? _page;
    private Window _window;
    private Refusal? _refusal;
    private bool _isNarrow;

    /// <summary>Whose orders.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>Which of them, as the address says.</summary>
    [Parameter, EditorRequired]
    public required TableState State { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    // The newest first, until a label is clicked.
    private OrderSort Sort => State.SortBy<OrderSort>() ?? OrderSort.PlacedAt;

    private bool IsDescending => State.SortBy<OrderSort>() is null || State.Descending;

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
        var window = State.Window;
        var listed = await ListAsync(window);
        if (listed.Succeeded(out var page, out _) && page is { Rows.Count: 0, Count: > 0 })
        {
            // The address points beyond the end, for instance after a search: show the last page.
            window = window with { Skip = (page.Count - 1) / window.Take * window.Take };
            listed = await ListAsync(window);
        }

        if (_shown == asked)
        {
            listed.Succeeded(out _page, out _refusal);
            _window = window;
        }

        Task<Result<Page<OrderRow>>> ListAsync(Window part) =>
            history.ListAsync(Customer, State.Text, Sort, IsDescending, part, actor, _onScreen.Token);
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

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void Clear() => Show(State with { Text = null, Page = 1 });

    private void PageAsync(PagerEventArgs page)
    {
        if (page.PageIndex != _window.Skip / _window.Take)
        {
            Show(State with { Page = page.PageIndex + 1 });
        }
    }

    private void SortBy(DataGridColumnSortEventArgs<OrderRow> sorted) => Show(State with
    {
        Page = 1,
        Sort = sorted.SortOrder is null ? null : sorted.Column?.SortProperty,
        Descending = sorted.SortOrder == SortOrder.Descending,
    });

    private SortOrder? OrderOf(OrderSort sort) =>
        sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private string Px(int wide, int narrow) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(_isNarrow ? narrow : wide)}px");

    private Task OpenAsync(OrderRow row) => OrderDialog.OpenAsync(Dialogs, Texts, row.Id, row.RefId);
}
