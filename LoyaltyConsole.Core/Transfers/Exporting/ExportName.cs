using System.Text;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>The name of a file that says what it is, when, by whom and by which filter, in letters that every system keeps (5.10.4).</summary>
internal static class ExportName
{
    private const int LongestWho = 40;
    private const int LongestFilter = 80;

    public static string Of(ExportOrder order, Actor actor, ProgrammeSettings settings, Instant now)
    {
        var kind = FileWords<ExportKind>.Of((long)order.Kind)!;
        var format = order.Format is ExportFormat.Own ? null : FileWords<ExportFormat>.Of((long)order.Format);
        var at = settings.Time.Local(now);
        var asOf = order.At is { } then ? "as-of-" + NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd-HHmm").Format(settings.Time.Local(then)) : null;
        return string.Join('_', new[]
        {
            kind, format, NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd-HHmm").Format(at), Plain(actor.Name, LongestWho), asOf, Filter(order.Filter),
        }.Where(part => !string.IsNullOrEmpty(part))) + ".csv";
    }

    /// <summary>The name of a file of one thing for everybody whom a list finds.</summary>
    public static string OfBulk(string words, string filter, Actor actor, ProgrammeSettings settings, Instant now) => string.Join('_', new[]
    {
        "bulk", string.Join('_', words.Split('_').Select(word => word.StartsWith('-') ? $"-{Plain(word, LongestFilter)}" : Plain(word, LongestFilter))),
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd-HHmm").Format(settings.Time.Local(now)), Plain(actor.Name, LongestWho), Filter(filter),
    }) + ".csv";

    // What was searched for may be a name, which stays out of folders and mail subjects; the audit log has it.
    private static string Filter(string query)
    {
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.StartsWith("q=", StringComparison.Ordinal) ? "searched" : Plain(Uri.UnescapeDataString(part), LongestFilter));
        return string.Join('+', parts) is { Length: > 0 } filter ? filter.Length > LongestFilter ? filter[..LongestFilter] : filter : "all";
    }

    private static string Plain(string text, int longest)
    {
        var plain = new StringBuilder();
        foreach (var character in SearchKeys.Fold(text.Replace("ß", "ss", StringComparison.Ordinal)))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                plain.Append(character);
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        var name = plain.ToString().Trim('-');
        return name.Length > longest ? name[..longest].TrimEnd('-') : name;
    }
}
