using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Merging;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Staff;

/// <summary>What waits for somebody, and for whom (L-081).</summary>
public sealed class NoticesTests : MergeTest
{
    [Fact]
    public async Task L_081_a_merge_request_waits_for_whoever_may_decide_on_it_until_somebody_has()
    {
        var asked = Programme.Clock.GetCurrentInstant();
        var id = await AskAsync();
        Programme.Clock.Advance(Duration.FromHours(1));
        await AskAsync("a.keller@example.org", "anna@example.org");

        Assert.Equal([new Notice(NoticeKind.MergeRequests, 2, asked, Programme.Clock.GetCurrentInstant())], await ListAsync(Programme.Manager));
        Assert.Empty(await ListAsync(Programme.Agent));
        (await Merges.ApproveAsync(await ApprovalAsync(id), Programme.Manager)).OrThrow();
        Assert.Empty(await ListAsync(Programme.Manager));
    }

    [Fact]
    public async Task Rule_5_7_ones_own_request_waits_for_somebody_else()
    {
        (await Requests.SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), Programme.Manager)).OrThrow();

        Assert.Empty(await ListAsync(Programme.Manager));
        Assert.Single(await ListAsync(Actor.Person("Max Frei", StaffRole.Manager)));
    }

    [Fact]
    public async Task A_shops_request_waits_for_everybody_who_may()
    {
        var shop = Actor.Shop("Petra Lang", new IntegrationId(1), IntegrationScopes.MergeRequests);
        (await Requests.SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), shop)).OrThrow();

        Assert.Single(await ListAsync(Programme.Manager));
    }

    [Fact]
    public async Task Unmatched_orders_and_failed_jobs_wait_too()
    {
        (await Programme.Get<UnmatchedOrders>().KeepAsync(
            new NewOrder(default, "Shop", "L-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)]), "x@example.org", Programme.Manager)).OrThrow();
        Programme.Execute(
            """
            INSERT INTO JobRuns (Id, Job, State, StartedBy, StartedAt, SeenAt, EndedAt, Processed, Changed, Errors) VALUES
                (1, 1, 3, 'scheduler', 1, 1, 1, 0, 0, 0), (2, 1, 2, 'scheduler', 2, 2, 2, 0, 0, 0), (3, 2, 3, 'scheduler', 3, 3, 3, 0, 0, 0)
            """);

        Assert.Equal(
            [(NoticeKind.UnmatchedDocuments, 1L), (NoticeKind.FailedJobs, 1L)],
            (await ListAsync(Programme.Manager)).Select(notice => (notice.Kind, notice.Count)));
        Assert.Empty(await ListAsync(Actor.Person("Mia", StaffRole.Marketing)));
    }

    private Task<IReadOnlyList<Notice>> ListAsync(Actor actor) => Programme.Get<Notices>().ListAsync(actor, TestContext.Current.CancellationToken);
}
