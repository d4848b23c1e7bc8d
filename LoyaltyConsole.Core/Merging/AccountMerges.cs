using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>Rehearses and carries out merges of two accounts that somebody asked for (L-089 to L-096, rule 5.7).</summary>
public sealed class AccountMerges
{
    private readonly LoyaltyStore _store;

    internal AccountMerges(LoyaltyStore store) => _store = store;

    /// <summary>
    /// Both accounts, and the resulting one exactly as the merge would make it (X4): the merge itself is done, and taken back.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="choices">What would be decided; null for what is proposed.</param>
    /// <param name="actor">Who asks.</param>
    /// <returns>
    /// The rehearsal; or, in this order, <see cref="NotAllowed"/>, <see cref="MergeRequestNotFound"/>, <see cref="MergeIsScheduled"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="MergeRequestDecided"/>,
    /// <see cref="MergeWaitsForRedemption"/>, <see cref="ErasureAwaitsImport"/>, <see cref="MergeAccountsChanged"/>,
    /// <see cref="NotEnoughPoints"/>.
    /// </returns>
    public Task<Result<MergeRehearsal>> RehearseAsync(MergeRequestId id, MergeChoices? choices, Actor actor) => _store.Refuses(actor, Capability.ApproveMerges) is { } refused
        ? Refused<MergeRehearsal>(refused)
        : _store.RehearseAsync(writing => Rehearse(writing, id, choices, actor));

