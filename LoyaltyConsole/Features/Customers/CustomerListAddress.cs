using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Features.Customers;

/// <summary>All that the overview shows, as its address says it: a reload, the back button and a shared link show the same.</summary>
public sealed record CustomerListAddress
{
    /// <summary>Where the overview lies.</summary>
    public const string Path = "/customers";

    private const int UsualSize = 25;
    private const int LastPage = 1_000_000;
    private const int LongestText = 200;
    private const decimal MostPoints = 1_000_000_000_000m;

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

    /// <summary>Reads an address; whatever makes no sense in it is passed over.</summary>
    public static CustomerListAddress Parse(string address)
    {
        var question = address.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(question < 0 ? "" : address[question..].Split('#')[0]);
        var column = CustomerColumn.All.FirstOrDefault(column => Is(query, "sort", column.Key));
        var size = Number(query, "size");
        return new CustomerListAddress
        {
            Filter = new CustomerFilter
            {
                Text = Text(query, "q"),
                Statuses = [.. Words(query, "status").Select(StatusOf).OfType<CustomerStatus>().Distinct()],
                IsLocked = Either(query, "locked", "yes", "no"),
                IsRegistered = Either(query, "reg", "registered", "anonymous"),
                Integrations = [.. Ids(query, "integration").Select(id => new IntegrationId(id))],
                Tiers = [.. Ids(query, "tier").Select(id => new TierId(id))],
                EnrolledFrom = Date(query, "from"),
                EnrolledTo = Date(query, "to"),
                BalanceFrom = Amount(query, "min"),
                BalanceTo = Amount(query, "max"),
            },
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
            ("q", string.IsNullOrWhiteSpace(Filter.Text) ? null : Filter.Text),
            ("status", Joined(Filter.Statuses.Select(WordOf))),
            ("locked", Filter.IsLocked is { } locked ? locked ? "yes" : "no" : null),
            ("reg", Filter.IsRegistered is { } registered ? registered ? "registered" : "anonymous" : null),
            ("integration", Joined(Filter.Integrations.Select(integration => Invariant(integration.Value)))),
            ("tier", Joined(Filter.Tiers.Select(tier => Invariant(tier.Value)))),
            ("from", Filter.EnrolledFrom is { } from ? LocalDatePattern.Iso.Format(from) : null),
            ("to", Filter.EnrolledTo is { } to ? LocalDatePattern.Iso.Format(to) : null),
            ("min", Filter.BalanceFrom?.ToString()),
            ("max", Filter.BalanceTo?.ToString()),
            ("sort", isUsualOrder ? null : CustomerColumn.All.First(column => column.Sort == Sort).Key),
            ("dir", isUsualOrder || !IsDescending ? null : "desc"),
            ("page", Page == 1 ? null : Invariant(Page)),
            ("size", Size == UsualSize ? null : Invariant(Size)),
            ("cols", Columns),
        };
        return QueryHelpers.AddQueryString(
            Path,
            query.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    private static CustomerStatus? StatusOf(string word) => word switch
    {
        "active" => CustomerStatus.Active,
        "inactive" => CustomerStatus.Inactive,
        "deleted" => CustomerStatus.Deleted,
        _ => null,
    };

    private static string WordOf(CustomerStatus status) => status switch
    {
        CustomerStatus.Active => "active",
        CustomerStatus.Inactive => "inactive",
        CustomerStatus.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static string? Value(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out var values) ? values[0] : null;

    private static string? Text(Dictionary<string, StringValues> query, string name)
    {
        var text = Value(query, name)?.Trim();
        return string.IsNullOrEmpty(text) ? null : text.Length > LongestText ? text[..LongestText] : text;
    }

    private static bool Is(Dictionary<string, StringValues> query, string name, string word) =>
        string.Equals(Value(query, name), word, StringComparison.Ordinal);

    private static bool? Either(Dictionary<string, StringValues> query, string name, string yes, string no) =>
        Is(query, name, yes) ? true : Is(query, name, no) ? false : null;

    private static string[] Words(Dictionary<string, StringValues> query, string name) => (Value(query, name) ?? "").Split(',');

    private static IEnumerable<long> Ids(Dictionary<string, StringValues> query, string name) =>
        Words(query, name).Select(Number).OfType<long>().Distinct();

    private static long? Number(Dictionary<string, StringValues> query, string name) => Number(Value(query, name));

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static LocalDate? Date(Dictionary<string, StringValues> query, string name) => DateOf(Value(query, name));

    private static Points? Amount(Dictionary<string, StringValues> query, string name) => PointsOf(Value(query, name));

    private static string? Joined(IEnumerable<string> words) => string.Join(',', words) is { Length: > 0 } joined ? joined : null;

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A date as addresses and date fields write it.</summary>
    // The last day of the calendar has no end, and nobody joined in the age of Caesar.
    public static LocalDate? DateOf(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 9998 } date } ? date : null;

    /// <summary>Points as addresses and number fields write them.</summary>
    public static Points? PointsOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points)
        && Math.Abs(points) <= MostPoints
            ? Points.Rounded(points, 2)
            : null;
}
