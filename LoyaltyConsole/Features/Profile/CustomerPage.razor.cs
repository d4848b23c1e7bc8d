using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Features.Profile.Developing;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LoyaltyConsole.Features.Profile;

/// <summary>One customer: who it is, what the points account holds, and what happened (L-033 to L-070).</summary>
public sealed partial class CustomerPage(CustomerProfiles profiles, CustomerWatch watch, SignedIn person, NavigationManager navigation, FeatureSet features, ProfileAhead ahead)
    : ComponentBase, IDisposable
{
    // What the notes' part of the address begins with.
    private const string NotesPrefix = "n-";

    private readonly OnScreen _onScreen = new();
    private IDisposable? _watching;
    private long? _watched;
    private CustomerProfile? _profile;
    private Refusal? _refusal;
    private bool _mayAdjust;
    private bool _mayRedeem;
    private InTurn _reads = null!;
    private int _stamp;
    private readonly IReadOnlyList<ProfileTab> _tabs = ProfileTab.Of(features);
    private ProfileTab _tab = ProfileTab.All[0];
    private TableState _state = new(ProfileTab.All[0].Prefix);
    private DevelopmentView _development = new();
    private TableState _notes = new(NotesPrefix);
    private (CustomerListAddress List, int Place)? _from;

    /// <summary>Whose profile.</summary>
    [Parameter]
    public long Id { get; set; }

    private string Title => _profile?.Customer is { } customer
        ? CustomerName.Of(customer, Shell)
        : Texts["Unnamed", Id];

    private IReadOnlyList<(string, string?)> Below => [(Development["Title"], null), (Notes["Title"], "notes"), (Activities["Title"], null)];

    /// <inheritdoc />
    public void Dispose()
    {
        navigation.LocationChanged -= AddressChanged;
        _watching?.Dispose();
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _reads = new InTurn(LoadAsync);
        ReadAddress();
        navigation.LocationChanged += AddressChanged;
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_watched == Id)
        {
            return;
        }

        _watched = Id;
        _watching?.Dispose();
        _watching = watch.Watch(new CustomerId(Id), () => _ = InvokeAsync(_reads.ReadAsync));
        if (ahead.Take(new CustomerId(Id)) is var (actor, opened))
        {
            Show(actor, opened);
            return;
        }

        (_profile, _refusal) = (null, null);
        await _reads.ReadAsync();
    }

    private async Task LoadAsync()
    {
        if (_onScreen.IsOver)
        {
            return;
        }

        var asked = Id;
        var actor = await person.ActorAsync();
        var opened = await profiles.OpenAsync(new CustomerId(asked), actor, _onScreen.Token);
        if (asked != Id)
        {
            return;
        }

        Show(actor, opened);
        StateHasChanged();
    }

    private void Show(Actor actor, Result<CustomerProfile> opened)
    {
        opened.Succeeded(out _profile, out _refusal);
        (_mayAdjust, _mayRedeem) = (actor.May(Capability.AdjustPoints), actor.May(Capability.RedeemPoints));
        _stamp++;
    }

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        // The address of another page says nothing to this one.
        if (string.Equals(new Uri(change.Location).AbsolutePath, $"/customers/{new CustomerId(Id)}", StringComparison.Ordinal))
        {
            _ = InvokeAsync(() =>
            {
                ReadAddress();
                StateHasChanged();
            });
        }
    }

    private void ReadAddress()
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        _from = CustomerListAddress.OfProfile(navigation.Uri);
        _tab = _tabs.FirstOrDefault(tab => query.TryGetValue("tab", out var named) && string.Equals(tab.Key, named[0], StringComparison.Ordinal)) ?? _tabs[0];
        _state = TableState.Of(navigation.Uri, _tab.Prefix);
        _development = DevelopmentView.Of(navigation.Uri);
        _notes = TableState.Of(navigation.Uri, NotesPrefix);
    }
}
