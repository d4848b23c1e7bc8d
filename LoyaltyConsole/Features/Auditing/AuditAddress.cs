using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Features.Auditing;

/// <summary>What of the audit log is shown, as the address says it; the page and its export read the same.</summary>
internal static class AuditAddress
{
    /// <summary>The page.</summary>
    public const string Path = "/audit";

    /// <summary>Reads an address; what makes no sense there counts as not said.</summary>
    public static AuditFilter FilterOf(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        return new AuditFilter(
            TableState.Of(address, "").Text, Value("person"), Value("deed"),
            long.TryParse(Value("customer"), NumberStyles.None, CultureInfo.InvariantCulture, out var customer) ? new CustomerId(customer) : null,
            Day(Value("from")), Day(Value("to")));

        string? Value(string name) => query.TryGetValue(name, out var values) && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;
    }

    /// <summary>The filter alone, as an export takes it.</summary>
    public static string Query(string address)
    {
        var filter = FilterOf(address);
        var parts = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = filter.Text,
            ["person"] = filter.Actor,
            ["deed"] = filter.Deed,
            ["customer"] = filter.Customer?.ToString(),
            ["from"] = Iso(filter.From),
            ["to"] = Iso(filter.To),
        };
        return QueryHelpers.AddQueryString("", parts.Where(part => !string.IsNullOrWhiteSpace(part.Value))).TrimStart('?');
    }

    private static string? Iso(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    // No further than a calendar can go on from.
    private static LocalDate? Day(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1 and <= 9_000 } day } ? day : null;
}
