using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Rewards;

/// <summary>The columns by which the catalogue can be sorted.</summary>
public enum RewardSort
{
    /// <summary>By cost.</summary>
    Cost,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By whether it can be had.</summary>
    State,

    /// <summary>By the first day.</summary>
    From,

    /// <summary>By the end.</summary>
    Until,

    /// <summary>By how many customers have it outstanding.</summary>
    Outstanding,

    /// <summary>By how often it was used.</summary>
    Used,
}

/// <summary>Whether a reward can be had.</summary>
public enum Offer
{
    /// <summary>Now.</summary>
    Available,

    /// <summary>Later.</summary>
    Upcoming,

    /// <summary>No longer.</summary>
    Ended,
}

/// <summary>The catalogue: what points are spent on (S-024).</summary>
public sealed partial class RewardList(RewardBook book, IClock clock, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private readonly PageLoad<RewardRow> _load = new(faults);
    private TableState _state = new("");
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool MayManage => Actor.May(Capability.ManageRewards);

    private RewardSort Sort => _state.SortBy<RewardSort>() ?? RewardSort.Cost;

    /// <inheritdoc />
    public void Dispose()
    {
        navigation.LocationChanged -= AddressChanged;
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += AddressChanged;
        return ReadAsync();
    }

    // A catalogue is short: it is read whole, and narrowed and sorted here.
    private async Task ReadAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        await _load.ReadAsync(_state.Window, async wanted =>
        {
            if (!(await book.CatalogueAsync(Actor, wanted)).Succeeded(out var all, out var refusal))
            {
                return refusal;
            }

            var shown = all.Where(IsWanted).ToList();
            var last = Math.Max(1, (shown.Count + _state.Size - 1) / _state.Size);
            _state = _state with { Page = Math.Min(_state.Page, last) };
            return new Page<RewardRow>([.. Sorted(shown).Skip(_state.Window.Skip).Take(_state.Window.Take)], shown.Count);
        });
    }

    private bool IsWanted(RewardRow row) =>
        (_state.KindOf<Offer>() is not { } offer || OfferOf(row) == offer)
        && (string.IsNullOrWhiteSpace(_state.Text)
            || CultureInfo.CurrentCulture.CompareInfo.IndexOf($"{row.Reward.Name} {row.Reward.Description}", _state.Text.Trim(), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);

    private IEnumerable<RewardRow> Sorted(IEnumerable<RewardRow> rows)
    {
        Func<RewardRow, IComparable> key = Sort switch
        {
            RewardSort.Cost => row => row.Reward.Cost.Hundredths,
            RewardSort.Name => row => row.Reward.Name,
            RewardSort.State => row => OfferOf(row),
            RewardSort.From => row => row.Reward.StartsAt ?? Instant.MinValue,
            RewardSort.Until => row => row.Reward.EndsAt ?? Instant.MaxValue,
            RewardSort.Outstanding => row => row.Outstanding,
            RewardSort.Used => row => row.Used,
            _ => throw new InvalidOperationException($"The catalogue has no column {Sort}."),
        };
        return _state.Descending ? rows.OrderByDescending(key).ThenByDescending(row => row.Reward.Id.Value) : rows.OrderBy(key).ThenBy(row => row.Reward.Id.Value);
    }

    private Offer OfferOf(RewardRow row)
    {
        var now = clock.GetCurrentInstant();
        return row.Reward.IsAvailableAt(now) ? Offer.Available : row.Reward.StartsAt > now ? Offer.Upcoming : Offer.Ended;
    }

    private IReadOnlyList<RowDeed> DeedsOf(RewardRow row) =>
    [
        RowDeed.Of(Texts["Edit"], "edit", () => EditAsync(row.Reward)),
        .. OfferOf(row) == Offer.Available ? [RowDeed.Of(Texts["EndMore"], "event_busy", () => EndAsync(row))] : Array.Empty<RowDeed>(),
    ];

    private async Task EditAsync(Reward? reward)
    {
        if (await RewardDialog.OpenAsync(Dialogs, Texts, reward))
        {
            await ReadAgainAsync();
        }
    }

    private async Task EndAsync(RewardRow row)
    {
        await EndRewardDialog.OpenAsync(Dialogs, Texts, row);

        // After a refusal too: somebody else changed what this row still shows.
        await ReadAgainAsync();
    }

    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void SortBy(GridSort sorted) => Show(_state with
    {
        Page = 1,
        Sort = sorted.Column,
        Descending = sorted.IsDescending,
    });

    private SortOrder? OrderOf(RewardSort sort) => sort != Sort ? null : _state.Descending ? SortOrder.Descending : SortOrder.Ascending;

    private string Px(int wide, int narrow) => string.Create(CultureInfo.InvariantCulture, $"{(_isNarrow ? narrow : wide)}px");

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        // The address of another page says nothing to this one.
        if (string.Equals(new Uri(change.Location).AbsolutePath, "/rewards", StringComparison.Ordinal))
        {
            _ = InvokeAsync(ReadAgainAsync);
        }
    }
}
