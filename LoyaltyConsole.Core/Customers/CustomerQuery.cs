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
    private readonly int _cap;
    private bool _isCommon;

    /// <summary>Reads the filter.</summary>
    /// <param name="connection">Where what was typed is looked up.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="cap">Up to where a filtered list is counted.</param>
    public CustomerQuery(SqliteConnection connection, CustomerFilter filter, ProgrammeSettings settings, int cap)
    {
        _cap = cap;
        Text(connection, filter.Text);

        // Nearly everybody is active and not locked: by the plus SQLite walks in the order of the page instead of
        // collecting nearly everybody by the index and sorting them.
        OneOf(filter.Statuses.Contains(CustomerStatus.Active) ? "+c.Status" : "c.Status", filter.Statuses.Select(status => (long)status));
        OneOf("c.IntegrationId", filter.Integrations.Select(integration => integration.Value));
        OneOf("c.TierId", filter.Tiers.Select(tier => tier.Value));
        Compare(filter.IsLocked is false ? "+c.IsLocked =" : "c.IsLocked =", filter.IsLocked);
        Compare("c.IsRegistered =", filter.IsRegistered);
        Compare("c.EnrolledAt >=", filter.EnrolledFrom is { } from ? settings.Time.StartOf(from).ToUnixTimeMilliseconds() : null);
        Compare("c.EnrolledAt <", filter.EnrolledTo is { } to ? settings.Time.EndOf(to).ToUnixTimeMilliseconds() : null);
        _needsAccount = filter.BalanceFrom is not null || filter.BalanceTo is not null;
        Compare("a.Balance >=", filter.BalanceFrom?.Hundredths);
        Compare("a.Balance <=", filter.BalanceTo?.Hundredths);
    }

    /// <summary>How many match; a filtered list is counted up to the cap only.</summary>
    public int Count(SqliteConnection connection) => _conditions.Count == 0
        ? (int)connection.Number("SELECT COUNT(*) FROM Customers")
        : _isCommon && _conditions.Count == 1
            ? _cap
            : (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {FromForCount}{Where} LIMIT {_cap})", [.. _values]);

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

            // These are walked in the order of the other table, each with its customers by index; by balance without
            // them where nothing is asked of them.
            CustomerSort.Points => (
                AsksOnlyTheAccount ? "Accounts a" : "Accounts a CROSS JOIN Customers c ON c.Id = a.CustomerId", "a.Balance"),
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
            $"SELECT {id} FROM {from}{Where} ORDER BY {order} LIMIT {window.Take} OFFSET {window.Skip}",
            row => row.GetInt64(0),
            [.. _values]);
    }

    private bool AsksOnlyTheAccount => _conditions.TrueForAll(condition => condition.StartsWith("a.", StringComparison.Ordinal));

    private string FromForCount => AsksOnlyTheAccount ? "Accounts a" : From(_needsAccount);

    private string Where => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    private static string From(bool withAccount) =>
        withAccount ? "Customers c JOIN Accounts a ON c.Id = a.CustomerId" : "Customers c";

    // What few have is looked up once; what many have is asked of each customer on the way, since then a page is soon full.
    private void Text(SqliteConnection connection, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var typed = new TypedText(text);
        var (count, ids) = connection.Query(
            $"SELECT COUNT(*), json_group_array(Id) FROM (SELECT Id FROM ({typed.Ids(Add)}) LIMIT {_cap})",
            row => (row.GetInt32(0), row.GetString(1)),
            [.. _values])[0];
        _values.Clear();
        _isCommon = count >= _cap && !typed.FindsTwice;
        _conditions.Add(count < _cap ? $"c.Id IN (SELECT value FROM json_each({Add(ids)}))" : typed.Condition(Add));
    }

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
}
