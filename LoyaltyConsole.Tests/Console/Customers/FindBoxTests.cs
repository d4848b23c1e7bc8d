using Bunit;
using LoyaltyConsole.Components.Layout;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Customers;

/// <summary>The one box that takes whatever a caller offers (X7, R-004, T25).</summary>
public sealed class FindBoxTests : ConsoleContext
{
    private CustomerId _jan;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _jan = await Programme.CustomerAsync("Jan Novák", "jan@email.cz", "+420 123 456 789", "SW-88213");
        await Programme.CustomerAsync("Jana Nováková", "jana@email.cz");
        await Programme.OrderAsync(_jan, 10m, "87201");
    }

    [Theory]
    [InlineData("(420) 123-456")]
    [InlineData("00420123456789")]
    [InlineData("jan@email.cz")]
    [InlineData("87201")]
    [InlineData("SW-88213")]
    [InlineData("sommer-1")]
    public async Task X7_whom_only_one_customer_can_be_meant_by_is_opened_at_once(string typed)
    {
        Programme.Execute(
            $"""
            INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (5, 'Autumn', 8, 2500, 0);
            INSERT INTO Coupons (Id, CustomerId, CampaignId, Code, State, GivenBy, GivenAt, CommandKey) VALUES (1, {_jan}, 5, 'SOMMER-1', 1, 'x', 1, 'K');
            """);

        Assert.Equal($"/customers/{_jan}", await FindAsync(typed));
    }

    [Fact]
    public async Task X7_who_may_be_several_or_nobody_is_shown_in_the_overview()
    {
        Assert.Equal("/customers?q=novak", await FindAsync("novak"));
        Assert.Equal("/customers?q=nobody%20of%20that%20name", await FindAsync("nobody of that name"));
        Assert.Equal("/customers", await FindAsync(" "));
    }

    private async Task<string> FindAsync(string typed)
    {
        var box = Render<FindBox>();
        var navigation = Services.GetRequiredService<NavigationManager>();
        await box.InvokeAsync(() => box.Find("input").Change(typed));
        await box.InvokeAsync(() => box.Find("form").SubmitAsync());
        return "/" + navigation.ToBaseRelativePath(navigation.Uri);
    }
}
