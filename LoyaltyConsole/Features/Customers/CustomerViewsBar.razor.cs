using System.Data.Common;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>The views of the overview: those that every programme needs, one's own, and what colleagues share; each with its count as of now.</summary>
public sealed partial class CustomerViewsBar(CustomerViews views, CustomerDirectory directory, DialogService dialogs, Snackbar snackbar, IClock clock, FeatureSet features)
    : ComponentBase, IDisposable
{
    // Counting is dear in a large programme, and nobody sees it change between two pages.
    private static readonly Duration CountsHold = Duration.FromSeconds(15);

    private readonly OnScreen _onScreen = new();
    private readonly Dictionary<string, Page<CustomerRow>> _counts = new(StringComparer.Ordinal);
    private IReadOnlyList<CustomerView> _saved = [];
    private object? _stamp;
    private Instant? _countedAt;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public required CustomerListAddress Address { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Changes whenever the list was read.</summary>
    [Parameter]
    public object? Stamp { get; set; }

    private string Here => Address.Query;

    private IEnumerable<Offer> Offered =>
    [
        new("", Texts["View_All"], new CustomerFilter()),
        new("expiring", Texts["View_Expiring"], new CustomerFilter { ExpiringWithinDays = 30 }),
        new("debt", Texts["View_Debt"], new CustomerFilter { BalanceTo = new Points(-1) }),
        new("locked", Texts["View_Locked"], new CustomerFilter { IsLocked = true }),
        .. _saved.Where(IsPossible).Select(view => new Offer($"v{view.Id}", view.Name, view.Filter)
        {
            View = view,
            Query = CustomerListAddress.Parse($"{CustomerListAddress.Path}?{view.Query}").Query,
            Hint = view.IsMine ? null : Texts["SharedBy", view.Owner].Value,
            MayBeDeleted = view.IsMine || Actor.May(Capability.ManageProgramme),
        }),
    ];

    private Offer? Shown => Offered.FirstOrDefault(view => view.IsShown(Here));

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (_countedAt is not null)
        {
            // The list was there before the saved views were.
            await CountAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        // Only once the list itself is there.
        if (Stamp is null || ReferenceEquals(Stamp, _stamp))
        {
            return;
        }

        _stamp = Stamp;
        if (_countedAt is null || clock.GetCurrentInstant() - _countedAt >= CountsHold)
        {
            await CountAsync();
        }
    }

    // A view of segments shows nobody where there are none.
    private bool IsPossible(CustomerView view) =>
        features.Has(Feature.Segments) || (view.Filter.Segments.Count == 0 && CustomerListAddress.Parse($"?{view.Query}").Sort != CustomerSort.Segment);

    private Page<CustomerRow>? CountOf(Offer view) => _counts.GetValueOrDefault(view.Query);

    private async Task ReadAsync()
    {
        if ((await views.ListAsync(Actor, _onScreen.Token)).Succeeded(out var saved, out _))
        {
            _saved = saved;
        }
    }

    private async Task CountAsync()
    {
        _countedAt = clock.GetCurrentInstant();
        var offered = Offered.ToList();
        try
        {
            if ((await directory.CountAsync([.. offered.Select(view => view.Filter)], Actor, _onScreen.Token)).Succeeded(out var counts, out _))
            {
                foreach (var (view, count) in offered.Zip(counts))
                {
                    _counts[view.Query] = count;
                }
            }
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Nobody looks any more.
        }
        catch (DbException)
        {
            // The list itself says that it cannot be read; its views do without their counts.
            _counts.Clear();
        }
    }

    private async Task SaveAsync()
    {
        if (await SaveViewDialog.OpenAsync(dialogs, Texts, Address.Query, Actor))
        {
            await ReadAsync();
            await CountAsync();
        }
    }

    private async Task DeleteAsync(Offer shown)
    {
        if (shown.View is not { } view || !(await views.DeleteAsync(view.Id, Actor)).Succeeded(out _, out _))
        {
            await ReadAsync();
            return;
        }

        await ReadAsync();
        snackbar.Show(view.IsMine
            ? new Snack(Texts["ViewDeleted", view.Name]) { DeedText = Texts["BringBack"], Deed = () => BringBackAsync(view, Guid.CreateVersion7()) }
            : new Snack(Texts["ViewDeleted", view.Name]));
    }

    private async Task<Snack> BringBackAsync(CustomerView view, Guid key)
    {
        var saved = await views.SaveAsync(new CustomerViewDraft(key, view.Name, view.Query, view.IsShared), Actor);
        await InvokeAsync(async () =>
        {
            await ReadAsync();
            StateHasChanged();
        });
        return saved.Succeeded(out _, out var refusal) ? new Snack(Texts["ViewBack", view.Name]) : new Snack(Refusals.Sentence(refusal)) { IsRefusal = true };
    }

    private sealed record Offer(string Key, string Name, CustomerFilter Filter)
    {
        public string Query { get; init; } = CustomerFilterText.Write(Filter);

        public string? Hint { get; init; }

        public CustomerView? View { get; init; }

        public bool MayBeDeleted { get; init; }

        public string Address => Query.Length == 0 ? CustomerListAddress.Path : $"{CustomerListAddress.Path}?{Query}";

        // However the two spell it.
        public bool IsShown(string here) => string.Equals(
            CustomerListAddress.Parse($"{CustomerListAddress.Path}?{Query}").Query, here, StringComparison.Ordinal);
    }
}
