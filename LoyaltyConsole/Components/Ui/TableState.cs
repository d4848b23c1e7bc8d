using System.Globalization;
using LoyaltyConsole.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace LoyaltyConsole.Components.Ui;

/// <summary>What a table shows, as the address says it. Each table of a page has a prefix of its own there.</summary>
/// <param name="Prefix">What the table's part of the address begins with; empty for the page's only table.</param>
public sealed record TableState(string Prefix)
{
    private const int SmallestPage = 10;

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How many rows a page has.</summary>
    public int Size { get; init; } = SmallestPage;

    /// <summary>The column to sort by, in the address's spelling; null for the table's own order.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether the order is descending.</summary>
    public bool Descending { get; init; }

    /// <summary>What is searched for.</summary>
    public string? Text { get; init; }

    /// <summary>What kind of row is shown; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>The rows that this asks for.</summary>
    public Window Window => new((Page - 1) * Size, Size);

    /// <summary>Reads an address; what makes no sense there counts as not said.</summary>
    public static TableState Of(string address, string prefix)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var size = Number(Value("size"));
        var sort = Value("sort");
        return new TableState(prefix)
        {
            // Bounded, so that no address leads past what a number of rows can be.
            Page = Math.Clamp(Number(Value("page")) ?? 1, 1, 1_000_000),
            Size = size is { } known && Window.Sizes.Contains(known) ? known : SmallestPage,
            Sort = sort?.TrimStart('-'),
            Descending = sort?.StartsWith('-') is true,
            Text = Value("q"),
            Kind = Value("kind"),
        };

        string? Value(string name) =>
            query.TryGetValue(prefix + name, out var values) && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;
    }

    /// <summary>The page's address with this table in this state.</summary>
    public string Address(NavigationManager navigation) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [Prefix + "page"] = Page == 1 ? null : Page,
        [Prefix + "size"] = Size == SmallestPage ? null : Size,
        [Prefix + "sort"] = Sort is null ? null : (Descending ? "-" : "") + Sort.ToLowerInvariant(),
        [Prefix + "q"] = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
        [Prefix + "kind"] = Kind?.ToLowerInvariant(),
    });

    /// <summary>The column to sort by, if the address names one.</summary>
    public T? SortBy<T>()
        where T : struct, Enum => Choice<T>(Sort);

    /// <summary>The kind of row, if the address names one.</summary>
    public T? KindOf<T>()
        where T : struct, Enum => Choice<T>(Kind);

    // By name only: a number in an address is nobody's choice.
    private static T? Choice<T>(string? name)
        where T : struct, Enum =>
        name is { Length: > 0 } && char.IsLetter(name[0]) && Enum.TryParse<T>(name, ignoreCase: true, out var choice) ? choice : null;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
