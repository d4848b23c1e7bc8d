using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// The overview's filters as SQL. What few customers have is collected by the index that knows it and then sorted; what more
/// have is asked of each customer on the way through the order of the page, since then a page is soon full. Where it is not,
/// those who have it are noted by their bits, each condition by its own index, and met on the way through the index of the
/// order; nobody's row is looked up for either. Every text comes in as a parameter and every column from a fixed list, so that
/// nothing that is typed can become a statement.
/// </summary>
internal sealed class CustomerQuery
{
    // Up to how many of an index are counted to tell which of two finds fewer: a millisecond's worth.
    private const int MostSized = 100_000;

    private const int FirstSized = 1_000;

    // Up to how many with a long word nobody asks whether fewer have the short one beside it, and how often four times as many
    // are counted until that is settled.
    private const int FewWithLong = 20_000;
    private const int TimesCounted = 2;

    // The part of the way in the order of a page after which it is found otherwise where too few were met.
    private const int FirstPart = 10;

    // Where of the first of those who may be meant fewer than one in so many are, all are found by bits.
    private const int OneIn = 5;

    // How often as many are read in the order of a page the next time, up to how many.
    private const int TimesRead = 4;
    private const int MostRead = 1_000_000;
    private const int AskedAtOnce = 1_000;

    private const string Balance = "a.Balance";

    private readonly List<CustomerCondition> _conditions = [];
    private readonly List<(string Name, object? Value)> _values = [];
    private readonly int _cap;
    private readonly string? _segments;
    private bool _isCommon;
    private string? _few;
    private Found? _found;

    /// <summary>Reads the filter.</summary>
    /// <param name="connection">Where what was typed is looked up.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="now">From when days are counted back and on.</param>
    /// <param name="cap">Up to where a filtered list is counted.</param>
    public CustomerQuery(DbConnection connection, CustomerFilter filter, ProgrammeSettings settings, Instant now, int cap)
    {
        _cap = cap;
        Text(connection, filter.Text);
        OneOf("c.Status", filter.Statuses.Select(status => (long)status));
        OneOf("c.IntegrationId", filter.Integrations.Select(integration => integration.Value));
        (Model, _segments) = Segments(connection, filter);
        OneOf("c.TierId", filter.Tiers.Select(tier => tier.Value));
        Range("c.IsLocked", ("=", filter.IsLocked));
        Range("c.IsRegistered", ("=", filter.IsRegistered));
        Range(
            "c.EnrolledAt",
            (">=", filter.EnrolledFrom is { } from ? settings.Time.StartOf(from).ToUnixTimeMilliseconds() : null),
            ("<", filter.EnrolledTo is { } to ? settings.Time.EndOf(to).ToUnixTimeMilliseconds() : null),
            (">=", Since(filter.EnrolledWithinDays)));
        Range("c.ModifiedAt", (">=", Since(filter.ModifiedWithinDays)));
        if (filter.ExpiringWithinDays is { } days)
        {
            var (since, until) = (Add(now.ToUnixTimeMilliseconds()), Add((now + Duration.FromDays(days)).ToUnixTimeMilliseconds()));
            var lots = $"l.Remaining > 0 AND l.ValidUntil > {since} AND l.ValidUntil <= {until}";
            _conditions.Add(new CustomerCondition(
                $"EXISTS (SELECT 1 FROM Lots l WHERE l.CustomerId = c.Id AND {lots})", Column: null, $"SELECT DISTINCT l.CustomerId AS Id FROM Lots l WHERE {lots}")
            {
                IdsAgainAndAgain = $"SELECT l.CustomerId AS Id FROM Lots l WHERE {lots}",
            });
        }

        Range(Balance, (">=", filter.BalanceFrom?.Hundredths), ("<=", filter.BalanceTo?.Hundredths));

        long? Since(int? within) => within is { } last ? settings.Time.StartOf(settings.Time.Today(now).PlusDays(1 - last)).ToUnixTimeMilliseconds() : null;
    }

    /// <summary>The model whose segments are shown; 0 where there is none.</summary>
    public long Model { get; }

    /// <summary>How many are looked at in the order of a page before it is found otherwise: a few milliseconds' worth.</summary>
    public int MostWalked { get; init; } = 20_000;

    /// <summary>How many of those whom one condition finds are asked for the others before all are found by bits.</summary>
    public int MostAsked { get; init; } = 5_000;

