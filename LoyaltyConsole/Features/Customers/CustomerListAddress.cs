using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LoyaltyConsole.Features.Customers;

/// <summary>All that the overview shows, as its address says it: a reload, the back button and a shared link show the same.</summary>
public sealed record CustomerListAddress
{
    /// <summary>Where the overview lies.</summary>
    public const string Path = "/customers";

    private const int UsualSize = 25;
    private const int LastPage = 1_000_000;

    /// <summary>Whom it shows.</summary>
    public CustomerFilter Filter { get; init; } = new();

    /// <summary>The most recent first, until somebody clicks a label (S-001).</summary>
    public CustomerSort Sort { get; init; } = CustomerSort.Id;

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; init; } = true;

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How many rows a page has.</summary>
    public int Size { get; init; } = UsualSize;

    /// <summary>The shown columns in their order; null for the usual ones.</summary>
    public string? Columns { get; init; }

    /// <summary>The part of the list that this page is.</summary>
    public Window Window => new((Page - 1) * Size, Size);

    /// <summary>What makes the list, without which part of it is shown: what a saved view keeps; empty for everybody in the usual order.</summary>
    public string Query => (this with { Page = 1, Size = UsualSize }).ToString()[Path.Length..].TrimStart('?');

    /// <summary>The address of a profile that is opened from this list, so that one can go on from there to the next.</summary>
    /// <param name="customer">Whose profile.</param>
    /// <param name="place">Where in the list they stand, from 1.</param>
    public string Profile(CustomerId customer, int place) => QueryHelpers.AddQueryString(
        $"{Path}/{customer}",
        new (string Name, string Value)[] { ("in", Query), ("at", Invariant(place)) }.Where(part => part.Value.Length > 0)
            .Select(part => KeyValuePair.Create(part.Name, (string?)part.Value)));

    /// <summary>The list that such an address was opened from, at the page on which the place is; null for one that was not.</summary>
    public static (CustomerListAddress List, int Place)? OfProfile(string address)
    {
        var query = QueryHelpers.ParseQuery(address.Split('#')[0].Split('?', 2) is [_, var asked] ? asked : "");
        if (Number(query, "at") is not (> 0 and <= LastPage and var at))
        {
            return null;
        }

        var list = Parse($"{Path}?{Value(query, "in")}");
        return (list with { Page = (((int)at - 1) / list.Size) + 1 }, (int)at);
    }

    /// <summary>Reads an address; whatever makes no sense in it is passed over.</summary>
    public static CustomerListAddress Parse(string address)
    {
        var question = address.IndexOf('?', StringComparison.Ordinal);
        var asked = question < 0 ? "" : address[question..].Split('#')[0];
        var query = QueryHelpers.ParseQuery(asked);
        var column = CustomerColumn.All.FirstOrDefault(column => Is(query, "sort", column.Key));
        var size = Number(query, "size");
        return new CustomerListAddress
        {
            Filter = CustomerFilterText.Read(asked),
            Sort = column?.Sort ?? CustomerSort.Id,
            IsDescending = column is null || Is(query, "dir", "desc"),
            Page = Number(query, "page") is > 0 and <= LastPage and { } page ? (int)page : 1,
            Size = size is not null && Window.Sizes.Contains((int)size) ? (int)size : UsualSize,
            Columns = CustomerColumn.Read(Value(query, "cols")) is { } columns ? CustomerColumn.Write(columns) : null,
        };
    }

    /// <summary>The address, in which what is usual is left out.</summary>
    public override string ToString()
    {
        var isUsualOrder = Sort == CustomerSort.Id && IsDescending;
        var query = new (string Name, string? Value)[]
        {
            ("sort", isUsualOrder ? null : CustomerColumn.All.First(column => column.Sort == Sort).Key),
            ("dir", isUsualOrder || !IsDescending ? null : "desc"),
            ("page", Page == 1 ? null : Invariant(Page)),
            ("size", Size == UsualSize ? null : Invariant(Size)),
            ("cols", Columns),
        };
        return QueryHelpers.AddQueryString(
            Path,
            CustomerFilterText.Parts(Filter).Select(part => KeyValuePair.Create(part.Key, (string?)part.Value))
                .Concat(query.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value))));
    }

    private static string? Value(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out var values) ? values[0] : null;

    private static bool Is(Dictionary<string, StringValues> query, string name, string word) =>
        string.Equals(Value(query, name), word, StringComparison.Ordinal);

    private static long? Number(Dictionary<string, StringValues> query, string name) => Number(Value(query, name));

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
