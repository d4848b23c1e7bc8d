using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Who is probably known already (R-002, T25).</summary>
public sealed class CustomerDuplicatesTests : LedgerTest
{
    [Theory]
    [InlineData("+420123456789")]
    [InlineData("00420 123 456 789")]
    [InlineData("+420 (123) 456-789")]
    public async Task T25_the_same_phone_is_found_in_any_spelling(string typed)
    {
        var jan = await Programme.CustomerAsync("Jan Novák", phone: "+420 123 456 789");

        var found = Assert.Single((await FindAsync(phone: typed)).Rows);

        Assert.Equal((jan, true, false, false), (found.Id, found.SamePhone, found.SameEmail, found.SameName));
    }

    [Fact]
    public async Task R_002_the_same_e_mail_and_name_are_found_however_they_are_written_and_who_shares_most_comes_first()
    {
        var namesake = await Programme.CustomerAsync("Jan Novák");
        var himself = await Programme.CustomerAsync("Jan Novak", email: "Jan.Novak@email.cz");
        await Programme.CustomerAsync("Jana Nováková", email: "jan.novak@email.com");

        var found = (await FindAsync("JAN  NOVÁK", "jan.novak@EMAIL.cz")).Rows;

        Assert.Equal([himself, namesake], found.Select(row => row.Id));
        Assert.Equal((true, true), (found[0].SameEmail, found[0].SameName));
        Assert.Equal((false, true), (found[1].SameEmail, found[1].SameName));
    }

    [Fact]
    public async Task Neither_nobody_nor_the_deleted_nor_oneself_is_a_duplicate()
    {
        await Programme.CustomerAsync(name: null);
        await Programme.CustomerAsync("Jan Novák", change: customer => customer.Status = CustomerStatus.Deleted);
        var jan = await Programme.CustomerAsync("Jan Novák");

        Assert.Empty((await FindAsync(name: " ", email: "", phone: "none")).Rows);
        Assert.Equal(jan, Assert.Single((await FindAsync("Jan Novák")).Rows).Id);
        Assert.Empty((await FindAsync("Jan Novák", except: jan)).Rows);
    }

    [Fact]
    public async Task A_common_name_shows_a_few_and_says_that_there_are_more()
    {
        for (var number = 0; number < CustomerDuplicates.Most + 3; number++)
        {
            await Programme.CustomerAsync("Jan Novák");
        }

        var found = await FindAsync("Jan Novák");

        Assert.Equal((CustomerDuplicates.Most, true), (found.Rows.Count, found.AreMore));
    }

    [Fact]
    public async Task Nobody_looks_who_may_not_read_customers()
    {
        var found = await Programme.Get<CustomerDuplicates>().FindAsync(new PersonMarks("Jan", null, null), new Actor("Max", new HashSet<Capability>()), Cancel);

        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(found));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<LikelyDuplicates> FindAsync(string? name = null, string? email = null, string? phone = null, CustomerId? except = null) =>
        (await Programme.Get<CustomerDuplicates>().FindAsync(new PersonMarks(name, email, phone, except), Programme.Agent, Cancel)).OrThrow();
}