    /// <summary>How many are read at once in the order of a page, the first time, and asked what is left to be asked.</summary>
    public int FirstRead { get; init; } = 10_000;

    /// <summary>What was counted before.</summary>
    public CustomerCount Known { get; init; } = new();

    /// <summary>How many match; a filtered list is counted up to the cap only, and below it known from then on.</summary>
    public int Count(DbConnection connection)
    {
        if (_conditions.Count == 0)
        {
            return (int)connection.Number("SELECT COUNT(*) FROM Customers");
        }

        if (_isCommon && _conditions.Count == 1)
        {
            return _cap;
        }

        var fewest = Fewest(connection);
        if (AreRare(connection, fewest))
        {
            _found = Find(connection, _conditions);
            var found = Fitting(connection, _found.Set.Ids, _found.Rest, _cap);
            return Few(found.Count, Json(found));
        }

        var (count, ids) = connection.Query(
            $"SELECT COUNT(*), json_group_array(Id) FROM (SELECT Id FROM ({(_conditions.Count == 1 ? fewest.Ids : Collected(fewest))}) found LIMIT {_cap}) counted",
            row => (row.GetInt32(0), row.GetString(1)),
            [.. _values])[0];
        return Few(count, ids);

        int Few(int count, string ids)
        {
            if (count < _cap)
            {
                _few = Add(ids);
            }

            return count;
        }
    }

    /// <summary>The ids of one page. Only these are joined with what the page shows.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="descending">In which direction.</param>
    /// <param name="window">The page.</param>
    /// <param name="count">How many match in all, where that is known: a page behind the middle is then read from the end.</param>
    public List<long> Ids(DbConnection connection, CustomerSort sort, bool descending, Window window, int? count)
    {
        if (sort == CustomerSort.Segment && _few is null)
        {
            return IdsBySegment(connection, descending, window, count);
        }

        // Whoever has no segment comes last in either direction.
        if (sort == CustomerSort.Segment || count is not { } all || window.Skip <= all / 2)
        {
            return Ids(backwards: false, window.Take, window.Skip);
        }

        var take = Math.Min(window.Take, all - window.Skip);
        if (take <= 0)
        {
            return [];
        }

        var ids = Ids(backwards: true, take, all - window.Skip - take);
        ids.Reverse();
        return ids;

        List<long> Ids(bool backwards, int most, int passed) => sort == CustomerSort.Id && passed > 0 && _conditions.Count == 0 && HasNoGaps(connection, all: count)
            ? connection.Query(
                descending != backwards
                    ? $"SELECT Id FROM Customers WHERE Id <= (SELECT MAX(Id) FROM Customers) - {passed} ORDER BY Id DESC LIMIT {most}"
                    : $"SELECT Id FROM Customers WHERE Id >= (SELECT MIN(Id) FROM Customers) + {passed} ORDER BY Id LIMIT {most}",
                row => row.GetInt64(0))
            : _found is not null && _few is null ? Of(connection, _found, new CustomerOrder(sort, descending, backwards, Model), most, passed)
            : _few is not null || _conditions.Count == 0
                ? connection.Query($"{Ordered(new CustomerOrder(sort, descending, backwards, Model))} LIMIT {most} OFFSET {passed}", row => row.GetInt64(0), [.. _values])
                : Walked(connection, new CustomerOrder(sort, descending, backwards, Model), most, passed);
    }

    // Where many have what is asked for, a page is soon full; but what is asked for may go with the order, as guests without a
    // reference all come last by reference. The first tenth of the way tells; then they are found by bits.
    private List<long> Walked(DbConnection connection, CustomerOrder order, int most, int passed)
    {
        var (last, wanted) = (connection.Number("SELECT MAX(Id) FROM Customers"), passed + most);
        foreach (var looked in (int[])[MostWalked / FirstPart, MostWalked])
        {
            var ids = Read($"SELECT Id FROM ({Ordered(order, fits: true)} LIMIT {looked}) walked WHERE Fits LIMIT {wanted}");
            if (ids.Count == wanted || last <= looked)
            {
                return ids[Math.Min(passed, ids.Count)..];
            }

            if (ids.Count < wanted / FirstPart)
            {
                break;
            }
        }

        _found = Find(connection, _conditions);
        return Of(connection, _found, order, most, passed);

        List<long> Read(string asked) => connection.Query(asked, row => row.GetInt64(0), [.. _values]);
    }

