using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Features.Customers;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Customers;

public sealed class CustomerFilterTests : CustomerOverviewContext
{
    [Fact]
    public async Task Filters_combine_and_live_in_the_address()
    {
        await Programme.CustomerAsync("Locked in shop", change: customer => customer.IsLocked = true);
        await Programme.CustomerAsync("Locked at till", integration: "Till", change: customer => customer.IsLocked = true);
        await Programme.CustomerAsync("Free at till", integration: "Till");
        var page = Open();

        await FilterAsync(page, "Locked", "Yes", true);
        ExpectNames(page, "Locked at till", "Locked in shop");
        await FilterAsync(page, "Integration", "Till", true);

        ExpectNames(page, "Locked at till");
        Assert.StartsWith("/customers?locked=yes&integration=", Address, StringComparison.Ordinal);
        Assert.Equal(["Locked Yes", "Integration Till"], Chips(page));
        Assert.NotNull(Button(page, "Filter: 2"));
    }

    [Fact]
    public async Task A_chip_takes_its_own_condition_away_and_clear_all_the_rest()
    {
        await Programme.CustomerAsync("Ada", change: customer => customer.IsLocked = true);
        await Programme.CustomerAsync("Bob", registered: false);
        await Programme.CustomerAsync("Cleo", registered: false, change: customer => customer.IsLocked = true);
        var page = Open("/customers?locked=yes&reg=anonymous&q=e");
        ExpectNames(page);

        await PressAsync(page, "Remove filter Registration");
        ExpectNames(page);
        Assert.Equal(["Locked Yes"], Chips(page));

        await PressAsync(page, "Clear all");
        page.WaitForAssertion(() => Assert.Equal("/customers?q=e", Address));
        Assert.Empty(Chips(page));
    }

    [Theory]
    [InlineData("/customers?status=inactive", "Inactive")]
    [InlineData("/customers?status=active,inactive&locked=no&reg=anonymous", "Guest one")]
    [InlineData("/customers?reg=registered&min=100&max=100", "Rich")]
    [InlineData("/customers?from=2025-01-01&to=2025-01-31", "Early")]
    [InlineData("/customers?tier=2", "Silver")]
    [InlineData("/customers?q=ear", "Early")]
    public async Task An_address_alone_restores_the_list(string address, string expected)
    {
        await Programme.CustomerAsync("Inactive", change: customer => customer.Status = CustomerStatus.Inactive);
        await Programme.CustomerAsync("Guest one", registered: false);
        await Programme.LotAsync(await Programme.CustomerAsync("Rich"), 100);
        await Programme.CustomerAsync("Early", change: customer => customer.EnrolledAt = Instant.FromUtc(2025, 1, 31, 22, 59));
        await Programme.CustomerAsync("Silver", change: customer => customer.TierId = new(2));

        var page = Open(address);

        ExpectNames(page, expected);
    }

    [Fact]
    public async Task E_011_and_E_012_another_model_is_chosen_and_its_segments_filter()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob");
        await Programme.OrderAsync(ada, 100m);
        await Programme.Get<JobBook>().RunAsync(Job.Segments, Programme.Manager, onStarted: null, CancellationToken.None);
        var page = Open();
        Assert.EndsWith("Member No orders No Active more expand_more", Text(Row(page, "Bob")), StringComparison.Ordinal);

        await OpenPanelAsync(page, "lc-filter");
        await DoAsync(page, () => page.FindAll("#lc-filter fieldset").Single(fieldset => Text(fieldset).StartsWith("Segment", StringComparison.Ordinal)).QuerySelector("select")!.Change("2"));
        page.WaitForAssertion(() => Assert.Contains("Loyal", Text(Row(page, "Ada")), StringComparison.Ordinal));
        await FilterAsync(page, "Segment", "Loyal", true);

        ExpectNames(page, "Ada");
        Assert.StartsWith("/customers?model=2&segment=", Address, StringComparison.Ordinal);
        Assert.Equal(["Segment (RFM quintiles) Loyal"], Chips(page));
    }

    [Fact]
    public async Task Filters_by_dates_and_balance_from_the_panel()
    {
        await Programme.LotAsync(await Programme.CustomerAsync("Rich", change: customer => customer.EnrolledAt = Instant.FromUtc(2025, 3, 1, 12, 0)), 500);
        await Programme.CustomerAsync("Poor", change: customer => customer.EnrolledAt = Instant.FromUtc(2025, 3, 2, 12, 0));
        var page = Open();

        await FilterAsync(page, "Points", "From", "100");
        ExpectNames(page, "Rich");
        await FilterAsync(page, "Points", "From", "");
        ExpectNames(page, "Poor", "Rich");
        await FilterAsync(page, "Enrollment date", "From", "2025-03-02");

        ExpectNames(page, "Poor");
        Assert.Equal(["Enrollment date from 2 Mar 2025"], Chips(page));
    }

    [Theory]
    [InlineData("123456789")]
    [InlineData("00420123456789")]
    [InlineData("(420) 123-456")]
    public async Task Finds_a_phone_number_however_it_is_typed(string typed)
    {
        await Programme.CustomerAsync("Jan Novák", phone: "+420 123 456 789");
        await Programme.CustomerAsync("Somebody else", phone: "+49 30 5557 1204");
        var page = Open();

        await DoAsync(page, () => page.Find("input[type=search]").Input(typed));

        ExpectNames(page, "Jan Novák");
    }

    [Fact]
    public async Task Finds_by_the_number_of_a_receipt()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync("Ada"), 10, "R-2025-77");
        await Programme.CustomerAsync("Somebody else");

        var page = Open("/customers?q=R-2025-77");

        ExpectNames(page, "Ada");
    }

    [Fact]
    public async Task What_makes_no_sense_in_the_address_is_passed_over()
    {
        await Programme.CustomerAsync("Ada");

        var page = Open("/customers?status=odd&locked=perhaps&tier=x,&from=31.12.2025&min=lots&sort=colour&page=-3&size=7&cols=no");

        ExpectNames(page, "Ada");
        Assert.Empty(Chips(page));
    }

    private static IReadOnlyList<string> Chips(IRenderedComponent<CustomerOverviewPage> page) =>
        [.. page.FindAll(".lc-chip").Select(chip => Text(chip).Replace(" close", "", StringComparison.Ordinal))];
}
