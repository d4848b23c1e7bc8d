using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>"User Activities" .</summary>
public sealed class CustomerActivitiesTests : LedgerTest
{
    [Fact]
    public async Task R_016_what_happened_is_told_the_newest_first_from_all_that_is_kept()
    {
        var ada = await Programme.CustomerAsync();
        await LaterAsync(() => Programme.OrderAsync(ada, 120m, "88213"));
        await LaterAsync(async () => await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(50)), Programme.Agent));
        await LaterAsync(() => Programme.RedeemAsync(ada, 30));
        await LaterAsync(async () => await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Gold"), Programme.Manager));
        await LaterAsync(() => Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Agent));
        await LaterAsync(() => Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent));
        await LaterAsync(() => Programme.Get<CustomerBook>().EditAsync(ada, new ProfileEdit { Group = "VIP" }, Programme.Agent));
        await LaterAsync(() => Programme.Get<CustomerNotes>().AddAsync(new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Asked."), Programme.Agent));

        var page = await ListAsync(ada, new Window(0, 20));

        Assert.Equal(
            [
                ActivityKind.NoteWritten, ActivityKind.DetailsEdited, ActivityKind.RedemptionLocked, ActivityKind.Deactivated, ActivityKind.TierChanged,
                ActivityKind.Redeemed, ActivityKind.Credited, ActivityKind.Transaction, ActivityKind.SignedUp,
            ],
            page.Rows.Select(row => row.Kind));
        Assert.Equal(9, page.Count);
        Assert.Equal(("Member", "Gold", "Petra Lang"), (page.Rows[4].FromTier, page.Rows[4].ToTier, page.Rows[4].Actor));
        Assert.Equal((Points.Whole(-30), Points.Whole(50), null), (page.Rows[5].Points, page.Rows[6].Points, page.Rows[7].Points));
        Assert.Equal("88213", page.Rows[7].Reference);
    }

    [Fact]
    public async Task R_016_every_page_goes_on_where_the_one_before_ends()
    {
        var ada = await Programme.CustomerAsync();
        var eve = await Programme.CustomerAsync("Eve");
        for (var number = 0; number < 9; number++)
        {
            await LaterAsync(() => Programme.OrderAsync(number % 3 == 0 ? eve : ada, 10m));
            await LaterAsync(() => Programme.Profiles.SetLockedAsync(ada, number % 2 == 0, Programme.Manager));
        }

        var whole = await ListAsync(ada, new Window(0, 100));
        var pages = new List<Activity>();
        for (var skip = 0; skip < whole.Count; skip += 4)
        {
            pages.AddRange((await ListAsync(ada, new Window(skip, 4))).Rows);
        }

        Assert.Equal(whole.Rows, pages);
        Assert.Equal(6 + 9 + 1, whole.Count);
        Assert.Equal(whole.Rows.Select(row => row.At).OrderDescending(), whole.Rows.Select(row => row.At));
    }

    [Fact]
    public async Task What_is_discarded_says_so()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 30);
        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        Assert.Contains((await ListAsync(ada, new Window(0, 10))).Rows, row => row.Kind == ActivityKind.RedemptionDiscarded);
    }

    [Fact]
    public async Task L_100_nobody_reads_them_who_may_not_or_of_whom_there_is_nothing_to_read()
    {
        var ada = await Programme.CustomerAsync();
        var activities = Programme.Get<CustomerActivities>();

        Assert.Equal(
            new NotAllowed(Capability.ReadCustomers), Refused(await activities.ListAsync(ada, new Window(0, 7), new Actor("Max", new HashSet<Capability>()), Cancel)));
        Assert.Equal(new CustomerNotFound(new CustomerId(99)), Refused(await activities.ListAsync(new CustomerId(99), new Window(0, 7), Programme.Agent, Cancel)));
        Programme.Execute("UPDATE Customers SET Status = 3");
        Assert.Equal(new CustomerDeleted(), Refused(await activities.ListAsync(ada, new Window(0, 7), Programme.Agent, Cancel)));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task LaterAsync(Func<Task> deed)
    {
        Programme.Clock.Advance(Duration.FromMinutes(1));
        return deed();
    }

    private async Task<Page<Activity>> ListAsync(CustomerId customer, Window window) =>
        (await Programme.Get<CustomerActivities>().ListAsync(customer, window, Programme.Agent, Cancel)).OrThrow();
}