    /// <summary>The ids of all in their order.</summary>
    public List<long> AllIds(DbConnection connection, CustomerSort sort, bool descending)
    {
        Count(connection);
        if (_found is not null && _few is null && sort != CustomerSort.Segment)
        {
            return Of(connection, _found, new CustomerOrder(sort, descending, Backwards: false, Model), int.MaxValue, passed: 0);
        }

        return connection.Query(Ordered(new CustomerOrder(sort, descending, Backwards: false, Model), whole: true), row => row.GetInt64(0), [.. _values]);
    }

    // Where nobody is missing among the ids, the first of a page is known without passing all before it, whose rows are wide.
    private static bool HasNoGaps(DbConnection connection, int? all) =>
        all is not null && connection.Number("SELECT (SELECT MAX(Id) FROM Customers) - (SELECT MIN(Id) FROM Customers) + 1") == all;

    // Some customers, of whom things are asked, in an order or in none; SQLite may be free to collect them by an index of what is
    // asked. Nobody is looked up of whom nothing need be known.
    private static string Some(string customers, string id, IReadOnlyList<CustomerCondition> asked, CustomerOrder? order, bool isFree = false)
    {
        var names = id is not "c.Id" && (asked.Any(condition => condition.Column is not Balance) || order is { Sort: not (CustomerSort.Id or CustomerSort.Points) });
        var accounts = asked.Any(condition => condition.Column is Balance) || order is { Sort: CustomerSort.Points };
        var others = order?.Sort switch
        {
            CustomerSort.Integration => " CROSS JOIN Integrations i ON i.Id = c.IntegrationId",
            CustomerSort.Tier => " CROSS JOIN Tiers t ON t.Id = c.TierId",
            CustomerSort.Segment => $" LEFT JOIN CustomerSegments cs ON cs.ModelId = {order.Model} AND cs.CustomerId = {id} LEFT JOIN Segments g ON g.Id = cs.SegmentId",
            _ => "",
        };
        return $"SELECT {id} AS Id FROM {customers}{(names ? $" CROSS JOIN Customers c ON c.Id = {id}" : "")}"
            + $"{(accounts ? $" CROSS JOIN Accounts a ON a.CustomerId = {id}" : "")}{others}"
            + $"{Where(asked, condition => isFree ? condition.Bare : condition.OnTheWay)}{order?.By(id, order.Blank)}";
    }

    // In the order of an index, from customer to customer. By points, shop and level they are walked in the order of the other
    // table, each with its customers by index; by points without them where nothing is asked of them. An index has those without
    // a name before all others: where they come last, it is gone through twice.
    private string Ordered(CustomerOrder order, bool fits = false, bool whole = false, Found? found = null)
    {
        var conditions = found is null ? _conditions : _conditions.FindAll(IsOwn);
        if (_few is not null)
        {
            return Some($"json_each({_few}) f", "CAST(f.value AS BIGINT)", [], order);
        }

        if (order.Sort == CustomerSort.Segment)
        {
            return Some("Customers c", "c.Id", _conditions, order, isFree: true);
        }

        if (order is not { Blank: { } blank, NotBlank: { } notBlank })
        {
            return Walk(part: null);
        }

        if (found is not null)
        {
            return Walk(notBlank);
        }

        // An index of a shop knows only those with a reference.
        if (order.Descending && !conditions.Exists(IsOfShopByRef))
        {
            return Walk(part: null);
        }

        var (before, behind) = order.Backwards ? (blank, notBlank) : (notBlank, blank);

        // Only one with a limit keeps its order.
        return $"SELECT * FROM ({Walk(before)} LIMIT -1) first UNION ALL SELECT * FROM ({Walk(behind)} LIMIT -1) second";

        string Walk(string? part)
        {
            var accounts = Accounts(conditions);
            var from = order.Sort switch
            {
                CustomerSort.Points => conditions.TrueForAll(condition => condition.Column is Balance) ? "Accounts a" : "Accounts a CROSS JOIN Customers c ON c.Id = a.CustomerId",
                CustomerSort.Integration => $"Integrations i CROSS JOIN Customers c ON c.IntegrationId = i.Id{accounts}",
                CustomerSort.Tier => $"Tiers t CROSS JOIN Customers c ON c.TierId = t.Id{accounts}",
                _ => $"Customers c{accounts}",
            };
            var id = order.Sort == CustomerSort.Points ? "a.CustomerId" : "c.Id";
            var own = conditions.Where(IsOwn).Select(condition => Own(condition, part)).Concat(part is null ? [] : [part]).Concat(found is null ? [] : [$"+{id} {Found.Within}"]);
            var others = conditions.Where(condition => !IsOwn(condition)).Select(condition => whole ? condition.Bare : condition.OnTheWay).ToList();
            return fits
                ? $"SELECT {id} AS Id, {(others.Count == 0 ? "1 = 1" : string.Join(" AND ", others))} AS Fits FROM {from}{Where(own)}{order.By(id)}"
                : $"SELECT {id} FROM {from}{Where(own.Concat(others))}{order.By(id)}";
        }

        bool IsOfShopByRef(CustomerCondition condition) => order.Sort == CustomerSort.RefId && condition is { IsOne: true, Column: "c.IntegrationId" };

        // Whether the page is in the order of what is asked for, or of an index that begins with it: those of one shop by name or
        // by reference, and those with or without an account by name.
        bool IsOwn(CustomerCondition condition) => condition.Column is { } column && (order.Sort switch
        {
            CustomerSort.Integration => column is "c.IntegrationId",
            CustomerSort.Tier => column is "c.TierId",
            CustomerSort.Name => column is "c.IsRegistered" || (condition.IsOne && column is "c.IntegrationId" && !_conditions.Exists(other => other.Column is "c.IsRegistered")),
            CustomerSort.RefId => IsOfShopByRef(condition),
            _ => string.Equals(column, order.Column, StringComparison.Ordinal),
        });

        string Own(CustomerCondition condition, string? part) => order.Sort switch
        {
            CustomerSort.Integration => condition.Of("+i.Id"),
            CustomerSort.Tier => condition.Of("+t.Id"),
            CustomerSort.Name => condition.Bare,
            CustomerSort.RefId => string.Equals(part, order.NotBlank, StringComparison.Ordinal) ? condition.Bare : condition.OnTheWay,
            _ => condition.InItsOrder,
        };
    }

