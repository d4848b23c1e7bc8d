using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LoyaltyConsole.Features.Customers;

/// <summary>"Customer overview": all customers, found, filtered and sorted (L-005 to L-032).</summary>
public sealed partial class CustomerOverviewPage(NavigationManager navigation, ProgrammeBook programme, SignedIn signedIn) : IDisposable
{
    private CustomerListAddress _address = new();
    private CustomerChoices? _choices;
    private Actor? _actor;
    private Page<CustomerRow>? _found;
    private string? _remembered;
    private bool _isNarrow;

    private IReadOnlyList<ColumnSetting> Columns =>
        CustomerColumn.Read(_address.Columns ?? _remembered) ?? CustomerColumn.Default(_isNarrow);

    /// <inheritdoc />
    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _address = CustomerListAddress.Parse(navigation.Uri);
        navigation.LocationChanged += OnLocationChanged;
        _actor = await signedIn.ActorAsync();
        _choices = new CustomerChoices(
            await programme.IntegrationsAsync(CancellationToken.None), await programme.TiersAsync(CancellationToken.None));
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        var path = "/" + navigation.ToBaseRelativePath(change.Location).Split('?', '#')[0];
        if (string.Equals(path, CustomerListAddress.Path, StringComparison.OrdinalIgnoreCase))
        {
            _address = CustomerListAddress.Parse(change.Location);
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private void Go(CustomerListAddress address, bool replace = false) => navigation.NavigateTo(address.ToString(), replace: replace);

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

    private string Sought(IReadOnlyList<FilterChip> chips)
    {
        var conditions = chips.Select(chip => $"{chip.Label} {chip.Value}");
        return string.Join(", ", _address.Filter.Text is { } text ? conditions.Append(Texts["SearchedFor", text]) : conditions) + ".";
    }
}
