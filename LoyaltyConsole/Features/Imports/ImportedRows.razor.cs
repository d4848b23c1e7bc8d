using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Which part of an import is shown.</summary>
public enum RowView
{
    /// <summary>All orders and credit notes.</summary>
    All,

    /// <summary>Those that are, or will be, booked.</summary>
    Accepted,

    /// <summary>The rows with something wrong.</summary>
    Errors,

    /// <summary>Those that stay out though nothing is wrong.</summary>
    Skipped,

    /// <summary>Those that move a level.</summary>
    Tiers,

    /// <summary>Those of which an undo had to leave something.</summary>
    Kept,
}

/// <summary>What an import consists of, in several views; the address holds which of them, the search and the page.</summary>
public sealed partial class ImportedRows(NavigationManager navigation)
{
    private const int UsualSize = 25;
    private const int LongestText = 200;

    private ImportedOrders? _imported;
    private PointsTable? _points;
    private CustomersTable? _customers;
    private TiersTable? _tiers;
    private CouponRowsTable? _coupons;
    private RejectedRows? _rejected;

    /// <summary>The view's name.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? ViewName { get; set; }

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Sought { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    /// <summary>How many rows a page has.</summary>
    [SupplyParameterFromQuery(Name = "size")]
    public int? PageSize { get; set; }

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public required Import Import { get; set; }

    /// <summary>How many orders it has in each state.</summary>
    [Parameter, EditorRequired]
    public required DocumentCounts Orders { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private RowView View => Enum.GetValues<RowView>().FirstOrDefault(view => string.Equals(NameOf(view), ViewName, StringComparison.Ordinal));

    private string? Text => Sought is { Length: > LongestText } ? Sought[..LongestText] : Sought;

    private int Number => Math.Clamp(PageNumber ?? 1, 1, 1_000_000);

    private int Size => PageSize is { } size && Window.Sizes.Contains(size) ? size : UsualSize;

    private IEnumerable<(RowView View, int Count)> Views =>
    [
        (RowView.All, Orders.All),
        (RowView.Accepted, Orders.Accepted),
        (RowView.Errors, Import.Counts.Rejected),
        (RowView.Skipped, Orders.Skipped),
        .. Import.Kind is ImportKind.Points or ImportKind.Tiers ? [(RowView.Tiers, Orders.Tiers)] : Array.Empty<(RowView, int)>(),
        .. Import.Status is ImportStatus.Undoing or ImportStatus.Undone ? [(RowView.Kept, Orders.Kept)] : Array.Empty<(RowView, int)>(),
    ];

    /// <summary>Reads the rows again, because the import has moved.</summary>
    public Task RefreshAsync() => _imported?.RefreshAsync() ?? _points?.RefreshAsync() ?? _customers?.RefreshAsync() ?? _tiers?.RefreshAsync() ?? _coupons?.RefreshAsync() ?? _rejected?.RefreshAsync() ?? Task.CompletedTask;

    private static ImportState? StateOf(RowView view) => view switch
    {
        RowView.Accepted => ImportState.Accepted,
        RowView.Skipped => ImportState.Skipped,
        RowView.Kept => ImportState.Kept,
        _ => null,
    };

    private static PointsRows RowsOf(RowView view) => view switch
    {
        RowView.Accepted => PointsRows.Accepted,
        RowView.Skipped => PointsRows.Skipped,
        RowView.Tiers => PointsRows.Tiers,
        RowView.Kept => PointsRows.Kept,
        _ => PointsRows.All,
    };

    private string ViewWord(RowView view) => Texts[view is RowView.All ? $"View_All_{Import.Kind}" : $"View_{view}"];

    private static string? NameOf(RowView view) => view switch
    {
        RowView.Accepted => "accepted",
        RowView.Errors => "errors",
        RowView.Skipped => "skipped",
        RowView.Tiers => "tiers",
        RowView.Kept => "kept",
        _ => null,
    };

    private string AddressOf(RowView view) => AddressOf(view, Text, 1, Size);

    private string AddressOf(RowView view, string? text, int number, int size) => navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["view"] = NameOf(view),
            ["q"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
            ["page"] = number == 1 ? null : number,
            ["size"] = size == UsualSize ? null : size,
        });

    // One way back from a search, not one for each pause in the typing.
    private void Go(RowView view, string? text, int number, int size) =>
        navigation.NavigateTo(AddressOf(view, text, number, size), replace: Text is not null && !string.Equals(text, Text, StringComparison.Ordinal));
}
