using System.Data.Common;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Radzen;
using Radzen.Blazor;

namespace LoyaltyConsole.Features.Customers;

/// <summary>The overview's table: loads what its address asks for, and asks for another address when somebody sorts or turns the page.</summary>
public sealed partial class CustomerTable(CustomerDirectory directory, FaultLog faults, Display display) : IDisposable
{
    private const int ActionWidth = 68;

    // Who waits for longer is told that something comes; an answer within it is drawn at once, without a step between.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(60);

    private CustomerActions? _actions;
    private readonly OnScreen _loading = new();
    private string? _asked;
    private Page<CustomerRow>? _page;
    private CustomerListAddress _listed = new();
    private Dictionary<CustomerId, EventCallback> _menus = [];
    private Refusal? _refusal;
    private string? _fault;
    private bool _isLoading;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public required CustomerListAddress Address { get; set; }

    /// <summary>Tells what is to be shown.</summary>
    [Parameter]
    public EventCallback<CustomerListAddress> OnAddress { get; set; }

    /// <summary>All columns in their order.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ColumnSetting> Columns { get; set; }

    /// <summary>Whether the window is narrow.</summary>
    [Parameter]
    public bool IsNarrow { get; set; }

    /// <summary>The conditions in words, for when nothing meets them.</summary>
    [Parameter]
    public string? Sought { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Tells what was found.</summary>
    [Parameter]
    public EventCallback<Page<CustomerRow>> OnFound { get; set; }

    private Display Display => display;

    // Where the rows are that are shown. Until others come, nothing of them changes.
    private CustomerListAddress Listed => (_page is null ? Address : _listed) with { Columns = Address.Columns };

    private IReadOnlyList<CustomerRow> Rows => _fault is null && _refusal is null && _page is not null ? _page.Rows : [];

    private bool IsBusy => _isLoading || (_page is null && _refusal is null && _fault is null);

    private IReadOnlyList<int> Widths =>
        [.. Columns.Where(column => column.IsShown).Select(column => CustomerColumn.Of(column.Key).WidthIn(IsNarrow)), ActionWidth];

    private string Summary => _page is null ? "" : PagingSummary.Of(Shell, _page, _listed.Window);

    /// <inheritdoc />
    public void Dispose()
    {
        _loading.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Address with { Columns = null }).ToString();
        if (string.Equals(asked, _asked, StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        _asked = asked;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var wanted = _loading.Anew();
        var address = Address;
        try
        {
            var reading = directory.ListAsync(address.Filter, address.Sort, address.IsDescending, address.Window, Actor, wanted);
            if (await Task.WhenAny(reading, Task.Delay(Moment, wanted)) != reading && !wanted.IsCancellationRequested)
            {
                _isLoading = true;
                StateHasChanged();
            }

            var result = await reading;
            if (!wanted.IsCancellationRequested)
            {
                await ShowAsync(address, result);
            }
        }
        catch (OperationCanceledException) when (wanted.IsCancellationRequested)
        {
            // Whoever asked has asked for something else since.
        }
        catch (DbException fault)
        {
            (_fault, _isLoading) = (faults.Record(fault), false);
        }
    }

    private async Task ShowAsync(CustomerListAddress address, Result<Page<CustomerRow>> result)
    {
        (_fault, _refusal, _isLoading) = (null, null, false);
        if (!result.Succeeded(out var page, out var refusal))
        {
            _refusal = refusal;
            return;
        }

        // An old link, or the last row of the last page is gone.
        if (page.Rows.Count == 0 && page.Count > 0)
        {
            await OnAddress.InvokeAsync(address with { Page = (page.Count + address.Size - 1) / address.Size });
            return;
        }

        (_page, _listed) = (page, address);

        // Made once for each row: what is new each time it is drawn would be sent each time.
        _menus = page.Rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => EventCallback.Factory.Create(this, () => _actions!.OpenAsync(row, NameOf(row))));
        await OnFound.InvokeAsync(page);
    }

    private Task TurnAsync(int number) => OnAddress.InvokeAsync(Address with { Page = number });

    private Task SortAsync(GridSort sorted) => OnAddress.InvokeAsync(Address with
    {
        Sort = CustomerColumn.Of(sorted.Column).Sort,
        IsDescending = sorted.IsDescending,
        Page = 1,
    });

    private SortOrder? OrderOf(CustomerColumn column) =>
        column.Sort != Listed.Sort ? null : Listed.IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private int PlaceOf(CustomerRow row) => _listed.Window.Skip + Rows.Index().First(other => ReferenceEquals(other.Item, row)).Index + 1;

    private string NameOf(CustomerRow row) => CustomerName.Of(row, Shell);

    private static string KindOf(CustomerStatus status) => status switch
    {
        CustomerStatus.Active => "active",
        CustomerStatus.Inactive => "inactive",
        CustomerStatus.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
