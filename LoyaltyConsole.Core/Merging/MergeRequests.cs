using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Merging;

/// <summary>A merge request as it is submitted.</summary>
/// <param name="Key">The key of the command; the same submission twice is one request.</param>
/// <param name="RequestBy">The e-mail of the account that becomes the main account (L-084).</param>
/// <param name="RequestFor">The e-mail of the account to be integrated (L-085).</param>
/// <param name="IsConfirmed">Whether the second e-mail address has confirmed it (L-091).</param>
public sealed record NewMergeRequest(Guid Key, string RequestBy, string RequestFor, bool IsConfirmed);

// In the order in which they are checked.

/// <summary>Both e-mail addresses are of one account.</summary>
public sealed record MergeWithItself : Refusal;

/// <summary>Takes merge requests in (L-080).</summary>
public sealed class MergeRequests
{
    private readonly LoyaltyStore _store;

    internal MergeRequests(LoyaltyStore store) => _store = store;

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
        if (!actor.May(Capability.RequestMerges))
        {
            return Task.FromResult<Result<MergeRequest>>(new NotAllowed(Capability.RequestMerges));
        }

        return _store.WriteAsync<MergeRequest>(async writing =>
        {
            if (await writing.Db.MergeRequests.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == submission.Key) is { } known)
            {
                return known;
            }

            var connection = writing.Connection.Sqlite;
            if (!CustomerSearch.ByEmail(connection, submission.RequestBy).Succeeded(out var main, out var refusal)
                || !CustomerSearch.ByEmail(connection, submission.RequestFor).Succeeded(out var integrated, out refusal))
            {
                return refusal;
            }

            if (main == integrated)
            {
                return new MergeWithItself();
            }

            var request = await writing.Db.MergeRequests.SingleOrDefaultAsync(open =>
                open.MainId == main && open.IntegratedId == integrated && open.Status == MergeRequestStatus.Pending);
            if (request is null)
            {
                request = new MergeRequest
                {
                    Id = new MergeRequestId(1 + await writing.Db.MergeRequests.CountAsync()),
                    RequestBy = submission.RequestBy.Trim(),
                    RequestFor = submission.RequestFor.Trim(),
                    MainId = main,
                    IntegratedId = integrated,
                    Status = MergeRequestStatus.Pending,
                    IntegrationId = actor.Integration,
                    Actor = actor.Name,
                    CreatedAt = writing.Now,
                    CommandKey = submission.Key,
                };
                writing.Db.MergeRequests.Add(request);
                writing.Audit(actor, "SubmitMergeRequest", main, null, $"request {request.Id}: customer {integrated} into {main}");
                writing.Touch(integrated);
            }

            if (submission.IsConfirmed && request.ConfirmedAt is null)
            {
                request.ConfirmedAt = writing.Now;
                writing.Audit(actor, "ConfirmMergeRequest", integrated, null, $"request {request.Id} confirmed by the second e-mail address");
            }

            return request;
        });
    }
}
