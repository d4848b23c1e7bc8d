using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Merging;

/// <summary>A merge that is approved now, runs after a delay, and can be cancelled until then (rule 5.7, L-096).</summary>
public sealed class MergeDelayTests : MergeTest
{
    [Fact]
    public async Task L_096_without_a_delay_an_approval_merges_at_once()
    {
        Assert.Equal(0, Programme.Get<LoyaltyConsole.Core.Programme.ProgrammeBook>().Settings().MergeDelayMinutes);

        var merged = await MergeAsync();

        Assert.Equal((MergeRequestStatus.Approved, false, null), (merged.Status, merged.IsWaiting, merged.RunsAt));
    }

    [Fact]
    public async Task L_096_with_a_delay_it_runs_when_that_is_over_with_what_was_decided_and_in_the_approvers_name()
    {
        await DelayAsync();
        await Programme.LotAsync(Other, 40);
        (await Programme.Get<CustomerBook>().EditAsync(Other, new ProfileEdit { Company = "Keller KG", Birthday = new LocalDate(1980, 4, 2) }, Programme.Agent)).OrThrow();
        var id = await AskAsync();
        var choices = new MergeChoices { TakeOver = [MergeField.Company] };
        var approval = await ApprovalAsync(id, choices) with { Remarks = "By phone" };

        var waiting = (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow();
        Assert.Equal((true, "Petra Lang", Programme.Clock.GetCurrentInstant() + Duration.FromMinutes(30)), (waiting.IsWaiting, waiting.ApprovedBy, waiting.RunsAt!.Value));
        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(29));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(Anna)).Total);
        Assert.Equal(new JobReport(1, 1, 0), await RunAsync(1));

        var merged = await ReadAsync(id);
        Assert.Equal((MergeRequestStatus.Approved, "Petra Lang", "By phone", Programme.Clock.GetCurrentInstant()), (merged.Status, merged.DecidedBy, merged.Remarks, merged.DecidedAt!.Value));
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(Anna)).Total);
        var profile = (await Programme.Profiles.OpenAsync(Anna, Programme.Agent, Cancel)).OrThrow().Customer;
        Assert.Equal(("Keller KG", null), (profile.Company, profile.Birthday));
        Assert.Equal(
            ["Petra Lang"], Programme.Query("SELECT Actor FROM AuditEntries WHERE Deed = 'MergeAccounts'", row => row.GetString(0)));
        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(1));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task X4_a_double_that_was_ticked_is_dropped_when_it_runs()
    {
        await DelayAsync();
        await Programme.OrderAsync(Anna, 64m, "SW-10442");
        (await Programme.Orders.RecordAsync(
            new NewOrder(Other, "Till", "SW-10442", Programme.Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 1, 64m)]), Programme.Manager)).OrThrow();
        var id = await AskAsync();
        var rehearsal = await RehearseAsync(id);
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();

        Assert.Equal(new JobReport(1, 1, 0), await RunAsync(30));

        Assert.Single(rehearsal.Doubles);
        Assert.Equal(Points.Whole(64), (await Programme.FiguresAsync(Anna)).Total);
        Assert.Equal(rehearsal.Result.Figures.Total, (await Programme.FiguresAsync(Anna)).Total);
    }

    [Fact]
    public async Task X4_a_double_that_is_spent_already_is_refused_at_the_approval_not_first_when_it_runs()
    {
        await DelayAsync();
        await Programme.OrderAsync(Anna, 64m, "SW-10442");
        (await Programme.Orders.RecordAsync(
            new NewOrder(Other, "Till", "SW-10442", Programme.Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 1, 64m)]), Programme.Manager)).OrThrow();
        var id = await AskAsync();
        var drop = (await RehearseAsync(id)).Proposal;
        await Programme.RedeemAsync(Anna, 64);
        await Programme.RedeemAsync(Other, 64);
        var seen = (await RehearseAsync(id, new MergeChoices())).Versions;

        var refused = Refused(await Merges.ApproveAsync(new MergeApproval(Guid.CreateVersion7(), id, seen, drop, Remarks: null), Programme.Manager));

        Assert.IsType<NotEnoughPoints>(refused);
        Assert.False((await ReadAsync(id)).IsWaiting);
    }

    [Fact]
    public async Task S3_the_same_approval_again_waits_once_and_a_retry_after_a_cancellation_approves_nothing()
    {
        await DelayAsync();
        var approval = await ApprovalAsync(await AskAsync());
        var first = (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(5));

        Assert.Equal(first.RunsAt, (await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow().RunsAt);
        AssertRefused(new MergeIsScheduled(first.Id, "Petra Lang"), await Merges.ApproveAsync(approval with { Key = Guid.CreateVersion7() }, Programme.Manager));
        AssertRefused(new MergeIsScheduled(first.Id, "Petra Lang"), await Merges.RehearseAsync(first.Id, choices: null, Programme.Manager));
        AssertRefused(new MergeIsScheduled(first.Id, "Petra Lang"), await Requests.RejectAsync(first.Id, Guid.CreateVersion7(), "No", Programme.Manager));
        (await Merges.CancelAsync(first.Id, Guid.CreateVersion7(), "Asked again", Programme.Manager)).OrThrow();
        Assert.False((await Merges.ApproveAsync(approval, Programme.Manager)).OrThrow().IsWaiting);
        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(60));
    }

    [Fact]
    public async Task S3_whoever_submitted_it_may_not_approve_it_for_later_either()
    {
        await DelayAsync();
        var approval = await ApprovalAsync(await AskAsync());

        AssertRefused(new OwnMergeRequest(), await Merges.ApproveAsync(approval, Actor.Person(Programme.Agent.Name, StaffRole.Manager)));
        AssertRefused(new NotAllowed(Capability.ApproveMerges), await Merges.ApproveAsync(approval, Programme.Agent));
        Assert.False((await ReadAsync(approval.Request)).IsWaiting);
    }

    [Fact]
    public async Task L_096_until_then_it_can_be_cancelled_with_a_remark_and_is_open_again()
    {
        await DelayAsync();
        var id = await AskAsync();
        var key = Guid.CreateVersion7();
        AssertRefused(new MergeNotScheduled(id), await Merges.CancelAsync(id, key, "Too early", Programme.Manager));
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();

        AssertRefused(new NotAllowed(Capability.ApproveMerges), await Merges.CancelAsync(id, key, "No", Programme.Agent));
        AssertRefused(new ReasonMissing(), await Merges.CancelAsync(id, key, " ", Programme.Manager));
        AssertRefused(new TextTooLong(MergeRequest.RemarksLength), await Merges.CancelAsync(id, key, new string('x', 2_001), Programme.Manager));
        AssertRefused(new MergeRequestNotFound(new MergeRequestId(99)), await Merges.CancelAsync(new MergeRequestId(99), key, "No", Programme.Manager));
        var cancelled = (await Merges.CancelAsync(id, key, " The caller is not sure ", Programme.Manager)).OrThrow();

        Assert.Equal((MergeRequestStatus.Pending, false, "The caller is not sure"), (cancelled.Status, cancelled.IsWaiting, cancelled.Remarks));
        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(60));
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        (await Merges.CancelAsync(id, key, "The caller is not sure", Programme.Manager)).OrThrow();
        Assert.True((await ReadAsync(id)).IsWaiting);
    }

    [Fact]
    public async Task L_096_it_is_too_late_to_cancel_what_has_run()
    {
        await DelayAsync();
        var id = await AskAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        await RunAsync(30);

        AssertRefused(new MergeNotScheduled(id), await Merges.CancelAsync(id, Guid.CreateVersion7(), "Stop", Programme.Manager));
    }

    [Fact]
    public async Task S3_what_has_changed_since_the_approval_is_not_merged_but_decided_anew()
    {
        await DelayAsync();
        var id = await AskAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        await Programme.LotAsync(Other, 10);

        Assert.Equal(new JobReport(1, 0, 0), await RunAsync(30));

        var failed = await ReadAsync(id);
        Assert.Equal((MergeRequestStatus.Failed, nameof(MergeAccountsChanged), false), (failed.Status, failed.Failure, failed.IsWaiting));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(Anna)).Total);
        Assert.Contains(NoticeKind.FailedMerges, await NoticesAsync());
        Assert.DoesNotContain(NoticeKind.MergeRequests, await NoticesAsync());
        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(1));

        // The same accounts asked for again are the same request, which somebody looks at and approves anew.
        Assert.Equal(id, await AskAsync());
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        Assert.Equal(new JobReport(1, 1, 0), await RunAsync(30));
        Assert.Equal((MergeRequestStatus.Approved, null), ((await ReadAsync(id)).Status, (await ReadAsync(id)).Failure));
        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task R_5_7_a_redemption_in_flight_when_it_is_due_makes_it_fail()
    {
        await DelayAsync();
        await Programme.LotAsync(Other, 50);
        var id = await AskAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(25));
        await Programme.ReserveAsync(Other, 20);

        Assert.Equal(new JobReport(1, 0, 0), await RunAsync(5));

        Assert.Equal(MergeRequestStatus.Failed, (await ReadAsync(id)).Status);
        Assert.Equal(Points.Whole(50), (await Programme.FiguresAsync(Other)).Total + Points.Whole(20));
    }

    [Fact]
    public async Task R_5_7_an_account_that_was_deleted_meanwhile_makes_it_fail_and_it_can_only_be_rejected()
    {
        await DelayAsync();
        var id = await AskAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), Other, Other.ToString()), Programme.Manager)).OrThrow();

        Assert.Equal(new JobReport(0, 0, 0), await RunAsync(60));

        Assert.Equal((MergeRequestStatus.Failed, nameof(CustomerDeleted)), ((await ReadAsync(id)).Status, (await ReadAsync(id)).Failure));
        Assert.Contains(NoticeKind.FailedMerges, await NoticesAsync());
        AssertRefused(new CustomerDeleted(), await Merges.RehearseAsync(id, choices: null, Programme.Manager));
        (await Requests.RejectAsync(id, Guid.CreateVersion7(), "Deleted", Programme.Manager)).OrThrow();
        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task R_5_7_an_account_that_another_request_merged_meanwhile_makes_it_fail()
    {
        await Programme.CustomerAsync("Anna Keller", "bo@example.org");
        var id = await AskAsync();
        var quick = await AskAsync("bo@example.org", "a.keller@example.org");
        await DelayAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        await DelayAsync(0);
        (await Merges.ApproveAsync(await ApprovalAsync(quick), Programme.Manager)).OrThrow();

        await RunAsync(60);

        Assert.Equal((MergeRequestStatus.Failed, nameof(CustomerDeleted)), ((await ReadAsync(id)).Status, (await ReadAsync(id)).Failure));
    }

    [Fact]
    public async Task L_091_what_would_not_be_merged_at_once_is_not_approved_for_later()
    {
        await DelayAsync();
        await Programme.CustomerAsync("Otto Weber", "otto@example.org", "+49 30 123456");
        var id = await AskAsync(@for: "otto@example.org");
        var approval = await ApprovalAsync(id);

        AssertRefused(new MergeNotConfirmed(), await Merges.ApproveAsync(approval, Programme.Manager));
        (await Merges.ApproveAsync(approval with { Choices = approval.Choices with { IsConfirmed = true } }, Programme.Manager)).OrThrow();
        var approvedAt = Programme.Clock.GetCurrentInstant();
        Assert.Equal(new JobReport(1, 1, 0), await RunAsync(30));

        Assert.Equal(approvedAt, (await ReadAsync(id)).ConfirmedAt);
        AssertRefused(
            new MergeAccountsChanged(),
            await Merges.ApproveAsync(await ApprovalAsync(await AskAsync()) with { Seen = default }, Programme.Manager));
    }

    [Fact]
    public async Task R7_however_many_run_it_at_once_it_is_merged_once()
    {
        await DelayAsync();
        await Programme.LotAsync(Other, 40);
        var id = await AskAsync();
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(30));
        var due = new DueMerges(Programme.Store, Programme.Clock);

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => due.RunAsync(_ => { }, Cancel)));

        Assert.Equal((1, 0), (reports.Sum(report => report.Changed), reports.Sum(report => report.Errors)));
        Assert.Equal(MergeRequestStatus.Approved, (await ReadAsync(id)).Status);
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(Anna)).Total);
        Assert.Equal([1L], Programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'MergeAccounts'", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Every_reason_for_which_it_may_fail_is_told_in_words()
    {
        string[] reasons =
        [
            nameof(MergeAccountsChanged), nameof(MergeWaitsForRedemption), nameof(ErasureAwaitsCoupon), nameof(ErasureAwaitsImport), nameof(MergeNotConfirmed),
            nameof(NotEnoughPoints), nameof(CustomerDeleted),
        ];
        foreach (var language in new[] { "", ".de" })
        {
            var texts = await File.ReadAllTextAsync(Path.Combine(Support.SourceTree.Root, "LoyaltyConsole", "Resources", $"MergeTexts{language}.resx"), Cancel);
            Assert.All(reasons, reason => Assert.Contains($"\"Failure_{reason}\"", texts, StringComparison.Ordinal));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task DelayAsync(int minutes = 30) => Programme.ChangeAsync(settings => settings.MergeDelayMinutes = minutes);

    private async Task<JobReport> RunAsync(int minutes)
    {
        Programme.Clock.Advance(Duration.FromMinutes(minutes));
        return (await Programme.Get<JobBook>().RunAsync(Job.Merges, Actor.Console(JobBook.Scheduler), onStarted: null, Cancel)).OrThrow().Report;
    }

    private async Task<MergeRequest> ReadAsync(MergeRequestId id) =>
        (await Requests.ListAsync(new MergeRequestQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows.Single(row => row.Request.Id == id).Request;

    private async Task<IReadOnlyList<NoticeKind>> NoticesAsync() =>
        [.. (await Programme.Get<Notices>().ListAsync(Programme.Manager, Cancel)).Select(notice => notice.Kind)];
}
