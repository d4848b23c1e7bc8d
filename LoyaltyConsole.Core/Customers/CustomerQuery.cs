using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using Microsoft.Data.Sqlite;
using NodaTime;

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
    private readonly string? _segments;
    private string? _segmentCondition;
    private bool _isCommon;

    /// <summary>Reads the filter.</summary>
    /// <param name="connection">Where what was typed is looked up.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="now">From when days are counted back and on.</param>
    /// <param name="cap">Up to where a filtered list is counted.</param>
    public CustomerQuery(SqliteConnection connection, CustomerFilter filter, ProgrammeSettings settings, Instant now, int cap)
    {
        _cap = cap;
        Text(connection, filter.Text);

        // Nearly everybody is active and not locked: by the plus SQLite walks in the order of the page instead of
        // collecting nearly everybody by the index and sorting them.
        OneOf(filter.Statuses.Contains(CustomerStatus.Active) ? "+c.Status" : "c.Status", filter.Statuses.Select(status => (long)status));
        OneOf("c.IntegrationId", filter.Integrations.Select(integration => integration.Value));
        (Model, _segments) = Segments(connection, filter);
        OneOf("c.TierId", filter.Tiers.Select(tier => tier.Value));
        Compare(filter.IsLocked is false ? "+c.IsLocked =" : "c.IsLocked =", filter.IsLocked);
        Compare("c.IsRegistered =", filter.IsRegistered);
        Compare("c.EnrolledAt >=", filter.EnrolledFrom is { } from ? settings.Time.StartOf(from).ToUnixTimeMilliseconds() : null);
        Compare("c.EnrolledAt <", filter.EnrolledTo is { } to ? settings.Time.EndOf(to).ToUnixTimeMilliseconds() : null);
        Compare("c.EnrolledAt >=", Since(filter.EnrolledWithinDays));
        Compare("c.ModifiedAt >=", Since(filter.ModifiedWithinDays));
        if (filter.ExpiringWithinDays is { } days)
        {
            var (since, until) = (now.ToUnixTimeMilliseconds(), (now + Duration.FromDays(days)).ToUnixTimeMilliseconds());
            _conditions.Add($"c.Id IN (SELECT l.CustomerId FROM Lots l WHERE l.Remaining > 0 AND l.ValidUntil > {Add(since)} AND l.ValidUntil <= {Add(until)})");
        }

        _needsAccount = filter.BalanceFrom is not null || filter.BalanceTo is not null;
        Compare("a.Balance >=", filter.BalanceFrom?.Hundredths);
        Compare("a.Balance <=", filter.BalanceTo?.Hundredths);

        long? Since(int? within) => within is { } last ? settings.Time.StartOf(settings.Time.Today(now).PlusDays(1 - last)).ToUnixTimeMilliseconds() : null;
    }

    /// <summary>The model whose segments are shown; 0 where there is none.</summary>
    public long Model { get; }

    /// <summary>How many match; a filtered list is counted up to the cap only.</summary>
    public int Count(SqliteConnection connection) => _conditions.Count == 0 && _segments is null
        ? (int)connection.Number("SELECT COUNT(*) FROM Customers")
        : _isCommon && _conditions.Count == 1 && _segments is null
            ? _cap
            : (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {FromForCount}{WhereForCount} LIMIT {_cap})", [.. _values]);

    /// <summary>The ids of one page. Only these are joined with what the page shows.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="descending">In which direction.</param>
    /// <param name="window">The page.</param>
    /// <param name="count">How many match in all, where that is known: a page behind the middle is then read from the end.</param>
    public List<long> Ids(SqliteConnection connection, CustomerSort sort, bool descending, Window window, int? count)
    {
        if (sort == CustomerSort.Segment)
        {
            return IdsBySegment(connection, descending, window);
        }

        if (count is not { } all || window.Skip <= all / 2)
        {
            return Ids(descending, window.Take, window.Skip);
        }

        var take = Math.Min(window.Take, all - window.Skip);
        if (take <= 0)
        {
            return [];
        }

        var ids = Ids(!descending, take, all - window.Skip - take);
        ids.Reverse();
        return ids;

        List<long> Ids(bool backwards, int most, int passed) => sort == CustomerSort.Id && passed > 0 && _conditions.Count == 0 && _segments is null && HasNoGaps(connection, all: count)
            ? connection.Query(
                backwards
                    ? $"SELECT Id FROM Customers WHERE Id <= (SELECT MAX(Id) FROM Customers) - {passed} ORDER BY Id DESC LIMIT {most}"
                    : $"SELECT Id FROM Customers WHERE Id >= (SELECT MIN(Id) FROM Customers) + {passed} ORDER BY Id LIMIT {most}",
                row => row.GetInt64(0))
            : connection.Query($"{Ordered(sort, backwards)} LIMIT {most} OFFSET {passed}", row => row.GetInt64(0), [.. _values]);
    }

    /// <summary>The statement that hands out the ids of all in their order, one after the other.</summary>
    public SqliteCommand AllIds(SqliteConnection connection, CustomerSort sort, bool descending)
    {
        var command = connection.CreateCommand();
        command.CommandText = Ordered(sort, descending);
        foreach (var (name, value) in _values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    // Where nobody is missing among the ids, the first of a page is known without passing all before it, whose rows are wide.
    private static bool HasNoGaps(SqliteConnection connection, int? all) =>
        all is not null && connection.Number("SELECT MAX(Id) - MIN(Id) + 1 FROM Customers") == all;

    private string Ordered(CustomerSort sort, bool descending)
    {
        var direction = descending ? "DESC" : "ASC";
        if (sort == CustomerSort.Segment)
        {
            // All at once they are sorted in one go.
            return $"""
                SELECT c.Id FROM {From(_needsAccount)} LEFT JOIN CustomerSegments cs ON cs.ModelId = {Model} AND cs.CustomerId = c.Id
                LEFT JOIN Segments g ON g.Id = cs.SegmentId{Where} ORDER BY g.Place IS NULL, g.Place {direction}, c.Id {direction}
                """;
        }

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
            // Those of one shop by name, as its index has them.
            CustomerSort.Integration => ($"Integrations i CROSS JOIN {From(_needsAccount)} ON c.IntegrationId = i.Id", $"i.Name {direction}, c.NameKey"),
            CustomerSort.Tier => ($"Tiers t CROSS JOIN {From(_needsAccount)} ON c.TierId = t.Id", "t.Rank"),
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        };
        if (_needsAccount && sort is CustomerSort.Integration or CustomerSort.Tier)
        {
            from = from.Replace(" ON c.Id = a.CustomerId", "", StringComparison.Ordinal) + " AND c.Id = a.CustomerId";
        }

        var id = sort == CustomerSort.Points ? "a.CustomerId" : "c.Id";
        var order = column is null ? $"{id} {direction}" : $"{column} {direction}, {id} {direction}";
        return $"SELECT {id} FROM {from}{Where} ORDER BY {order}";
    }

    // One segment after the other in the order of the model, each by its index; whoever has none comes after them, whatever
    // the direction.
    private List<long> IdsBySegment(SqliteConnection connection, bool descending, Window window)
    {
        var direction = descending ? "DESC" : "ASC";
        var places = connection.Query(
            $"SELECT Id FROM Segments WHERE ModelId = {Model} AND Place IS NOT NULL{(_segments is null ? "" : $" AND Id IN ({_segments})")} ORDER BY Place {direction}",
            row => row.GetInt64(0));
        var customers = _conditions.Count == 0 ? "" : $" CROSS JOIN {From(_needsAccount).Replace("Customers c", "Customers c ON c.Id = s.CustomerId", StringComparison.Ordinal)}";
        var sources = places.ConvertAll(place =>
            (Id: "s.CustomerId", From: $"CustomerSegments s{customers}", Where: $"{string.Join(" AND ", _conditions.Prepend($"s.ModelId = {Model} AND s.SegmentId = {place}"))}"));
        if (_segments is null)
        {
            var without = $"NOT EXISTS (SELECT 1 FROM CustomerSegments s JOIN Segments g ON g.Id = s.SegmentId WHERE s.ModelId = {Model} AND s.CustomerId = c.Id AND g.Place IS NOT NULL)";
            sources.Add(("c.Id", From(_needsAccount), string.Join(" AND ", _conditions.Append(without))));
        }

        var (ids, skip) = (new List<long>(), window.Skip);
        foreach (var source in sources)
        {
            var there = skip == 0
                ? 0
                : (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {source.From} WHERE {source.Where} LIMIT {skip + 1})", [.. _values]);
            if (there > skip || skip == 0)
            {
                ids.AddRange(connection.Query(
                    $"SELECT {source.Id} FROM {source.From} WHERE {source.Where} ORDER BY {source.Id} {direction} LIMIT {window.Take - ids.Count} OFFSET {skip}",
                    row => row.GetInt64(0),
                    [.. _values]));
            }

            if (ids.Count == window.Take)
            {
                return ids;
            }

            skip = Math.Max(0, skip - there);
        }

        return ids;
    }

    // What few are in is looked up at once; what many are in is asked of each customer on the way, since then a page is soon full.
    private (long Model, string? Segments) Segments(SqliteConnection connection, CustomerFilter filter)
    {
        var asked = string.Join(',', filter.Segments.Select(segment => segment.Value).Distinct());
        var model = connection.Number(
            $"SELECT Id FROM SegmentModels ORDER BY Id = @0 DESC, Id = (SELECT ModelId FROM Segments WHERE Id IN ({asked}) LIMIT 1) DESC, IsChosen DESC LIMIT 1",
            ("@0", filter.SegmentModel?.Value ?? 0));
        if (filter.Segments.Count == 0)
        {
            return (model, null);
        }

        var those = $"s.ModelId = {model} AND s.SegmentId IN ({asked})";
        var few = connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM CustomerSegments s WHERE {those} LIMIT {_cap})") < _cap;
        _segmentCondition = few
            ? $"c.Id IN (SELECT s.CustomerId FROM CustomerSegments s WHERE {those})"
            : $"EXISTS (SELECT 1 FROM CustomerSegments s WHERE s.CustomerId = c.Id AND {those})";
        return (model, asked);
    }

    private bool AsksOnlyTheAccount => _segments is null && _conditions.TrueForAll(condition => condition.StartsWith("a.", StringComparison.Ordinal));

    // The customers of a segment stand together in its index, whatever page they are shown on.
    private string FromForCount => _segments is not null
        ? $"CustomerSegments s CROSS JOIN {From(_needsAccount).Replace("Customers c", "Customers c ON c.Id = s.CustomerId", StringComparison.Ordinal)}"
        : AsksOnlyTheAccount ? "Accounts a" : From(_needsAccount);

    private string WhereForCount => _segments is null ? Where : Whole([$"s.ModelId = {Model} AND s.SegmentId IN ({_segments})", .. _conditions]);

    private static string Whole(IReadOnlyList<string> conditions) => conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    private string Where => Whole([.. _conditions, .. _segmentCondition is { } segments ? [segments] : Array.Empty<string>()]);

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
