using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// The overview's filters as SQL. Every text comes in as a parameter and every column from a fixed list, so that
/// nothing that is typed can become a statement.
/// </summary>
internal sealed class CustomerQuery
{
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object? Value)> _values = [];
    private readonly bool _needsAccount;

    public CustomerQuery(CustomerFilter filter, ProgrammeSettings settings)
    {
        Text(filter.Text);
        OneOf("c.Status", filter.Statuses.Select(status => (long)status));
        OneOf("c.IntegrationId", filter.Integrations.Select(integration => integration.Value));
        OneOf("c.TierId", filter.Tiers.Select(tier => tier.Value));
        Compare("c.IsLocked =", filter.IsLocked);
        Compare("c.IsRegistered =", filter.IsRegistered);
        Compare("c.EnrolledAt >=", filter.EnrolledFrom is { } from ? settings.Time.StartOf(from).ToUnixTimeMilliseconds() : null);
        Compare("c.EnrolledAt <", filter.EnrolledTo is { } to ? settings.Time.EndOf(to).ToUnixTimeMilliseconds() : null);
        _needsAccount = filter.BalanceFrom is not null || filter.BalanceTo is not null;
        Compare("a.Balance >=", filter.BalanceFrom?.Hundredths);
        Compare("a.Balance <=", filter.BalanceTo?.Hundredths);
    }

    /// <summary>How many match; a filtered list is counted up to the cap only.</summary>
    public int Count(SqliteConnection connection, int cap) => (int)(_conditions.Count == 0
        ? connection.Number("SELECT COUNT(*) FROM Customers")
        : connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {From(_needsAccount)}{Where} LIMIT {cap})", [.. _values]));

    /// <summary>The ids of one page. Only these are joined with what the page shows.</summary>
    public List<long> Ids(SqliteConnection connection, CustomerSort sort, bool descending, Window window)
    {
        var direction = descending ? "DESC" : "ASC";
        var (from, column) = sort switch
        {
            CustomerSort.Id => (From(_needsAccount), null),
            CustomerSort.RefId => (From(_needsAccount), "c.RefId"),
            CustomerSort.Name => (From(_needsAccount), "c.NameKey"),
            CustomerSort.Email => (From(_needsAccount), "c.EmailKey"),
            CustomerSort.Phone => (From(_needsAccount), "c.PhoneDigits"),
            CustomerSort.Enrolled => (From(_needsAccount), "c.EnrolledAt"),
            CustomerSort.Birthday => (From(_needsAccount), "c.Birthday"),
            CustomerSort.Gender => (From(_needsAccount), "c.Gender"),
            CustomerSort.Locked => (From(_needsAccount), "c.IsLocked"),
            CustomerSort.Status => (From(_needsAccount), "c.Status"),
            CustomerSort.Modified => (From(_needsAccount), "c.ModifiedAt"),

            // These are walked in the order of the other table, each with its customers by index.
            CustomerSort.Points => ("Accounts a CROSS JOIN Customers c ON c.Id = a.CustomerId", "a.Balance"),
            CustomerSort.Integration => ($"Integrations i CROSS JOIN {From(_needsAccount)} ON c.IntegrationId = i.Id", "i.Name"),
            CustomerSort.Tier => ($"Tiers t CROSS JOIN {From(_needsAccount)} ON c.TierId = t.Id", "t.Rank"),
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        };
        if (_needsAccount && sort is CustomerSort.Integration or CustomerSort.Tier)
        {
            from = from.Replace(" ON c.Id = a.CustomerId", "", StringComparison.Ordinal) + " AND c.Id = a.CustomerId";
        }

        var id = sort == CustomerSort.Points ? "a.CustomerId" : "c.Id";
        var order = column is null ? $"{id} {direction}" : $"{column} {direction}, {id} {direction}";
        return connection.Query(
            $"SELECT c.Id FROM {from}{Where} ORDER BY {order} LIMIT {window.Take} OFFSET {window.Skip}",
            row => row.GetInt64(0),
            [.. _values]);
    }

    private string Where => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    private static string From(bool withAccount) =>
        withAccount ? "Customers c JOIN Accounts a ON c.Id = a.CustomerId" : "Customers c";

    private void Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        // The search index takes a NUL for the end of the query.
        var typed = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        var ways = new List<string> { Words(typed), $"c.Id IN (SELECT CustomerId FROM Orders WHERE RefId = {Add(typed)})" };
        if (SearchKeys.SoughtDigits(typed) is { } digits)
        {
            ways.Add($"c.Id IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {Add($"PhoneDigits : {Phrase(digits)}")})");
        }

        if (long.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id))
        {
            ways.Add($"c.Id = {Add(id)}");
        }

        _conditions.Add($"({string.Join(" OR ", ways)})");
    }

    // Every word must occur: those of three letters or more anywhere (the search index knows no shorter ones),
    // the others at the beginning of the name, e-mail or reference.
    private string Words(string typed)
    {
        var words = SearchKeys.Fold(typed.Length > 200 ? typed[..200] : typed).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<string>();
        var phrases = words.Where(word => !IsShort(word)).Select(Phrase).ToList();
        if (phrases.Count > 0)
        {
            found.Add($"c.Id IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {Add(string.Join(" AND ", phrases))})");
        }

        foreach (var word in words.Where(IsShort))
        {
            var (start, end) = (Add(word), Add(word + "\U0010FFFF"));
            found.Add(
                $"c.Id IN (SELECT Id FROM Customers WHERE NameKey >= {start} AND NameKey < {end}"
                + $" UNION SELECT Id FROM Customers WHERE LastNameKey >= {start} AND LastNameKey < {end}"
                + $" UNION SELECT Id FROM Customers WHERE EmailKey >= {start} AND EmailKey < {end}"
                + $" UNION SELECT Id FROM Customers WHERE RefId >= {Add(typed)} AND RefId < {Add(typed + "\U0010FFFF")})");
        }

        return found.Count == 0 ? "0" : string.Join(" AND ", found);
    }

    private static string Phrase(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void OneOf(string column, IEnumerable<long> values)
    {
        var list = string.Join(',', values.Distinct());
        if (list.Length > 0)
        {
            _conditions.Add($"{column} IN ({list})");
        }
    }

    private void Compare(string comparison, object? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{comparison} {Add(value)}");
        }
    }

    private string Add(object value)
    {
        var name = $"@f{_values.Count}";
        _values.Add((name, value is bool flag ? flag ? 1L : 0L : value));
        return name;
    }

    // The trigram index counts code points, not UTF-16 units.
    private static bool IsShort(string word) => word.EnumerateRunes().Count() < 3;
}
