using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Features.Profile;

/// <summary>
/// A table on a tab of the profile: reads what the address asks for, and asks for another address when somebody
/// searches, sorts or turns the page (L-010).
/// </summary>
/// <typeparam name="TRow">A row.</typeparam>
/// <typeparam name="TSort">The columns by which it can be sorted.</typeparam>
public abstract class ProfileTable<TRow, TSort>(SignedIn person, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IProfileTab, IDisposable
    where TRow : notnull
    where TSort : struct, Enum
{
    private (CustomerId, TableState, int)? _shown;

    /// <inheritdoc />
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <inheritdoc />
    [Parameter, EditorRequired]
    public required TableState State { get; set; }

    /// <inheritdoc />
    [Parameter]
    public int Stamp { get; set; }

    /// <summary>Whose rows.</summary>
    protected CustomerId Customer => Profile.Customer.Id;

    /// <summary>The rows, or why there are none.</summary>
    protected PageLoad<TRow> Load { get; } = new(faults);

    /// <summary>Who looks; null until that is known.</summary>
    protected Actor? Actor { get; private set; }

    /// <summary>Whether the window is narrow.</summary>
    protected bool IsNarrow { get; set; }

    /// <summary>The column by which the newest come first, until a label is clicked.</summary>
    protected abstract TSort Newest { get; }

    /// <summary>The column that the rows are sorted by.</summary>
    protected TSort Sort => State.SortBy<TSort>() ?? Newest;

    /// <summary>The direction in which they are sorted.</summary>
    protected bool IsDescending => State.SortBy<TSort>() is null || State.Descending;

    /// <summary>The page shown, from 1.</summary>
    protected int Number => Load.Page is null ? State.Page : (Load.Window.Skip / Load.Window.Take) + 1;

    /// <inheritdoc />
    public void Dispose()
    {
        Load.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Customer, State, Stamp);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    /// <summary>Reads one page.</summary>
    protected abstract Task<Result<Page<TRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken);

    /// <summary>Reads what the address asks for.</summary>
    protected async Task ReadAsync()
    {
        var actor = Actor = await person.ActorAsync();
        var window = State.Window;
        await Load.ReadAsync(window, wanted => ListAsync(window, actor, wanted));
        if (Load.Fault is null && Load.Window == window && Load.Page is { Rows.Count: 0, Count: > 0 } page)
        {
            // The address points beyond the end, for instance after a search: show the last page.
            var last = window with { Skip = (page.Count - 1) / window.Take * window.Take };
            await Load.ReadAsync(last, wanted => ListAsync(last, actor, wanted));
        }
    }

    /// <summary>Asks for another part of the table.</summary>
    protected void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    /// <summary>Turns the page.</summary>
    protected void Turn(int number) => Show(State with { Page = number });

    /// <summary>Searches.</summary>
    protected void Search(string text) => Show(State with { Text = text, Page = 1 });

    /// <summary>Takes another size of page.</summary>
    protected void Resize(int size) => Show(State with { Size = size, Page = 1 });

    /// <summary>Shows one kind of row only, or all.</summary>
    protected void Choose<TKind>(TKind? kind)
        where TKind : struct, Enum => Show(State with { Kind = kind?.ToString(), Page = 1 });

    /// <summary>Shows everything again.</summary>
    protected void Clear() => Show(State with { Text = null, Kind = null, From = null, To = null, Page = 1 });

    /// <summary>Sorts by what was clicked.</summary>
    protected void SortBy(GridSort sorted) => Show(State with
    {
        Page = 1,
        Sort = sorted.Column,
        Descending = sorted.IsDescending,
    });

    /// <summary>The direction of a column, if the rows are sorted by it.</summary>
    protected SortOrder? OrderOf(TSort sort) =>
        !EqualityComparer<TSort>.Default.Equals(sort, Sort) ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    /// <summary>The width of a column.</summary>
    protected string Px(int wide, int narrow) => string.Create(CultureInfo.InvariantCulture, $"{(IsNarrow ? narrow : wide)}px");
}
