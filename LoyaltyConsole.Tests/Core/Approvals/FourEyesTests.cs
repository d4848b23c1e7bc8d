using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Approvals;

/// <summary>What a person does not do alone, and how somebody else lets it happen (X6, target S3).</summary>
public sealed class FourEyesTests : LedgerTest
{
    private static readonly Actor _eva = Actor.Person("Eva Brandt", StaffRole.Agent) with { Email = "Eva.Brandt@example.org", Phone = "0221 5550 1000", StaffId = "eva" };

    private static readonly Actor _petra = Actor.Person("Petra Lang", StaffRole.Manager) with { StaffId = "petra" };

    private ApprovalRequests Requests => Programme.Get<ApprovalRequests>();

    [Fact]
    public async Task X6_what_exceeds_the_limit_of_one_entry_waits_until_somebody_else_approves_it()
    {
        await LimitAsync(perEntry: 500);
        var ada = await Programme.CustomerAsync();
        var adjustment = await TopUpAsync(ada, 501);

        AssertRefused(new OverEntryLimit(Points.Whole(500)), await Programme.Ledger.AdjustAsync(adjustment, _eva));
        Assert.Equal(new OverEntryLimit(Points.Whole(500)), (await Programme.Ledger.PreviewAsync(adjustment, _eva, CancellationToken.None)).OrThrow().Needs);
        var request = (await Requests.SubmitAsync(ApprovalOrder.Of(adjustment), _eva)).OrThrow();
        Assert.Equal(
            (ApprovalDeed.AdjustPoints, ApprovalCause.EntryLimit, Points.Whole(501), ApprovalStatus.Waiting), (request.Deed, request.Cause, request.Points, request.Status));
        Assert.Empty(await Programme.EntriesAsync(ada));

        var approved = await ApproveAsync(request.Id);

        var entry = Assert.Single(await Programme.EntriesAsync(ada));
        Assert.Equal((ApprovalStatus.Approved, "Petra Lang"), (approved.Status, approved.DecidedBy));
        Assert.Equal((Points.Whole(501), "Eva Brandt", "A late parcel"), (entry.Points, entry.Actor, entry.InternalReason));
        Assert.Equal(
            ["Eva Brandt SubmitApprovalRequest", "Eva Brandt AdjustPoints", "Petra Lang ApproveRequest"],
            Programme.Query("SELECT Actor || ' ' || Deed FROM AuditEntries WHERE CustomerId = @0 ORDER BY Id", row => row.GetString(0), ("@0", ada.Value)));
        AssertRefused(new CommandKeyReused(), await Programme.Ledger.AdjustAsync(adjustment, _petra));
    }