    /// <summary>
    /// Merges the two accounts in one transaction; the integrated one is deleted with it (L-102). It cannot be undone (L-096);
    /// where the programme sets a delay, the request waits for it first, and can be cancelled until then (rule 5.7).
    /// </summary>
    /// <returns>
    /// The request, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="TextTooLong"/>,
    /// <see cref="MergeRequestNotFound"/>, <see cref="MergeIsScheduled"/>, <see cref="CustomerDeleted"/>, <see cref="MergeRequestDecided"/>,
    /// <see cref="OwnMergeRequest"/>,
    /// <see cref="MergeAccountsChanged"/> where the operator saw something else, <see cref="MergeWaitsForRedemption"/>,
    /// <see cref="ErasureAwaitsImport"/>, <see cref="MergeNotConfirmed"/>, <see cref="NotEnoughPoints"/> where what was found
    /// twice is spent already.
    /// </returns>
    public async Task<Result<MergeRequest>> ApproveAsync(MergeApproval approval, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ApproveMerges) is { } refused)
        {
            return refused;
        }

        if (approval.Remarks?.Trim().Length > MergeRequest.RemarksLength)
        {
            return new TextTooLong(MergeRequest.RemarksLength);
        }

        // What could not even be carried out at once does not have to wait.
        var unfit = await _store.ReadAsync(db => db.Settings.AnyAsync(settings => settings.MergeDelayMinutes > 0), CancellationToken.None)
            && !(await _store.RehearseAsync(writing => Rehearse(writing, approval.Request, approval.Choices, actor))).Succeeded(out _, out var found) ? found : null;

        // Of two heavy customers it takes long enough that nobody should have to share its commit.
        var approved = await _store.WriteStepAsync(writing => ApproveAsync(writing, approval, actor, unfit));
        if (!approved.Succeeded(out _, out var refusal) && refusal is OwnMergeRequest or AskAColleague)
        {
            await FourEyes.NoteTryAsync(_store, actor, $"merge request {approval.Request}");
        }

        return approved;
    }

    /// <summary>Takes back an approval that waits to be carried out: the request is open again (rule 5.7). The same cancellation twice is one.</summary>
    /// <param name="id">The request.</param>
    /// <param name="key">The key of the command.</param>
    /// <param name="remarks">"Remarks" (L-086): why.</param>
    /// <param name="actor">Who cancels.</param>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="MergeRequestNotFound"/>, <see cref="MergeNotScheduled"/>.
    /// </returns>
    public Task<Result<MergeRequest>> CancelAsync(MergeRequestId id, Guid key, string remarks, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ApproveMerges) is { } refused)
        {
            return Refused<MergeRequest>(refused);
        }

        if (string.IsNullOrWhiteSpace(remarks))
        {
            return Refused<MergeRequest>(new ReasonMissing());
        }

        if (remarks.Trim().Length > MergeRequest.RemarksLength)
        {
            return Refused<MergeRequest>(new TextTooLong(MergeRequest.RemarksLength));
        }

        return _store.WriteAsync<MergeRequest>(async writing =>
        {
            if (await writing.Db.MergeRequests.SingleOrDefaultAsync(request => request.Id == id) is not { } request)
            {
                return new MergeRequestNotFound(id);
            }

            if (request.DecisionKey == key)
            {
                return request;
            }

            if (!request.IsWaiting)
            {
                return new MergeNotScheduled(id);
            }

            (request.RunsAt, request.Agreed, request.ApprovedAt, request.ApprovedBy) = (null, null, null, null);
            (request.DecisionKey, request.Remarks) = (key, remarks.Trim());
            writing.Audit(actor, "CancelMerge", request.MainId, null, $"request {request.Id}: {request.Remarks}");
            writing.Touch(request.IntegratedId);
            return request;
        });
    }

    private static Result<MergeRehearsal> Rehearse(Writing writing, MergeRequestId id, MergeChoices? choices, Actor actor)
    {
        if (!Open(writing, id).Succeeded(out var request, out var refusal))
        {
            return refusal;
        }

        var versions = Versions(writing.Connection, request);
        if (Obstacle(writing, request) is { } obstacle)
        {
            return obstacle;
        }

        var fillable = Fillable(writing, request);
        var merge = new AccountMerge(writing, request, actor);
        merge.CatchUp();
        var (main, integrated) = (Side(writing, request.MainId), Side(writing, request.IntegratedId));
        if (!merge.Carry(choices ?? MergeRehearsal.Proposed(merge.Doubles, fillable)).Succeeded(out _, out refusal))
        {
            return refusal;
        }

        var integration = writing.Db.Integrations.Where(known => known.Id == request.IntegrationId).Select(known => known.Name).SingleOrDefault();
        return new MergeRehearsal(
            request, integration, main, integrated, Side(writing, request.MainId), merge.Doubles, fillable,
            Differences((main.Customer, main.Address), (integrated.Customer, integrated.Address)), merge.Moves, versions, IsOwn(request, actor));
    }

    private static async Task<Result<MergeRequest>> ApproveAsync(Writing writing, MergeApproval approval, Actor actor, Refusal? unfit)
    {
        if (await writing.Db.MergeRequests.SingleOrDefaultAsync(known => known.Id == approval.Request) is { } known
            && (known.DecisionKey == approval.Key || known.ApprovalKey == approval.Key))
        {
            return known;
        }

        if (!Open(writing, approval.Request).Succeeded(out var request, out var refusal))
        {
            return refusal;
        }

        if (IsOwn(request, actor))
        {
            return new OwnMergeRequest();
        }

        // With a delay it is carried out by nobody in particular.
        writing.Watch(actor, "MergeAccounts", request.MainId);
        writing.Watch(actor, "MergeAccounts", request.IntegratedId);
        return writing.Settings.MergeDelayMinutes == 0
            ? await CarryOutAsync(writing, request, approval, actor)
            : Agree(writing, request, approval, actor, unfit);
    }

    // Everything that the merge itself would refuse is refused here already.
    private static Result<MergeRequest> Agree(Writing writing, MergeRequest request, MergeApproval approval, Actor actor, Refusal? unfit)
    {
        if (Hindrance(writing, request, approval) is { } hindrance)
        {
            return hindrance;
        }

        if (IsUnconfirmed(writing, request, approval.Choices))
        {
            return new MergeNotConfirmed();
        }

        if (unfit is not null)
        {
            return unfit;
        }

        request.Status = MergeRequestStatus.Pending;
        (request.ApprovedAt, request.ApprovedBy, request.ApprovalKey) = (writing.Now, actor.Name, approval.Key);
        request.RunsAt = writing.Now + Duration.FromMinutes(writing.Settings.MergeDelayMinutes);
        (request.Agreed, request.Failure) = (MergeAgreement.Of(approval), null);
        (request.DecidedAt, request.DecidedBy) = (null, null);
        request.Remarks = string.IsNullOrWhiteSpace(approval.Remarks) ? request.Remarks : approval.Remarks.Trim();
        writing.Audit(
            actor, "ScheduleMerge", request.MainId, null,
            $"request {request.Id}: customer {request.IntegratedId} into {request.MainId} at {request.RunsAt}");
        writing.Touch(request.IntegratedId);
        return request;
    }

    /// <summary>Merges the two accounts of an open request, as somebody has decided.</summary>
    internal static async Task<Result<MergeRequest>> CarryOutAsync(Writing writing, MergeRequest request, MergeApproval approval, Actor actor)
    {
        if (Hindrance(writing, request, approval) is { } hindrance)
        {
            return hindrance;
        }

        var merge = new AccountMerge(writing, request, actor);
        merge.CatchUp();
        if (IsUnconfirmed(writing, request, approval.Choices))
        {
            return new MergeNotConfirmed();
        }

        if (!merge.Carry(approval.Choices).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        Supersede(writing, [request.IntegratedId], actor, except: request.Id);
        request.ConfirmedAt ??= approval.Choices.IsConfirmed ? request.ApprovedAt ?? writing.Now : null;
        await Erasure.EraseAsync(writing, request.IntegratedId, actor, mergedInto: request.MainId);

        // The erasure has taken the remarks that were there; what is remarked now is about the merge.
        await writing.Db.Entry(request).ReloadAsync();
        Decide(writing, request, MergeRequestStatus.Approved, approval.Key, approval.Remarks, actor);
        writing.Audit(
            actor, "MergeAccounts", request.MainId, null,
            $"request {request.Id}: customer {request.IntegratedId} into {request.MainId}; {request.Manifest}");
        writing.Touch(request.IntegratedId);
        return request;
    }

    /// <summary>Notes that an approved request could not be carried out, and why.</summary>
    internal static void Fail(Writing writing, MergeRequest request, Refusal why, Actor actor)
    {
        Decide(writing, request, MergeRequestStatus.Failed, request.ApprovalKey!.Value, remarks: null, actor);
        request.Failure = why.GetType().Name;
        writing.Audit(actor, "FailMerge", request.MainId, null, $"request {request.Id}: {request.Failure}");
        writing.Touch(request.IntegratedId);
        writing.Db.SaveChanges();
    }

    private static Refusal? Hindrance(Writing writing, MergeRequest request, MergeApproval approval) =>
        Versions(writing.Connection, request) != approval.Seen ? new MergeAccountsChanged() : Obstacle(writing, request);

    private static bool IsUnconfirmed(Writing writing, MergeRequest request, MergeChoices choices) =>
        request.ConfirmedAt is null && !choices.IsConfirmed
            && Differences(Face(writing, request.MainId), Face(writing, request.IntegratedId)) != MergeDifferences.None;

    /// <summary>
    /// A request on which somebody may decide: an open one, whose accounts are there, since a deletion closes the requests that
    /// name it, or one that could not be carried out.
    /// </summary>
    internal static Result<MergeRequest> Open(Writing writing, MergeRequestId id)
    {
        if (writing.Db.MergeRequests.SingleOrDefault(request => request.Id == id) is not { } request)
        {
            return new MergeRequestNotFound(id);
        }

        if (request.IsWaiting)
        {
            return new MergeIsScheduled(id, request.ApprovedBy ?? "");
        }

        if (request.Status == MergeRequestStatus.Failed)
        {
            var isGone = writing.Db.Customers.Any(customer =>
                (customer.Id == request.MainId || customer.Id == request.IntegratedId) && customer.Status == CustomerStatus.Deleted);
            return isGone ? new CustomerDeleted() : request;
        }

        return request.Status == MergeRequestStatus.Pending ? request : new MergeRequestDecided(id, request.DecidedBy ?? "");
    }

    /// <summary>Notes a decision on the request.</summary>
    internal static void Decide(Writing writing, MergeRequest request, MergeRequestStatus status, Guid key, string? remarks, Actor actor)
    {
        (request.Status, request.DecidedAt, request.DecidedBy, request.DecisionKey) = (status, writing.Now, actor.Name, key);
        (request.RunsAt, request.Agreed, request.Failure) = (null, null, null);
        request.Remarks = string.IsNullOrWhiteSpace(remarks) ? request.Remarks : remarks.Trim();
        writing.Db.SaveChanges();
    }

    private static IReadOnlyList<MergeField> Fillable(Writing writing, MergeRequest request) => MergeFields.Fillable(
        writing.Db.Customers.AsNoTracking().Single(customer => customer.Id == request.MainId),
        writing.Db.Customers.AsNoTracking().Single(customer => customer.Id == request.IntegratedId));

    private static bool IsOwn(MergeRequest request, Actor actor) => string.Equals(request.SubmitterKey, actor.Key, StringComparison.Ordinal);

    private static MergeVersions Versions(Reads reads, MergeRequest request)
    {
        var (main, integrated) = (Of(request.MainId), Of(request.IntegratedId));
        return new MergeVersions(main.Version, main.ModifiedAt, integrated.Version, integrated.ModifiedAt);

        (long Version, Instant ModifiedAt) Of(CustomerId customer) => reads.Query(
            "SELECT a.Version, c.ModifiedAt FROM Accounts a JOIN Customers c ON c.Id = a.CustomerId WHERE a.CustomerId = @0",
            row => (row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
            customer.Value).Single();
    }

    private static Refusal? Obstacle(Writing writing, MergeRequest request)
    {
        var until = ((Reads)writing.Connection).Number(
            "SELECT MAX(ReservedUntil) FROM Redemptions WHERE CustomerId IN (@0, @1) AND State = 1 AND ReservedUntil > @2",
            request.MainId.Value, request.IntegratedId.Value, writing.Now.ToUnixTimeMilliseconds());
        return until == 0
            ? Erasure.Obstacle(writing, request.IntegratedId)
            : new MergeWaitsForRedemption((int)Math.Ceiling((Instant.FromUnixTimeMilliseconds(until) - writing.Now).TotalMinutes));
    }

    private static MergeSide Side(Writing writing, CustomerId id)
    {
        Reads reads = writing.Connection;
        var (customer, address) = Face(writing, id);
        return new MergeSide(
            customer,
            writing.Db.Integrations.Where(integration => integration.Id == customer.IntegrationId).Select(integration => integration.Name).Single(),
            writing.Tiers.Of(customer.TierId),
            AccountReader.Read(reads, id).FiguresAt(writing.Now),
            reads.Number("SELECT COUNT(*) FROM Orders WHERE CustomerId = @0", id.Value),
            address);
    }

    // By what two people are told apart.
    private static (Customer Customer, string? Address) Face(Writing writing, CustomerId id)
    {
        var latest = writing.Db.Orders.AsNoTracking().Where(order => order.CustomerId == id && order.Type == OrderType.Order)
            .OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id).FirstOrDefault();
        return (writing.Db.Customers.AsNoTracking().Single(customer => customer.Id == id), latest is null ? null : Line(latest.Billing));
    }

    private static string? Line(Address address)
    {
        var parts = new[] { address.Street, $"{address.PostalCode} {address.City}".Trim(), address.Country }.Where(part => !string.IsNullOrWhiteSpace(part));
        return string.Join(", ", parts) is { Length: > 0 } line ? line : null;
    }

    // What only one of them has is no difference.
    private static MergeDifferences Differences((Customer Customer, string? Address) main, (Customer Customer, string? Address) integrated) =>
        (Differ(main.Customer.NameKey, integrated.Customer.NameKey) ? MergeDifferences.Names : MergeDifferences.None)
        | (Differ(main.Customer.PhoneDigits, integrated.Customer.PhoneDigits) ? MergeDifferences.Phones : MergeDifferences.None)
        | (Differ(SearchKeys.Fold(main.Address), SearchKeys.Fold(integrated.Address)) ? MergeDifferences.Addresses : MergeDifferences.None);

    private static bool Differ(string one, string other) => one.Length > 0 && other.Length > 0 && !string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>
    /// Closes open requests that name accounts which are about to go (rule 5.7). One that was approved already has failed:
    /// whoever approved it expects it to be carried out.
    /// </summary>
    internal static void Supersede(Writing writing, IReadOnlyList<CustomerId> gone, Actor actor, MergeRequestId? except = null)
    {
        var open = writing.Db.MergeRequests.Where(request => (request.Status == MergeRequestStatus.Pending || request.Status == MergeRequestStatus.Failed)
            && request.Id != except && (gone.Contains(request.MainId) || gone.Contains(request.IntegratedId))).ToList();
        foreach (var request in open)
        {
            if (request.IsWaiting)
            {
                Fail(writing, request, new CustomerDeleted(), actor);
                continue;
            }

            Decide(writing, request, MergeRequestStatus.Superseded, Guid.CreateVersion7(), remarks: null, actor);
            writing.Audit(actor, "SupersedeMergeRequest", request.MainId, null, $"request {request.Id}");
        }
    }

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
