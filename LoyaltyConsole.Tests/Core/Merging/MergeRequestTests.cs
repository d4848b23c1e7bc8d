using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Merging;

/// <summary>Who decides on a merge request, and when nobody can (L-080 to L-090, D3, rule 5.7).</summary>
public sealed class MergeRequestTests : MergeTest
{
    [Fact]
    public async Task L_082_the_overview_lists_open_and_decided_requests_and_finds_them()
    {
        var id = await AskAsync();
        var other = await AskAsync("a.keller@example.org", "anna@example.org");
        (await Requests.RejectAsync(other, Guid.CreateVersion7(), "The wrong way round", Programme.Manager)).OrThrow();

        Assert.Equal([other, id], await IdsAsync(new MergeRequestQuery()));
        Assert.Equal([id], await IdsAsync(new MergeRequestQuery(OpenOnly: true)));
        Assert.Equal([other], await IdsAsync(new MergeRequestQuery("wrong way")));
        Assert.Equal([id, other], await IdsAsync(new MergeRequestQuery(Sort: MergeRequestSort.Status, Descending: false)));
        Assert.Equal([other, id], await IdsAsync(new MergeRequestQuery(Anna.ToString())));
        foreach (var sort in Enum.GetValues<MergeRequestSort>())
        {
            Assert.Equal(2, (await IdsAsync(new MergeRequestQuery(Sort: sort))).Count);
        }
    }

    [Fact]
    public async Task S3_nobody_approves_without_the_right_nor_what_they_entered_themselves()
    {
        var approval = await ApprovalAsync(await AskAsync());

        AssertRefused(new NotAllowed(Capability.ApproveMerges), await Merges.ApproveAsync(approval, Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ApproveMerges), await Merges.RehearseAsync(approval.Request, choices: null, Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ApproveMerges), await Requests.RejectAsync(approval.Request, Guid.CreateVersion7(), "No", Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Requests.ListAsync(
            new MergeRequestQuery(), new Window(0, 10), Actor.Person("Nobody"), TestContext.Current.CancellationToken));
        AssertRefused(new OwnMergeRequest(), await Merges.ApproveAsync(approval, Actor.Person(Programme.Agent.Name, StaffRole.Manager)));
        Assert.Equal(
            [(Programme.Agent.Name, $"merge request {approval.Request}")],
            Programme.Query("SELECT Actor, After FROM AuditEntries WHERE Deed = 'TryOwnApproval'", row => (row.GetString(0), row.GetString(1))));
        (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow();
    }

    [Fact]
    public async Task S3_a_request_is_decided_once_and_the_same_decision_again_is_the_first_one()
    {
        var approval = await ApprovalAsync(await AskAsync());
        var first = (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow();

        var again = (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow();

        Assert.Equal((first.Id, first.DecidedAt), (again.Id, again.DecidedAt));
        var decided = new MergeRequestDecided(approval.Request, "Petra Lang");
        AssertRefused(decided, await Merges.ApproveAsync(approval with { Key = Guid.CreateVersion7() }, Programme.Manager));
        AssertRefused(decided, await Merges.RehearseAsync(approval.Request, choices: null, Programme.Manager));
        AssertRefused(decided, await Requests.RejectAsync(approval.Request, Guid.CreateVersion7(), "Too late", Programme.Manager));
        AssertRefused(new MergeRequestNotFound(new MergeRequestId(99)), await Merges.RehearseAsync(new MergeRequestId(99), choices: null, Programme.Manager));
        AssertRefused(new MergeRequestNotFound(new MergeRequestId(99)), await Requests.RejectAsync(new MergeRequestId(99), Guid.CreateVersion7(), "No", Programme.Manager));
    }

    [Fact]
    public async Task L_089_a_rejection_needs_a_remark_which_the_overview_shows()
    {
        var id = await AskAsync();
        var key = Guid.CreateVersion7();

        AssertRefused(new ReasonMissing(), await Requests.RejectAsync(id, key, " ", Programme.Manager));
        AssertRefused(new TextTooLong(MergeRequest.RemarksLength), await Requests.RejectAsync(id, key, new string('x', 2_001), Programme.Manager));
        var rejected = (await Requests.RejectAsync(id, key, " Two people ", Programme.Manager)).OrThrow();
        var again = (await Requests.RejectAsync(id, key, "Two people", Programme.Manager)).OrThrow();

        Assert.Equal((MergeRequestStatus.Rejected, "Two people", rejected.DecidedAt), (again.Status, again.Remarks, again.DecidedAt));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(Other)).Total);
    }

    [Fact]
    public async Task S3_an_approval_of_what_has_changed_since_is_refused()
    {
        var id = await AskAsync();
        var approval = await ApprovalAsync(id);
        await Programme.LotAsync(Other, 10);
        AssertRefused(new MergeAccountsChanged(), await Merges.ApproveAsync(approval, Programme.Manager));

        approval = await ApprovalAsync(id);
        Programme.Clock.Advance(Duration.FromMinutes(1));
        (await Programme.Get<CustomerBook>().EditAsync(Anna, new ProfileEdit { Company = "Keller KG" }, Programme.Agent)).OrThrow();
        AssertRefused(new MergeAccountsChanged(), await Merges.ApproveAsync(approval, Programme.Manager));

        approval = await ApprovalAsync(id);
        var unknown = approval.Choices with { Drop = [new MergeDoubleId(MergeDoubleKind.Order, 77)] };
        AssertRefused(new MergeAccountsChanged(), await Merges.ApproveAsync(approval with { Choices = unknown }, Programme.Manager));
        AssertRefused(new TextTooLong(MergeRequest.RemarksLength), await Merges.ApproveAsync(approval with { Remarks = new string('x', 2_001) }, Programme.Manager));
    }

    [Fact]
    public async Task R_5_7_a_reservation_on_either_account_blocks_until_it_settles()
    {
        await Programme.LotAsync(Other, 100);
        var id = await AskAsync();
        await Programme.ReserveAsync(Other, 40);

        AssertRefused(new MergeWaitsForRedemption(15), await Merges.RehearseAsync(id, choices: null, Programme.Manager));
        Programme.Clock.Advance(Duration.FromMinutes(15));
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();

        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(Anna)).Redeemable);
    }

