using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Tests.Core.Customers;

public sealed class CustomerCountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P4_whoever_has_been_counted_is_not_counted_again_and_whoever_comes_is()
    {
        await using var programme = await Programme.CreateAsync();
        await programme.CustomerAsync("Ada Lovelace");
        await programme.CustomerAsync("Charles Babbage");
        var everybody = new CustomerCount();

        Assert.Equal((2, "everybody"), await CountAsync());
        var mary = await programme.CustomerAsync("Mary Somerville");
        Assert.Equal((3, $"> {mary.Value - 1})"), await CountAsync());
        Assert.Equal((3, $"> {mary.Value})"), await CountAsync());

        Task<(int, string)> CountAsync() => programme.Store.ReadAsync(
            connection =>
            {
                var asked = "";
                strdelegate_trace hear = (_, statement) => asked = statement;
                raw.sqlite3_trace(((SqliteConnection)connection).Handle, hear, null);
                var count = everybody.All(connection);
                raw.sqlite3_trace(((SqliteConnection)connection).Handle, (strdelegate_trace?)null, null);
                return (count, asked.Contains('>', StringComparison.Ordinal) ? asked[asked.IndexOf('>')..] : "everybody");
            },
            Cancel);
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P4_who_still_looks_at_an_earlier_state_spoils_nobody_elses_count()
    {
        await using var programme = await Programme.CreateAsync();
        await programme.CustomerAsync("Ada Lovelace");
        var everybody = new CustomerCount();
        using var earlier = new SqliteConnection(programme.ConnectionString);
        earlier.Open();
        earlier.Execute("BEGIN");
        Assert.Equal(1, earlier.Number("SELECT COUNT(*) FROM Customers"));
        await programme.CustomerAsync("Charles Babbage");

        Assert.Equal(2, await NowAsync());
        Assert.Equal(1, everybody.All(earlier));
        Assert.Equal(2, await NowAsync());
        earlier.Execute("COMMIT");

        Task<int> NowAsync() => programme.Store.ReadAsync(everybody.All, Cancel);
    }

    [Fact]
    public async Task P4_the_overview_counts_whoever_has_just_come()
    {
        await using var programme = await Programme.CreateAsync();
        await programme.CustomerAsync("Ada Lovelace");
        Assert.Equal(1, (await ListAsync()).Count);

        await programme.CustomerAsync("Charles Babbage");

        Assert.Equal(2, (await ListAsync()).Count);

        async Task<Page<CustomerRow>> ListAsync() => (await programme.Customers.ListAsync(
            new CustomerFilter(), CustomerSort.Name, descending: false, new Window(0, 10), programme.Agent, Cancel)).OrThrow();
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task P4_who_has_a_segment_is_not_counted_again_and_who_came_since_is_told_apart()
    {
        await using var programme = await Programme.CreateAsync();
        await programme.CustomerAsync("Ada Lovelace");
        var charles = await programme.CustomerAsync("Charles Babbage");
        var counted = new CustomerCount();
        Assert.Equal((0, false), await SegmentedAsync());

        await RunAsync();
        Assert.Equal((charles.Value, false), await SegmentedAsync());
        var mary = await programme.CustomerAsync("Mary Somerville");
        Assert.Equal((charles.Value, true), await SegmentedAsync());

        await RunAsync();
        Assert.Equal((mary.Value, true), await SegmentedAsync());

        // Somebody in the midst without one, as after a run that was broken off.
        programme.Execute($"DELETE FROM CustomerSegments WHERE CustomerId = {charles.Value}");
        Assert.Null(await programme.Store.ReadAsync(connection => new CustomerCount().Segmented(connection, Model(connection), Segments(connection)), Cancel));

        async Task RunAsync() => (await programme.Get<JobBook>().RunAsync(Job.Segments, Actor.Console("test"), onStarted: null, Cancel)).OrThrow();

        Task<(long?, bool CountsOn)> SegmentedAsync() => programme.Store.ReadAsync(
            connection =>
            {
                var (model, segments, asked) = (Model(connection), Segments(connection), "");
                strdelegate_trace hear = (_, statement) => asked = statement;
                raw.sqlite3_trace(((SqliteConnection)connection).Handle, hear, null);
                var last = counted.Segmented(connection, model, segments);
                raw.sqlite3_trace(((SqliteConnection)connection).Handle, (strdelegate_trace?)null, null);
                return (last, asked.Contains("CustomerId >", StringComparison.Ordinal));
            },
            Cancel);

        static long Model(DbConnection connection) => connection.Number("SELECT Id FROM SegmentModels WHERE IsChosen = 1");

        static string Segments(DbConnection connection) => string.Join(
            ',', connection.Query($"SELECT Id FROM Segments WHERE ModelId = {Model(connection)} AND Place IS NOT NULL", row => row.GetInt64(0)));
    }
}
