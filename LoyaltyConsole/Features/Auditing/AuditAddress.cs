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

    /// <summary>The file.</summary>
    public const string Export = "/audit/export.csv";

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

    // No further than a calendar can go on from.
    private static LocalDate? Day(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1 and <= 9_000 } day } ? day : null;
}
