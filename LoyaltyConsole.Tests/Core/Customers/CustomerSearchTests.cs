using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Customers;

public sealed class CustomerSearchTests : IAsyncLifetime
{
    private Programme _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await Programme.CreateAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData("Novák")]
    [InlineData("novak")]
    [InlineData("OVÁ")]
    [InlineData("novák jan")]
    [InlineData("jan.novak@email")]
    [InlineData("sw-88213")]
    [InlineData("no")]
    [InlineData("ja")]
    [InlineData("j nov")]
    [InlineData("  Jan   Novák  ")]
    [InlineData("123456789")]
    [InlineData("00420123456789")]
    [InlineData("(420) 123-456")]
    [InlineData("R-77")]
    [InlineData("loy-9tq4-m2")]
    [InlineData("2")]
    public async Task Finds_by_any_part_of_what_is_known(string typed)
    {
        await _programme.CustomerAsync("Miriam Osei", "m.osei@posteo.de", "+49 30 5557 1204", "PM-1");
        var jan = await _programme.CustomerAsync("Jan Novák", "jan.novak@email.cz", "+420 123 456 789", "SW-88213");
        await _programme.OrderAsync(jan, 10, "R-77");
        (await _programme.Ledger.RedeemAsync(
            new Redemption(Guid.CreateVersion7(), jan, Points.Whole(1), "LOY-9TQ4-M2"), _programme.Agent)).OrThrow();

        Assert.Equal([jan], await FoundAsync(typed));
    }

    [Theory]
    [InlineData("030 5557")]
    [InlineData("+49 (0)30 5557-1204")]
    [InlineData("0049305557")]
    [InlineData("3055571204")]
    public async Task Finds_a_number_in_national_spelling(string typed)
    {
        var miriam = await _programme.CustomerAsync("Miriam Osei", phone: "030 5557 1204");

        Assert.Equal([miriam], await FoundAsync(typed));
    }

    [Theory]
    [InlineData("Jan Osei")]
    [InlineData("ovák")]
    [InlineData("xy")]
    public async Task Every_word_must_occur(string typed)
    {
        await _programme.CustomerAsync("Jan Kovář");
        await _programme.CustomerAsync("Miriam Osei");

        Assert.Empty(await FoundAsync(typed));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("*")]
    [InlineData("***")]
    [InlineData("-")]
    [InlineData("---")]
    [InlineData("NEAR")]
    [InlineData("NEAR(a b)")]
    [InlineData("a NEAR b")]
    [InlineData("%")]
    [InlineData("%%%")]
    [InlineData("_")]
    [InlineData("___")]
    [InlineData("\"*-NEAR %_")]
    [InlineData("name: AND OR NOT")]
    [InlineData("'; DROP TABLE Customers; --")]
    [InlineData("{}[]^~:()")]
    [InlineData("\0")]
    [InlineData("ab\0cd")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("\ud800")]
    [InlineData("99999999999999999999")]
    public async Task Nothing_that_is_typed_fails(string typed)
    {
        await _programme.CustomerAsync("Ada Lovelace", "ada@example.org", "030 1", "A-1");

        Assert.Empty(await FoundAsync(typed));
        Assert.Single(await FoundAsync("Lovelace"));
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("\"The Rock\"")]
    [InlineData("a_b")]
    [InlineData("O'Neill")]
    public async Task Signs_are_sought_as_they_are_written(string typed)
    {
        var odd = await _programme.CustomerAsync("100% \"The Rock\" a_b O'Neill");
        await _programme.CustomerAsync("100 The Rock aXb ONeill");

        Assert.Equal([odd], await FoundAsync(typed));
    }

    private async Task<IEnumerable<CustomerId>> FoundAsync(string typed)
    {
        var found = await _programme.Customers.ListAsync(
            new CustomerFilter { Text = typed }, CustomerSort.Id, descending: false, new Window(0, 10), _programme.Agent, TestContext.Current.CancellationToken);
        return found.OrThrow().Rows.Select(row => row.Id);
    }
}
