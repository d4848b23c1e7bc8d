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
    /// The rehearsal; or, in this order, <see cref="NotAllowed"/>, <see cref="MergeRequestNotFound"/>, <see cref="MergeRequestDecided"/>,
    /// <see cref="MergeWaitsForRedemption"/>, <see cref="ErasureAwaitsImport"/>, <see cref="MergeAccountsChanged"/>,
    /// <see cref="NotEnoughPoints"/>.
    /// </returns>
    public Task<Result<MergeRehearsal>> RehearseAsync(MergeRequestId id, MergeChoices? choices, Actor actor) => actor.May(Capability.ApproveMerges)
        ? _store.RehearseAsync(writing => Rehearse(writing, id, choices, actor))
        : Refused<MergeRehearsal>(new NotAllowed(Capability.ApproveMerges));

    /// <summary>
    /// Merges the two accounts in one transaction; the integrated one is deleted with it (L-102). It cannot be undone (L-096).
    /// </summary>
    /// <returns>
    /// The request, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="TextTooLong"/>,
    /// <see cref="MergeRequestNotFound"/>, <see cref="MergeRequestDecided"/>, <see cref="OwnMergeRequest"/>,
    /// <see cref="MergeAccountsChanged"/> where the operator saw something else, <see cref="MergeWaitsForRedemption"/>,
    /// <see cref="ErasureAwaitsImport"/>, <see cref="MergeNotConfirmed"/>, <see cref="NotEnoughPoints"/> where what was found
    /// twice is spent already.
    /// </returns>
    public Task<Result<MergeRequest>> ApproveAsync(MergeApproval approval, Actor actor)
    {
        if (!actor.May(Capability.ApproveMerges))
        {
            return Refused<MergeRequest>(new NotAllowed(Capability.ApproveMerges));
        }

        if (approval.Remarks?.Trim().Length > MergeRequest.RemarksLength)
        {
            return Refused<MergeRequest>(new TextTooLong(MergeRequest.RemarksLength));
        }

        // Of two heavy customers it takes long enough that nobody should have to share its commit.
        return _store.WriteStepAsync(writing => ApproveAsync(writing, approval, actor));
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

    private static async Task<Result<MergeRequest>> ApproveAsync(Writing writing, MergeApproval approval, Actor actor)
    {
        if (await writing.Db.MergeRequests.SingleOrDefaultAsync(request => request.Id == approval.Request) is { DecisionKey: { } key } decided && key == approval.Key)
        {
            return decided;
        }

        if (!Open(writing, approval.Request).Succeeded(out var request, out var refusal))
        {
            return refusal;
        }

        if (IsOwn(request, actor))
        {
            return new OwnMergeRequest();
        }

        if (Versions(writing.Connection, request) != approval.Seen)
        {
            return new MergeAccountsChanged();
        }

        if (Obstacle(writing, request) is { } obstacle)
        {
            return obstacle;
        }

        var merge = new AccountMerge(writing, request, actor);
        merge.CatchUp();
        if (Differences(Face(writing, request.MainId), Face(writing, request.IntegratedId)) != MergeDifferences.None && request.ConfirmedAt is null && !approval.Choices.IsConfirmed)
        {
            return new MergeNotConfirmed();
        }

        if (!merge.Carry(approval.Choices).Succeeded(out _, out refusal))
        {
            return refusal;
        }

        Supersede(writing, [request.IntegratedId], actor, except: request.Id);
        request.ConfirmedAt ??= approval.Choices.IsConfirmed ? writing.Now : null;
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

    /// <summary>A request that nobody has decided on; its accounts are there, since a deletion closes the requests that name it.</summary>
    internal static Result<MergeRequest> Open(Writing writing, MergeRequestId id)
    {
        if (writing.Db.MergeRequests.SingleOrDefault(request => request.Id == id) is not { } request)
        {
            return new MergeRequestNotFound(id);
        }

        if (request.Status != MergeRequestStatus.Pending)
        {
            return new MergeRequestDecided(id, request.DecidedBy ?? "");
        }

        return request;
    }

    /// <summary>Notes a decision on the request.</summary>
    internal static void Decide(Writing writing, MergeRequest request, MergeRequestStatus status, Guid key, string? remarks, Actor actor)
    {
        (request.Status, request.DecidedAt, request.DecidedBy, request.DecisionKey) = (status, writing.Now, actor.Name, key);
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

    /// <summary>Closes open requests that name accounts which are about to go (rule 5.7).</summary>
    internal static void Supersede(Writing writing, IReadOnlyList<CustomerId> gone, Actor actor, MergeRequestId? except = null)
    {
        var open = writing.Db.MergeRequests.Where(request => request.Status == MergeRequestStatus.Pending && request.Id != except
            && (gone.Contains(request.MainId) || gone.Contains(request.IntegratedId))).ToList();
        foreach (var request in open)
        {
            Decide(writing, request, MergeRequestStatus.Superseded, Guid.CreateVersion7(), remarks: null, actor);
            writing.Audit(actor, "SupersedeMergeRequest", request.MainId, null, $"request {request.Id}");
        }
    }

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
