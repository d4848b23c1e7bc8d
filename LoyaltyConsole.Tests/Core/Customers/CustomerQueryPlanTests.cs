using System.Data.Common;
using LoyaltyConsole.Bench.Lists;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Every filter that the overview offers, in every order and direction: how SQLite goes about it (P3).</summary>
public sealed class CustomerQueryPlanTests : IAsyncLifetime
{
    // As if the programme had so many customers that each filter found more than are counted.
    private const int EverythingIsMany = 1;

    private const int Usual = CustomerDirectory.CountedExactly + 1;

    private static readonly Window FirstPage = new(0, 25);

    private Programme _programme = null!;
    private ProgrammeSettings _settings = null!;
    private OfferedFilters _offered = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<OfferedFilter> Filters => _offered.Single.Concat(_offered.Double);

    public async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync(inMemory: true);
        var made = new MadeUpProgramme(300, 2, Seed: 5, _programme.Clock.GetCurrentInstant());
        (await _programme.Get<MadeUpHistory>().BookAsync(made.Lives(), made.Offers, Actor.Console("test"), progress: null, Cancel)).OrThrow();
        (await _programme.Get<JobBook>().RunAsync(Job.Segments, Actor.Console("test"), onStarted: null, Cancel)).OrThrow();
        _settings = await _programme.Get<ProgrammeBook>().SettingsAsync(Cancel);
        var models = (await _programme.Get<SegmentBook>().ListAsync(_programme.Manager, Cancel)).OrThrow();
        _offered = new OfferedFilters(
            [.. (await _programme.Get<ProgrammeBook>().TiersAsync(Cancel)).Select(tier => tier.Id)],
            [.. (await _programme.Get<ProgrammeBook>().IntegrationsAsync(Cancel)).Select(shop => shop.Id)],
            [.. models[0].Segments.Select(segment => segment.Id)],
            _settings.Time.Today(_programme.Clock.GetCurrentInstant()));
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public void P3_every_field_of_the_filter_is_among_those_that_are_tried()
    {
        var nothing = new CustomerFilter();

        Assert.All(
            typeof(CustomerFilter).GetProperties().Where(property => property.CanWrite),
            property => Assert.Contains(_offered.Single, offered => !Equals(property.GetValue(offered.Filter), property.GetValue(nothing))));
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P3_what_many_have_is_walked_in_the_order_of_the_page_and_never_sorted()
    {
        foreach (var (name, statements) in await PlansAsync(EverythingIsMany))
        {
            Assert.All(statements.Where(IsAboutMany), statement => Assert.False(
                statement.Plan.Contains("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal), $"{name}: {statement.Sql}\n{statement.Plan}"));
        }
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P3_what_few_have_is_collected_by_an_index_and_nobody_else_is_looked_at()
    {
        foreach (var (name, statements) in await PlansAsync(Usual))
        {
            Assert.All(statements, statement => Assert.False(
                ((string[])["SCAN c", "SCAN a", "SCAN s", "SCAN l", "SCAN Customers", "SCAN Accounts", "SCAN LedgerEntries", "SCAN Orders", "SCAN i", "SCAN t"])
                    .Any(scan => statement.Plan.Split('\n').Any(line => $"{line} ".StartsWith($"{scan} ", StringComparison.Ordinal))),
                $"{name}: {statement.Sql}\n{statement.Plan}"));
        }
    }

    [Fact]
    public async Task P3_both_ways_find_the_same_customers_in_the_same_order()
    {
        foreach (var offered in Filters)
        {
            foreach (var (sort, descending) in Enum.GetValues<CustomerSort>().SelectMany(sort => new[] { (sort, false), (sort, true) }))
            {
                var (few, many, walkedInVain, byBits) = await _programme.Store.ReadAsync(
                    connection => (Page(connection, Usual), Page(connection, EverythingIsMany), Page(connection, EverythingIsMany, mostWalked: 5), Page(connection, EverythingIsMany, mostAsked: 0, firstRead: 3)), Cancel);

                Assert.True(few.SequenceEqual(many), $"{offered.Name}, by {sort}, {descending}: {string.Join(',', few)} and {string.Join(',', many)}");
                Assert.True(few.SequenceEqual(walkedInVain), $"{offered.Name}, by {sort}, {descending}: {string.Join(',', few)} and {string.Join(',', walkedInVain)}");
                Assert.True(few.SequenceEqual(byBits), $"{offered.Name}, by {sort}, {descending}: {string.Join(',', few)} and {string.Join(',', byBits)}");

                List<long> Page(DbConnection connection, int cap, int mostWalked = 1_000, int mostAsked = 1_000, int firstRead = 1_000)
                {
                    var query = new CustomerQuery(connection, offered.Filter, _settings, _programme.Clock.GetCurrentInstant(), cap) { MostWalked = mostWalked, MostAsked = mostAsked, FirstRead = firstRead };
                    query.Count(connection);
                    return query.Ids(connection, sort, descending, new Window(3, 400), count: null);
                }
            }
        }
    }

    [Fact]
    public async Task P3_a_list_as_a_whole_has_everybody_whom_its_pages_have_however_they_are_found()
    {
        foreach (var offered in Filters.Where(offered => !offered.Filter.IsEmpty))
        {
            foreach (var (sort, descending) in ((CustomerSort, bool)[])[(CustomerSort.Id, true), (CustomerSort.Name, false), (CustomerSort.RefId, true), (CustomerSort.Points, false)])
            {
                var (all, byBits, pages) = await _programme.Store.ReadAsync(
                    connection => (
                        Query(connection, offered.Filter, Usual).AllIds(connection, sort, descending),
                        Query(connection, offered.Filter, EverythingIsMany).AllIds(connection, sort, descending),
                        Enumerable.Range(0, 100).SelectMany(page => Query(connection, offered.Filter, EverythingIsMany).Ids(connection, sort, descending, new Window(page * 3, 3), count: null)).ToList()),
                    Cancel);

                Assert.True(all.SequenceEqual(byBits), $"{offered.Name}, by {sort}, {descending}: {string.Join(',', all)} and {string.Join(',', byBits)}");
                Assert.True(all.SequenceEqual(pages), $"{offered.Name}, by {sort}, {descending}: {string.Join(',', all)} and {string.Join(',', pages)}");
            }
        }

        CustomerQuery Query(DbConnection connection, CustomerFilter filter, int cap) =>
            new(connection, filter, _settings, _programme.Clock.GetCurrentInstant(), cap) { MostWalked = 5, MostAsked = 0, FirstRead = 3 };
    }

    [Fact]
    public async Task L_009_whoever_lacks_what_the_list_is_ordered_by_comes_last_in_either_direction_and_from_either_end()
    {
        foreach (var (sort, lacks) in ((CustomerSort, string)[])
            [
                (CustomerSort.Name, "NameKey = ''"), (CustomerSort.Email, "EmailKey = ''"), (CustomerSort.Phone, "PhoneDigits = ''"),
                (CustomerSort.RefId, "RefId IS NULL"), (CustomerSort.Birthday, "Birthday IS NULL"), (CustomerSort.Gender, "Gender IS NULL"),
            ])
        {
            foreach (var descending in (bool[])[false, true])
            {
                var (all, lacking) = await _programme.Store.ReadAsync(
                    connection => (
                        Enumerable.Range(0, 30).SelectMany(page => Ids(connection, new Window(page * 10, 10))).ToList(),
                        connection.Query($"SELECT Id FROM Customers WHERE {lacks} ORDER BY Id {(descending ? "DESC" : "ASC")}", row => row.GetInt64(0))),
                    Cancel);

                Assert.NotEmpty(lacking);
                Assert.Equal(300, all.Distinct().Count());
                Assert.Equal(lacking, all[^lacking.Count..]);

                // From the first to the middle and from the end to the middle.
                List<long> Ids(DbConnection connection, Window window) =>
                    new CustomerQuery(connection, new CustomerFilter(), _settings, default, Usual).Ids(connection, sort, descending, window, count: 300);
            }
        }
    }

    // Those whose rows are bounded, because they have been counted, may be sorted.
    private static bool IsAboutMany(Statement statement) => !statement.Plan.StartsWith("SCAN f VIRTUAL TABLE", StringComparison.Ordinal);

    private async Task<List<(string Name, List<Statement> Statements)>> PlansAsync(int cap)
    {
        var plans = new List<(string, List<Statement>)>();
        foreach (var offered in Filters.Where(offered => !offered.Filter.IsEmpty))
        {
            foreach (var sort in Enum.GetValues<CustomerSort>())
            {
                foreach (var descending in (bool[])[false, true])
                {
                    plans.Add((
                        $"{offered.Name}, by {sort}{(descending ? ", descending" : "")}",
                        await _programme.Store.ReadAsync(connection => Statements(connection, offered.Filter, sort, descending, cap), Cancel)));
                }
            }
        }

        return plans;
    }

    private List<Statement> Statements(DbConnection connection, CustomerFilter filter, CustomerSort sort, bool descending, int cap)
    {
        var asked = new List<string>();
        var query = new CustomerQuery(connection, filter, _settings, _programme.Clock.GetCurrentInstant(), cap);
        strdelegate_trace hear = (_, statement) => asked.Add(statement);
        raw.sqlite3_trace(((SqliteConnection)connection).Handle, hear, null);
        query.Ids(connection, sort, descending, FirstPage, query.Count(connection));
        raw.sqlite3_trace(((SqliteConnection)connection).Handle, (strdelegate_trace?)null, null);
        return
        [
            .. asked.Where(statement => statement.StartsWith("SELECT", StringComparison.Ordinal))
                .Select(statement => new Statement(
                    statement, string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {statement}", row => row.GetString(3))))),
        ];
    }

    private sealed record Statement(string Sql, string Plan);
}