    [Fact]
    public async Task L_091_accounts_that_look_like_two_people_need_the_second_addresss_confirmation()
    {
        await Programme.CustomerAsync("Otto Weber", "otto@example.org", "+49 30 123456");
        var id = await AskAsync(@for: "otto@example.org");
        var approval = await ApprovalAsync(id);

        Assert.Equal(MergeDifferences.Names | MergeDifferences.Phones, (await RehearseAsync(id)).Differences);
        AssertRefused(new MergeNotConfirmed(), await Merges.ApproveAsync(approval, Programme.Manager));
        var merged = (await Merges.ApproveAsync(approval with { Choices = approval.Choices with { IsConfirmed = true } }, Programme.Manager)).OrThrow();

        Assert.Equal(Programme.Clock.GetCurrentInstant(), merged.ConfirmedAt);
    }

    [Fact]
    public async Task L_091_a_confirmation_that_came_with_the_request_is_enough()
    {
        await Programme.CustomerAsync("Otto Weber", "otto@example.org");

        var id = await AskAsync(@for: "otto@example.org", confirmed: true);

        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
    }

    [Fact]
    public async Task R_5_7_other_open_requests_that_name_the_account_that_went_are_superseded()
    {
        var bo = await Programme.CustomerAsync("Anna Keller", "bo@example.org");
        var id = await AskAsync();
        var back = await AskAsync("a.keller@example.org", "anna@example.org");
        var third = await AskAsync("bo@example.org", "a.keller@example.org");
        var unrelated = await AskAsync("bo@example.org", "anna@example.org");
        Assert.NotEqual(default, bo);

        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();

        var statuses = (await Requests.ListAsync(new MergeRequestQuery(), new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken))
            .OrThrow().Rows.ToDictionary(row => row.Request.Id, row => row.Request.Status);
        Assert.Equal(
            (MergeRequestStatus.Approved, MergeRequestStatus.Superseded, MergeRequestStatus.Superseded, MergeRequestStatus.Pending),
            (statuses[id], statuses[back], statuses[third], statuses[unrelated]));
    }

    private async Task<IReadOnlyList<MergeRequestId>> IdsAsync(MergeRequestQuery query) =>
        [.. (await Requests.ListAsync(query, new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow().Rows.Select(row => row.Request.Id)];
}
