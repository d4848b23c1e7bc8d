using System.Linq.Expressions;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Merging;

/// <summary>A merge request as it is submitted.</summary>
/// <param name="Key">The key of the command; the same submission twice is one request.</param>
/// <param name="RequestBy">The e-mail of the account that becomes the main account (L-084).</param>
/// <param name="RequestFor">The e-mail of the account to be integrated (L-085).</param>
/// <param name="IsConfirmed">Whether the second e-mail address has confirmed it (L-091).</param>
public sealed record NewMergeRequest(Guid Key, string RequestBy, string RequestFor, bool IsConfirmed);

/// <summary>The columns by which merge requests can be sorted (L-010).</summary>
public enum MergeRequestSort
{
    /// <summary>By id.</summary>
    Id,

    /// <summary>By the main account's e-mail.</summary>
    RequestBy,

    /// <summary>By the other account's e-mail.</summary>
    RequestFor,

    /// <summary>By the remark.</summary>
    Remarks,

    /// <summary>By what has become of it.</summary>
    Status,

    /// <summary>By when it was submitted.</summary>
    CreatedAt,
}

/// <summary>Which merge requests are shown, and in which order.</summary>
/// <param name="Text">Part of an e-mail address or a remark, or an id of a request or a customer.</param>
/// <param name="OpenOnly">Only those on which nobody has decided, that wait to be carried out, or that could not be.</param>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">In which direction.</param>
public sealed record MergeRequestQuery(
    string? Text = null, bool OpenOnly = false, MergeRequestSort Sort = MergeRequestSort.Id, bool Descending = true);

/// <summary>A row of the overview of merge requests (L-082).</summary>
/// <param name="Request">The request.</param>
/// <param name="Integration">The shop it came through; null where staff entered it.</param>
/// <param name="MainName">What the main account's customer is called; null where that is not known.</param>
/// <param name="IntegratedName">The same of the other account.</param>
public sealed record MergeRequestRow(MergeRequest Request, string? Integration, string? MainName, string? IntegratedName);

/// <summary>Takes merge requests in, lists and rejects them (L-080 to L-089).</summary>
public sealed class MergeRequests
{
    private readonly LoyaltyStore _store;

    internal MergeRequests(LoyaltyStore store) => _store = store;

    /// <summary>One page of all requests, open and decided ones (L-082).</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<MergeRequestRow>>> ListAsync(MergeRequestQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Merging) is { } refused)
        {
            return Task.FromResult<Result<Page<MergeRequestRow>>>(refused);
        }

