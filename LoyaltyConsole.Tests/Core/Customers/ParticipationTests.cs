using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Somebody leaves the programme, collects nothing, and may come back (S-009, D13).</summary>
public sealed class ParticipationTests : LedgerTest
{
    private Participation Participation => Programme.Get<Participation>();

    [Fact]
    public async Task S_009_whoever_has_left_collects_nothing_and_keeps_everything()
    {
        var ada = await Programme.CustomerAsync("Ada", refId: "A");
        await Programme.LotAsync(ada, 100);
        await LeaveAsync(ada);

        var receipt = await Programme.OrderAsync(ada, 50m);
        await ImportAsync("order_ref,customer_ref,placed_at,total\nI1,A,2025-11-01,40\n");

        Assert.Equal(Points.Zero, receipt.Points);
        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada)).Redeemable);
        var customer = (await Programme.Profiles.OpenAsync(ada, Programme.Agent, CancellationToken.None)).OrThrow().Customer;
        Assert.Equal(("Ada", CustomerStatus.Active, (Instant?)Programme.Clock.GetCurrentInstant()), (customer.Name, customer.Status, customer.LeftAt));
    }

    [Fact]
    public async Task D13_whoever_comes_back_collects_again_but_not_for_the_time_between()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await LeaveAsync(ada);
        await Programme.OrderAsync(ada, 50m);

        (await Participation.RejoinAsync(ada, Programme.Agent)).OrThrow();
        await Programme.OrderAsync(ada, 20m);

        Assert.Equal(Points.Whole(20), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task S_009_no_birthday_no_grant_and_no_coupon_reaches_whoever_has_left()
    {
        var ada = await Programme.CustomerAsync("Ada", change: customer => customer.Birthday = new LocalDate(1990, 11, 28));
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (7, 'Birthday', 6, 500, 0), (8, 'Autumn', 8, 2500, 0), (9, 'Sorry', 7, 500, 0)");
        var coupon = (await Programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(8), Programme.Agent)).OrThrow();
        await LeaveAsync(ada);
        var account = await Programme.AccountAsync(ada);

        await Programme.Get<LoyaltyConsole.Core.Jobs.JobBook>().RunAsync(
            LoyaltyConsole.Core.Jobs.Job.Birthdays, Programme.Manager, onStarted: null, CancellationToken.None);

        Assert.Empty(await Programme.EntriesAsync(ada));
        AssertRefused(new CustomerLeft(), await Programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), ada, new CampaignId(8), Programme.Agent));
        AssertRefused(new CustomerLeft(), await Programme.Get<CouponBook>().UseAsync(coupon.Code, "1", Programme.Agent));
        AssertRefused(new CustomerLeft(), await Programme.Get<CampaignGrants>().GrantAsync(
            new CampaignGrant(Guid.CreateVersion7(), ada, new CampaignId(9), account.Version, account.Figures.Balance), Programme.Agent));
    }

    [Fact]
    public async Task S_009_the_reason_stands_in_the_trail_and_twice_is_once()
    {
        var ada = await Programme.CustomerAsync("Ada");

        await LeaveAsync(ada);
        await LeaveAsync(ada);

        Assert.Equal(
            ["LeaveProgramme: in the programme > out of the programme: moved abroad"],
            Programme.Query("SELECT Deed || ': ' || Before || ' > ' || After FROM AuditEntries WHERE CustomerId = 1", row => row.GetString(0)));
    }

    [Fact]
    public async Task S_009_is_refused_in_this_order()
    {
        var ada = await Programme.CustomerAsync("Ada");
        var marketing = Actor.Person("Max", StaffRole.Marketing);

        AssertRefused(new NotAllowed(Capability.ChangeStatus), await Participation.LeaveAsync(ada, "", marketing));
        AssertRefused(new NotAllowed(Capability.ChangeStatus), await Participation.RejoinAsync(ada, marketing));
        AssertRefused(new ReasonMissing(), await Participation.LeaveAsync(new CustomerId(9), " ", Programme.Agent));
        AssertRefused(new TextTooLong(Participation.ReasonLength), await Participation.LeaveAsync(new CustomerId(9), new string('x', 501), Programme.Agent));
        AssertRefused(new CustomerNotFound(new CustomerId(9)), await Participation.LeaveAsync(new CustomerId(9), "so", Programme.Agent));
        Programme.Execute("UPDATE Customers SET Status = 3");
        AssertRefused(new CustomerDeleted(), await Participation.LeaveAsync(ada, "so", Programme.Agent));
        AssertRefused(new CustomerDeleted(), await Participation.RejoinAsync(ada, Programme.Agent));
    }

    private async Task LeaveAsync(CustomerId customer) => (await Participation.LeaveAsync(customer, " moved abroad ", Programme.Agent)).OrThrow();

    private async Task ImportAsync(string text)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, text);
        var imports = Programme.Get<FileImports>();
        var staged = (await imports.StageAsync(path, "orders.csv", new ImportOptions { Integration = "Shop" }, Programme.Manager, CancellationToken.None)).OrThrow();
        File.Delete(path);
        Assert.Equal(Points.Zero, staged.Counts.PointsEarned);
        Assert.Equal(1, (await imports.CommitAsync(staged.Id, Programme.Manager, CancellationToken.None)).OrThrow().Counts.Orders);
    }
}
