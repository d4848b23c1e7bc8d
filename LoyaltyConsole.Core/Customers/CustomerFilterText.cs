using System.Globalization;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// A filter as one line of text, for instance <c>status=active&amp;tier=2,3</c>: what addresses, exports, saved views and the
/// command line write, and all of them read alike.
/// </summary>
public static class CustomerFilterText
{
    private const int LongestText = 200;
    private const int MostDays = 3_650;
    private const decimal MostPoints = 1_000_000_000_000m;

    /// <summary>Reads a filter; whatever makes no sense in it is passed over.</summary>
    public static CustomerFilter Read(string text) => Read(text, out _);

    /// <summary>Reads a filter, and tells the parts that make no sense in it.</summary>
    public static CustomerFilter Read(string text, out IReadOnlyList<string> unread)
    {
        var query = new QueryText(text);
        var filter = new CustomerFilter
        {
            Text = query.Take("q", Text),
            Statuses = query.TakeAll("status", StatusOf),
            IsLocked = query.Take("locked", word => Either(word, "yes", "no")),
            IsRegistered = query.Take("reg", word => Either(word, "registered", "anonymous")),
            Integrations = [.. query.TakeAll("integration", Id).Select(id => new IntegrationId(id))],
            Tiers = [.. query.TakeAll("tier", Id).Select(id => new TierId(id))],
            SegmentModel = query.Take("model", Id) is { } model ? new SegmentModelId(model) : null,
            Segments = [.. query.TakeAll("segment", Id).Select(id => new SegmentId(id))],
            EnrolledFrom = query.Take("from", DateOf),
            EnrolledTo = query.Take("to", DateOf),
            EnrolledWithinDays = query.Take("within", DaysOf),
            ModifiedWithinDays = query.Take("modified", DaysOf),
            ExpiringWithinDays = query.Take("expiring", DaysOf),
            BalanceFrom = query.Take("min", PointsOf),
            BalanceTo = query.Take("max", PointsOf),
        };
        unread = query.Left;
        return filter;
    }

    /// <summary>Its parts by name, in the order in which they are written; what is not asked for is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parts(CustomerFilter filter) =>
    [
        .. new (string Name, string? Value)[]
        {
            ("q", string.IsNullOrWhiteSpace(filter.Text) ? null : filter.Text),
            ("status", Joined(filter.Statuses.Select(WordOf))),
            ("locked", filter.IsLocked is { } locked ? locked ? "yes" : "no" : null),
            ("reg", filter.IsRegistered is { } registered ? registered ? "registered" : "anonymous" : null),
            ("integration", Joined(filter.Integrations.Select(integration => Invariant(integration.Value)))),
            ("tier", Joined(filter.Tiers.Select(tier => Invariant(tier.Value)))),
            ("model", filter.SegmentModel is { } model ? Invariant(model.Value) : null),
            ("segment", Joined(filter.Segments.Select(segment => Invariant(segment.Value)))),
            ("from", filter.EnrolledFrom is { } from ? LocalDatePattern.Iso.Format(from) : null),
            ("to", filter.EnrolledTo is { } to ? LocalDatePattern.Iso.Format(to) : null),
            ("within", filter.EnrolledWithinDays is { } within ? Invariant(within) : null),
            ("modified", filter.ModifiedWithinDays is { } modified ? Invariant(modified) : null),
            ("expiring", filter.ExpiringWithinDays is { } expiring ? Invariant(expiring) : null),
            ("min", filter.BalanceFrom?.ToString()),
            ("max", filter.BalanceTo?.ToString()),
        }.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value!)),
    ];

    /// <summary>Writes a filter as <see cref="Read(string)"/> takes it; empty for everybody.</summary>
    public static string Write(CustomerFilter filter) => QueryText.Write(Parts(filter));

    /// <summary>A date as date fields write it.</summary>
    // The last day of the calendar has no end, and nobody joined in the age of Caesar.
    public static LocalDate? DateOf(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 9998 } date } ? date : null;

    /// <summary>Points as number fields write them.</summary>
    public static Points? PointsOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points)
        && Math.Abs(points) <= MostPoints
            ? Points.Rounded(points, 2)
            : null;

    /// <summary>A number of days, from one to ten years of them.</summary>
    public static int? DaysOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays ? days : null;

    private static string? Text(string value)
    {
        var text = value.Trim();
        return text.Length == 0 ? null : text.Length > LongestText ? text[..LongestText] : text;
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

    private static bool? Either(string word, string yes, string no) =>
        string.Equals(word, yes, StringComparison.Ordinal) ? true : string.Equals(word, no, StringComparison.Ordinal) ? false : null;

    private static long? Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Joined(IEnumerable<string> words) => string.Join(',', words) is { Length: > 0 } joined ? joined : null;

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
