using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

public sealed class ProfilePageTests : ProfileContext
{
    [Fact]
    public async Task L_033_shows_ten_fields_in_the_manuals_order()
    {
        var ada = await Programme.CustomerAsync(
            email: "ada@example.org", phone: "+49 30 1", refId: "R-7", change: customer => customer.Birthday = new LocalDate(1985, 6, 24));

        var screen = Open(ada);

        Assert.Equal(
            ["ID", "Reference ID", "Name", "E-Mail", "Phone", "Status", "Loyalty Program Enrollment Date", "Birthday", "Gender", "Integration"],
            screen.FindAll(".lc-dl:not(.more) dt").Select(Text));
        Assert.Equal("ada@example.org", Value(screen, ".lc-dl", "E-Mail"));
        Assert.Equal("24 Jun 1985", Value(screen, ".lc-dl", "Birthday"));
        Assert.Equal("28 Nov 2025", Value(screen, ".lc-dl", "Loyalty Program Enrollment Date"));
        Assert.Equal("Ada Lovelace", Text(screen.Find("h1")));
    }

    [Fact]
    public async Task L_034_the_salutation_tells_the_gender_and_L_035_it_is_empty_before()
    {
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);
        Assert.Equal("Empty until an order tells it", Value(screen, ".lc-dl", "Gender"));

        await Programme.Orders.RecordAsync(
            new NewOrder(ada, "Shop", "O-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "B", 1, 10)]) { Salutation = "Frau" },
            Programme.Manager);

        screen.WaitForAssertion(() => Assert.Equal("Female", Value(screen, ".lc-dl", "Gender")));
    }

    [Fact]
    public async Task L_037_to_L_042_show_the_six_figures()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(10));
        await Programme.LotAsync(ada, 1_000);
        await Programme.LotAsync(ada, 90, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(14));

        var screen = Open(ada);

        Assert.Equal(
            [
                "Total number of points collected", "Total Expired Points", "In next 30 days expiring points", "Total Points",
                "Total Locked Points", "Total Redeemable Points",
            ],
            screen.FindAll(".lc-figs dt").Select(Text));
        Assert.Equal(["1,190", "0", "100", "1,190", "90", "1,100"], screen.FindAll(".lc-figs dd").Select(Text));
        Assert.Contains("as of 14:37:00", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debt_is_red_and_says_since_when_and_only_where_there_is_one()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50, "O-9");
        await Programme.RedeemAsync(ada, 50);
        var screen = Open(ada);
        Assert.Empty(screen.FindAll(".lc-figs .debt"));

        await Programme.CreditNoteAsync(ada, 50, "O-9");

        screen.WaitForAssertion(() => Assert.Equal("−50", Value(screen, ".lc-figs", "Debt")));
        Assert.Contains("Since 28 Nov 2025 14:37.", Text(screen.Find(".lc-debt-note")), StringComparison.Ordinal);
        Assert.Equal("0", Value(screen, ".lc-figs", "Total Redeemable Points"));
    }

    [Fact]
    public async Task R_006_to_R_013_show_the_key_figures()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100);
        await Programme.OrderAsync(ada, 50, placedAt: Programme.Clock.GetCurrentInstant() + Duration.FromSeconds(1));

        var screen = Open(ada);

        Assert.Equal("150", Value(screen, ".lc-kpis", "Total Available Points"));
        Assert.Equal("150.00 EUR", Value(screen, ".lc-kpis", "Total Transaction Value"));
        Assert.Equal("2", Value(screen, ".lc-kpis", "Total Number Of Transactions"));
        Assert.Equal("50.00 EUR", Value(screen, ".lc-kpis", "Last Transaction Value"));
        Assert.Equal("75.00 EUR", Value(screen, ".lc-kpis", "ATV"));
        Assert.Equal("28 Nov 2025", Value(screen, ".lc-kpis", "Last Transaction Date"));
        Assert.Equal("150", Value(screen, ".lc-kpis", "Total Life Time Points"));
        Assert.Equal("0", Value(screen, ".lc-kpis", "Total Expired Points"));
    }

    [Fact]
    public void An_unknown_customer_is_said_so()
    {
        var screen = Open(new CustomerId(4711));

        Assert.Contains("There is no customer 4711", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        Assert.Equal("/customers", screen.Find(".lc-empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task L_100_a_deleted_customer_cannot_be_viewed()
    {
        var gone = await Programme.CustomerAsync("Ada Lovelace", change: customer => customer.Status = CustomerStatus.Deleted);

        var screen = Open(gone);

        Assert.Contains($"Customer {gone} is deleted", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_read_customers_reads_why()
    {
        var ada = await Programme.CustomerAsync();
        SignIn("Nobody", "None");

        var screen = Open(ada);

        Assert.Contains("Your role does not include this: read customers.", Text(screen.Find(".lc-empty")), StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marketing_may_look_and_not_adjust()
    {
        var ada = await Programme.CustomerAsync();
        SignIn("Mia", StaffRole.Marketing);

        var screen = Open(ada);

        Assert.Single(screen.FindAll(".lc-figs"));
        Assert.Empty(screen.FindAll(".lc-acts"));
    }

    [Fact]
    public async Task L_023_an_inactive_customers_points_stay_and_the_page_says_why()
    {
        var ada = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Inactive);

        var screen = Open(ada);

        Assert.All(screen.FindAll(".lc-acts button"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Contains("once the customer is active again", Text(screen.Find(".lc-why-off")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_book_appears_by_itself_in_the_readers_language()
    {
        var ada = await Programme.CustomerAsync();
        Read("de");
        var screen = Open(ada, "?tab=history");

        // Whoever books elsewhere has a language of their own.
        Read("en");
        await BookAsync(ada, 1_500, "Danke");

        screen.WaitForAssertion(() => Assert.Equal("1.500", Value(screen, ".lc-figs", "Gesamtzahl einlösbarer Punkte")));
        screen.WaitForAssertion(() => Assert.Equal("Manuelle Gutschrift", Rows(screen).Single()[2]));
        Assert.Equal(["Bestellungen/Gutschriften", "Punkteverlauf"], screen.FindAll(".lc-tabs [role=tab]").Take(2).Select(Text));
    }

    [Fact]
    public async Task Who_has_no_name_is_a_guest_or_known_by_the_reference()
    {
        var guest = await Programme.CustomerAsync(name: null, email: "who@example.com", registered: false);
        var registered = await Programme.CustomerAsync(name: null, refId: "17850");

        Assert.Equal("Guest", Text(Open(guest).Find("h1")));
        Assert.Equal("17850", Text(Open(registered).Find("h1")));
    }
}
