using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Profile;

/// <summary>A customer's points history (L-056 to L-070).</summary>
public sealed partial class HistoryTable(PointsHistory history, SignedIn person, FaultLog faults, IClock clock, NavigationManager navigation)
    : ProfileTable<HistoryRow, HistorySort>(person, faults, navigation)
{
    private PagedGrid<HistoryRow>? _grid;

    /// <inheritdoc />
    protected override HistorySort Newest => HistorySort.Id;

    // German dates are a point and a letter longer, and so are the heads.
    private static bool IsGerman => string.Equals(Languages.Current, Languages.German, StringComparison.Ordinal);

    private string DateWidth => IsGerman ? Px(142, 100) : Px(136, 121);

    private string PointsWidth => IsGerman ? Px(78, 74) : Px(70, 66);

    /// <inheritdoc />
    protected override Task<Result<Page<HistoryRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) => history.ListAsync(
        Customer, new HistoryQuery(State.KindOf<EntryKind>(), State.Text, Sort, IsDescending), window, actor, cancellationToken);

    private static string? ClassOf(HistoryRow row) => row switch
    {
        { Status: EntryStatus.Discarded } or { ReversedById: not null } => "lc-void",
        { IsDebt: true } => "lc-owed",
        _ => null,
    };

    private bool IsLocked(HistoryRow row) => row.LockedUntil > clock.GetCurrentInstant() && row.Available > Points.Zero;

    private bool IsOpen(HistoryRow row) => _grid?.IsUnfolded(row) is true;

    private void Unfold(HistoryRow row) => _grid!.Unfold(row);
}
