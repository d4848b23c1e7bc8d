using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Addresses, exports, saved views and the command line name the same customers by the same words (5.10.4).</summary>
public sealed class CustomerFilterTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("q=M%C3%BCller%20%26%20S%C3%B6hne%3D1")]
    [InlineData("status=active%2Cdeleted&locked=yes&reg=anonymous")]
    [InlineData("within=30&modified=7&expiring=90")]
    [InlineData("integration=3&tier=2%2C4&model=2&segment=8%2C9&from=2025-01-01&to=2025-11-28&min=-12.5&max=1000")]
    public void Rule_5_10_4_writes_what_it_reads(string text)
    {
        var filter = CustomerFilterText.Read(text, out var unread);

        Assert.Empty(unread);
        Assert.Equal(text, CustomerFilterText.Write(filter));
    }

    [Fact]
    public void Rule_5_10_4_reads_every_condition()
    {
        var filter = CustomerFilterText.Read("?q=+ada+&status=inactive&locked=no&reg=registered&integration=7&tier=1&from=2025-01-01&to=2025-02-01&min=5&max=6.25");

        Assert.Equal("ada", filter.Text);
        Assert.Equal([CustomerStatus.Inactive], filter.Statuses);
        Assert.False(filter.IsLocked);
        Assert.True(filter.IsRegistered);
        Assert.Equal([new IntegrationId(7)], filter.Integrations);
        Assert.Equal([new TierId(1)], filter.Tiers);
        Assert.Equal((new LocalDate(2025, 1, 1), new LocalDate(2025, 2, 1)), (filter.EnrolledFrom, filter.EnrolledTo));
        Assert.Equal((Points.Whole(5), new Points(625)), (filter.BalanceFrom, filter.BalanceTo));
    }

    [Theory]
    [InlineData("colour=blue", "colour=blue")]
    [InlineData("status=active,asleep", "status=asleep")]
    [InlineData("locked=perhaps&tier=2", "locked=perhaps")]
    [InlineData("from=yesterday", "from=yesterday")]
    [InlineData("min=lots&max=3", "min=lots")]
    [InlineData("within=0", "within=0")]
    [InlineData("expiring=3651", "expiring=3651")]
    public void Rule_5_10_4_tells_what_makes_no_sense(string text, string unread)
    {
        CustomerFilterText.Read(text, out var left);

        Assert.Equal([unread], left);
    }
}
