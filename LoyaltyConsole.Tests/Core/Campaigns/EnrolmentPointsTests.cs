using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Campaigns;

/// <summary>Points for joining the programme, once a customer.</summary>
public sealed class EnrolmentPointsTests : LedgerTest
{
    private CustomerBook Book => Programme.Get<CustomerBook>();

    [Fact]
    public async Task L_058_whoever_registers_gets_the_points_of_the_campaign_in_force()
    {
        var campaign = await CreateAsync("Welcome", 25);
        await CreateAsync("Later", 99, new LocalDate(2025, 12, 24));

        var customer = await RegisterAsync(registered: true);

        var entry = Assert.Single(await Programme.EntriesAsync(customer));
        Assert.Equal((EntryKind.Enrolment, Points.Whole(25), campaign), (entry.Kind, entry.Points, entry.CampaignId));
        var lot = Programme.Query("SELECT LockedUntil, ValidUntil FROM Lots", row => (row.GetInt64(0), row.GetInt64(1)))[0];
        Assert.Equal((Programme.Clock.GetCurrentInstant() + Duration.FromDays(14)).ToUnixTimeMilliseconds(), lot.Item1);
        Assert.Equal(Tests.Support.Programme.Berlin(2026, 11, 29).ToUnixTimeMilliseconds(), lot.Item2);
    }

    [Fact]
    public async Task A_guest_gets_them_when_they_register_and_not_again()
    {
        await CreateAsync("Welcome", 25);
        var guest = await RegisterAsync(registered: false);
        Assert.Empty(await Programme.EntriesAsync(guest));

        await SetRegisteredAsync(guest, registered: true);
        await SetRegisteredAsync(guest, registered: false);
        await SetRegisteredAsync(guest, registered: true);

        Assert.Single(await Programme.EntriesAsync(guest));
    }

    [Fact]
    public async Task The_same_registration_sent_again_pays_nothing()
    {
        await CreateAsync("Welcome", 25);
        var key = Guid.CreateVersion7();

        var customer = await RegisterAsync(registered: true, key);
        await RegisterAsync(registered: true, key);

        Assert.Single(await Programme.EntriesAsync(customer));
    }

    private async Task<CampaignId> CreateAsync(string name, int points, LocalDate? starts = null) =>
        (await Programme.Get<CampaignBook>().CreateAsync(
            Guid.CreateVersion7(),
            new CampaignDraft(name, CampaignKind.Enrolment, Points.Whole(points)) { LockDays = 14, ValidityMonths = 12, StartsOn = starts },
            Programme.Manager)).OrThrow().Id;

    private async Task<CustomerId> RegisterAsync(bool registered, Guid? key = null) =>
        (await Book.RegisterAsync(
            new Registration(key ?? Guid.CreateVersion7(), "Shop") { FirstName = "Ada", LastName = "Lovelace", RefId = "A-1", IsRegistered = registered },
            Programme.Manager)).OrThrow().Card.Customer.Id;

    private async Task SetRegisteredAsync(CustomerId customer, bool registered) =>
        (await Book.EditAsync(customer, new ProfileEdit { IsRegistered = registered }, Programme.Manager)).OrThrow();
}