    // One segment after the other in the order of the model, each by its index; whoever has none comes after them, whatever
    // the direction. A page behind the middle is read from the end.
    private List<long> IdsBySegment(DbConnection connection, bool descending, Window window, int? count)
    {
        var places = connection.Query(
            $"SELECT Id FROM Segments WHERE ModelId = {Model} AND Place IS NOT NULL{(_segments is null ? "" : $" AND Id IN ({_segments})")} ORDER BY Place {(descending ? "DESC" : "ASC")}",
            row => row.GetInt64(0));
        var conditions = _conditions.FindAll(condition => !condition.IsOfSegments);
        if (_found is null && conditions.Exists(condition => !IsCommon(connection, condition)))
        {
            _found = Find(connection, conditions);
        }

        var asked = conditions.ConvertAll(condition => condition.OnTheWay);
        var customers = asked.Count == 0 ? "" : $" CROSS JOIN Customers c ON c.Id = s.CustomerId{Accounts(conditions)}";
        List<long?> sources = [.. places, .. _segments is null ? [null] : Array.Empty<long?>()];
        var fromTheEnd = count is { } all && window.Skip > all / 2;
        var (most, passed) = fromTheEnd
            ? (Math.Clamp(count!.Value - window.Skip, 0, window.Take), Math.Max(0, count.Value - window.Skip - window.Take))
            : (window.Take, window.Skip);
        if (fromTheEnd)
        {
            sources.Reverse();
        }

        var (ids, direction) = (new List<long>(), descending != fromTheEnd ? "DESC" : "ASC");
        foreach (var place in sources)
        {
            if (ids.Count == most)
            {
                break;
            }

            if (_found is not null)
            {
                var met = place is null
                    ? Fitting(connection, WithoutSegment(connection, _found.Set, places, descending != fromTheEnd), _found.Rest, passed + most - ids.Count)
                    : Met(
                        connection, $"SELECT s.CustomerId FROM CustomerSegments s WHERE s.ModelId = {Model} AND s.SegmentId = {place} AND s.CustomerId {Found.Within} ORDER BY s.CustomerId {direction}", _found,
                        passed + most - ids.Count);
                ids.AddRange(met.Skip(passed));
                passed = Math.Max(0, passed - met.Count);
                continue;
            }

            var source = place is null
                ? (Id: "c.Id", From: $"Customers c{Accounts(conditions)}", Where: string.Join(" AND ", asked.Append(WithoutSegment(connection, places))))
                : (Id: "s.CustomerId", From: $"CustomerSegments s{customers}", Where: string.Join(" AND ", asked.Prepend($"s.ModelId = {Model} AND s.SegmentId = {place}")));
            var there = passed == 0
                ? 0
                : (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {source.From} WHERE {source.Where} LIMIT {passed + 1}) counted", [.. _values]);
            if (there > passed || passed == 0)
            {
                ids.AddRange(connection.Query(
                    $"SELECT {source.Id} FROM {source.From} WHERE {source.Where} ORDER BY {source.Id} {direction} LIMIT {most - ids.Count} OFFSET {passed}",
                    row => row.GetInt64(0),
                    [.. _values]));
            }

            passed = Math.Max(0, passed - there);
        }

        if (fromTheEnd)
        {
            ids.Reverse();
        }

        return ids;
    }

