using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Merging;

/// <summary>A story about two accounts of one person: Anna's, which stays, and the one she made with another address.</summary>
public abstract class MergeTest : LedgerTest
{
    protected MergeRequests Requests => Programme.Get<MergeRequests>();

    protected AccountMerges Merges => Programme.Get<AccountMerges>();

    protected CustomerId Anna { get; private set; }

    protected CustomerId Other { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Anna = await Programme.CustomerAsync("Anna Keller", "anna@example.org", "+49 221 5550 1877");
        Other = await Programme.CustomerAsync("Anna Keller", "a.keller@example.org");
    }

    /// <summary>What Eva, an agent, enters when Anna calls.</summary>
    protected async Task<MergeRequestId> AskAsync(string by = "anna@example.org", string @for = "a.keller@example.org", bool confirmed = false) =>
        (await Requests.SubmitAsync(new NewMergeRequest(Guid.CreateVersion7(), by, @for, confirmed), Programme.Agent)).OrThrow().Id;

    protected async Task<MergeRehearsal> RehearseAsync(MergeRequestId id, MergeChoices? choices = null) =>
        (await Merges.RehearseAsync(id, choices, Programme.Manager)).OrThrow();

    /// <summary>The approval of a manager who has seen the accounts as they are.</summary>
    protected async Task<MergeApproval> ApprovalAsync(MergeRequestId id, MergeChoices? choices = null)
    {
        var rehearsal = await RehearseAsync(id, choices);
        return new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, choices ?? rehearsal.Proposal, Remarks: null);
    }

    protected async Task<Result<MergeRequest>> TryMergeAsync(MergeChoices? choices = null)
    {
        var id = await AskAsync();
        return await Merges.ApproveAsync(await ApprovalAsync(id, choices), Programme.Manager);
    }

    protected async Task<MergeRequest> MergeAsync(MergeChoices? choices = null) => (await TryMergeAsync(choices)).OrThrow();
}
