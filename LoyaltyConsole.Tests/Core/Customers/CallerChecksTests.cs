using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Whether a caller is the customer (X7, D16).</summary>
public sealed class CallerChecksTests : LedgerTest
{
    private CallerChecks Checks => Programme.Get<CallerChecks>();

    [Theory]
    [InlineData(CallerFact.Birthday, "24.6.1985", CallerMatch.Match)]
    [InlineData(CallerFact.Birthday, "1985-06-24", CallerMatch.Match)]
    [InlineData(CallerFact.Birthday, "24 Jun 1985", CallerMatch.Match)]
    [InlineData(CallerFact.Birthday, "25.06.1985", CallerMatch.NoMatch)]
    [InlineData(CallerFact.Phone, "00420 123 456 789", CallerMatch.Match)]
    [InlineData(CallerFact.Phone, "420 123 456 788", CallerMatch.NoMatch)]
    [InlineData(CallerFact.Email, " JAN@email.cz ", CallerMatch.Match)]
    [InlineData(CallerFact.Email, "jan@email", CallerMatch.NoMatch)]
    [InlineData(CallerFact.PostalCode, "11000", CallerMatch.Match)]
    [InlineData(CallerFact.PostalCode, "11001", CallerMatch.NoMatch)]
    [InlineData(CallerFact.Receipt, "87201", CallerMatch.Match)]
    [InlineData(CallerFact.Receipt, "87202", CallerMatch.NoMatch)]
    [InlineData(CallerFact.Pin, "1234", CallerMatch.NotKnown)]
    public async Task X7_what_the_caller_says_is_compared_however_it_is_written(CallerFact fact, string said, CallerMatch expected)
    {
        var jan = await JanAsync();

        Assert.Equal(expected, (await Checks.CheckAsync(jan, new CallerAnswer(fact, said), Programme.Agent)).OrThrow());
    }

    [Fact]
    public async Task X7_what_is_not_known_of_a_customer_matches_nothing()
    {
        var bo = await Programme.CustomerAsync("Bo");

        foreach (var fact in Enum.GetValues<CallerFact>())
        {
            Assert.Equal(CallerMatch.NotKnown, (await Checks.CheckAsync(bo, new CallerAnswer(fact, "1.1.2000"), Programme.Agent)).OrThrow());
        }
    }

    [Fact]
    public async Task D16_a_guests_pin_is_compared_and_wrong_ones_are_counted()
    {
        var guest = await Programme.CustomerAsync("Bo", registered: false);
        var pin = await Programme.PinAsync(guest);
        Assert.Equal(CallerMatch.Match, (await Checks.CheckAsync(guest, new CallerAnswer(CallerFact.Pin, pin), Programme.Agent)).OrThrow());

        for (var wrong = 0; wrong < CustomerPins.MostTries; wrong++)
        {
            Assert.Equal(CallerMatch.NoMatch, (await Checks.CheckAsync(guest, new CallerAnswer(CallerFact.Pin, "x"), Programme.Agent)).OrThrow());
        }

        Assert.IsType<PinPaused>(Refused(await Checks.CheckAsync(guest, new CallerAnswer(CallerFact.Pin, pin), Programme.Agent)));
    }

    [Fact]
    public async Task X7_two_different_facts_verify_a_caller_and_the_trail_says_which_but_not_what_was_said()
    {
        var jan = await JanAsync();
        var birthday = new CallerAnswer(CallerFact.Birthday, "24.06.1985");
        (await Checks.CheckAsync(jan, birthday, Programme.Agent)).OrThrow();

        AssertRefused(new CallerNotVerified(2), await Checks.VerifyAsync(jan, [birthday, birthday], Programme.Agent));
        AssertRefused(new CallerNotVerified(2), await Checks.VerifyAsync(jan, [birthday, new CallerAnswer(CallerFact.Receipt, "1")], Programme.Agent));
        (await Checks.VerifyAsync(jan, [birthday, new CallerAnswer(CallerFact.Receipt, "87201")], Programme.Agent)).OrThrow();

        Assert.Equal(
            [("CheckCaller", "Birthday: Match"), ("VerifyCaller", "Birthday, Receipt")],
            Programme.Query("SELECT Deed, After FROM AuditEntries WHERE Deed LIKE '%Caller' ORDER BY Id", row => (row.GetString(0), row.GetString(1))));
    }

    [Fact]
    public async Task X7_what_cannot_be_compared_is_refused()
    {
        var jan = await JanAsync();

        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Checks.CheckAsync(jan, new CallerAnswer(CallerFact.Email, "x"), Actor.Person("Nobody")));
        AssertRefused(new TextTooLong(320), await Checks.CheckAsync(jan, new CallerAnswer(CallerFact.Email, new string('x', 321)), Programme.Agent));
        AssertRefused(new CallerDateUnreadable(), await Checks.CheckAsync(jan, new CallerAnswer(CallerFact.Birthday, "in June"), Programme.Agent));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Checks.CheckAsync(new CustomerId(99), new CallerAnswer(CallerFact.Email, "x"), Programme.Agent));
    }

    private async Task<CustomerId> JanAsync()
    {
        var jan = await Programme.CustomerAsync(
            "Jan Novák", "jan@email.cz", "+420 123 456 789", change: customer => customer.Birthday = new LocalDate(1985, 6, 24));
        (await Programme.Orders.RecordAsync(
            new NewOrder(jan, "Shop", "87201", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)])
            {
                Billing = Address.None with { PostalCode = "110 00" },
            },
            Programme.Manager)).OrThrow();
        return jan;
    }
}
