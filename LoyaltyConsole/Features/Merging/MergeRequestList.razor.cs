using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;

namespace LoyaltyConsole.Features.Merging;

/// <summary>All merge requests, open and decided ones (L-082 to L-090); what is shown stands in the address.</summary>
public sealed partial class MergeRequestList(MergeRequests requests, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private readonly PageLoad<MergeRequestRow> _load = new(faults);
    private TableState _state = new("");
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool MayApprove => Actor.May(Capability.ApproveMerges);

    private bool MayRequest => Actor.May(Capability.RequestMerges);

    private bool IsOpenOnly => _state.Kind is not null;

    private MergeRequestSort Sort => _state.SortBy<MergeRequestSort>() ?? MergeRequestSort.Id;

    private bool IsDescending => _state.SortBy<MergeRequestSort>() is null || _state.Descending;

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

    private static string KindOf(MergeRequestStatus status) => status switch
    {
        MergeRequestStatus.Pending => "inactive",
        MergeRequestStatus.Approved => "active",
        _ => "discarded",
    };

    private async Task ReadAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        var (query, window) = (new MergeRequestQuery(_state.Text, IsOpenOnly, Sort, IsDescending), _state.Window);
        await _load.ReadAsync(window, wanted => requests.ListAsync(query, window, Actor, wanted));
    }

    private async Task SubmitAsync()
    {
        if (await NewMergeRequestDialog.OpenAsync(Dialogs, Texts) is { } request)
        {
            Snackbar.Show(new Snack(Texts["Submitted", request.Id]));
            await ReadAgainAsync();
        }
    }

    private async Task RejectAsync(MergeRequestRow row)
    {
        if (await RejectMergeDialog.OpenAsync(Dialogs, Texts, row))
        {
            Snackbar.Show(new Snack(Texts["RejectedNow", row.Request.Id]));
        }

        // After a refusal too: somebody else decided on what this row still shows.
        await ReadAgainAsync();
    }

    private async Task CancelAsync(MergeRequestRow row)
    {
        if (await RejectMergeDialog.OpenToCancelAsync(Dialogs, Texts, row))
        {
            Snackbar.Show(new Snack(Texts["CancelledNow", row.Request.Id]));
        }

        await ReadAgainAsync();
    }

    private async Task MergeAsync(MergeRequestRow row)
    {
        var merged = await MergeDialog.OpenAsync(Dialogs, Texts, row.Request.Id);
        if (merged is { RunsAt: { } runsAt })
        {
            Snackbar.Show(new Snack(Texts["ScheduledNow", merged.Id, Display.DateTime(runsAt)]));
        }

        if (merged is { IsWaiting: false })
        {
            Snackbar.Show(new Snack(Texts["MergedNow", merged.IntegratedId, merged.MainId])
            {
                DeedText = Texts["OpenResult", merged.MainId],
                Deed = () =>
                {
                    navigation.NavigateTo($"/customers/{merged.MainId}");
                    return Task.FromResult(new Snack(Texts["MergedNow", merged.IntegratedId, merged.MainId]));
                },
            });
        }

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

    private SortOrder? OrderOf(MergeRequestSort sort) => sort != Sort ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        // The address of another page says nothing to this one.
        if (string.Equals(new Uri(change.Location).AbsolutePath, "/merge-requests", StringComparison.Ordinal))
        {
            _ = InvokeAsync(ReadAgainAsync);
        }
    }
}