    [Fact]
    public async Task X6_a_limit_is_one_of_taking_as_well_and_what_it_allows_needs_nobody()
    {
        await LimitAsync(perEntry: 500);
        var ada = await Programme.CustomerAsync();
        var atLimit = await TopUpAsync(ada, 500);
        AssertRefused(new NoApprovalNeeded(), await Requests.SubmitAsync(ApprovalOrder.Of(atLimit), _eva));
        (await Programme.Ledger.AdjustAsync(atLimit, _eva)).OrThrow();
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(ada, 900), _petra)).OrThrow();

        AssertRefused(
            new OverEntryLimit(Points.Whole(500)),
            await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(501)), _eva));
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(ada, 900), Actor.Person("Both", StaffRole.Agent, StaffRole.Manager))).OrThrow();
    }

    [Fact]
    public async Task X6_a_day_has_a_limit_of_all_that_a_person_moves_and_what_they_undo_is_free_again()
    {
        await LimitAsync(perEntry: 400, perDay: 600);
        var (ada, bo) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Bo"));
        var first = (await Programme.Ledger.AdjustAsync(await TopUpAsync(ada, 400), _eva)).OrThrow();
        AssertRefused(new OverDayLimit(Points.Whole(600), Points.Whole(400)), await Programme.Ledger.AdjustAsync(await TopUpAsync(bo, 201), _eva));
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(bo, 200), _eva)).OrThrow();

        (await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), first.Id, _eva)).OrThrow();
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(bo, 400), _eva)).OrThrow();
        AssertRefused(new OverDayLimit(Points.Whole(600), Points.Whole(600)), await Programme.Ledger.AdjustAsync(await TopUpAsync(bo, 1), _eva));

        // In Berlin the next day begins an hour before it does in UTC.
        Programme.Clock.Set(Support.Programme.Berlin(2025, 11, 29));
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(bo, 400), _eva)).OrThrow();
    }

    [Fact]
    public async Task X6_what_somebody_else_approved_counts_for_nobodys_day()
    {
        await LimitAsync(perEntry: 500, perDay: 600);
        var ada = await Programme.CustomerAsync();
        await ApproveAsync((await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(ada, 5_000)), _eva)).OrThrow().Id);

        (await Programme.Ledger.AdjustAsync(await TopUpAsync(ada, 500), _eva)).OrThrow();
    }

    [Theory]
    [InlineData("eva.brandt@EXAMPLE.org", null)]
    [InlineData("eva.brandt+points@example.org", null)]
    [InlineData("other@example.org", "+49 (0)221 / 5550-1000")]
    public async Task X6_an_account_that_looks_like_ones_own_is_left_to_a_colleague(string email, string? phone)
    {
        var own = await Programme.CustomerAsync("E. Brandt", email, phone);
        var adjustment = await TopUpAsync(own, 1);

        AssertRefused(new OwnAccount(), await Programme.Ledger.AdjustAsync(adjustment, _eva));
        Assert.Equal(ApprovalCause.OwnAccount, (await Requests.SubmitAsync(ApprovalOrder.Of(adjustment), _eva)).OrThrow().Cause);
        AssertRefused(new AskAColleague(), await Programme.Profiles.SetLockedAsync(own, locked: true, _eva));
        AssertRefused(new AskAColleague(), await Programme.Profiles.SetActiveAsync(own, active: false, _eva));
        AssertRefused(new AskAColleague(), await Programme.Get<CustomerNotes>().AddAsync(new NewNote(Guid.CreateVersion7(), own, NoteKind.Query, "Nice"), _eva));
        AssertRefused(new AskAColleague(), await Programme.Get<CustomerBook>().EditAsync(
            own, new BasicDetails { LastName = "Brandt", Email = "away@example.org" }.EditOf(new BasicDetails { LastName = "Brandt", Email = email, Phone = phone }) with { Seen = null }, _eva));
        AssertRefused(new AskAColleague(), await Programme.Get<Erasures>().EraseAsync(
            new ErasureOrder(Guid.CreateVersion7(), own, own.ToString()), Actor.Person("Petra Lang", StaffRole.Manager) with { Email = _eva.Email, Phone = _eva.Phone }));
        Assert.Equal(0, Programme.Query("SELECT IsLocked FROM Customers WHERE Id = @0", row => row.GetInt64(0), ("@0", own.Value)).Single());
        (await Programme.Profiles.SetLockedAsync(own, locked: true, Programme.Agent)).OrThrow();
    }

    [Fact]
    public async Task X6_a_household_is_known_by_the_address_of_ones_own_account()
    {
        var own = await Programme.CustomerAsync("Eva Brandt", "eva.brandt@example.org");
        var (husband, neighbour) = (await Programme.CustomerAsync("Jan Brandt", "jan@example.org"), await Programme.CustomerAsync("Bo", "bo@example.org"));
        await OrderToAsync(own, "1", "Lindenweg 4");
        await OrderToAsync(husband, "2", " lindenweg 4");
        await OrderToAsync(neighbour, "3", "Lindenweg 6");

        AssertRefused(new OwnAccount(), await Programme.Ledger.AdjustAsync(await TopUpAsync(husband, 1), _eva));
        (await Programme.Ledger.AdjustAsync(await TopUpAsync(neighbour, 1), _eva)).OrThrow();
    }

    [Fact]
    public async Task S3_nobody_decides_on_their_own_request_nor_for_their_own_account_and_the_attempt_is_seen()
    {
        await LimitAsync(perEntry: 500, role: StaffRole.Manager);
        var own = await Programme.CustomerAsync("E. Brandt", "petra@example.org");
        var petra = _petra with { Email = "petra@example.org" };
        var hers = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(await Programme.CustomerAsync(), 501)), petra)).OrThrow();
        var forHer = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(own, 501)), Actor.Person("Max", StaffRole.Manager))).OrThrow();

        AssertRefused(new OwnApprovalRequest(), await Requests.ApproveAsync(await ApprovalAsync(hers.Id), petra));
        AssertRefused(new OwnApprovalRequest(), await Requests.RejectAsync(hers.Id, Guid.CreateVersion7(), "No", petra));
        AssertRefused(new AskAColleague(), await Requests.ApproveAsync(await ApprovalAsync(forHer.Id), petra));
        Assert.Equal(2, Programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'TryOwnApproval'", row => row.GetInt64(0)).Single());
        Assert.Empty(await Programme.EntriesAsync(own));

        AssertRefused(new NotAllowed(Capability.ApproveChanges), await Requests.ApproveAsync(await ApprovalAsync(hers.Id), _eva));
        AssertRefused(new NotAllowed(Capability.ApproveChanges), await Requests.PreviewAsync(hers.Id, _eva));
        AssertRefused(new NotAllowed(Capability.ApproveChanges), await Requests.RejectAsync(hers.Id, Guid.CreateVersion7(), "No", _eva));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task S3_nobody_merges_an_account_that_looks_like_their_own(int delay)
    {
        await Programme.ChangeAsync(settings => settings.MergeDelayMinutes = delay);
        var (main, own) = (await Programme.CustomerAsync("Anna", "anna@example.org"), await Programme.CustomerAsync("Anna", "petra@example.org"));
        var id = (await Programme.Get<MergeRequests>().SubmitAsync(Guid.CreateVersion7(), main, own, Programme.Agent)).OrThrow().Id;
        var rehearsal = (await Programme.Get<AccountMerges>().RehearseAsync(id, choices: null, _petra)).OrThrow();

        var tried = await Programme.Get<AccountMerges>().ApproveAsync(
            new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, rehearsal.Proposal, Remarks: null), _petra with { Email = "petra@example.org" });

        AssertRefused(new AskAColleague(), tried);
    }

    [Fact]
    public async Task S3_a_request_is_approved_once_and_on_the_account_that_was_seen()
    {
        await LimitAsync(perEntry: 500);
        var ada = await Programme.CustomerAsync();
        var id = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(ada, 501)), _eva)).OrThrow().Id;
        var approval = await ApprovalAsync(id);
        await Programme.LotAsync(ada, 5);

        AssertRefused(new ApprovalAccountChanged(), await Requests.ApproveAsync(approval, _petra));
        approval = await ApprovalAsync(id);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Requests.ApproveAsync(approval, _petra)));
        AssertRefused(new ApprovalRequestDecided(id, "Petra Lang"), await Requests.ApproveAsync(approval with { Key = Guid.CreateVersion7() }, _petra));

        Assert.All(tries, one => Assert.Equal(ApprovalStatus.Approved, one.OrThrow().Status));
        Assert.Equal(Points.Whole(506), (await Programme.FiguresAsync(ada)).Redeemable);
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task X6_a_rejected_or_withdrawn_request_books_nothing()
    {
        await LimitAsync(perEntry: 500);
        var ada = await Programme.CustomerAsync();
        var rejected = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(ada, 501)), _eva)).OrThrow().Id;
        var withdrawn = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(ada, 502)), _eva)).OrThrow().Id;

        AssertRefused(new ReasonMissing(), await Requests.RejectAsync(rejected, Guid.CreateVersion7(), " ", _petra));
        AssertRefused(new TextTooLong(2_000), await Requests.RejectAsync(rejected, Guid.CreateVersion7(), new string('x', 2_001), _petra));
        AssertRefused(new TextTooLong(2_000), await Requests.ApproveAsync((await ApprovalAsync(rejected)) with { Remarks = new string('x', 2_001) }, _petra));
        Assert.Equal("Too much", (await Requests.RejectAsync(rejected, Guid.CreateVersion7(), " Too much ", _petra)).OrThrow().Remarks);
        AssertRefused(new NotYourApprovalRequest(), await Requests.WithdrawAsync(withdrawn, _petra));
        (await Requests.WithdrawAsync(withdrawn, _eva)).OrThrow();
        (await Requests.WithdrawAsync(withdrawn, _eva)).OrThrow();

        AssertRefused(new ApprovalRequestDecided(rejected, "Petra Lang"), await Requests.WithdrawAsync(rejected, _eva));
        AssertRefused(new ApprovalRequestNotFound(new ApprovalRequestId(9)), await Requests.WithdrawAsync(new ApprovalRequestId(9), _eva));
        AssertRefused(new ApprovalRequestDecided(withdrawn, "Eva Brandt"), await Requests.PreviewAsync(withdrawn, _petra));
        Assert.Empty(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task X6_a_request_that_cannot_be_done_any_more_says_why_and_goes_on_waiting()
    {
        await LimitAsync(perEntry: 50);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var id = (await Requests.SubmitAsync(ApprovalOrder.Of(await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(100))), _eva)).OrThrow().Id;
        await Programme.RedeemAsync(ada, 40);

        var preview = (await Requests.PreviewAsync(id, _petra)).OrThrow();

        Assert.Equal((new NotEnoughPoints(Points.Whole(60), Points.Whole(100)), null), (preview.Obstacle, preview.After));
        AssertRefused(new NotEnoughPoints(Points.Whole(60), Points.Whole(100)), await Requests.ApproveAsync(new Approval(Guid.CreateVersion7(), id, preview.Seen), _petra));
        Assert.Equal(ApprovalStatus.Waiting, (await OnlyAsync(_petra)).Request.Status);
    }

    [Fact]
    public async Task X6_a_reversal_a_grant_a_reward_and_a_level_wait_as_well()
    {
        var own = await Programme.CustomerAsync("E. Brandt", "eva.brandt@example.org");
        await Programme.LotAsync(own, 300);
        var spent = await Programme.RedeemAsync(own, 50);
        var manager = _petra with { Email = _eva.Email, StaffId = "eva" };
        var mug = (await Programme.Get<RewardBook>().SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(100)), Programme.Manager)).OrThrow();
        var grants = (await Programme.Get<CampaignBook>().CreateAsync(Guid.CreateVersion7(), new CampaignDraft("Sorry", CampaignKind.Manual, Points.Whole(30)), Programme.Manager)).OrThrow();
        var gold = await Programme.TierOrderAsync(own, "Gold");
        Func<AccountView, ApprovalOrder>[] orders =
        [
            _ => ApprovalOrder.Of(new EntryReversal(Guid.CreateVersion7(), spent.Id, "Wrong customer")),
            account => ApprovalOrder.Of(new CampaignGrant(Guid.CreateVersion7(), own, grants.Id, account.Version, account.Figures.Balance)),
            account => ApprovalOrder.Of(new RewardSpend(Guid.CreateVersion7(), own, mug.Id, account.Version, account.Figures.Balance)),
            _ => ApprovalOrder.Of(gold with { Lock = TierLock.Full, LockUntil = new LocalDate(2026, 3, 31) }),
        ];

        foreach (var order in orders)
        {
            var request = (await Requests.SubmitAsync(order(await Programme.AccountAsync(own)), manager)).OrThrow();
            Assert.Equal(ApprovalCause.OwnAccount, request.Cause);
            (await Requests.ApproveAsync(await ApprovalAsync(request.Id), Actor.Person("Max", StaffRole.Manager))).OrThrow();
        }

        Assert.Equal(Points.Whole(300 + 30 - 100), (await Programme.FiguresAsync(own)).Redeemable);
        Assert.Equal("Gold", Programme.StoredTier(own));
        Assert.Equal(TierLock.Full, (await Programme.TierAsync(own)).Lock);
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task X6_a_merge_takes_what_waits_along_and_a_deletion_ends_it()
    {
        await LimitAsync(perEntry: 500);
        var (main, other) = (await Programme.CustomerAsync("Anna", "anna@example.org"), await Programme.CustomerAsync("Anna", "a@example.org"));
        var id = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(other, 501)), _eva)).OrThrow().Id;
        var merge = (await Programme.Get<MergeRequests>().SubmitAsync(Guid.CreateVersion7(), main, other, Programme.Agent)).OrThrow().Id;
        var rehearsal = (await Programme.Get<AccountMerges>().RehearseAsync(merge, new MergeChoices { IsConfirmed = true }, _petra)).OrThrow();
        (await Programme.Get<AccountMerges>().ApproveAsync(
            new MergeApproval(Guid.CreateVersion7(), merge, rehearsal.Versions, new MergeChoices { IsConfirmed = true }, Remarks: null), _petra)).OrThrow();

        await ApproveAsync(id);
        Assert.Equal(Points.Whole(501), (await Programme.FiguresAsync(main)).Redeemable);

        var second = (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(main, 502)), _eva)).OrThrow().Id;
        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), main, main.ToString()), _petra)).OrThrow();
        AssertRefused(new ApprovalRequestDecided(second, ""), await Requests.PreviewAsync(second, _petra));
        Assert.Equal(["{}", "{}"], Programme.Query("SELECT Content FROM ApprovalRequests", row => row.GetString(0)));
    }

    [Fact]
    public async Task X6_who_may_not_approve_sees_only_their_own_requests_and_those_of_the_customer_in_question()
    {
        await LimitAsync(perEntry: 500);
        var ada = await Programme.CustomerAsync();
        (await Requests.SubmitAsync(ApprovalOrder.Of(await TopUpAsync(ada, 501)), _eva)).OrThrow();
        var max = Actor.Person("Max", StaffRole.Agent);

        Assert.Equal("A late parcel", (await OnlyAsync(_eva)).Reason);
        Assert.Equal("Ada Lovelace", (await OnlyAsync(_petra)).Name);
        Assert.Empty((await Requests.ListAsync(new ApprovalQuery(), new Window(0, 10), max, CancellationToken.None)).OrThrow().Rows);
        Assert.Single((await Requests.ListAsync(new ApprovalQuery(Customer: ada, WaitingOnly: true), new Window(0, 10), max, CancellationToken.None)).OrThrow().Rows);
        Assert.Single((await Requests.ListAsync(new ApprovalQuery("lovel"), new Window(0, 10), _petra, CancellationToken.None)).OrThrow().Rows);
        AssertRefused(
            new NotAllowed(Capability.ReadCustomers), await Requests.ListAsync(new ApprovalQuery(), new Window(0, 10), Actor.Person("Nobody"), CancellationToken.None));
        Assert.Equal(
            [(NoticeKind.Approvals, 1L)], (await Programme.Get<Notices>().ListAsync(_petra, CancellationToken.None)).Select(notice => (notice.Kind, notice.Count)));
    }

    [Fact]
    public async Task X6_administrators_set_the_limits_of_a_role()
    {
        var limits = Programme.Get<RoleLimits>();
        var administrator = Actor.Person("Ines", StaffRole.Administrator);

        AssertRefused(new NotAllowed(Capability.ManageStaff), await limits.ChangeAsync(StaffRole.Agent, Points.Whole(1), null, _petra));
        AssertRefused(new StaffRoleMissing(), await limits.ChangeAsync("Owner", Points.Whole(1), null, administrator));
        AssertRefused(new LimitNotPositive(), await limits.ChangeAsync(StaffRole.Agent, Points.Zero, null, administrator));
        AssertRefused(new DayBelowEntryLimit(), await limits.ChangeAsync(StaffRole.Agent, Points.Whole(2), Points.Whole(1), administrator));
        (await limits.ChangeAsync(StaffRole.Agent, Points.Whole(2), Points.Whole(3), administrator)).OrThrow();
        (await limits.ChangeAsync(StaffRole.Agent, null, Points.Whole(3), administrator)).OrThrow();

        Assert.Equal(
            [(StaffRole.Agent, null, Points.Whole(3)), (StaffRole.Marketing, null, null), (StaffRole.Manager, null, null), (StaffRole.Administrator, null, (Points?)null)],
            (await limits.ListAsync(CancellationToken.None)).Select(limit => (limit.Role, limit.PerEntry, limit.PerDay)));
        Assert.Equal(
            "Agent: 2 per entry, 3 per day -> Agent: no limit per entry, 3 per day",
            Programme.Query("SELECT Before || ' -> ' || After FROM AuditEntries WHERE Deed = 'ChangeLimits' ORDER BY Id", row => row.GetString(0))[^1]);
    }

    private async Task LimitAsync(int perEntry, int? perDay = null, string role = StaffRole.Agent) =>
        (await Programme.Get<RoleLimits>().ChangeAsync(
            role, Points.Whole(perEntry), perDay is { } most ? Points.Whole(most) : null, Actor.Person("Ines", StaffRole.Administrator))).OrThrow();

    private async Task<Adjustment> TopUpAsync(CustomerId customer, int points) =>
        await Programme.AdjustmentAsync(customer, AdjustmentDoor.TopUp, Points.Whole(points)) with { InternalReason = "A late parcel" };

    private async Task<Approval> ApprovalAsync(ApprovalRequestId id) =>
        new(Guid.CreateVersion7(), id, (await Requests.PreviewAsync(id, _petra)).OrThrow().Seen);

    private async Task<ApprovalRequest> ApproveAsync(ApprovalRequestId id) => (await Requests.ApproveAsync(await ApprovalAsync(id), _petra)).OrThrow();

    private async Task<ApprovalRow> OnlyAsync(Actor actor) =>
        Assert.Single((await Requests.ListAsync(new ApprovalQuery(), new Window(0, 10), actor, CancellationToken.None)).OrThrow().Rows);

    private async Task OrderToAsync(CustomerId customer, string refId, string street) => (await Programme.Orders.RecordAsync(
        new NewOrder(customer, "Shop", refId, Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)])
        {
            Billing = Address.None with { Street = street, PostalCode = "50667" },
        },
        Programme.Manager)).OrThrow();
}
