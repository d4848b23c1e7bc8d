using System.Globalization;
using LoyaltyConsole.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;

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

    /// <summary>The first day shown; null for any.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The last day shown; null for any.</summary>
    public LocalDate? To { get; init; }

    /// <summary>Whether less than everything is asked for.</summary>
    public bool IsNarrowed => Text is not null || Kind is not null || From is not null || To is not null;

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
            From = Day(Value("from")),
            To = Day(Value("to")),
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
        [Prefix + "from"] = Iso(From),
        [Prefix + "to"] = Iso(To),
    });

    /// <summary>The column to sort by, if the address names one.</summary>
    public T? SortBy<T>()
        where T : struct, Enum => Choice<T>(Sort);

    /// <summary>The kind of row, if the address names one.</summary>
    public T? KindOf<T>()
        where T : struct, Enum => Choice<T>(Kind);

    /// <summary>A day as addresses and date fields spell it; null for none.</summary>
    public static string? Iso(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    /// <summary>Reads a day as addresses and date fields spell it; null where it is none, or one that no calendar on a screen reaches.</summary>
    public static LocalDate? Day(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 9000 } day } ? day : null;

    // By name only: a number in an address is nobody's choice.
    private static T? Choice<T>(string? name)
        where T : struct, Enum =>
        name is { Length: > 0 } && char.IsLetter(name[0]) && Enum.TryParse<T>(name, ignoreCase: true, out var choice) ? choice : null;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
