using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Jobs;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;

namespace LoyaltyConsole.Features.Messages;

/// <summary>Everything that leaves: what waits, what left, and the dead letters with their reasons. It moves by itself.</summary>
public sealed partial class MessageList(MessageBook messages, JobBook jobs, TimeProvider time, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private readonly PageLoad<MessageRow> _load = new(faults);
    private PagedGrid<MessageRow>? _grid;
    private LiveJobs? _live;
    private TableState _state = new("");
    private MessageCounts? _counts;
    private Refusal? _refusal;
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private MessageSort Sort => _state.SortBy<MessageSort>() ?? MessageSort.Created;

    private bool IsDescending => _state.SortBy<MessageSort>() is null || _state.Descending;

    /// <inheritdoc />
    public void Dispose()
    {
        navigation.LocationChanged -= AddressChanged;
        _live?.Dispose();
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += AddressChanged;
        _live = new LiveJobs(jobs, time, () => InvokeAsync(ReadAgainAsync));
        return ReadAsync();
    }

    private bool IsOpen(MessageRow row) => _grid?.IsUnfolded(row) is true;

    private async Task ReadAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var (query, window) = (new MessageQuery(_state.KindOf<MessageState>(), Sort, IsDescending), _state.Window);
        await _load.ReadAsync(window, wanted => messages.ListAsync(query, window, Actor, wanted));
        if ((await messages.CountsAsync(Actor, CancellationToken.None)).Succeeded(out var counts, out _))
        {
            _counts = counts;
        }
    }

    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private IReadOnlyList<RowDeed> DeedsOf(MessageRow row) => row switch
    {
        { IsErased: true } or { IsLeaving: true } => [],
        { State: MessageState.Failed } => [Again(row, "Retry"), Back(row)],
        { State: MessageState.Waiting } => [Again(row, "SendNow"), Back(row)],
        _ => [],
    };

    private RowDeed Again(MessageRow row, string text) => RowDeed.Of(Texts[text], "send", async () =>
    {
        if ((await messages.RetryAsync(row.Id, Actor)).Succeeded(out _, out _refusal))
        {
            Snackbar.Show(new Snack(Texts["RetryDone", row.Id]));
        }

        await ReadAgainAsync();
    });

    private RowDeed Back(MessageRow row) => RowDeed.Of(Texts["Cancel"], "block", async () =>
    {
        if (await CancelMessageDialog.OpenAsync(Dialogs, Texts, row, Words.Of(row, null, Display.Settings.Name).Subject, Actor))
        {
            Snackbar.Show(new Snack(Texts["CancelDone", row.Id]));
        }

        await ReadAgainAsync();
    });

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void SortBy(GridSort sorted) => Show(_state with
    {
        Page = 1,
        Sort = sorted.Column,
        Descending = sorted.IsDescending,
    });

    private SortOrder? OrderOf(MessageSort sort) => sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        // The address of another page says nothing to this one.
        if (string.Equals(new Uri(change.Location).AbsolutePath, "/messages", StringComparison.Ordinal))
        {
            _ = InvokeAsync(ReadAgainAsync);
        }
    }
}
