using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>What many customers have in common is looked for in another way than what few have; the answers are the same.</summary>
public sealed class CommonTextTests : IAsyncLifetime
{
    private const int NobodyHasSoMany = 10_001;

    private Programme _programme = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync();
        var made = new MadeUpProgramme(150, 1, Seed: 3, _programme.Clock.GetCurrentInstant());
        (await _programme.Get<MadeUpHistory>().BookAsync(made.Lives(), made.Offers, Actor.Console("test"), progress: null, Cancel)).OrThrow();
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData("example.com")]
    [InlineData("EXAMPLE net")]
    [InlineData("SW-10")]
    [InlineData("100")]
    [InlineData("ma")]
    [InlineData("a exam")]
    [InlineData("030 23125")]
    [InlineData("+49 30")]
    [InlineData("č")]
    public async Task Both_ways_find_the_same_customers(string typed)
    {
        var settings = await _programme.Get<ProgrammeBook>().SettingsAsync(Cancel);
        var filter = new CustomerFilter { Text = typed };

        foreach (var sort in Enum.GetValues<CustomerSort>())
        {
            var (few, many) = await _programme.Store.ReadAsync(
                connection =>
                {
                    var window = new Window(0, 200);
                    return (
                        new CustomerQuery(connection, filter, settings, default, NobodyHasSoMany).Ids(connection, sort, descending: true, window, count: null),
                        new CustomerQuery(connection, filter, settings, default, cap: 1).Ids(connection, sort, descending: true, window, count: null));
                },
                Cancel);

            Assert.NotEmpty(few);
            Assert.Equal(few, many);
        }
    }

    [Theory]
    [InlineData("a exam")]
    [InlineData("ma example")]
    [InlineData("a exam a")]
    [InlineData("m ma example")]
    public async Task P2_a_short_word_beside_a_long_one_finds_the_same_whichever_is_looked_for_first(string typed)
    {
        var (byLong, byShort, all) = await _programme.Store.ReadAsync(
            connection => (Ids(connection, isShortFirst: false), Ids(connection, isShortFirst: true), Checked(connection)), Cancel);

        Assert.NotEmpty(byLong);
        Assert.Equal(byLong, byShort);
        Assert.Equal(all, byLong);

        List<long> Ids(DbConnection connection, bool isShortFirst) => Read(connection, add => new TypedText(typed).Ids(add, isShortFirst));

        List<long> Checked(DbConnection connection) => Read(connection, add => $"SELECT c.Id AS Id FROM Customers c WHERE {new TypedText(typed).Condition(add)}");

        static List<long> Read(DbConnection connection, Func<Func<object, string>, string> query)
        {
            var values = new List<(string, object?)>();
            var sql = query(value =>
            {
                values.Add(($"@f{values.Count}", value));
                return values[^1].Item1;
            });
            return connection.Query($"SELECT DISTINCT Id FROM ({sql}) found ORDER BY Id", row => row.GetInt64(0), [.. values]);
        }
    }

    [Fact]
    public async Task A_common_text_is_counted_up_to_the_cap_and_with_another_filter_exactly()
    {
        var settings = await _programme.Get<ProgrammeBook>().SettingsAsync(Cancel);
        var common = new CustomerFilter { Text = "example" };
        var rare = common with { Statuses = [CustomerStatus.Inactive] };

        var (capped, inactive) = await _programme.Store.ReadAsync(
            connection => (
                new CustomerQuery(connection, common, settings, default, cap: 20).Count(connection),
                new CustomerQuery(connection, rare, settings, default, cap: 20).Count(connection)),
            Cancel);

        Assert.Equal(20, capped);
        Assert.Equal(
            _programme.Query("SELECT COUNT(*) FROM Customers WHERE Status = 2 AND Email LIKE '%example%'", row => row.GetInt32(0)).Single(), inactive);
    }
}
