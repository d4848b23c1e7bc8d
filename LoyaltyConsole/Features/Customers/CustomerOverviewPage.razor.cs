using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>"Customer overview": all customers, found, filtered and sorted (L-005 to L-032).</summary>
public sealed partial class CustomerOverviewPage(NavigationManager navigation, ProgrammeBook programme, SegmentBook segments, SignedIn signedIn, FeatureSet features) : IDisposable
{
    private CustomerListAddress _address = new();
    private CustomerChoices? _choices;
    private Actor? _actor;
    private Page<CustomerRow>? _found;
    private string? _remembered;
    private bool _isNarrow;
    private readonly List<string> _going = [];

    private IReadOnlyList<ColumnSetting> Columns =>
        CustomerColumn.Within(features, CustomerColumn.Read(_address.Columns ?? _remembered) ?? CustomerColumn.Default(_isNarrow));

    private IReadOnlyList<string> ExportedColumns =>
        [.. Columns.Where(column => column.IsShown).Select(column => CustomerColumn.Of(column.Key).File).Intersect(ExportBook.CustomerColumns, StringComparer.Ordinal)];

    /// <inheritdoc />
    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _address = CustomerListAddress.Parse(navigation.Uri);
        navigation.LocationChanged += OnLocationChanged;
        _actor = await signedIn.ActorAsync();
        _choices = new CustomerChoices(
            await programme.IntegrationsAsync(CancellationToken.None), await programme.TiersAsync(CancellationToken.None),
            (await segments.ListAsync(_actor, CancellationToken.None)).Succeeded(out var models, out _) ? [.. models.Select(Named)] : []);
    }

    // A choice is made by name; the rules, hundreds of codes, are not kept for it in every open tab.
    private static SegmentModel Named(SegmentModel model) =>
        model with { Segments = [.. model.Segments.Select(segment => segment with { Rule = SegmentRule.Empty })] };

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        var path = "/" + navigation.ToBaseRelativePath(change.Location).Split('?', '#')[0];
        if (string.Equals(path, CustomerListAddress.Path, StringComparison.OrdinalIgnoreCase))
        {
            _ = InvokeAsync(() => Arrive(CustomerListAddress.Parse(change.Location)));
        }
    }

    // Read at once, not only when the browser says that it is there; which it also says of where one has left for elsewhere.
    private void Go(CustomerListAddress address, bool replace = false)
    {
        _address = address;
        var going = address.ToString();
        _going.Add(CustomerListAddress.Parse(going).ToString());
        navigation.NavigateTo(going, replace: replace);
    }

    private void Arrive(CustomerListAddress address)
    {
        var asked = _going.IndexOf(address.ToString());
        if (asked >= 0)
        {
            _going.RemoveRange(0, asked + 1);
            return;
        }

        _going.Clear();
        _address = address;
        StateHasChanged();
    }

    private void Apply(CustomerFilter filter) => Go(_address with { Filter = filter, Page = 1 });

    // One way back from a search, not one for each pause in the typing.
    private void Search(string text) => Go(
        _address with { Filter = _address.Filter with { Text = text.Trim() is { Length: > 0 } sought ? sought : null }, Page = 1 },
        replace: _address.Filter.Text is not null);

    private void Choose(string? columns)
    {
        _remembered = columns;
        Go(_address with { Columns = columns }, replace: true);
    }

    private Task AdjustAllAsync(Page<CustomerRow> found) => ForAllAsync(BulkPointsDialog.OpenAsync, found);

    private List<RowDeed> DeedsOn(Page<CustomerRow> found)
    {
        var deeds = new List<RowDeed>();
        if (BulkImports.May<BulkTierOrder>(_actor!))
        {
            deeds.Add(RowDeed.Of(Texts["BulkTier"], "stairs", () => ForAllAsync(BulkTierDialog.OpenAsync, found)));
        }

        if (BulkImports.May<BulkGroupOrder>(_actor!))
        {
            deeds.Add(RowDeed.Of(Texts["BulkGroup"], "group", () => ForAllAsync(BulkGroupDialog.OpenAsync, found)));
        }

        if (BulkImports.May<BulkCouponOrder>(_actor!))
        {
            deeds.Add(RowDeed.Of(Texts["BulkCoupon"], "confirmation_number", () => ForAllAsync(BulkCouponDialog.OpenAsync, found)));
        }

        return deeds;
    }

    private Task ForAllAsync(Func<DialogService, IStringLocalizer<CustomerTexts>, string, string?, string, Task> open, Page<CustomerRow> found) => open(
        Dialogs, Texts, CustomerFilterText.Write(_address.Filter), _address.Filter.IsEmpty ? null : Sought(_address.Filter.Chips(_choices!, Display, Texts, Segments)),
        PagingSummary.Count(Shell, found));

    private string Sought(IReadOnlyList<FilterChip> chips)
    {
        var conditions = chips.Select(chip => $"{chip.Label} {chip.Value}");
        return string.Join(", ", _address.Filter.Text is { } text ? conditions.Append(Texts["SearchedFor", text]) : conditions) + ".";
    }
}