        var bounded = window.Bounded();
        return _store.ReadAsync<Result<Page<MergeRequestRow>>>(
            async db =>
            {
                var requests = db.MergeRequests.AsQueryable();
                if (query.OpenOnly)
                {
                    requests = requests.Where(request => request.Status == MergeRequestStatus.Pending || request.Status == MergeRequestStatus.Failed);
                }

                if (!string.IsNullOrWhiteSpace(query.Text))
                {
                    var like = $"%{PointsHistory.Escaped(query.Text.Trim())}%";
                    var number = PointsHistory.Number(query.Text.Trim()) ?? 0;
                    var (id, customer) = (new MergeRequestId(number), new CustomerId(number));
                    requests = requests.Where(request =>
                        LoyaltyDb.Like(like, request.RequestBy, "\\") || LoyaltyDb.Like(like, request.RequestFor, "\\")
                        || LoyaltyDb.Like(like, request.Remarks, "\\") || request.Id == id || request.MainId == customer || request.IntegratedId == customer);
                }

                var rows = await Ordered(requests, query).Skip(bounded.Skip).Take(bounded.Take)
                    .Select(request => new MergeRequestRow(
                        request,
                        db.Integrations.Where(known => known.Id == request.IntegrationId).Select(known => known.Name).FirstOrDefault(),
                        db.Customers.First(customer => customer.Id == request.MainId).Name,
                        db.Customers.First(customer => customer.Id == request.IntegratedId).Name))
                    .ToListAsync(cancellationToken);
                return new Page<MergeRequestRow>(rows, await requests.CountAsync(cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>Rejects a request, with a remark (L-089, D3). The same rejection twice is one.</summary>
    /// <param name="id">The request.</param>
    /// <param name="key">The key of the command.</param>
    /// <param name="remarks">"Remarks" (L-086): why.</param>
    /// <param name="actor">Who rejects.</param>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="MergeRequestNotFound"/>, <see cref="MergeIsScheduled"/>, <see cref="MergeRequestDecided"/>.
    /// </returns>
    public Task<Result<MergeRequest>> RejectAsync(MergeRequestId id, Guid key, string remarks, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ApproveMerges) is { } refused)
        {
            return Refused(refused);
        }

        if (string.IsNullOrWhiteSpace(remarks))
        {
            return Refused(new ReasonMissing());
        }

        if (remarks.Trim().Length > MergeRequest.RemarksLength)
        {
            return Refused(new TextTooLong(MergeRequest.RemarksLength));
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

            if (request.IsWaiting)
            {
                return new MergeIsScheduled(id, request.ApprovedBy ?? "");
            }

            if (request.Status is not (MergeRequestStatus.Pending or MergeRequestStatus.Failed))
            {
                return new MergeRequestDecided(id, request.DecidedBy ?? "");
            }

            AccountMerges.Decide(writing, request, MergeRequestStatus.Rejected, key, remarks, actor);
            writing.Audit(actor, "RejectMergeRequest", request.MainId, null, $"request {request.Id}: {request.Remarks}");
            writing.Touch(request.IntegratedId);
            return request;
        });
    }

    private static IQueryable<MergeRequest> Ordered(IQueryable<MergeRequest> requests, MergeRequestQuery query)
    {
        var ordered = query.Sort switch
        {
            MergeRequestSort.Id => By(request => request.Id),
            MergeRequestSort.RequestBy => By(request => request.RequestBy),
            MergeRequestSort.RequestFor => By(request => request.RequestFor),
            MergeRequestSort.Remarks => By(request => request.Remarks),
            MergeRequestSort.Status => By(request => request.Status),
            MergeRequestSort.CreatedAt => By(request => request.CreatedAt),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return query.Descending ? ordered.ThenByDescending(request => request.Id) : ordered.ThenBy(request => request.Id);

        IOrderedQueryable<MergeRequest> By<TKey>(Expression<Func<MergeRequest, TKey>> key) =>
            query.Descending ? requests.OrderByDescending(key) : requests.OrderBy(key);
    }

    /// <summary>
    /// Submits a request; a person decides on it. The same accounts again, while their request is open, answer that
    /// request; a confirmation that came meanwhile is noted there.
    /// </summary>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerUnknown"/>, <see cref="CustomerAmbiguous"/>,
    /// <see cref="MergeWithItself"/>.
    /// </returns>
    public Task<Result<MergeRequest>> SubmitAsync(NewMergeRequest submission, Actor actor)
    {
        if (_store.Refuses(actor, Capability.RequestMerges) is { } refused)
        {
            return Refused(refused);
        }

        return _store.WriteAsync(writing => SubmitAsync(writing, submission, actor));
    }

    /// <summary>Submits a request for two accounts that staff look at; they may lack an e-mail address.</summary>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="MergeWithItself"/>.
    /// </returns>
    public Task<Result<MergeRequest>> SubmitAsync(Guid key, CustomerId main, CustomerId integrated, Actor actor)
    {
        if (_store.Refuses(actor, Capability.RequestMerges) is { } refused)
        {
            return Refused(refused);
        }

        return _store.WriteAsync<MergeRequest>(async writing =>
        {
            if (await writing.Db.MergeRequests.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == key) is { } known)
            {
                return known;
            }

            var accounts = new List<(CustomerId Id, string? Email)>();
            foreach (var id in new[] { main, integrated })
            {
                if (await writing.Db.Customers.AsNoTracking().SingleOrDefaultAsync(customer => customer.Id == id) is not { } customer)
                {
                    return new CustomerNotFound(id);
                }

                if (customer.Status == CustomerStatus.Deleted)
                {
                    return new CustomerDeleted();
                }

                accounts.Add((id, customer.Email));
            }

            return await SubmitAsync(writing, key, accounts[0], accounts[1], isConfirmed: false, actor);
        });
    }

    /// <summary>Submits a request inside a deed.</summary>
    internal static async Task<Result<MergeRequest>> SubmitAsync(Writing writing, NewMergeRequest submission, Actor actor)
    {
        if (await writing.Db.MergeRequests.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == submission.Key) is { } known)
        {
            return known;
        }

        var connection = writing.Connection.Database;
        if (!CustomerSearch.ByEmail(connection, submission.RequestBy).Succeeded(out var main, out var refusal)
            || !CustomerSearch.ByEmail(connection, submission.RequestFor).Succeeded(out var integrated, out refusal))
        {
            return refusal;
        }

        return await SubmitAsync(
            writing, submission.Key, (main, submission.RequestBy), (integrated, submission.RequestFor), submission.IsConfirmed, actor);
    }

    private static async Task<Result<MergeRequest>> SubmitAsync(
        Writing writing, Guid key, (CustomerId Id, string? Email) by, (CustomerId Id, string? Email) @for, bool isConfirmed, Actor actor)
    {
        var (main, integrated) = (by.Id, @for.Id);
        if (main == integrated)
        {
            return new MergeWithItself();
        }

        var request = await writing.Db.MergeRequests.SingleOrDefaultAsync(open =>
            open.MainId == main && open.IntegratedId == integrated
            && (open.Status == MergeRequestStatus.Pending || open.Status == MergeRequestStatus.Failed));
        if (request is null)
        {
            request = new MergeRequest
            {
                Id = new MergeRequestId(1 + await writing.Db.MergeRequests.CountAsync()),
                RequestBy = by.Email?.Trim(),
                RequestFor = @for.Email?.Trim(),
                MainId = main,
                IntegratedId = integrated,
                Status = MergeRequestStatus.Pending,
                IntegrationId = actor.Integration,
                Actor = actor.Name,
                SubmitterKey = actor.Integration is null ? actor.Key : null,
                CreatedAt = writing.Now,
                CommandKey = key,
            };
            writing.Db.MergeRequests.Add(request);
            writing.Audit(actor, "SubmitMergeRequest", main, null, $"request {request.Id}: customer {integrated} into {main}");
            writing.Touch(integrated);
            writing.Tell(
                Capability.ApproveMerges, MessageTemplate.MergeRequested, $"merge-request:{request.Id}", notTo: actor,
                ("request", request.Id), ("main", main), ("integrated", integrated), ("by", actor.Name));
        }

        if (isConfirmed && request.ConfirmedAt is null)
        {
            request.ConfirmedAt = writing.Now;
            writing.Audit(actor, "ConfirmMergeRequest", integrated, null, $"request {request.Id} confirmed by the second e-mail address");
        }

        return request;
    }

    private static Task<Result<MergeRequest>> Refused(Refusal refusal) => Task.FromResult<Result<MergeRequest>>(refusal);
}
