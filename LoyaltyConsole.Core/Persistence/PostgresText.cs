using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// What PostgreSQL spells otherwise than SQLite. Statements are written so that both understand them: names are kept in small
/// letters there, truths as numbers, and functions that only SQLite has by nature are made by the first migration. What is left
/// is here and nowhere else.
/// </summary>
internal static partial class PostgresText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>A statement in PostgreSQL's words.</summary>
    public static string Of(string sql) => _known.GetOrAdd(sql, Translate);

    private static string Translate(string sql)
    {
        // A plan is PostgreSQL's own affair.
        var text = OffTheIndex().Replace(Hint().Replace(sql, ""), "");
        text = OrderedJoin().Replace(text, "JOIN ${table} ON");

        // Without regard to case, as SQLite compares.
        text = Like().Replace(text, "ILIKE");
        text = Search().Replace(text, "SELECT Id FROM customer_search(${phrases})");
        text = List().Replace(text, "COALESCE(json_agg(${cell})::text, '[]')");
        text = Code().Replace(text, "chr(${code})").Replace("CAST(Body AS TEXT)", "convert_from(Body, 'UTF8')", StringComparison.Ordinal);
        text = Whole().Replace(text, "BIGINT");

        // A list without anything in it finds nobody.
        text = text.Replace("IN ()", "IN (NULL)", StringComparison.Ordinal);
        return NoLimit().Replace(text, "LIMIT ALL").Replace("temp.", "pg_temp.", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+(?:NOT INDEXED|INDEXED BY \w+)", Options, 1_000)]
    private static partial Regex Hint();

    // A plus before a column keeps SQLite from its index.
    [GeneratedRegex(@"(?<=[\s(,])\+(?=[A-Za-z_(])", Options, 1_000)]
    private static partial Regex OffTheIndex();

    [GeneratedRegex(@"SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH (?<phrases>@\w+)", Options, 1_000)]
    private static partial Regex Search();

    [GeneratedRegex(@"\bchar\((?<code>\d+)\)", Options, 1_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"json_group_array\((?<cell>\w+)\)", Options, 1_000)]
    private static partial Regex List();

    [GeneratedRegex(@"CROSS JOIN (?<table>(?:\w+\.)?\w+(?:\([^()]*\))?(?: AS)?(?: \w+)?) ON\b", Options, 1_000)]
    private static partial Regex OrderedJoin();

    [GeneratedRegex(@"\bLIKE\b", Options, 1_000)]
    private static partial Regex Like();

    // The whole numbers of a table that is only made for a deed.
    [GeneratedRegex(@"\bINTEGER\b", Options, 1_000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\bLIMIT -1\b", Options, 1_000)]
    private static partial Regex NoLimit();
}