    // Those whom the last run has not seen. They are mostly the newest: where nobody is missing among the older ones, nobody is
    // looked for there.
    private string WithoutSegment(DbConnection connection, List<long> places)
    {
        var those = string.Join(',', places);
        return Known.Segmented(connection, Model, those) switch
        {
            0 => "TRUE",
            { } last => $"c.Id > {last}",
            null => $"NOT EXISTS (SELECT 1 FROM CustomerSegments s WHERE s.CustomerId = c.Id AND s.ModelId = {Model} AND s.SegmentId IN ({those}))",
        };
    }

    // The same of some.
    private IEnumerable<long> WithoutSegment(DbConnection connection, CustomerSet some, List<long> places, bool descending)
    {
        var those = string.Join(',', places);
        var without = some.Ids;
        if (Known.Segmented(connection, Model, those) is { } last)
        {
            without = without.Where(id => id > last);
        }
        else
        {
            var segmented = SetOf(connection, $"SELECT s.CustomerId FROM CustomerSegments s WHERE s.ModelId = {Model} AND s.SegmentId IN ({those})");
            without = without.Where(id => !segmented.Contains(id));
        }

        return descending ? without.Reverse() : without;
    }

    private (long Model, string? Segments) Segments(DbConnection connection, CustomerFilter filter)
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
        _conditions.Add(new CustomerCondition(
            $"EXISTS (SELECT 1 FROM CustomerSegments s WHERE s.CustomerId = c.Id AND {those})", Column: null, $"SELECT s.CustomerId AS Id FROM CustomerSegments s WHERE {those}")
        {
            IsOfSegments = true,
        });
        return (model, asked);
    }

    private static string Accounts(List<CustomerCondition> asked) =>
        asked.Exists(condition => condition.Column is Balance) ? " CROSS JOIN Accounts a ON a.CustomerId = c.Id" : "";

    private static string Where(IEnumerable<CustomerCondition> conditions, Func<CustomerCondition, string> asked) => Where(conditions.Select(asked));

    private static string Where(IEnumerable<string> conditions) => string.Join(" AND ", conditions) is { Length: > 0 } all ? $" WHERE {all}" : "";

    // By the index that finds the fewest; the other things are asked of those.
    private string Collected(CustomerCondition fewest) =>
        Some($"({fewest.Ids}) f", "f.Id", _conditions.FindAll(condition => condition != fewest), order: null);

    // No index is counted further than it takes to tell.
    private CustomerCondition Fewest(DbConnection connection)
    {
        if (_conditions is [var only])
        {
            return only;
        }

        for (var most = FirstSized; ; most = Math.Min(4 * most, MostSized))
        {
            var (condition, size) = _conditions.Select(condition => (condition, Size(connection, condition, most))).MinBy(sized => sized.Item2);
            if (size < most || most == MostSized)
            {
                return condition;
            }
        }
    }

    private long Size(DbConnection connection, CustomerCondition condition, long most) =>
        connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM ({condition.IdsAgainAndAgain}) found LIMIT {most}) counted", [.. _values]);

    // Whether so few of those whom one condition finds fit the others, too, that it would take long to meet as many as are counted.
    private bool AreRare(DbConnection connection, CustomerCondition fewest)
    {
        if (_conditions.Count == 1 || Size(connection, fewest, MostAsked + 1) <= MostAsked)
        {
            return false;
        }

        var others = _conditions.FindAll(condition => condition != fewest);
        var fitting = Some($"(SELECT Id FROM ({fewest.Ids}) found LIMIT {MostAsked}) f", "f.Id", others, order: null);
        return connection.Number($"SELECT COUNT(*) FROM ({fitting}) fitting", [.. _values]) < Math.Max(1, MostAsked / OneIn);
    }

    // Each condition by its own index, or by the opposite where that finds fewer; nobody's row is looked up for it. What nearly
    // everybody has and has no opposite is left to be asked.
    private Found Find(DbConnection connection, List<CustomerCondition> conditions)
    {
        CustomerSet? set = null;
        var rest = new List<CustomerCondition>();
        foreach (var (condition, isCommon) in conditions.Select(condition => (condition, IsCommon: IsCommon(connection, condition))).OrderBy(sized => sized.IsCommon))
        {
            if (set is null)
            {
                set = SetOf(connection, condition.IdsAgainAndAgain);
            }
            else if (!isCommon)
            {
                set.KeepOnly(SetOf(connection, condition.IdsAgainAndAgain));
            }
            else if (condition.OtherIds is { } others)
            {
                set.Remove(SetOf(connection, others));
            }
            else
            {
                rest.Add(condition);
            }
        }

        return new Found(set!, rest);
    }

    // Whether half of all have it, or so many that the index takes long to say so.
    private bool IsCommon(DbConnection connection, CustomerCondition condition)
    {
        var half = connection.Number("SELECT MAX(Id) FROM Customers") / 2;
        var most = condition.IsSlowForMany ? Math.Min(MostSized, half) : half;
        return Size(connection, condition, most) == most;
    }

    private CustomerSet SetOf(DbConnection connection, string ids)
    {
        var set = new CustomerSet(connection.Number("SELECT MAX(Id) FROM Customers"));
        connection.Each(ids, row => set.Add(row.GetInt64(0)), [.. _values]);
        return set;
    }

    // A page of those found, in the order of an index that has nothing but their ids. Whoever lacks what it is ordered by is known
    // by their bits again, so that nobody walks past everybody else to them.
    private List<long> Of(DbConnection connection, Found found, CustomerOrder order, int most, int passed)
    {
        var wanted = passed + most;
        var (byIndex, byId) = (found, order.Sort == CustomerSort.Id ? found.Set : new CustomerSet(0));
        if (order.Blank is { } blank)
        {
            byId = SetOf(connection, $"SELECT c.Id FROM Customers c WHERE {blank}");
            byId.KeepOnly(found.Set);
            byIndex = found with { Set = found.Set.Copy() };
            byIndex.Set.Remove(byId);
        }

        var ids = order.Backwards ? ById(wanted) : ByIndex(wanted);
        ids.AddRange(order.Backwards ? ByIndex(wanted - ids.Count) : ById(wanted - ids.Count));
        return ids[Math.Min(passed, ids.Count)..];

        List<long> ByIndex(int more) => order.Sort == CustomerSort.Id ? [] : Met(connection, Ordered(order, found: byIndex), byIndex, more);

        List<long> ById(int more) =>
            Fitting(connection, order.Descending != order.Backwards ? byId.Ids.Reverse() : byId.Ids, found.Rest, more);
    }

    // Of the customers of a statement the first who are among those found.
    private List<long> Met(DbConnection connection, string ordered, Found found, int most)
    {
        var (ids, ends) = (new List<long>(), found.Ends);
        var (looked, atOnce, isOver) = (0L, FirstRead, found.Set.Count == 0);
        while (ids.Count < most && !isOver)
        {
            var (rows, read, met, enough) = (0, 0, new List<long>(), Math.Max(FirstRead, most - ids.Count));
            connection.Each(
                $"{ordered} LIMIT {atOnce} OFFSET {looked}",
                row =>
                {
                    rows++;
                    if (met.Count < enough)
                    {
                        read = rows;
                        var id = row.GetInt64(0);
                        if (found.Set.Contains(id))
                        {
                            met.Add(id);
                        }
                    }
                },
                [.. _values, .. ends]);
            ids.AddRange(Fitting(connection, met, found.Rest, most - ids.Count));
            looked += read;
            isOver = rows < atOnce && read == rows;
            atOnce = Math.Min(atOnce * TimesRead, MostRead);
        }

        return ids;
    }

    // The first of some customers of whom all is true that is left to be asked.
    private List<long> Fitting(DbConnection connection, IEnumerable<long> ids, List<CustomerCondition> rest, int most)
    {
        if (rest.Count == 0)
        {
            return [.. ids.Take(most)];
        }

        var fitting = new List<long>();
        foreach (var some in ids.Chunk(AskedAtOnce))
        {
            fitting.AddRange(connection.Query(
                $"SELECT CAST(f.value AS BIGINT) FROM json_each(@ids) f CROSS JOIN Customers c ON c.Id = CAST(f.value AS BIGINT){Accounts(rest)}{Where(rest, condition => condition.OnTheWay)} ORDER BY f.key",
                row => row.GetInt64(0),
                [.. _values, ("@ids", Json(some))]));
            if (fitting.Count >= most)
            {
                break;
            }
        }

        return [.. fitting.Take(most)];
    }

    private static string Json(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    private void Text(DbConnection connection, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var typed = new TypedText(text);
        var isShortFirst = typed.IsMixed && HasFewerShort(connection, typed);
        var (count, ids) = connection.Query(
            $"SELECT COUNT(*), json_group_array(Id) FROM (SELECT DISTINCT Id FROM ({typed.Ids(Add, isShortFirst)}) found LIMIT {_cap}) counted",
            row => (row.GetInt32(0), row.GetString(1)),
            [.. _values])[0];
        _values.Clear();
        _isCommon = count >= _cap;
        if (count >= _cap)
        {
            var (test, those) = ($"+{typed.Condition(Add)}", typed.Ids(Add, isShortFirst));
            _conditions.Add(new CustomerCondition(test, Column: null, $"SELECT DISTINCT Id FROM ({those}) found") { IdsAgainAndAgain = those, IsSlowForMany = true });
            return;
        }

        var found = $"SELECT CAST(value AS BIGINT) AS Id FROM json_each({Add(ids)})";
        _conditions.Add(new CustomerCondition($"c.Id IN ({found})", Column: null, found));
    }

    private bool HasFewerShort(DbConnection connection, TypedText typed)
    {
        for (var (most, time) = (FewWithLong, 0); time < TimesCounted; (most, time) = (4 * most, time + 1))
        {
            if (!Reaches(typed.IdsByLong, most))
            {
                return false;
            }

            if (!Reaches(typed.IdsByShort, most))
            {
                return true;
            }
        }

        return false;

        bool Reaches(Func<Func<object, string>, string> ids, int most)
        {
            var found = connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM ({ids(Add)}) found LIMIT {most}) counted", [.. _values]);
            _values.Clear();
            return found == most;
        }
    }

    private void OneOf(string column, IEnumerable<long> values)
    {
        List<long> those = [.. values.Distinct()];
        if (those.Count > 0)
        {
            Ask(column, $"{{0}} IN ({string.Join(',', those)})", $"{{0}} BETWEEN {those.Min()} AND {those.Max()}", those.Count == 1);
        }
    }

    private void Range(string column, params ReadOnlySpan<(string Comparison, object? Value)> ends)
    {
        var tests = new List<string>();
        foreach (var (comparison, value) in ends)
        {
            if (value is not null)
            {
                tests.Add($"{{0}} {comparison} {Add(value)}");
            }
        }

        if (tests.Count > 0)
        {
            Ask(column, string.Join(" AND ", tests), within: null);
        }
    }

    private void Ask(string column, string test, string? within, bool isOne = false)
    {
        var bare = string.Format(CultureInfo.InvariantCulture, test, column);
        var those = column is Balance ? "SELECT a.CustomerId AS Id FROM Accounts a WHERE " : "SELECT c.Id AS Id FROM Customers c WHERE ";
        _conditions.Add(new CustomerCondition(test, column, $"{those}{bare}") { Within = within, IsOne = isOne, OtherIds = $"{those}NOT ({bare})" });
    }

    private string Add(object value)
    {
        var name = $"@f{_values.Count}";
        _values.Add((name, value is bool flag ? flag ? 1L : 0L : value));
        return name;
    }

    /// <summary>Whom the indexes find.</summary>
    /// <param name="Set">Who.</param>
    /// <param name="Rest">What is left to ask of each of them.</param>
    private sealed record Found(CustomerSet Set, List<CustomerCondition> Rest)
    {
        /// <summary>That an id may be one of theirs: those who came last are many of the last.</summary>
        public const string Within = "BETWEEN @first AND @last";

        public (string Name, object? Value)[] Ends => [("@first", Set.Ends.First), ("@last", Set.Ends.Last)];
    }
}
