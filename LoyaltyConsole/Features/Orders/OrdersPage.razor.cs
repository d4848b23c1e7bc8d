using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;
using Radzen;

namespace LoyaltyConsole.Features.Orders;

/// <summary>All orders and credit notes of all customers (L-004); what is shown stands in the address.</summary>
public sealed partial class OrdersPage(OrderHistory history, ProgrammeBook programme, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly PageLoad<OrderListRow> _load = new(faults);
    private IReadOnlyList<Choice<long?>> _integrations = [];
    private TableState _state = new("");
    private (TableState, long?, string?, string?)? _shown;
    private bool _isNarrow;

    /// <summary>The integration whose orders are shown.</summary>
    [SupplyParameterFromQuery(Name = "integration")]
    public long? Integration { get; set; }

    /// <summary>The first day, as ISO 8601 writes it.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private OrderListFilter Filter => new(
        string.IsNullOrWhiteSpace(_state.Text) ? null : _state.Text, _state.KindOf<OrderType>(),
        Integration is { } id ? new IntegrationId(id) : null, Day(From), Day(To));

    // What of the address is a filter, as an export takes it.
    private string Query => QueryHelpers.AddQueryString("", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["q"] = Filter.Text,
        ["kind"] = _state.KindOf<OrderType>()?.ToString().ToLowerInvariant(),
        ["integration"] = Filter.Integration?.Value.ToString(CultureInfo.InvariantCulture),
        ["from"] = Filter.From is null ? null : From,
        ["to"] = Filter.To is null ? null : To,
    }.Where(part => !string.IsNullOrWhiteSpace(part.Value))).TrimStart('?');

    private OrderListSort Sort => _state.SortBy<OrderListSort>() ?? OrderListSort.PlacedAt;

    private bool IsDescending => _state.SortBy<OrderListSort>() is null || _state.Descending;

    private int Number => _load.Page is null ? _state.Page : (_load.Window.Skip / _load.Window.Take) + 1;

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _integrations =
        [.. (await programme.IntegrationsAsync(CancellationToken.None)).Select(integration => new Choice<long?>(integration.Id.Value, integration.Name))];

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var asked = (_state, Integration, From, To);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private static LocalDate? Day(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null;

    private async Task ReadAsync()
    {
        var actor = await person.ActorAsync();
        var (filter, window) = (Filter, _state.Window);
        await _load.ReadAsync(window, wanted => history.ListAllAsync(filter, Sort, IsDescending, window, actor, wanted));
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void Narrow(string name, object? value) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value is "" ? null : value, ["page"] = null }));

    private void Clear() => navigation.NavigateTo("/orders");

    private void SortBy(GridSort sorted) => Show(_state with
    {
        Page = 1,
        Sort = sorted.Column,
        Descending = sorted.IsDescending,
    });

    private SortOrder? OrderOf(OrderListSort sort) => sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private Task OpenAsync(OrderListRow row) => OrderDialog.OpenAsync(Dialogs, Profile, row.Order.Id, row.Order.RefId);
}
