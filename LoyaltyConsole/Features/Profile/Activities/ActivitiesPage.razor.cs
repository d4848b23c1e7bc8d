using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Activities;

/// <summary>All activities of a customer, the newest first; which of them are shown stands in the address.</summary>
public sealed partial class ActivitiesPage(CustomerActivities activities, CustomerProfiles profiles, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly PageLoad<Activity> _load = new(faults);
    private TableState _state = new("");
    private (long, TableState)? _shown;
    private CustomerProfile? _profile;
    private Refusal? _refusal;

    /// <summary>Whose activities.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>Which page, so that the screen hears when the address changes.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageText { get; set; }

    /// <summary>How many rows a page has.</summary>
    [SupplyParameterFromQuery(Name = "size")]
    public string? SizeText { get; set; }

    private int Number => _load.Page is null ? _state.Page : (_load.Window.Skip / _load.Window.Take) + 1;

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        if (_shown == (Id, _state))
        {
            return Task.CompletedTask;
        }

        _shown = (Id, _state);
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var (customer, window) = (new CustomerId(Id), _state.Window);
        var actor = await person.ActorAsync();
        if (_profile?.Customer.Id != customer)
        {
            (await profiles.OpenAsync(customer, actor, CancellationToken.None)).Succeeded(out _profile, out _refusal);
        }

        if (_refusal is not null)
        {
            return;
        }

        await _load.ReadAsync(window, wanted => activities.ListAsync(customer, window, actor, wanted));
        if (_load is { Fault: null, Page: { Rows.Count: 0, Count: > 0 } page })
        {
            // The address points beyond the end: show the last page.
            var last = window with { Skip = (page.Count - 1) / window.Take * window.Take };
            await _load.ReadAsync(last, wanted => activities.ListAsync(customer, last, actor, wanted));
        }
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));
}
